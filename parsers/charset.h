#pragma once
#include "parsers/interchange.h"

#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace longshore::parsers {

/// The character set behind a syntax identifier (UNB 0001: "UNOC"). Unknown identifiers count as ASCII.
Charset charset_of(std::string_view syntax_identifier);

/// Bytes as UTF-8. Loses nothing: what the set does not define is read as Latin-1.
std::string to_utf8(std::string_view bytes, Charset charset);

/// The other way round; nothing where the set lacks a character or the text is no UTF-8.
std::optional<std::string> from_utf8(std::string_view text, Charset charset);

/// The characters that a syntax identifier allows ("UNOA": capitals, digits and some marks; empty: X12's graphic
/// ASCII). Line breaks are no finding.
class Repertoire {
 public:
  explicit Repertoire(std::string_view syntax_identifier);
  /// Adds a character: a delimiter is no data.
  void allow(char c) { set(static_cast<unsigned char>(c)); }
  /// Whether all are ASCII of the repertoire, in a fraction of the time that first_outside() takes. False says nothing.
  bool is_plain(std::string_view bytes) const;
  /// Offset of the first byte outside.
  std::optional<std::size_t> first_outside(std::string_view bytes) const;

 private:
  void set(unsigned char byte) {
    allowed_[byte] = true;
    if (byte < 0x80) rows_[byte & 0x0FU] |= static_cast<std::uint8_t>(1U << (byte >> 4));
  }

  std::array<bool, 256> allowed_{};
  std::array<std::uint8_t, 16> rows_{};  // of ASCII: by low half of the byte, a bit for each high half
  bool utf8_ = false;
};

bool is_utf8(std::string_view bytes);

}  // namespace longshore::parsers
