#include "parsers/guide/checker.h"

namespace longshore::guide {

using parsers::Part;

void Checker::begin_interchange(const parsers::Interchange& one) {
  standard_ = one.standard;
  out_.begin_interchange(one);
}

void Checker::begin_transaction(const parsers::Transaction& one) {
  dictionary_ = level_ > 1 ? find_(standard_, one) : nullptr;
  check_.reset();
  begun_ = false;
  worst_ = AcceptancePolicy::Effect::accept;
  out_.begin_transaction(one, dictionary_);
  if (level_ > 1 && dictionary_ == nullptr) diagnostic(Part::transaction, diagnose(Code::DICTIONARY_MISSING));
}

void Checker::segment(const parsers::Segment& segment) {
  if (dictionary_ != nullptr && !begun_) {
    check_.emplace(*dictionary_, segment.delimiters(), Levels::up_to(level_),
                   [this](Diagnostic one) { found_.push_back(std::move(one)); });
    begun_ = true;
  }
  if (!check_) return out_.segment(segment, SegmentPlace{});
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
  if (check_) check_->finish(one.byte_range.end);
  tell_found();
  auto judged = one;
  judged.status = status_of(worst_);
  out_.end_transaction(judged);
}

}  // namespace longshore::guide
