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
  void allow(char c) { allowed_[static_cast<unsigned char>(c)] = true; }
  /// Offset of the first byte outside.
  std::optional<std::size_t> first_outside(std::string_view bytes) const;

 private:
  std::array<bool, 256> allowed_{};
  bool utf8_ = false;
};

bool is_utf8(std::string_view bytes);

}  // namespace longshore::parsers
