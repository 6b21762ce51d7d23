#include "parsers/source.h"

#include "engine/model/timestamp.h"

#include <charconv>
#include <cstdio>
#include <cstring>

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

/// Length of the line at `at`, without its break; npos where no break follows within `most` bytes.
std::size_t line_length(Window& window, std::uint64_t at, std::size_t most) {
  window.need(at, most);
  return window.text(at, at + most).find_first_of("\r\n");
}

/// The bytes of the break at `at`; 0 at the end of the text.
std::size_t break_length(Window& window, std::uint64_t at) {
  window.need(at, 2);
  const auto next = window.text(at, at + 2);
  return next == "\r\n" ? 2 : std::min<std::size_t>(1, next.size());
}

bool breaks_within_data(const Window& window, const Start& start, std::size_t width) {
  constexpr std::size_t isa_bytes = 105;
  if (start.kind == StartKind::isa && width == isa_bytes) return false;  // the break is the terminator
  const char last = window[start.at + width - 1];
  if (start.kind == StartKind::isa) return width < isa_bytes || window[start.at + isa_bytes] != last;
  const bool has_advice = start.kind == StartKind::una && window.end() - start.at > 8;
  return last != (has_advice ? window[start.at + 8] : '\'');
}

}  // namespace

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

ByteRange Source::payload_range(const std::optional<Wrapping>& wrapping, std::uint64_t begin, std::uint64_t end) {
  if (!wrapping) return {begin, end};
  if (begin == end) return {wrapping->payload_offset(begin), wrapping->payload_offset(begin)};
  return {wrapping->payload_offset(begin), wrapping->payload_offset(end - 1) + 1};
}

std::optional<StartKind> start_at(std::string_view text) {
  const auto tag = text.substr(0, 3);
  if (tag == "ISA" && isa_at(text)) return StartKind::isa;
  if (tag == "UNB" && unb_at(text)) return StartKind::unb;
  if (tag == "UNA" && una_at(text)) return StartKind::una;
  if (tag == "UIB" && unb_at(text)) return StartKind::uib;
  return std::nullopt;
}

std::optional<Start> find_start(Window& window, std::uint64_t from) {
  for (auto at = from;;) {
    const auto candidate = window.text(at).find_first_of("IU");
    at = candidate == std::string_view::npos ? window.end() : at + candidate;
    window.release(at - std::min<std::uint64_t>(junk_kept, at - from));
    if (candidate == std::string_view::npos) {
      if (!window.more()) return std::nullopt;
      continue;
    }
    window.need(at, header_bytes);
    const auto kind = start_at(window.text(at, at + header_bytes));
    const bool in_data = kind && at > from && (is_alphanumeric(window[at - 1]) || window[at - 1] == window[at + 3]);
    if (kind && !in_data) return Start{*kind, at};
    ++at;
  }
}

std::optional<Wrapping> find_wrapping(Window& window, const Start& start) {
  constexpr std::size_t narrowest = 10;
  constexpr std::size_t widest = 1024;
  constexpr std::size_t looked_at = 64;  // lines that decide; a longer one later only ends the region
  const auto width = line_length(window, start.at, widest);
  if (width == std::string_view::npos || width < narrowest || !breaks_within_data(window, start, width))
    return std::nullopt;
  const auto gap = break_length(window, start.at + width);
  if (line_length(window, start.at + width + gap, width + 1) != width) return std::nullopt;
  const auto pitch = width + gap;
  for (auto at = start.at; at < start.at + looked_at * pitch; at += pitch) {
    const auto length = line_length(window, at, width + 1);
    const bool longer = length == std::string_view::npos && window.end() - at > width;
    if (longer) return std::nullopt;
    if (length != width || break_length(window, at + width) != gap) break;
  }
  return Wrapping{start.at, static_cast<std::uint32_t>(width), static_cast<std::uint32_t>(gap)};
}

bool JoinedLines::next_line() {
  if (last_) return false;
  window_.release(at_);
  const auto length = line_length(window_, at_, wrapping_.width + 1U);
  const auto held = window_.end() - at_;
  if (length == std::string_view::npos && held > wrapping_.width) return false;
  left_ = static_cast<std::uint32_t>(length == std::string_view::npos ? held : length);
  end_ = at_ + left_;
  last_ = left_ < wrapping_.width || break_length(window_, end_) != wrapping_.gap;
  return left_ != 0;
}

std::size_t JoinedLines::read(std::span<char> out) {
  std::size_t written = 0;
  while (written < out.size()) {
    if (left_ == 0 && !next_line()) break;
    const auto taken = std::min<std::size_t>(left_, out.size() - written);
    std::memcpy(out.data() + written, window_.at(end_ - left_), taken);
    left_ -= static_cast<std::uint32_t>(taken);
    written += taken;
    if (left_ == 0) at_ = end_ + wrapping_.gap;
  }
  return written;
}

}  // namespace longshore::parsers
