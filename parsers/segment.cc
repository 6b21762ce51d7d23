#include "parsers/charset.h"
#include "parsers/locate.h"
#include "parsers/source.h"

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

const Delimiters& Segment::delimiters() const {
  return style_->delimiters;
}

std::uint32_t Segment::repetition_count(std::uint32_t index) const {
  const auto whole = element(index);
  if (whole.empty()) return 0;
  const auto& d = style_->delimiters;
  return d.repetition && !is_whole(index) ? count_parts(whole, *d.repetition, d.release) : 1;
}

std::uint32_t Segment::component_count(std::uint32_t index, std::uint32_t repetition) const {
  if (repetition == 0 || repetition > repetition_count(index)) return 0;
  if (is_whole(index)) return 1;
  const auto& d = style_->delimiters;
  const auto whole = element(index);
  return count_parts(d.repetition ? part(whole, *d.repetition, d.release, repetition) : whole, d.component, d.release);
}

std::string_view Segment::component(std::uint32_t index, std::uint32_t component, std::uint32_t repetition) const {
  auto whole = element(index);
  const auto nothing = whole.substr(whole.size());
  if (component == 0 || repetition == 0 || whole.empty()) return nothing;
  const auto& d = style_->delimiters;
  if (is_whole(index)) return component == 1 && repetition == 1 ? whole : nothing;
  if (d.repetition)
    whole = part(whole, *d.repetition, d.release, repetition);
  else if (repetition > 1)
    return nothing;
  return part(whole, d.component, d.release, component);
}

std::string Segment::value(std::uint32_t index, std::uint32_t component, std::uint32_t repetition) const {
  const auto written = this->component(index, component, repetition);
  return is_whole(index) && style_ != nullptr ? to_utf8(written, style_->charset) : decoded(written);
}

std::string Segment::decoded(std::string_view written) const {
  if (style_ == nullptr) return std::string(written);
  const auto& release = style_->delimiters.release;
  if (!release || !written.contains(*release)) return to_utf8(written, style_->charset);
  return to_utf8(resolve_releases(written, *release), style_->charset);
}

ByteRange Segment::range_of(std::string_view part) const {
  if (base_ == nullptr || part.data() == nullptr) return {base_offset_, base_offset_};
  const auto begin = base_offset_ + static_cast<std::uint64_t>(part.data() - base_);
  return Source::payload_range(style_->wrapping, begin, begin + part.size());
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

}  // namespace longshore::parsers
