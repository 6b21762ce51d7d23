#include "parsers/charset.h"
#include "parsers/segment_store.h"

#include <algorithm>

namespace longshore::parsers {
namespace {

/// The next unreleased `separator` at or after `from`, or the size.
std::size_t find_separator(std::string_view text, char separator, std::optional<char> release, std::size_t from) {
  for (std::size_t i = from; i < text.size(); ++i) {
    if (release && text[i] == *release) {
      ++i;
    } else if (text[i] == separator) {
      return i;
    }
  }
  return text.size();
}

std::uint32_t count_parts(std::string_view text, char separator, std::optional<char> release) {
  std::uint32_t count = 1;
  for (auto at = find_separator(text, separator, release, 0); at < text.size();
       at = find_separator(text, separator, release, at + 1))
    ++count;
  return count;
}

std::string_view part(std::string_view text, char separator, std::optional<char> release, std::uint32_t index) {
  std::size_t begin = 0;
  for (std::uint32_t i = 1;; ++i) {
    const auto end = find_separator(text, separator, release, begin);
    if (i == index) return text.substr(begin, end - begin);
    if (end == text.size()) return text.substr(text.size());
    begin = end + 1;
  }
}

std::string resolve_releases(std::string_view text, char release) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == release && i + 1 < text.size()) ++i;
    out += text[i];
  }
  return out;
}

}  // namespace

std::string_view Segment::tag() const {
  return element(0);
}

std::uint32_t Segment::element_count() const {
  return count_ == 0 ? 0 : count_ - 1;
}

std::string_view Segment::element(std::uint32_t index) const {
  if (index >= count_) return bytes_.substr(bytes_.size());
  return bytes_.substr(starts_[index], starts_[index + 1] - starts_[index] - 1);
}

std::uint32_t Segment::repetition_count(std::uint32_t index) const {
  const auto whole = element(index);
  if (whole.empty()) return 0;
  if (!delimiters_.repetition || index >= whole_from_) return 1;
  return count_parts(whole, *delimiters_.repetition, delimiters_.release);
}

std::uint32_t Segment::component_count(std::uint32_t index, std::uint32_t repetition) const {
  if (repetition == 0 || repetition > repetition_count(index)) return 0;
  if (index >= whole_from_) return 1;
  const auto whole = element(index);
  const auto repeated =
      delimiters_.repetition ? part(whole, *delimiters_.repetition, delimiters_.release, repetition) : whole;
  return count_parts(repeated, delimiters_.component, delimiters_.release);
}

std::string_view Segment::component(std::uint32_t index, std::uint32_t component, std::uint32_t repetition) const {
  auto whole = element(index);
  if (component == 0 || repetition == 0) return whole.substr(whole.size());
  if (index >= whole_from_) return component == 1 && repetition == 1 ? whole : whole.substr(whole.size());
  if (delimiters_.repetition) {
    whole = part(whole, *delimiters_.repetition, delimiters_.release, repetition);
  } else if (repetition > 1) {
    return whole.substr(whole.size());
  }
  return part(whole, delimiters_.component, delimiters_.release, component);
}

std::string Segment::value(std::uint32_t index, std::uint32_t component, std::uint32_t repetition) const {
  const auto written = this->component(index, component, repetition);
  if (!delimiters_.release || index >= whole_from_) return to_utf8(written, charset_);
  return to_utf8(resolve_releases(written, *delimiters_.release), charset_);
}

ByteRange Segment::range_of(std::string_view part) const {
  if (text_ == nullptr || part.data() == nullptr) return {offset_, offset_};
  const auto begin = static_cast<std::size_t>(part.data() - text_);
  return Source{{text_, begin + part.size()}, wrapping_}.range(begin, begin + part.size());
}

ByteRange Segment::byte_range() const {
  return range_of(bytes_);
}

Segment SegmentStore::make(const Source& source, const RawSegment& raw, const Style& style, std::uint32_t position,
                           std::uint32_t whole_from) {
  constexpr std::size_t chunk = 1U << 16;
  const auto needed = raw.separators.size() + 2;
  auto& chunks = file_.index;
  if (chunks.empty() || chunks.back()->capacity() - chunks.back()->size() < needed) {
    chunks.push_back(std::make_unique<std::vector<std::uint32_t>>());
    chunks.back()->reserve(std::max(needed, source.text.size() < chunk ? source.text.size() + needed : chunk));
  }
  auto& starts = *chunks.back();
  Segment segment;
  segment.text_ = source.text.data();
  segment.wrapping_ = source.wrapping;
  segment.offset_ = source.range(raw.begin, raw.end).begin;
  segment.bytes_ = source.text.substr(raw.begin, raw.end - raw.begin);
  segment.starts_ = starts.data() + starts.size();
  segment.count_ = static_cast<std::uint32_t>(raw.separators.size() + 1);
  segment.position_ = position;
  segment.delimiters_ = style.delimiters;
  segment.charset_ = style.charset;
  segment.whole_from_ = whole_from;
  starts.push_back(0);
  for (auto separator : raw.separators) starts.push_back(separator + 1);
  starts.push_back(static_cast<std::uint32_t>(segment.bytes_.size() + 1));
  return segment;
}

Diagnostic locate(Diagnostic diagnostic, const Segment& segment) {
  if (segment.position() != 0) diagnostic.segment_position = segment.position();
  diagnostic.segment_id = excerpt(segment.tag());
  diagnostic.byte_range = segment.byte_range();
  return diagnostic;
}

Diagnostic locate(Diagnostic diagnostic, const Segment& segment, std::uint32_t element) {
  diagnostic = locate(std::move(diagnostic), segment);
  const auto written = segment.element(element);
  diagnostic.element = element;
  diagnostic.value = excerpt(written);
  if (!written.empty()) diagnostic.byte_range = segment.range_of(written);
  return diagnostic;
}

void add_limited(std::vector<Diagnostic>& diagnostics, Diagnostic diagnostic, std::uint32_t limit) {
  if (diagnostics.size() < limit) {
    diagnostics.push_back(std::move(diagnostic));
  } else if (diagnostics.size() == limit) {
    diagnostics.push_back(
        diagnose(Code::LIMIT_REACHED, "More diagnostics than the limit allows; the rest is not listed."));
  }
}

}  // namespace longshore::parsers
