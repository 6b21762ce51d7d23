#pragma once
#include "parsers/source.h"

#include <array>
#include <optional>
#include <string_view>

namespace longshore::x12 {

/// The interchange control header. Elements view into the text.
struct IsaHeader {
  std::array<std::string_view, 17> elements;  ///< [1]…[16] as written; [0] is the tag
  parsers::Framing framing;
  std::size_t size = 0;  ///< bytes up to and with the terminator and its suffix
  bool fixed = true;     ///< every element has its length
  bool trusted = true;   ///< the delimiters were where they belong; false: they were worked out
};

/// Reads the header at the start of `text`: by its fixed positions, else by its sixteen separators. Nothing where
/// neither finds delimiters.
std::optional<IsaHeader> parse_isa(std::string_view text);

/// ISA11 is a repetition separator from 00402 on, and only where it can be one; before, it names a standards body
/// ("U").
std::optional<char> repetition_separator(std::string_view isa11, std::string_view version);

}  // namespace longshore::x12
