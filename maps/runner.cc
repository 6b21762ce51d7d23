#include "maps/runner.h"

#include "maps/evaluator.h"
#include "maps/identity.h"

#include <set>

namespace longshore::maps {
namespace {

constexpr std::size_t max_event_bytes = 1U << 20;

class Runner {
 public:
  Runner(const Map& map, const RunInput& input, const Tree& tree)
      : map_(map), input_(input), walker_(input.transaction, input.placement, tree), evaluator_(input, walker_) {}

  RunOutput run() {
    check_tree();
    if (check_purpose())
      for (const auto& rule : map_.rules) apply(rule);
    return finish();
  }

 private:
  struct Made {
    std::uint32_t first_segment;
    Event event;
  };

  void check_tree() {
    for (const auto& diagnostic : walker_.tree().diagnostics) {
      bool bad = diagnostic.severity == Severity::error;
      evaluator_.fault(bad ? OnFault::reject : OnFault::warn, diagnostic);
    }
  }

  bool check_purpose() {
    if (!map_.purpose) return true;
    auto found = evaluator_.values(*map_.purpose, Frame{});
    auto known = [&](const auto& value) { return std::ranges::find(map_.purposes, value) != map_.purposes.end(); };
    if (!found.empty() && known(found.front())) return true;
    auto segments = walker_.find(*map_.purpose, Frame{});
    auto where = segments.empty() ? 0 : segments.front();
    evaluator_.fault(OnFault::hold, evaluator_.at(Code::PURPOSE_UNSUPPORTED,
                                                  "the map has no event for the purpose \"" +
                                                      (found.empty() ? "" : found.front()) + "\"",
                                                  where, &*map_.purpose));
    return false;
  }

  void apply(const EmitRule& rule) {
    auto frames = rule.over ? walker_.frames(*rule.over, Frame{}) : std::vector<Frame>{Frame{}};
    for (const auto& frame : frames) {
      evaluator_.take_read();
      bool wanted =
          std::ranges::all_of(rule.when, [&](const auto& condition) { return evaluator_.holds(condition, frame); });
      if (wanted) emit(rule, frame);
    }
  }

  // `{fact}` in the type of a rule stands for a variable.
  std::string type_of(const EmitRule& rule) const {
    auto open = rule.event.find('{');
    if (open == std::string::npos) return rule.event;
    auto close = rule.event.find('}', open);
    auto found = evaluator_.variables().find(rule.event.substr(open + 1, close - open - 1));
    if (found == evaluator_.variables().end() || found->second.empty()) return {};
    return rule.event.substr(0, open) + found->second + rule.event.substr(close + 1);
  }

  void emit(const EmitRule& rule, const Frame& frame) {
    bool ready = true;
    for (const auto& field : rule.let) {
      auto value = evaluator_.text(field, frame);
      ready = ready && (!value.empty() || !field.lookup);
      evaluator_.set_variable(field.name, std::move(value));
    }
    if (!ready) return;  // the look-up that failed has said so
    auto type = type_of(rule);
    Fact fact;
    fact.type = input_.canonical.find(type);
    if (!fact.type)
      return evaluator_.fault(
          OnFault::hold, evaluator_.at(Code::EVENT_TYPE_UNKNOWN, "no schema describes the event type \"" + type + "\"",
                                       walker_.first(frame)));
    auto first_of = [&](const std::vector<CompiledPath>& paths) {
      for (const auto& path : paths)
        if (auto found = evaluator_.values(path, frame); !found.empty()) return found.front();
      return std::string{};
    };
    fact.subject = first_of(rule.subject);
    fact.partition = rule.partition.empty() ? fact.subject : first_of(rule.partition);
    for (const auto& path : rule.key) {
      auto found = evaluator_.values(path, frame);
      fact.key.push_back(found.empty() ? "" : found.front());
    }
    fact.data = evaluator_.object(rule.set, frame);
    fact.provenance = provenance(evaluator_.take_read());
    add(std::move(fact), frame);
  }

  void add(Fact fact, const Frame& frame) {
    collect_refs(fact.data);
    auto event = make_event(
        std::move(fact), {input_.interchange, input_.transaction.set, input_.payload_sha256, input_.profile.partner});
    if (event.json.size() > max_event_bytes)
      return evaluator_.fault(OnFault::hold, evaluator_.at(Code::EVENT_TOO_LARGE, {}, walker_.first(frame)));
    if (ids_.insert(event.id).second) made_.push_back({walker_.first(frame), std::move(event)});
  }

  void collect_refs(const json::Object& data) {
    const auto* refs = data.find("refs");
    if (!refs || !refs->array()) return;
    for (const auto& ref : *refs->array()) {
      std::pair<std::string, std::string> one{ref.text("type"), ref.text("value")};
      if (std::ranges::find(refs_, one) == refs_.end()) refs_.push_back(std::move(one));
    }
  }

  json::Object provenance(const std::set<std::uint32_t>& read) const {
    json::Array segments;
    json::Array ranges;
    for (auto index : read) {
      const auto& segment = walker_.segment(index);
      segments.emplace_back(segment.position());
      auto range = segment.byte_range();
      ranges.emplace_back(json::Array{range.begin, range.end});
    }
    return {{"payloadSha256", input_.payload_sha256},
            {"interchange", input_.interchange.control_number},
            {"transaction", input_.transaction.control_number},
            {"segments", std::move(segments)},
            {"byteRanges", std::move(ranges)}};
  }

  RunOutput finish() {
    RunOutput out;
    if (made_.empty() && evaluator_.verdict() == RunOutput::Verdict::ok)
      evaluator_.fault(OnFault::hold, evaluator_.at(Code::MAP_EMPTY, {}, 0));
    out.verdict = evaluator_.verdict();
    out.diagnostics = std::move(evaluator_.diagnostics());
    out.refs = std::move(refs_);
    if (out.verdict != RunOutput::Verdict::ok) return out;
    std::ranges::stable_sort(made_, {}, &Made::first_segment);
    for (auto& one : made_) out.events.push_back(std::move(one.event));
    return out;
  }

  const Map& map_;
  const RunInput& input_;
  Walker walker_;
  Evaluator evaluator_;
  std::vector<Made> made_;
  std::set<std::string> ids_;
  std::vector<std::pair<std::string, std::string>> refs_;
};

}  // namespace

RunOutput run(const Map& map, const RunInput& input) {
  Tree tree;
  if (map.tree) tree = build_tree(*map.tree, input.transaction, input.placement);
  return Runner(map, input, tree).run();
}

}  // namespace longshore::maps
