#pragma once
#include "parsers/events.h"
#include "parsers/guide/check.h"

#include <optional>

namespace longshore::guide {

/// What a reader and the dictionaries tell together. begin_transaction and segment come in the forms below only.
class CheckedEvents : public parsers::Events {
 public:
  using parsers::Events::begin_transaction;
  using parsers::Events::segment;

  /// `dictionary` is null where none is known for the set.
  virtual void begin_transaction(const parsers::Transaction&, const Dictionary* /*dictionary*/) {}
  virtual void segment(const parsers::Segment&, const SegmentPlace&) {}
};

/// Checks every set against its dictionary while it is read. What it finds comes as the reader's own diagnostics do,
/// and end_transaction has the status that all of them give the set. Memory does not grow with the input.
class Checker final : public parsers::Events {
 public:
  /// The dictionary of a set, or null; it must outlive the checker.
  using Find = std::function<const Dictionary*(parsers::Standard, const parsers::Transaction&)>;

  /// `level` is 1 (syntax, no dictionaries) to 5. `out` must outlive the checker.
  Checker(Find find, int level, CheckedEvents& out, const AcceptancePolicy& policy = {})
      : find_(std::move(find)), level_(level), policy_(policy), out_(out) {}

  void begin_interchange(const parsers::Interchange& one) override;
  void envelope_segment(const parsers::Segment& segment) override { out_.envelope_segment(segment); }
  void begin_group(const parsers::Group& one) override { out_.begin_group(one); }
  void group_segment(const parsers::Segment& segment) override { out_.group_segment(segment); }
  void begin_transaction(const parsers::Transaction& one) override;
  void segment(const parsers::Segment& segment) override;
  void diagnostic(parsers::Part part, Diagnostic diagnostic) override;
  void end_transaction(const parsers::Transaction& one) override;
  void end_group(const parsers::Group& one) override { out_.end_group(one); }
  void end_interchange(const parsers::Interchange& one) override { out_.end_interchange(one); }

 private:
  void start(const parsers::Segment& segment);
  [[gnu::cold]] void tell_found();

  Find find_;
  int level_;
  AcceptancePolicy policy_;
  CheckedEvents& out_;
  parsers::Standard standard_ = parsers::Standard::x12;
  std::optional<SetCheck> check_;           // kept from set to set of an interchange while the dictionary stays
  const Dictionary* dictionary_ = nullptr;  // of the open set; null: none
  const Dictionary* of_check_ = nullptr;
  std::string found_for_;  // set and version that dictionary_ was last looked up for
  bool starts_ = false;    // the open set's first segment is to come
  std::vector<Diagnostic> found_;
  AcceptancePolicy::Effect worst_ = AcceptancePolicy::Effect::accept;
};

}  // namespace longshore::guide
