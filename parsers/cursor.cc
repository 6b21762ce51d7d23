#include "parsers/cursor.h"

namespace longshore::parsers {
namespace {

constexpr std::size_t first_block_bytes = 2U << 10;  // many interchanges are small
constexpr std::size_t most_block_bytes = 16U << 10;

}  // namespace

SegmentCursor::SegmentCursor(Window& window, std::uint64_t begin, const Framing& framing, const SegmentStyle& style,
                             const Limits& limits)
    : window_(window),
      framing_(framing),
      has_short_way_(framing.suffix.empty() && framing.delimiters.segment != '\n' &&
                     limits.segment_bytes >= most_at_hand && limits.elements_per_segment >= most_at_hand),
      style_(style),
      limits_(limits),
      base_offset_(begin) {
  restart(begin);
}

/// Reads on from `offset`; the present segment stays.
void SegmentCursor::restart(std::uint64_t offset) {
  indexed_ = position_ = offset;
  hits_.truncate(next_);
  carry_ = {};
  block_bytes_ = first_block_bytes;
}

void SegmentCursor::set_release(char release) {
  framing_.delimiters.release = release;
  restart(position_);
}

std::uint64_t SegmentCursor::read_past_filler() {
  for (;;) {
    while (position_ < window_.end() && is_skipped(window_[position_])) ++position_;
    if (position_ < window_.end()) return position_;
    first_ = last_ = next_ = 0;
    base_offset_ = position_;
    restart(position_);
    window_.release(position_);
    if (!window_.more()) return position_;
  }
}

SegmentCursor::Step SegmentCursor::next() {
  if (peek() == window_.end()) return Step::end;
  if (next_at_hand()) return Step::segment;
  if (position_ > indexed_) restart(position_);
  while (next_ < hits_.size() && base_offset_ + hits_[next_] < position_) ++next_;
  first_ = next_;
  if (position_ - base_offset_ > limits_.segment_bytes) {
    base_offset_ = position_;
    next_ = first_ = 0;
    restart(position_);
  }
  begin_ = static_cast<std::uint32_t>(position_ - base_offset_);
  whole_from_ = 0xFFFF'FFFF;
  return step_through();
}

// A terminator without its suffix is data: what stands before it closes up over it.
SegmentCursor::Step SegmentCursor::step_through() {
  const char terminator = framing_.delimiters.segment;
  auto kept = first_;
  for (auto hit = first_;;) {
    const char* base = window_.at(base_offset_);
    for (; hit < hits_.size(); ++hit) {
      if (base[hits_[hit]] != terminator) {
        hits_[kept++] = hits_[hit];
        continue;
      }
      if (framing_.suffix.empty() || suffix_follows(base_offset_ + hits_[hit])) {
        first_ = hits_.close_up(first_, kept, hit);
        return take(hit);
      }
      base = window_.at(base_offset_);
    }
    hits_.truncate(kept);
    if (indexed_ - begin() > limits_.segment_bytes || kept - first_ > limits_.elements_per_segment) return Step::limit;
    const auto before = first_;
    if (!index_more()) return take_rest();
    hit = kept -= before;
  }
}

SegmentCursor::Step SegmentCursor::take(std::size_t hit) {
  last_ = hit;
  next_ = hit + 1;
  terminated_ = true;
  position_ = base_offset_ + hits_[hit] + 1 + framing_.suffix.size();
  if (last_ - first_ > limits_.elements_per_segment || end() - begin() > limits_.segment_bytes) return Step::limit;
  const bool carriage_return = framing_.delimiters.segment == '\n' && !is_empty() && window_[end() - 1] == '\r';
  if (carriage_return) --hits_[last_];
  return Step::segment;
}

SegmentCursor::Step SegmentCursor::take_rest() {
  position_ = window_.end();
  auto end = position_;
  while (end > begin() && is_filler(window_[end - 1])) --end;
  last_ = hits_.size();
  while (last_ > first_ && base_offset_ + hits_[last_ - 1] >= end) --last_;
  hits_.truncate(last_);
  hits_.add(static_cast<std::uint32_t>(end - base_offset_));
  next_ = last_ + 1;
  terminated_ = false;
  return Step::segment;
}

/// Indexes the next block behind the delimiters of the segment that has begun; those of others go.
bool SegmentCursor::index_more() {
  hits_.keep(first_, begin_);
  first_ = 0;
  base_offset_ += begin_;
  begin_ = 0;
  if (indexed_ == window_.end()) {
    window_.release(base_offset_);
    if (!window_.more()) return false;
  }
  const auto block = window_.text(indexed_, indexed_ + block_bytes_);
  const auto& d = framing_.delimiters;
  scan::index(block, {d.segment, d.element, d.release}, carry_, static_cast<std::uint32_t>(indexed_ - base_offset_),
              hits_);
  indexed_ += block.size();
  block_bytes_ = std::min(most_block_bytes, block_bytes_ * 2);
  return true;
}

bool SegmentCursor::suffix_follows(std::uint64_t terminator) {
  need(terminator + 1, framing_.suffix.size());
  return window_.text(terminator + 1).starts_with(framing_.suffix);
}

void SegmentCursor::cut(std::uint64_t end) {
  const auto after = end;
  while (end > begin() && is_filler(window_[end - 1])) --end;
  while (last_ > first_ && base_offset_ + hits_[last_ - 1] >= end) --last_;
  hits_[last_] = static_cast<std::uint32_t>(end - base_offset_);
  next_ = last_ + 1;
  terminated_ = false;
  restart(after);
}

bool SegmentCursor::extend_binary() {
  const std::size_t length_at = first_ + (tag() == "BIN" ? 1 : 2);
  const auto data_at = length_at + 1;
  if (data_at > last_) return false;
  const auto length_begin = base_offset_ + hits_[length_at - 1] + 1;
  const auto length = parse_count(window_.text(length_begin, base_offset_ + hits_[length_at]));
  if (!length || *length > limits_.segment_bytes) return false;
  const auto data_end = base_offset_ + hits_[length_at] + 1 + *length;
  need(data_end, 1);
  if (data_end >= window_.end() || window_[data_end] != framing_.delimiters.segment) return false;
  whole_from_ = static_cast<std::uint32_t>(data_at - first_);
  last_ = data_at;
  next_ = last_ + 1;
  hits_[last_] = static_cast<std::uint32_t>(data_end - base_offset_);
  terminated_ = true;
  restart(data_end + 1);
  return true;
}

bool SegmentCursor::skip_object(std::uint64_t count, std::string_view tag) {
  if (!terminated_ || count > limits_.segment_bytes) return false;
  const auto from = end() + 1;
  need(from, count + tag.size());
  if (from + count + tag.size() > window_.end() || !window_.text(from + count).starts_with(tag)) return false;
  restart(from + count);
  return true;
}

}  // namespace longshore::parsers
