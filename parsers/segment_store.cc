#include "parsers/segment_store.h"

namespace longshore::parsers {
namespace {

constexpr std::size_t first_piece = 256;
constexpr std::size_t most_piece = 1U << 16;

}  // namespace

Segment SegmentStore::view(const Start& start, std::span<const std::uint32_t> ends, const SegmentStyle& style,
                           std::uint32_t position, std::uint32_t whole_from) {
  Segment out;
  out.base_ = start.bytes;
  out.base_offset_ = start.offset;
  out.ends_ = ends.data();
  out.style_ = &style;
  out.count_ = static_cast<std::uint32_t>(ends.size());
  out.position_ = position;
  out.whole_from_ = whole_from;
  return out;
}

Segment SegmentStore::keep(const Segment& segment) {
  Segment out = segment;
  auto ends = room(segment.count_);
  for (std::uint32_t i = 0; i < segment.count_; ++i) ends[i] = segment.ends_[i] - segment.begin_;
  out.ends_ = ends.data();
  out.style_ = keep(*segment.style_);
  out.base_ = segment.base_ + segment.begin_;
  out.base_offset_ = segment.base_offset_ + segment.begin_;
  out.begin_ = 0;
  if (out.style_->wrapping)
    out.base_ = file_.joined.emplace_back(std::make_unique<std::string>(segment.text()))->data();
  return out;
}

const SegmentStyle* SegmentStore::keep(const SegmentStyle& style) {
  if (file_.styles.empty() || *file_.styles.back() != style)
    file_.styles.push_back(std::make_unique<SegmentStyle>(style));
  return file_.styles.back().get();
}

std::span<std::uint32_t> SegmentStore::room(std::size_t count) {
  if (count > free_) {
    piece_ = std::max(count, std::min(most_piece, std::max(first_piece, piece_ * 2)));
    file_.ends.push_back(std::make_unique_for_overwrite<std::uint32_t[]>(piece_));
    free_ = piece_;
  }
  auto* begin = file_.ends.back().get() + (piece_ - free_);
  free_ -= count;
  return {begin, count};
}

}  // namespace longshore::parsers
