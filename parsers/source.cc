#include "parsers/source.h"

#include "engine/model/timestamp.h"

#include <charconv>
#include <cstdio>

namespace longshore::parsers {
namespace {

int number(std::string_view digits) {
  int value = 0;
  for (char c : digits) value = value * 10 + (c - '0');
  return value;
}

bool all_digits(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, is_digit);
}

int full_year(int two_digits, int pivot) {
  return two_digits >= pivot ? 1900 + two_digits : 2000 + two_digits;
}

bool isa_at(std::string_view rest) {
  if (rest.size() < 4 || is_alphanumeric(rest[3]) || is_filler(rest[3])) return false;
  const auto isa01_end = rest.substr(0, 16).find_first_of(std::string{rest[3], '\n'}, 4);
  if (isa01_end == std::string_view::npos || rest[isa01_end] == '\n') return false;
  std::size_t separators = 0;
  for (std::size_t i = 3; i < std::min<std::size_t>(rest.size(), 48); ++i) separators += rest[i] == rest[3] ? 1U : 0U;
  return separators >= 3;
}

bool unb_at(std::string_view rest) {
  if (rest.size() < 8 || is_alphanumeric(rest[3]) || is_filler(rest[3])) return false;
  return std::ranges::all_of(rest.substr(4, 3), [](char c) { return c >= 'A' && c <= 'Z'; });
}

bool una_at(std::string_view rest) {
  auto unb = rest.substr(0, 24).find("UNB");
  return rest.size() > 3 && !is_alphanumeric(rest[3]) && unb != std::string_view::npos && unb >= 5;
}

/// Length of the line at `at`, without its break; npos where no break follows.
std::size_t line_length(std::string_view text, std::size_t at) {
  auto end = text.find_first_of("\r\n", at);
  return end == std::string_view::npos ? end : end - at;
}

std::size_t break_length(std::string_view text, std::size_t at) {
  return text.substr(at, 2) == "\r\n" ? 2 : 1;
}

bool breaks_within_data(std::string_view text, const Start& start, std::size_t width) {
  constexpr std::size_t isa_bytes = 105;
  if (start.kind == StartKind::isa && width == isa_bytes) return false;  // the break is the terminator
  if (start.kind == StartKind::isa)
    return width < isa_bytes || text[start.at + isa_bytes] != text[start.at + width - 1];
  const char terminator = start.kind == StartKind::una && start.at + 8 < text.size() ? text[start.at + 8] : '\'';
  return text[start.at + width - 1] != terminator;
}

}  // namespace

std::string_view trim_blanks(std::string_view text) {
  auto begin = text.find_first_not_of(' ');
  return begin == std::string_view::npos ? std::string_view{}
                                         : text.substr(begin, text.find_last_not_of(' ') - begin + 1);
}

std::optional<std::uint32_t> parse_count(std::string_view text) {
  if (!all_digits(text) || text.size() > 9) return std::nullopt;
  return static_cast<std::uint32_t>(number(text));
}

std::string excerpt(std::string_view value) {
  return std::string(value.substr(0, 200));
}

std::string prepared_at(std::string_view date, std::string_view time, int century_pivot) {
  if (!all_digits(date) || !all_digits(time) || (date.size() != 6 && date.size() != 8) || time.size() < 4) return {};
  CivilTime at;
  at.year = date.size() == 8 ? number(date.substr(0, 4)) : full_year(number(date.substr(0, 2)), century_pivot);
  at.month = number(date.substr(date.size() - 4, 2));
  at.day = number(date.substr(date.size() - 2));
  at.hour = number(time.substr(0, 2));
  at.minute = number(time.substr(2, 2));
  if (!at.valid()) return {};
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "%04d-%02d-%02dT%02d:%02d", at.year, at.month, at.day, at.hour, at.minute);
  return text.data();
}

std::optional<Start> start_at(std::string_view text, std::size_t at) {
  auto rest = text.substr(at);
  auto tag = rest.substr(0, 3);
  if (tag == "ISA" && isa_at(rest)) return Start{StartKind::isa, at};
  if (tag == "UNB" && unb_at(rest)) return Start{StartKind::unb, at};
  if (tag == "UNA" && una_at(rest)) return Start{StartKind::una, at};
  if (tag == "UIB" && unb_at(rest)) return Start{StartKind::uib, at};
  return std::nullopt;
}

std::optional<Start> find_start(std::string_view text, std::size_t from) {
  for (std::size_t at = from; at < text.size(); ++at) {
    if (text[at] != 'I' && text[at] != 'U') continue;
    auto found = start_at(text, at);
    if (!found) continue;
    const bool in_data = at > from && (is_alphanumeric(text[at - 1]) || text[at - 1] == text[at + 3]);
    if (!in_data) return found;
  }
  return std::nullopt;
}

std::optional<WrappedRegion> find_wrapping(std::string_view text, const Start& start) {
  constexpr std::size_t narrowest = 10;
  constexpr std::size_t widest = 1024;
  constexpr std::size_t looked_at = 64;  // lines that decide; a longer one later only ends the region
  const auto width = line_length(text.substr(0, std::min(text.size(), start.at + widest)), start.at);
  if (width == std::string_view::npos || width < narrowest || !breaks_within_data(text, start, width))
    return std::nullopt;
  const auto gap = break_length(text, start.at + width);
  if (line_length(text, start.at + width + gap) != width) return std::nullopt;
  WrappedRegion region{{start.at, static_cast<std::uint32_t>(width), static_cast<std::uint32_t>(gap)}, {}, text.size()};
  for (std::size_t at = start.at; at < text.size(); at += width + gap) {
    const auto length = std::min(line_length(text, at), text.size() - at);
    if (length > width && at < start.at + looked_at * (width + gap)) return std::nullopt;
    if (length > width) break;
    region.joined += text.substr(at, length);
    region.end = at + length;
    if (length < width) break;
    if (at + width < text.size() && break_length(text, at + width) != gap) break;
  }
  return region;
}

}  // namespace longshore::parsers
