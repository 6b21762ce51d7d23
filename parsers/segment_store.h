#pragma once
#include "parsers/interchange.h"

#include <span>

namespace longshore::parsers {

/// Makes segments from what is already known of them, and keeps segments beyond the text they were read from.
class SegmentStore {
 public:
  /// Where a segment's text starts, and its offset in the text it comes from.
  struct Start {
    const char* bytes = nullptr;
    std::uint64_t offset = 0;
  };
  /// A view; `ends` are past the tag and past each element, from the start. Everything must outlive it. Elements from
  /// `whole_from` on are never split.
  static Segment view(const Start& start, std::span<const std::uint32_t> ends, const SegmentStyle& style,
                      std::uint32_t position, std::uint32_t whole_from = 0xFFFF'FFFF);

  explicit SegmentStore(ParsedFile& file) : file_(file) {}
  /// The same segment, good for as long as the file and the payload it was read from. The payload's own bytes are not
  /// copied; those of lines that were joined are.
  Segment keep(const Segment& segment);

 private:
  const SegmentStyle* keep(const SegmentStyle& style);
  std::span<std::uint32_t> room(std::size_t count);

  ParsedFile& file_;
  std::size_t free_ = 0;  // of the last piece of file_.ends
  std::size_t piece_ = 0;
};

}  // namespace longshore::parsers
