#pragma once
#include "parsers/interchange.h"

#include <string_view>

/// Internal to parsers/: what the readers of both standards share.
namespace longshore::parsers {

/// The text being read: the payload itself, or a wrapped part of it with its lines joined.
struct Source {
  std::string_view text;
  const Wrapping* wrapping = nullptr;

  /// Where `[begin, end)` of the text stands in the payload.
  ByteRange range(std::size_t begin, std::size_t end) const {
    if (wrapping == nullptr) return {begin, end};
    if (begin == end) return {wrapping->payload_offset(begin), wrapping->payload_offset(begin)};
    return {wrapping->payload_offset(begin), wrapping->payload_offset(end - 1) + 1};
  }
};

/// Delimiters and how a segment really ends.
struct Framing {
  Delimiters delimiters;
  std::string_view suffix = {};  ///< what follows every terminator: the other bytes of a multi-byte character
};

/// What stands between segments, and around interchanges, without meaning.
inline bool is_filler(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\0' || c == '\x1A';
}
inline bool is_alphanumeric(char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}
inline bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
std::string_view trim_blanks(std::string_view text);
/// Digits only, at most nine of them.
std::optional<std::uint32_t> parse_count(std::string_view text);
/// A value as diagnostics carry it: cut to 200 bytes.
std::string excerpt(std::string_view value);

/// "YYMMDD" or "YYYYMMDD" and "HHMM…" as "2026-03-02T14:05"; empty where they are no date and time.
std::string prepared_at(std::string_view date, std::string_view time, int century_pivot);

enum class StartKind { isa, una, unb, uib };
struct Start {
  StartKind kind = StartKind::isa;
  std::size_t at = 0;
};
/// Whether an interchange starts at `at`: a tag, a delimiter, and more that a header has.
std::optional<Start> start_at(std::string_view text, std::size_t at);
/// The next start at or after `from` that is not inside data.
std::optional<Start> find_start(std::string_view text, std::size_t from);

/// A region of lines that all have the same length and break within data, from an interchange's start on.
struct WrappedRegion {
  Wrapping wrapping;
  std::string joined;
  std::size_t end = 0;  ///< in the text it was found in
};
std::optional<WrappedRegion> find_wrapping(std::string_view text, const Start& start);

}  // namespace longshore::parsers
