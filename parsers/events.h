#pragma once
#include "parsers/interchange.h"
#include "parsers/window.h"

namespace longshore::parsers {

/// The part of a file that a fault is about: the narrowest that was open.
enum class Part : std::uint8_t { file, interchange, group, transaction };

/// What a reader finds, in file order. What is handed over is good until the call returns. Parts come without the parts
/// within them and without diagnostics: those are told one by one, after the part or segment that they are about, until
/// the limit.
class Events {
 public:
  virtual ~Events() = default;

  virtual void begin_interchange(const Interchange&) {}
  /// ISA, ISX, TA1 and IEA; UNB and UNZ.
  virtual void envelope_segment(const Segment&) {}
  virtual void begin_group(const Group&) {}
  /// GS and GE; UNG and UNE.
  virtual void group_segment(const Segment&) {}
  virtual void begin_transaction(const Transaction&) {}
  /// Every segment of a set, from ST or UNH to SE or UNT.
  virtual void segment(const Segment&) {}
  virtual void diagnostic(Part part, Diagnostic diagnostic) = 0;
  /// Its byte range, and the status that syntax alone gives it, are now known.
  virtual void end_transaction(const Transaction&) {}
  /// Its byte range and declared count are now known.
  virtual void end_group(const Group&) {}
  virtual void end_interchange(const Interchange&) {}
};

/// Reads to the input's end, whatever standards it holds; never fails. Memory is bounded by the limits, whatever the
/// input's size.
void read(Input& input, Events& events, const ReadOptions& options = {});
/// The same from memory: nothing is copied, and what segments view into is the payload itself, but for interchanges
/// that were wrapped into lines.
void read(std::string_view payload, Events& events, const ReadOptions& options = {});

}  // namespace longshore::parsers
