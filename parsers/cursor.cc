#include "parsers/cursor.h"

namespace longshore::parsers {
namespace {

constexpr std::size_t first_block_bytes = 2U << 10;  // many interchanges are small
constexpr std::size_t most_block_bytes = 64U << 10;

}  // namespace

SegmentCursor::SegmentCursor(std::string_view text, std::size_t begin, const Framing& framing, const Limits& limits)
    : text_(text), framing_(framing), limits_(limits) {
  seek(begin);
}

void SegmentCursor::seek(std::size_t offset) {
  position_ = block_begin_ = block_end_ = offset;
  block_bytes_ = first_block_bytes;
  carry_ = {};
  hits_.clear();
  next_hit_ = 0;
}

void SegmentCursor::set_release(char release) {
  framing_.delimiters.release = release;
  seek(position_);
}

bool SegmentCursor::load_hits() {
  if (block_end_ >= text_.size()) return false;
  block_begin_ = block_end_;
  block_end_ = std::min(text_.size(), block_begin_ + block_bytes_);
  block_bytes_ = std::min(most_block_bytes, block_bytes_ * 2);
  hits_.clear();
  next_hit_ = 0;
  const auto& delimiters = framing_.delimiters;
  scan::index(text_.substr(block_begin_, block_end_ - block_begin_),
              {delimiters.segment, delimiters.element, delimiters.release}, carry_, 0, hits_);
  return true;
}

bool SegmentCursor::ends_here(std::size_t terminator) const {
  return text_[terminator] == framing_.delimiters.segment && text_.substr(terminator + 1).starts_with(framing_.suffix);
}

std::size_t SegmentCursor::peek() {
  while (position_ < text_.size() && is_filler(text_[position_]) && text_[position_] != framing_.delimiters.element)
    ++position_;
  return position_;
}

SegmentCursor::Step SegmentCursor::next(RawSegment& segment) {
  segment.begin = peek();
  segment.separators.clear();
  if (segment.begin >= text_.size()) return Step::end;
  for (;;) {
    if (next_hit_ == hits_.size()) {
      if (block_end_ - std::min(block_end_, segment.begin) > limits_.segment_bytes) return Step::limit;
      if (!load_hits()) break;
      continue;
    }
    const std::size_t hit = block_begin_ + hits_[next_hit_++];
    if (hit < segment.begin) continue;
    if (ends_here(hit)) {
      segment.end = hit;
      segment.after = position_ = hit + 1 + framing_.suffix.size();
      segment.terminated = true;
      const bool carriage_return = framing_.delimiters.segment == '\n' && hit > segment.begin && text_[hit - 1] == '\r';
      if (carriage_return) --segment.end;
      return segment.end - segment.begin > limits_.segment_bytes ? Step::limit : Step::segment;
    }
    if (text_[hit] != framing_.delimiters.element) continue;
    if (segment.separators.size() >= limits_.elements_per_segment) return Step::limit;
    segment.separators.push_back(static_cast<std::uint32_t>(hit - segment.begin));
  }
  segment.end = segment.after = position_ = text_.size();
  while (segment.end > segment.begin && is_filler(text_[segment.end - 1])) --segment.end;
  while (!segment.separators.empty() && segment.begin + segment.separators.back() >= segment.end)
    segment.separators.pop_back();
  segment.terminated = false;
  return Step::segment;
}

bool extend_binary(std::string_view text, const Delimiters& delimiters, RawSegment& segment) {
  const std::size_t length_at = segment.tag(text) == "BIN" ? 0 : 1;
  const auto& separators = segment.separators;
  if (separators.size() < length_at + 2) return false;
  const auto length_begin = segment.begin + separators[length_at] + 1;
  const auto data_begin = segment.begin + separators[length_at + 1] + 1;
  const auto length = parse_count(text.substr(length_begin, data_begin - 1 - length_begin));
  if (!length || *length > text.size() - data_begin) return false;
  const auto data_end = data_begin + *length;
  if (data_end >= text.size() || text[data_end] != delimiters.segment) return false;
  segment.separators.resize(length_at + 2);
  segment.end = data_end;
  segment.after = data_end + 1;
  segment.terminated = true;
  return true;
}

}  // namespace longshore::parsers
