#pragma once
#include "parsers/cursor.h"
#include "parsers/source.h"

namespace longshore::parsers {

/// Makes segments whose element index lives in a ParsedFile.
class SegmentStore {
 public:
  explicit SegmentStore(ParsedFile& file) : file_(file) {}

  struct Style {
    Delimiters delimiters;
    Charset charset = Charset::ascii;
  };
  /// `position` is the segment's within its set, 0 on the envelope. Elements from `whole_from` on are never split.
  Segment make(const Source& source, const RawSegment& raw, const Style& style, std::uint32_t position,
               std::uint32_t whole_from = 0xFFFF'FFFF);

 private:
  ParsedFile& file_;
};

/// A level-1 diagnostic about a segment.
Diagnostic locate(Diagnostic diagnostic, const Segment& segment);
/// The same about one of its elements, with its value.
Diagnostic locate(Diagnostic diagnostic, const Segment& segment, std::uint32_t element);

/// Adds up to the limit; then one LIMIT_REACHED and no more.
void add_limited(std::vector<Diagnostic>& diagnostics, Diagnostic diagnostic, std::uint32_t limit);

}  // namespace longshore::parsers
