#pragma once
#include "engine/model/timestamp.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// What the writers of both standards share.
namespace longshore::parsers {

/// An element to be written: its repetitions, each of components. Usually one of one.
struct OutElement {
  std::vector<std::vector<std::string>> repetitions;

  OutElement(std::string value) : repetitions{{std::move(value)}} {}
  OutElement(const char* value) : repetitions{{std::string(value)}} {}
  static OutElement composite(std::vector<std::string> components);
  static OutElement repeated(std::vector<std::string> values);

  bool empty() const;  ///< whether no component holds anything
};

struct OutSegment {
  std::string tag;
  std::vector<OutElement> elements;  ///< empty ones at the end are not written

  /// Elements without the empty ones at the end.
  std::size_t written_count() const;
};

/// "000000042": a number with leading zeros to `width`.
std::string padded_number(std::uint64_t number, std::size_t width);
/// The number, or empty for 0: positions count from 1 and 0 says "none".
std::string number_or_empty(std::uint32_t number);

std::string date6(const CivilTime& at);  ///< YYMMDD
std::string date8(const CivilTime& at);  ///< CCYYMMDD
std::string time4(const CivilTime& at);  ///< HHMM

bool is_control_character(char c);

/// `text` in lines of at most `width` bytes, broken at blanks, which the line break then stands for; a word that is
/// longer is broken where it must be, though never inside a UTF-8 character.
std::vector<std::string> lines_of(std::string_view text, std::size_t width);
/// Lines joined by blanks, empty ones left out.
std::string joined_lines(const std::vector<std::string>& lines);

}  // namespace longshore::parsers
