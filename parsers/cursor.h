#pragma once
#include "parsers/scan/scan.h"
#include "parsers/source.h"

#include <bit>
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
  /// next() of the common case: the terminator is known already. False, and nothing has changed, where it is not, or
  /// the segment is empty. Only after peek().
  bool next_at_hand() {
    constexpr std::size_t step = 8;
    const auto begin = position_ - base_offset_;
    const char* base = window_.at(base_offset_);
    for (auto at = next_; at + step <= count_ && is_plain_; at += step) {
      const auto found = first_terminator(base, ends_.data() + at);
      if (found == step) continue;
      const auto last = at + found;
      const auto end = ends_[last];
      const bool within = last - next_ <= limits_.elements_per_segment && end - begin <= limits_.segment_bytes;
      if (ends_[next_] < begin || end == begin || !within) return false;
      first_ = next_;
      last_ = last;
      next_ = last + 1;
      begin_ = static_cast<std::uint32_t>(begin);
      whole_from_ = 0xFFFF'FFFF;
      terminated_ = true;
      position_ = base_offset_ + end + 1;
      return true;
    }
    return false;
  }
  /// Where the next segment's first byte stands; the text's end at the end.
  std::uint64_t peek() {
    while (position_ < window_.end()) {
      if (!is_skipped(window_[position_])) return position_;
      ++position_;
    }
    return read_past_filler();
  }
  /// Reads on until `count` bytes from `from` are held; what lies before what is still indexed may go for it.
  void need(std::uint64_t from, std::uint64_t count) {
    window_.release(base_offset_);
    window_.need(from, count);
  }
  /// For a release character that the envelope declares after its header.
  void set_release(char release);

  // The present segment, by offsets in the text.
  std::uint64_t begin() const { return base_offset_ + begin_; }
  std::uint64_t end() const { return base_offset_ + ends_[last_]; }  ///< of the data, the terminator not included
  std::uint64_t after() const { return position_; }                  ///< past the terminator and its suffix
  bool terminated() const { return terminated_; }
  bool is_empty() const { return ends_[last_] == begin_; }
  std::string_view tag() const {
    return {window_.at(base_offset_ + begin_), static_cast<std::size_t>(ends_[first_] - begin_)};
  }
  /// A view of it, until the next step. `position` is its place in its set, 0 on the envelope.
  Segment segment(std::uint32_t position) const {
    Segment out;
    out.base_ = window_.at(base_offset_);
    out.base_offset_ = base_offset_;
    out.ends_ = ends_.data() + first_;
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
  /// Which of eight delimiters is the first terminator; 8: none. Without a branch: segments differ in length.
  std::size_t first_terminator(const char* base, const std::uint32_t* ends) const {
    const auto byte = [&](int i) { return std::uint64_t{static_cast<unsigned char>(base[ends[i]])} << 8 * i; };
    const auto bytes = (byte(0) | byte(1) | byte(2) | byte(3) | byte(4) | byte(5) | byte(6) | byte(7)) ^ terminators_;
    const auto zeros = (bytes - 0x0101'0101'0101'0101U) & ~bytes & 0x8080'8080'8080'8080U;
    return static_cast<std::size_t>(std::countr_zero(zeros)) / 8;
  }
  std::uint64_t read_past_filler();
  Step step_through();
  Step take(std::size_t hit);
  Step take_rest();
  bool index_more();
  void restart(std::uint64_t offset);
  bool suffix_follows(std::uint64_t terminator);

  Window& window_;
  Framing framing_;
  bool is_plain_;              // the terminator is one byte that no line ending belongs to
  std::uint64_t terminators_;  // the terminator eight times
  const SegmentStyle& style_;
  const Limits& limits_;
  std::vector<std::uint32_t> ends_;  // unreleased delimiters, from base_offset_; those of the present segment its ends
  std::uint64_t base_offset_ = 0;
  std::uint64_t indexed_ = 0;   // how far the text is indexed
  std::uint64_t position_ = 0;  // where the next segment is looked for
  std::size_t first_ = 0;       // in ends_: of the present segment's
  std::size_t last_ = 0;
  std::size_t next_ = 0;
  std::size_t count_ = 0;
  std::uint32_t begin_ = 0;
  std::uint32_t whole_from_ = 0xFFFF'FFFF;
  std::size_t block_bytes_ = 0;  // of the next block: doubles up to what stays in the cache
  bool terminated_ = true;
  scan::Carry carry_;
};

}  // namespace longshore::parsers
