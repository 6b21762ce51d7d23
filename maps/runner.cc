#include "maps/runner.h"

#include "engine/base/json/json.h"
#include "maps/evaluator.h"
#include "maps/identity.h"

#include <array>
#include <charconv>
#include <unordered_map>
#include <unordered_set>

namespace longshore::maps {
namespace {

constexpr std::size_t max_event_bytes = 1U << 20;

void append_number(std::string& out, std::uint64_t number) {
  std::array<char, 20> digits;
  auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  out.append(digits.data(), end);
}

class Runner {
 public:
  Runner(const Map& map, const RunInput& input, const Tree& tree, Trace* trace)
      : map_(map),
        input_(input),
        walker_(input.transaction, input.placement, tree),
        evaluator_(input, walker_, trace),
        maker_({input.interchange, input.transaction.set, input.payload_sha256, input.profile.partner}),
        trace_(trace) {}

  RunOutput run() {
    check_tree();
    if (check_purpose())
      for (const auto& rule : map_.rules) apply(rule);
    return finish();
  }

 private:
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
    std::vector<Frame> frames;
    if (rule.over)
      walker_.frames(*rule.over, Frame{}, frames);
    else
      frames.emplace_back();
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
      auto value = std::string(evaluator_.text(field, frame));
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
    for (const auto& [type, value] : evaluator_.refs()) {
      ref_.assign(type).append(1, '\n').append(value);
      if (known_refs_.insert(ref_).second) refs_.emplace_back(type, value);
    }
    auto event = maker_.make(fact);
    for (auto i = reads_before; trace_ && i < trace_->reads.size(); ++i) trace_->reads[i].event = event.id;
    if (event.json.size() > max_event_bytes)
      return evaluator_.fault(OnFault::hold, evaluator_.at(Code::EVENT_TOO_LARGE, {}, walker_.first(frame)));
    if (!ids_.insert(event.id).second) return;
    order_.emplace_back(walker_.first(frame), made_.size());
    made_.push_back(std::move(event));
  }

  // Where a segment stands, as provenance has it: the same for every event that read it.
  struct Mark {
    std::uint32_t at = 0;  // in marks_text_: its position, then its range
    std::uint8_t position_bytes = 0;
    std::uint8_t range_bytes = 0;
  };
  const Mark& mark(std::uint32_t index) {
    auto& out = marks_[index];
    if (out.position_bytes != 0) return out;
    const auto& segment = walker_.segment(index);
    const auto range = segment.byte_range();
    out.at = static_cast<std::uint32_t>(marks_text_.size());
    append_number(marks_text_, segment.position());
    out.position_bytes = static_cast<std::uint8_t>(marks_text_.size() - out.at);
    append_number(marks_text_ += '[', range.begin);
    append_number(marks_text_ += ',', range.end);
    marks_text_ += ']';
    out.range_bytes = static_cast<std::uint8_t>(marks_text_.size() - out.at - out.position_bytes);
    return out;
  }

  std::string provenance(const std::vector<std::uint32_t>& read) {
    std::string out = R"({"payloadSha256":)";
    json::append_quoted(out, input_.payload_sha256);
    out += R"(,"interchange":)";
    json::append_quoted(out, input_.interchange.control_number);
    out += R"(,"transaction":)";
    json::append_quoted(out, input_.transaction.control_number);
    out += R"(,"segments":[)";
    for (auto index : read) {
      if (out.back() != '[') out += ',';
      const auto& at = mark(index);
      out.append(marks_text_, at.at, at.position_bytes);
    }
    out += R"(],"byteRanges":[)";
    for (auto index : read) {
      if (out.back() != '[') out += ',';
      const auto& at = mark(index);
      out.append(marks_text_, at.at + at.position_bytes, at.range_bytes);
    }
    return out += "]}";
  }

  RunOutput finish() {
    RunOutput out;
    if (made_.empty() && evaluator_.verdict() == RunOutput::Verdict::ok)
      evaluator_.fault(OnFault::hold, evaluator_.at(Code::MAP_EMPTY, {}, 0));
    out.verdict = evaluator_.verdict();
    out.diagnostics = std::move(evaluator_.diagnostics());
    out.refs = std::move(refs_);
    if (out.verdict != RunOutput::Verdict::ok) return out;
    std::ranges::sort(order_);
    out.events.reserve(made_.size());
    for (const auto& [segment, index] : order_) out.events.push_back(std::move(made_[index]));
    return out;
  }

  const Map& map_;
  const RunInput& input_;
  Walker walker_;
  Evaluator evaluator_;
  EventMaker maker_;
  std::vector<Mark> marks_ = std::vector<Mark>(input_.transaction.segments.size());
  std::string marks_text_;
  std::vector<Event> made_;
  std::vector<std::pair<std::uint32_t, std::size_t>> order_;  // first segment, index in made_
  std::unordered_set<std::string> ids_;
  std::unordered_map<std::string, std::size_t> keys_;  // of the rule that is being applied
  std::vector<std::pair<std::string, std::string>> refs_;
  std::unordered_set<std::string> known_refs_;  // type and value
  std::string ref_;
  Trace* trace_;
};

}  // namespace

RunOutput run(const Map& map, const RunInput& input, Trace* trace) {
  Tree tree;
  if (map.tree) tree = build_tree(*map.tree, input.transaction, input.placement);
  return Runner(map, input, tree, trace).run();
}

}  // namespace longshore::maps
