#include "parsers/guide/checker.h"

namespace longshore::guide {

using parsers::Part;

void Checker::begin_interchange(const parsers::Interchange& one) {
  standard_ = one.standard;
  of_check_ = nullptr;
  found_for_.clear();
  out_.begin_interchange(one);
}

void Checker::begin_transaction(const parsers::Transaction& one) {
  worst_ = AcceptancePolicy::Effect::accept;
  const bool same = found_for_.size() == one.set.size() + 1 + one.version.size() && found_for_.starts_with(one.set) &&
                    found_for_.ends_with(one.version);
  if (!same) {
    dictionary_ = level_ > 1 ? find_(standard_, one) : nullptr;
    found_for_ = one.set + " " + one.version;
  }
  starts_ = true;
  out_.begin_transaction(one, dictionary_);
  if (level_ > 1 && dictionary_ == nullptr) diagnostic(Part::transaction, diagnose(Code::DICTIONARY_MISSING));
}

// The delimiters are final with the first segment: ISX may have declared one before.
void Checker::start(const parsers::Segment& segment) {
  starts_ = false;
  if (of_check_ == dictionary_) return check_->restart();
  check_.emplace(*dictionary_, segment.delimiters(), Levels::up_to(level_),
                 [this](Diagnostic one) { found_.push_back(std::move(one)); });
  of_check_ = dictionary_;
}

void Checker::segment(const parsers::Segment& segment) {
  if (dictionary_ == nullptr) return out_.segment(segment, SegmentPlace{});
  if (starts_) start(segment);
  const auto place = check_->take(segment);
  out_.segment(segment, place);
  if (!found_.empty()) tell_found();
}

void Checker::diagnostic(Part part, Diagnostic diagnostic) {
  if (part == Part::transaction && diagnostic.severity == Severity::error)
    worst_ = std::max(worst_, policy_.effect_of(diagnostic.code));
  out_.diagnostic(part, std::move(diagnostic));
}

void Checker::tell_found() {
  for (auto& one : found_) diagnostic(Part::transaction, std::move(one));
  found_.clear();
}

void Checker::end_transaction(const parsers::Transaction& one) {
  if (dictionary_ != nullptr) check_->finish(one.byte_range.end);
  if (!found_.empty()) tell_found();
  const auto status = status_of(worst_);
  if (status == one.status) return out_.end_transaction(one);
  auto judged = one;
  judged.status = status;
  out_.end_transaction(judged);
}

}  // namespace longshore::guide
