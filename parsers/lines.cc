#include "parsers/lines.h"

#include "parsers/source.h"

#include <algorithm>

namespace longshore::parsers {
namespace {

/// How many bytes stand before the first that may begin a line end. In blocks: a text with only one kind of ends is not
/// looked through for the other kind at every line.
std::size_t before_end(std::string_view text, LineEnd end) {
  constexpr std::size_t block = 4096;
  for (std::size_t at = 0; at < text.size(); at += block) {
    auto here = text.substr(at, block);
    auto found = here.size();
    if (end == LineEnd::lf || end == LineEnd::any) found = std::min(found, here.find('\n'));
    if (end != LineEnd::lf) found = std::min(found, here.substr(0, found).find('\r'));
    if (found < here.size()) return at + found;
  }
  return text.size();
}

}  // namespace

std::string_view text_of(LineEnd end) {
  switch (end) {
    case LineEnd::lf:
      return "\n";
    case LineEnd::cr:
      return "\r";
    case LineEnd::any:
    case LineEnd::crlf:
      break;
  }
  return "\r\n";
}

void RecordFindings::open(std::uint64_t record, std::string_view type) {
  told_ = 0;
  record_ = static_cast<std::uint32_t>(std::min<std::uint64_t>(record, UINT32_MAX));
  type_ = type;
}

void RecordFindings::tell(Diagnostic found) {
  if (told_ > most_) return;
  const auto range = found.byte_range;
  if (told_++ == most_) {
    found = diagnose(Code::LIMIT_REACHED, "More diagnostics than the limit allows; the rest is not listed.");
    found.byte_range = range;
  }
  if (record_ != 0) found.segment_position = record_;
  found.segment_id = type_;
  events_.diagnostic(std::move(found));
}

void RecordFindings::tell(Code code, ByteRange range, std::string message, std::uint32_t field, std::string_view value,
                          std::string expected) {
  auto found = diagnose(code, std::move(message));
  found.byte_range = range;
  if (field != 0) found.element = field;
  if (value.data() != nullptr) found.value = excerpt(value);
  if (!expected.empty()) found.expected = std::move(expected);
  tell(std::move(found));
}

std::size_t line_end_at(Window& window, std::uint64_t at, LineEnd end) {
  window.need(at, 2);
  const auto here = window.text(at, at + 2);
  if (here.empty()) return 0;
  const bool pair = here == "\r\n";
  switch (end) {
    case LineEnd::lf:
      return here[0] == '\n' ? 1 : 0;
    case LineEnd::cr:
      return here[0] == '\r' ? 1 : 0;
    case LineEnd::crlf:
      return pair ? 2 : 0;
    case LineEnd::any:
      break;
  }
  return pair ? 2 : here[0] == '\n' || here[0] == '\r' ? 1 : 0;
}

std::optional<Lines::Line> Lines::next() {
  window_.release(at_);
  window_.need(at_, 1);
  if (at_ == window_.end()) return std::nullopt;
  const auto begin = at_;
  head_.clear();
  const auto end = find_end(begin);
  at_ = end + line_end_at(window_, end, kind_);
  if (end - begin > most_) return Line{head_.empty() ? window_.text(begin, end) : head_, {begin, end}, true};
  return Line{window_.text(begin, end), {begin, end}, false};
}

std::uint64_t Lines::find_end(std::uint64_t from) {
  for (auto at = from;;) {
    const auto text = window_.text(at);
    const auto before = before_end(text, kind_);
    at += before;
    if (before < text.size()) {
      if (line_end_at(window_, at, kind_) != 0) return at;
      ++at;  // half of an end
    } else {
      if (at - from > most_) forget(from, at);
      if (!window_.more()) return at;
    }
  }
}

// Past the limit nothing but the beginning is kept: the line is only looked through for its end.
void Lines::forget(std::uint64_t from, std::uint64_t to) {
  if (head_.empty()) head_ = excerpt(window_.text(from, to));
  window_.release(to);
}

}  // namespace longshore::parsers
