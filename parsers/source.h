#pragma once
#include "parsers/interchange.h"
#include "parsers/window.h"

#include <array>
#include <string_view>

/// Internal to parsers/: what the readers of both standards share.
namespace longshore::parsers {

/// The text being read: the payload itself, or a wrapped part of it with its lines joined.
struct Source {
  Window& window;
  std::optional<Wrapping> wrapping = {};

  /// Where `[begin, end)` of the text stands in the payload.
  ByteRange range(std::uint64_t begin, std::uint64_t end) const { return payload_range(wrapping, begin, end); }
  static ByteRange payload_range(const std::optional<Wrapping>& wrapping, std::uint64_t begin, std::uint64_t end);
};

/// Delimiters and how a segment really ends.
struct Framing {
  Delimiters delimiters;
  std::string suffix = {};  ///< what follows every terminator: the other bytes of a multi-byte character
};

/// How far a header is looked at: far beyond what any has.
constexpr std::size_t header_bytes = 4096;

/// What stands between segments, and around interchanges, without meaning.
inline bool is_filler(char c) {
  constexpr std::uint64_t fillers =
      1ULL << ' ' | 1ULL << '\t' | 1ULL << '\r' | 1ULL << '\n' | 1ULL << '\0' | 1ULL << '\x1A';
  const auto byte = static_cast<unsigned char>(c);
  return byte <= ' ' && (fillers >> byte & 1U) != 0;
}
inline bool is_alphanumeric(char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}
inline bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
/// Whether it is made as a segment's tag is: a capital, then capitals and digits, three at most. `shortest` is at least
/// 2. Asked of every segment, hence without a branch for each letter.
inline bool is_tag(std::string_view tag, std::size_t shortest) {
  constexpr unsigned starts = 1;
  constexpr unsigned follows = 2;
  static constexpr auto roles = [] {
    std::array<std::uint8_t, 256> out{};
    for (auto c = std::size_t{'0'}; c <= '9'; ++c) out.at(c) = follows;
    for (auto c = std::size_t{'A'}; c <= 'Z'; ++c) out.at(c) = starts | follows;
    return out;
  }();
  const auto role = [](char c) { return roles[static_cast<unsigned char>(c)]; };
  if (tag.size() < shortest || tag.size() > 3) return false;
  return (role(tag[0]) & role(tag[1]) >> 1 & role(tag.back()) >> 1 & starts) != 0;
}
inline std::string_view trim_blanks(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}
/// Digits only, at most nine of them.
std::optional<std::uint32_t> parse_count(std::string_view text);
/// A value as diagnostics carry it: cut to 200 bytes.
std::string excerpt(std::string_view value);

/// "YYMMDD" or "YYYYMMDD" and "HHMM…" as "2026-03-02T14:05"; empty where they are no date and time.
std::string prepared_at(std::string_view date, std::string_view time, int century_pivot);

enum class StartKind : std::uint8_t { isa, una, unb, uib };
/// What starts at the first byte of `text`: a tag, a delimiter, and more that a header has.
std::optional<StartKind> start_at(std::string_view text);

struct Start {
  StartKind kind = StartKind::isa;
  std::uint64_t at = 0;
};
/// The next start at or after `from` that is not inside data. Lets go of what lies more than `junk_kept` bytes before.
constexpr std::size_t junk_kept = 1024;
std::optional<Start> find_start(Window& window, std::uint64_t from);

/// The wrapping of an interchange that starts there and whose lines all have the same length and break within data.
std::optional<Wrapping> find_wrapping(Window& window, const Start& start);

/// The lines of a wrapped region joined, for as long as they have its width.
class JoinedLines final : public Input {
 public:
  JoinedLines(Window& window, const Wrapping& wrapping) : window_(window), wrapping_(wrapping), at_(wrapping.begin) {}
  std::size_t read(std::span<char> out) override;
  /// Where the lines read so far end in the window's text.
  std::uint64_t end() const { return end_; }

 private:
  bool next_line();

  Window& window_;
  Wrapping wrapping_;
  std::uint64_t at_;        // of the line to come
  std::uint64_t end_ = 0;   // of the present one
  std::uint32_t left_ = 0;  // of the present one, still to be handed out
  bool last_ = false;
};

}  // namespace longshore::parsers
