#pragma once
#include "engine/model/diagnostic.h"

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Internal to xml: a document's text, whatever its encoding.
namespace longshore::xml {

/// The text in UTF-8, and where its bytes stand in the payload.
class Text {
 public:
  /// Without the byte order mark. Fails on an encoding that is not known or not that of the bytes, and on what is no
  /// character of XML.
  static std::expected<Text, Diagnostic> decode(std::string_view payload);

  std::string_view utf8() const { return encoding_ == Encoding::utf8 ? as_is_ : own_; }
  /// `[begin, end)` of utf8() in the payload.
  ByteRange range(std::size_t begin, std::size_t end) const { return {payload_offset(begin), payload_offset(end)}; }

 private:
  enum class Encoding : std::uint8_t { utf8, latin1, utf16_little, utf16_big };

  static std::expected<Encoding, Diagnostic> detect(std::string_view payload, std::size_t& mark);
  void decode_latin1(std::string_view bytes);
  bool decode_utf16(std::string_view bytes);
  std::optional<Diagnostic> check_characters() const;
  std::uint64_t payload_offset(std::size_t at) const;
  std::uint64_t payload_width(std::size_t from, std::size_t to) const;
  void index();

  Encoding encoding_ = Encoding::utf8;
  std::size_t mark_ = 0;                // bytes of the byte order mark
  std::string_view as_is_;              // the payload, where it is UTF-8
  std::string own_;                     // else
  std::vector<std::uint64_t> offsets_;  // in the payload, of every so many bytes of own_
};

/// Whether XML 1.0 allows the character at all.
bool is_character(std::uint32_t point);

}  // namespace longshore::xml
