#pragma once
#include "parsers/interchange.h"

#include <optional>
#include <string>
#include <string_view>

namespace longshore::parsers {

/// The character set behind a syntax identifier (UNB 0001: "UNOC"). Unknown identifiers count as ASCII.
Charset charset_of(std::string_view syntax_identifier);

/// Bytes as UTF-8. Loses nothing: what the set does not define is read as Latin-1.
std::string to_utf8(std::string_view bytes, Charset charset);

/// Offset of the first byte outside the repertoire of a syntax identifier ("UNOA": capitals, digits and some marks;
/// empty: X12's graphic ASCII). Line breaks are no finding.
std::optional<std::size_t> first_outside_repertoire(std::string_view bytes, std::string_view syntax_identifier);

bool is_utf8(std::string_view bytes);

}  // namespace longshore::parsers
