#include "parsers/guide/check.h"

#include "parsers/guide/balances.h"
#include "parsers/guide/element_check.h"
#include "parsers/guide/placer.h"

namespace longshore::guide {
namespace {

using Effect = AcceptancePolicy::Effect;

std::string_view loop_of(const Placement& placement, const SegmentPlace& place) {
  return place.loop < 0 ? std::string_view{} : placement.loops[static_cast<std::size_t>(place.loop)].id;
}

void order_and_limit(std::vector<Diagnostic>& diagnostics, std::uint32_t limit) {
  std::ranges::stable_sort(diagnostics, {}, [](const Diagnostic& one) { return one.segment_position.value_or(0); });
  if (diagnostics.size() <= limit) return;
  diagnostics.erase(diagnostics.begin() + limit, diagnostics.end());
  diagnostics.push_back(
      diagnose(Code::LIMIT_REACHED, "More diagnostics than the limit allows; the rest is not listed."));
}

bool is_structure(Code code) {
  constexpr std::array codes{Code::SEGMENT_UNKNOWN,  Code::SEGMENT_MISPLACED,  Code::SEGMENT_MISSING,
                             Code::SEGMENT_TOO_MANY, Code::LOOP_TOO_MANY,      Code::SEGMENT_EMPTY,
                             Code::ELEMENT_MISSING,  Code::ELEMENT_TOO_SHORT,  Code::ELEMENT_TOO_LONG,
                             Code::ELEMENT_TOO_MANY, Code::COMPONENT_TOO_MANY, Code::REPETITION_TOO_MANY,
                             Code::ELEMENT_BAD_TYPE, Code::ELEMENT_BAD_DATE,   Code::ELEMENT_BAD_TIME};
  return std::ranges::find(codes, code) != codes.end();
}

Effect effect_of(Code code, const AcceptancePolicy& policy) {
  if (code == Code::ELEMENT_BAD_CODE) return policy.bad_code;
  if (code == Code::NOTE_VIOLATED) return policy.note;
  if (code == Code::BALANCE_WRONG) return policy.balance;
  return is_structure(code) ? policy.structure : policy.syntax;
}

}  // namespace

Levels Levels::up_to(int level) {
  return {level >= 2, level >= 3, level >= 4, level >= 5};
}

std::vector<int> Placement::children(int parent, std::string_view id) const {
  std::vector<int> out;
  for (std::size_t i = parent < 0 ? 0 : static_cast<std::size_t>(parent) + 1; i < loops.size(); ++i) {
    if (loops[i].parent == parent && loops[i].id == id) out.push_back(static_cast<int>(i));
  }
  return out;
}

bool Placement::within(std::uint32_t index, int loop) const {
  if (loop < 0) return true;
  const auto& instance = loops[static_cast<std::size_t>(loop)];
  return index >= instance.first_segment && index < instance.end_segment;
}

Checked check(const parsers::Transaction& transaction, const parsers::Delimiters& delimiters,
              const Dictionary& dictionary, const Levels& levels) {
  Checked out;
  Placer placer(transaction, dictionary, levels.dictionary ? &out.diagnostics : nullptr, levels.max_diagnostics);
  const auto count = static_cast<std::uint32_t>(transaction.segments.size());
  for (std::uint32_t i = 0; i < count; ++i) placer.place(i);
  out.placement = std::move(placer).finish();
  ElementCheck elements(delimiters, dictionary.standard, levels, out.diagnostics);
  for (std::uint32_t i = 0; i < count && out.diagnostics.size() <= levels.max_diagnostics; ++i) {
    const auto& place = out.placement.segments[i];
    if (place.segment != nullptr)
      elements.check(transaction.segments[i], *place.segment, loop_of(out.placement, place));
  }
  if (levels.balances) check_balances(transaction, dictionary, out.diagnostics);
  order_and_limit(out.diagnostics, levels.max_diagnostics);
  return out;
}

Placement place(const parsers::Transaction& transaction, const Dictionary& dictionary) {
  Placer placer(transaction, dictionary, nullptr);
  for (std::uint32_t i = 0; i < transaction.segments.size(); ++i) placer.place(i);
  return std::move(placer).finish();
}

parsers::Status decide(std::span<const Diagnostic> diagnostics, const AcceptancePolicy& policy) {
  auto worst_effect = Effect::accept;
  for (const auto& one : diagnostics) {
    if (one.severity == Severity::error) worst_effect = std::max(worst_effect, effect_of(one.code, policy));
  }
  if (worst_effect == Effect::reject) return parsers::Status::rejected;
  return worst_effect == Effect::accept ? parsers::Status::accepted : parsers::Status::accepted_with_errors;
}

void apply(parsers::Transaction& transaction, std::vector<Diagnostic> diagnostics, const AcceptancePolicy& policy) {
  std::ranges::move(diagnostics, std::back_inserter(transaction.diagnostics));
  transaction.status = decide(transaction.diagnostics, policy);
}

}  // namespace longshore::guide
