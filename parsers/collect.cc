#include "parsers/events.h"
#include "parsers/segment_store.h"

namespace longshore::parsers {
namespace {

/// Everything a reader tells, kept.
class Collector final : public Events {
 public:
  explicit Collector(ParsedFile& file) : file_(file), store_(file) {}

  void begin_interchange(const Interchange& one) override { file_.interchanges.push_back(one); }
  void envelope_segment(const Segment& segment) override { interchange().envelope.push_back(store_.keep(segment)); }
  void begin_group(const Group& one) override { interchange().groups.push_back(one); }
  void group_segment(const Segment& segment) override {
    if (!group().header) group().header = store_.keep(segment);
  }
  void begin_transaction(const Transaction& one) override { group().transactions.push_back(one); }
  void segment(const Segment& segment) override { transaction().segments.push_back(store_.keep(segment)); }
  void diagnostic(Part part, Diagnostic diagnostic) override { of(part).push_back(std::move(diagnostic)); }
  void end_transaction(const Transaction& one) override {
    transaction().byte_range = one.byte_range;
    transaction().status = one.status;
  }
  void end_group(const Group& one) override {
    group().byte_range = one.byte_range;
    group().declared_count = one.declared_count;
  }
  void end_interchange(const Interchange& one) override {
    interchange().byte_range = one.byte_range;
    interchange().delimiters = one.delimiters;
  }

 private:
  Interchange& interchange() { return file_.interchanges.back(); }
  Group& group() { return interchange().groups.back(); }
  Transaction& transaction() { return group().transactions.back(); }
  std::vector<Diagnostic>& of(Part part) {
    switch (part) {
      case Part::transaction:
        return transaction().diagnostics;
      case Part::group:
        return group().diagnostics;
      case Part::interchange:
        return interchange().diagnostics;
      case Part::file:
        break;
    }
    return file_.diagnostics;
  }

  ParsedFile& file_;
  SegmentStore store_;
};

}  // namespace

std::string_view name(Standard standard) {
  return standard == Standard::x12 ? "X12" : "EDIFACT";
}

std::string_view name(Status status) {
  switch (status) {
    case Status::accepted:
      return "accepted";
    case Status::accepted_with_errors:
      return "accepted_with_errors";
    case Status::rejected:
      break;
  }
  return "rejected";
}

ParsedFile read(std::string_view payload, const ReadOptions& options) {
  ParsedFile file;
  Collector collector(file);
  read(payload, collector, options);
  return file;
}

}  // namespace longshore::parsers
