#include "parsers/guide/check.h"

#include "parsers/guide/balances.h"
#include "parsers/guide/element_check.h"
#include "parsers/guide/guide_check.h"
#include "parsers/guide/placer.h"
#include "parsers/guide/quick_check.h"

namespace longshore::guide {
namespace {

using Effect = AcceptancePolicy::Effect;

bool is_structure(Code code) {
  constexpr std::array codes{Code::SEGMENT_UNKNOWN,  Code::SEGMENT_MISPLACED,  Code::SEGMENT_MISSING,
                             Code::SEGMENT_TOO_MANY, Code::LOOP_TOO_MANY,      Code::SEGMENT_EMPTY,
                             Code::ELEMENT_MISSING,  Code::ELEMENT_TOO_SHORT,  Code::ELEMENT_TOO_LONG,
                             Code::ELEMENT_TOO_MANY, Code::COMPONENT_TOO_MANY, Code::REPETITION_TOO_MANY,
                             Code::ELEMENT_BAD_TYPE, Code::ELEMENT_BAD_DATE,   Code::ELEMENT_BAD_TIME};
  return std::ranges::find(codes, code) != codes.end();
}

}  // namespace

Levels Levels::up_to(int level) {
  return {level >= 2, level >= 3, level >= 4, level >= 5, level >= 6};
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

struct SetCheck::State {
  State(const Dictionary& facts, const parsers::Delimiters& delimiters, const Levels& which, Tell out,
        Placement* placement)
      : dictionary(facts),
        levels(which),
        tell(std::move(out)),
        limited([this](Diagnostic one) { add(std::move(one)); }),
        placer(facts, which.dictionary ? &limited : nullptr, placement),
        all(which.dictionary && which.notes && which.codes),
        quick(delimiters),
        elements(delimiters, facts.standard, levels, found),
        balances(facts) {
    if (facts.guide != nullptr && levels.guide) guide.emplace(*facts.guide, found);
  }

  void add(Diagnostic diagnostic) {
    if (told > levels.max_diagnostics) return;
    if (told++ == levels.max_diagnostics)
      diagnostic = diagnose(Code::LIMIT_REACHED, "More diagnostics than the limit allows; the rest is not listed.");
    tell(std::move(diagnostic));
  }
  [[gnu::cold]] void tell_found() {
    for (auto& one : found) add(std::move(one));
    found.clear();
  }

  const Dictionary& dictionary;
  Levels levels;
  Tell tell;
  Tell limited;
  Placer placer;
  bool all;  // of the levels that QuickCheck covers
  QuickCheck quick;
  std::vector<Diagnostic> found;
  ElementCheck elements;
  BalanceCheck balances;
  std::optional<GuideCheck> guide;
  std::uint32_t told = 0;
  std::uint32_t last_position = 0;
};

SetCheck::SetCheck(const Dictionary& dictionary, const parsers::Delimiters& delimiters, const Levels& levels, Tell tell,
                   Placement* placement)
    : state_(std::make_unique<State>(dictionary, delimiters, levels, std::move(tell), placement)) {}

SetCheck::~SetCheck() = default;

void SetCheck::restart() {
  auto& state = *state_;
  state.placer.restart();
  state.balances.restart();
  if (state.guide) state.guide->restart();
  state.told = state.last_position = 0;
}

SegmentPlace SetCheck::take(const parsers::Segment& segment) {
  auto& state = *state_;
  const auto key = tag_key(segment.tag());
  const auto place = state.placer.place(segment, key);
  state.last_position = segment.position();
  if (state.levels.balances) state.balances.take(segment, key);
  if (place.segment == nullptr) return place;
  if (!state.all || !state.quick.is_sound(segment, *place.segment))
    state.elements.check(segment, *place.segment, state.placer.loop());
  if (state.guide) state.guide->take(segment, place, state.placer.loop());
  if (!state.found.empty()) state.tell_found();
  return place;
}

void SetCheck::finish(std::uint64_t end) {
  auto& state = *state_;
  Diagnostic last;
  last.segment_position = state.last_position;
  last.byte_range = ByteRange{end, end};
  state.placer.finish(last);
  if (state.guide) state.guide->finish(last);
  if (state.levels.balances) state.balances.finish(state.found);
  if (!state.found.empty()) state.tell_found();
}

Checked check(const parsers::Transaction& transaction, const parsers::Delimiters& delimiters,
              const Dictionary& dictionary, const Levels& levels) {
  Checked out;
  out.placement.segments.reserve(transaction.segments.size());
  SetCheck check(
      dictionary, delimiters, levels, [&out](Diagnostic one) { out.diagnostics.push_back(std::move(one)); },
      &out.placement);
  for (const auto& segment : transaction.segments) check.take(segment);
  check.finish(transaction.byte_range.end);
  std::ranges::stable_sort(out.diagnostics, {}, [](const Diagnostic& one) {
    return one.code == Code::LIMIT_REACHED ? ~std::uint32_t{0} : one.segment_position.value_or(0);
  });
  return out;
}

Placement place(const parsers::Transaction& transaction, const Dictionary& dictionary) {
  Placement out;
  Placer placer(dictionary, nullptr, &out);
  for (const auto& segment : transaction.segments) placer.place(segment);
  placer.finish({});
  return out;
}

Effect AcceptancePolicy::effect_of(Code code) const {
  if (code == Code::ELEMENT_BAD_CODE) return bad_code;
  if (code == Code::NOTE_VIOLATED) return note;
  if (code == Code::BALANCE_WRONG) return balance;
  if (is_of_guide(code)) return guide;
  return is_structure(code) ? structure : syntax;
}

bool is_of_guide(Code code) {
  return code >= Code::GUIDE_SEGMENT_MISSING && code <= Code::GUIDE_BAD_DATE;
}

parsers::Status status_of(Effect worst) {
  if (worst == Effect::reject) return parsers::Status::rejected;
  return worst == Effect::accept ? parsers::Status::accepted : parsers::Status::accepted_with_errors;
}

parsers::Status decide(std::span<const Diagnostic> diagnostics, const AcceptancePolicy& policy) {
  auto worst = Effect::accept;
  for (const auto& one : diagnostics) {
    if (one.severity == Severity::error) worst = std::max(worst, policy.effect_of(one.code));
  }
  return status_of(worst);
}

void apply(parsers::Transaction& transaction, std::vector<Diagnostic> diagnostics, const AcceptancePolicy& policy) {
  std::ranges::move(diagnostics, std::back_inserter(transaction.diagnostics));
  transaction.status = decide(transaction.diagnostics, policy);
}

}  // namespace longshore::guide
