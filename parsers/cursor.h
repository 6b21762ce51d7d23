#pragma once
#include "parsers/scan/scan.h"
#include "parsers/source.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace longshore::parsers {

/// A segment as the delimiter index has it: offsets into the text.
struct RawSegment {
  std::size_t begin = 0;
  std::size_t end = 0;    ///< of the data, the terminator not included
  std::size_t after = 0;  ///< past the terminator and its suffix
  bool terminated = true;
  std::vector<std::uint32_t> separators;  ///< offsets of element separators from `begin`, ascending

  std::string_view tag(std::string_view text) const {
    return text.substr(begin, separators.empty() ? end - begin : separators.front());
  }
};

/// Walks a text segment by segment through the delimiter index, block by block: memory does not grow with the text.
class SegmentCursor {
 public:
  enum class Step { segment, end, limit };

  SegmentCursor(std::string_view text, std::size_t begin, const Framing& framing, const Limits& limits);

  /// Reads the next segment; filler before it is skipped. A last segment without terminator is a segment, not
  /// `terminated`.
  Step next(RawSegment& segment);
  /// Where the next segment's first byte stands; the text's size at the end.
  std::size_t peek();
  /// Binary data: continue at `offset`, whatever stands before it.
  void seek(std::size_t offset);
  /// For a release character that the envelope declares after its header.
  void set_release(char release);

 private:
  bool load_hits();
  bool ends_here(std::size_t terminator) const;

  std::string_view text_;
  Framing framing_;
  Limits limits_;
  std::size_t position_ = 0;
  std::size_t block_begin_ = 0;
  std::size_t block_end_ = 0;
  std::size_t block_bytes_ = 0;  // of the next block: doubles up to what stays in the cache
  scan::Carry carry_;
  std::vector<std::uint32_t> hits_;
  std::size_t next_hit_ = 0;
};

/// Makes binary data the last element of a BIN or BDS segment, by its declared length. False where the length does not
/// fit the text.
bool extend_binary(std::string_view text, const Delimiters& delimiters, RawSegment& segment);

}  // namespace longshore::parsers
