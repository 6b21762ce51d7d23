#pragma once
#include "parsers/scan/scan.h"
#include "parsers/source.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace longshore::parsers {

/// Walks a text segment by segment through the delimiter index, block by block: memory does not grow with the text.
class SegmentCursor {
 public:
  enum class Step : std::uint8_t { segment, end, limit };

  /// `window` and `style` must outlive the cursor and the segments it makes.
  SegmentCursor(Window& window, std::uint64_t begin, const Framing& framing, const SegmentStyle& style,
                const Limits& limits);

  /// Finds the next segment; filler before it is skipped, and what lies before it may go. A last segment without
  /// terminator is one too, not `terminated`.
  Step next();
  /// Whether the next segment's first byte is held, filler before it skipped.
  bool at_data() {
    for (; position_ < window_.end(); ++position_)
      if (!is_skipped(window_[position_])) return true;
    return false;
  }
  /// next() of the common case: a segment of less than `most_at_hand` bytes whose terminator is known already. False,
  /// and nothing has changed, where it is not that. Only at_data().
  static constexpr std::size_t most_at_hand = 100;
  bool next_at_hand() {
    const auto last = hits_.next_segment(next_);
    const auto begin = position_ - base_offset_;
    if (last == hits_.size() || !has_short_way_ || hits_[next_] < begin) return false;
    const auto size = hits_[last] - begin;
    if (size - 1 >= most_at_hand - 1) return false;
    first_ = next_;
    last_ = last;
    next_ = last + 1;
    begin_ = static_cast<std::uint32_t>(begin);
    whole_from_ = 0xFFFF'FFFF;
    terminated_ = true;
    position_ += size + 1;
    return true;
  }
  /// Where the next segment's first byte stands; the text's end at the end.
  std::uint64_t peek() { return at_data() ? position_ : read_past_filler(); }
  /// Reads on until `count` bytes from `from` are held; what lies before what is still indexed may go for it.
  void need(std::uint64_t from, std::uint64_t count) {
    window_.release(base_offset_);
    window_.need(from, count);
  }
  /// For a release character that the envelope declares after its header.
  void set_release(char release);

  // The present segment, by offsets in the text.
  std::uint64_t begin() const { return base_offset_ + begin_; }
  std::uint64_t end() const { return base_offset_ + hits_[last_]; }  ///< of the data, the terminator not included
  std::uint64_t after() const { return position_; }                  ///< past the terminator and its suffix
  bool terminated() const { return terminated_; }
  bool is_empty() const { return hits_[last_] == begin_; }
  std::string_view tag() const {
    return {window_.at(base_offset_ + begin_), static_cast<std::size_t>(hits_[first_] - begin_)};
  }
  /// A view of it, until the next step. `position` is its place in its set, 0 on the envelope.
  Segment segment(std::uint32_t position) const {
    Segment out;
    out.base_ = window_.at(base_offset_);
    out.base_offset_ = base_offset_;
    out.ends_ = hits_.data() + first_;
    out.style_ = &style_;
    out.begin_ = begin_;
    out.count_ = static_cast<std::uint32_t>(last_ - first_ + 1);
    out.position_ = position;
    out.whole_from_ = whole_from_;
    return out;
  }
  /// Ends it before `end`, without terminator: what follows is read anew.
  void cut(std::uint64_t end);
  /// Makes binary data the last element of a BIN or BDS segment, by its declared length. False where the length does
  /// not lead to a terminator.
  bool extend_binary();
  /// Passes over `count` bytes behind the present segment's terminator, to which no suffix belongs then. False, and
  /// nothing has changed, where no segment of that tag stands behind them, or they are more than a segment may have.
  bool skip_object(std::uint64_t count, std::string_view tag);

 private:
  bool is_skipped(char c) const { return is_filler(c) && c != framing_.delimiters.element; }
  std::uint64_t read_past_filler();
  Step step_through();
  Step take(std::size_t hit);
  Step take_rest();
  bool index_more();
  void restart(std::uint64_t offset);
  bool suffix_follows(std::uint64_t terminator);

  Window& window_;
  Framing framing_;
  bool has_short_way_;  // the terminator is one byte that no line ending belongs to, and no limit is that low
  const SegmentStyle& style_;
  const Limits& limits_;
  scan::Hits hits_;  // unreleased delimiters, from base_offset_; those of the present segment are its ends
  std::uint64_t base_offset_ = 0;
  std::uint64_t indexed_ = 0;   // how far the text is indexed
  std::uint64_t position_ = 0;  // where the next segment is looked for
  std::size_t first_ = 0;       // in hits_: of the present segment's
  std::size_t last_ = 0;
  std::size_t next_ = 0;
  std::uint32_t begin_ = 0;
  std::uint32_t whole_from_ = 0xFFFF'FFFF;
  std::size_t block_bytes_ = 0;  // of the next block: doubles up to what stays in the cache
  bool terminated_ = true;
  scan::Carry carry_;
};

}  // namespace longshore::parsers
