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

/// Offset of the first byte that is no text of the charset, for charsets in which any other control may stand: NUL, a
/// byte above 0x7F in ASCII, what is no UTF-8.
std::optional<std::size_t> first_not_text(std::string_view bytes, Charset charset);

bool is_utf8(std::string_view bytes);
/// Length of the well-formed UTF-8 sequence (RFC 3629) that `bytes` begins with; 0 where there is none.
std::size_t utf8_sequence(std::string_view bytes);
/// The character of such a sequence.
std::uint32_t utf8_point(std::string_view sequence);
/// `point` is a Unicode scalar value.
void append_utf8(std::string& out, std::uint32_t point);

}  // namespace longshore::parsers
