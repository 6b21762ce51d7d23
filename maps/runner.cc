#include "maps/runner.h"

#include "engine/base/json/json.h"
#include "maps/evaluator.h"
#include "maps/identity.h"

#include <set>
#include <unordered_map>
#include <unordered_set>

namespace longshore::maps {
namespace {

constexpr std::size_t max_event_bytes = 1U << 20;

class Runner {
 public:
  Runner(const Map& map, const RunInput& input, const Tree& tree, Trace* trace)
      : map_(map),
        input_(input),
        walker_(input.transaction, input.placement, tree),
        evaluator_(input, walker_, trace),
        trace_(trace) {}

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
    auto found = evaluator_.text(*map_.purpose, Frame{});
    if (found.empty()) found = map_.purpose_absent;
    if (std::ranges::find(map_.purposes, found) != map_.purposes.end()) return true;
    auto segments = walker_.find(*map_.purpose->compiled, Frame{});
    evaluator_.fault(OnFault::hold,
                     evaluator_.at(Code::PURPOSE_UNSUPPORTED, "the map has no event for the purpose \"" + found + "\"",
                                   segments.empty() ? 0 : segments.front(), &*map_.purpose->compiled));
    return false;
  }

  void apply(const EmitRule& rule) {
    auto frames = rule.over ? walker_.frames(*rule.over, Frame{}) : std::vector<Frame>{Frame{}};
    std::int64_t index = 0;
    keys_.clear();
    for (const auto& frame : frames) {
      evaluator_.begin_event(++index);
      bool wanted =
          std::ranges::all_of(rule.when, [&](const auto& condition) { return evaluator_.holds(condition, frame); });
      if (wanted && rule.when_true) wanted = evaluator_.holds(*rule.when_true, frame);
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

  std::string first_of(const std::vector<Expression>& alternatives, const Frame& frame) {
    for (const auto& one : alternatives)
      if (auto found = evaluator_.text(one, frame); !found.empty()) return found;
    return {};
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
    if (type.empty()) return;  // no fact comes of this round
    Fact fact;
    fact.type = input_.canonical.find(type);
    if (!fact.type)
      return evaluator_.fault(
          OnFault::hold, evaluator_.at(Code::EVENT_TYPE_UNKNOWN, "no schema describes the event type \"" + type + "\"",
                                       walker_.first(frame)));
    fact.subject = first_of(rule.subject, frame);
    fact.partition = rule.partition.empty() ? fact.subject : first_of(rule.partition, frame);
    for (const auto& part : rule.key) fact.key.push_back(evaluator_.text(part, frame));
    number_repeated(type, fact.key);
    auto reads_before = trace_ ? trace_->reads.size() : 0;
    fact.data = evaluator_.data(rule.set, frame);
    for (const auto& pointer : fact.type->identity) fact.identity.push_back(evaluator_.raw(pointer));
    fact.time = evaluator_.occurred_at();
    fact.provenance = provenance(evaluator_.read());
    add(fact, frame, reads_before);
  }

  // Two rounds of a rule are two facts, even where the document tells them apart by nothing but their order.
  void number_repeated(const std::string& type, std::vector<std::string>& key) {
    auto whole = type;
    for (const auto& part : key) whole += '\n' + part;
    if (auto times = ++keys_[whole]; times > 1) key.push_back("#" + std::to_string(times));
  }

  void add(const Fact& fact, const Frame& frame, std::size_t reads_before) {
    for (const auto& ref : evaluator_.refs())
      if (known_refs_.insert(ref).second) refs_.push_back(ref);
    auto event =
        make_event(fact, {input_.interchange, input_.transaction.set, input_.payload_sha256, input_.profile.partner});
    for (auto i = reads_before; trace_ && i < trace_->reads.size(); ++i) trace_->reads[i].event = event.id;
    if (event.json.size() > max_event_bytes)
      return evaluator_.fault(OnFault::hold, evaluator_.at(Code::EVENT_TOO_LARGE, {}, walker_.first(frame)));
    if (ids_.insert(event.id).second) made_.push_back({walker_.first(frame), std::move(event)});
  }

  std::string provenance(const std::vector<std::uint32_t>& read) const {
    std::string segments;
    std::string ranges;
    for (auto index : read) {
      const auto& segment = walker_.segment(index);
      auto range = segment.byte_range();
      const char* comma = segments.empty() ? "" : ",";
      (segments += comma) += std::to_string(segment.position());
      ((ranges += comma) += "[" + std::to_string(range.begin) + ",") += std::to_string(range.end) + "]";
    }
    std::string out = R"({"payloadSha256":)";
    json::append_quoted(out, input_.payload_sha256);
    out += R"(,"interchange":)";
    json::append_quoted(out, input_.interchange.control_number);
    out += R"(,"transaction":)";
    json::append_quoted(out, input_.transaction.control_number);
    return out + R"(,"segments":[)" + segments + R"(],"byteRanges":[)" + ranges + "]}";
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
  std::unordered_set<std::string> ids_;
  std::unordered_map<std::string, std::size_t> keys_;  // of the rule that is being applied
  std::vector<std::pair<std::string, std::string>> refs_;
  std::set<std::pair<std::string, std::string>> known_refs_;
  Trace* trace_;
};

}  // namespace

RunOutput run(const Map& map, const RunInput& input, Trace* trace) {
  Tree tree;
  if (map.tree) tree = build_tree(*map.tree, input.transaction, input.placement);
  return Runner(map, input, tree, trace).run();
}

}  // namespace longshore::maps
