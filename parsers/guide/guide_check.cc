#include "parsers/guide/guide_check.h"

#include "parsers/guide/element_check.h"
#include "parsers/locate.h"

namespace longshore::guide {
namespace {

using parsers::Segment;

bool meets(const Segment& segment, const Condition& condition) {
  return segment.value(condition.place.element, std::max(1U, condition.place.component)) == condition.value;
}

/// Of a simple element all of it: a component separator in it is data or an error of level 2.
std::string_view written(const Segment& segment, const ElementPlace& place, std::uint32_t repetition) {
  if (place.component != 0) return segment.component(place.element, place.component, repetition);
  const auto first = segment.component(place.element, 1, repetition);
  const auto count = segment.component_count(place.element, repetition);
  if (count <= 1) return first;
  const auto last = segment.component(place.element, count, repetition);
  return {first.data(), static_cast<std::size_t>(last.data() + last.size() - first.data())};
}

std::string choice(const std::vector<std::string>& values) {
  std::string out;
  for (const auto& one : values) out += (out.empty() ? "" : ", ") + one;
  return values.size() == 1 ? out : "one of " + out;
}

std::string characters(const ElementRule& rule, const Element& element) {
  const auto min = std::to_string(rule.min.value_or(element.min));
  const auto max = std::to_string(rule.max.value_or(element.max));
  return (min == max ? max : min + ".." + max) + " characters";
}

}  // namespace

GuideCheck::GuideCheck(const GuideRules& rules, std::vector<Diagnostic>& out) : rules_(rules), out_(out) {
  restart();
}

void GuideCheck::restart() {
  frames_.clear();
  frames_.push_back({{{&rules_.set, std::vector<std::uint32_t>(rules_.set.lines.size())}}, {}});
}

void GuideCheck::take(const Segment& segment, const SegmentPlace& place, std::string_view loop) {
  if (place.use == nullptr) return;
  segment_ = &segment;
  loop_ = loop;
  const bool starts = place.use->is_loop();
  const auto around = static_cast<std::size_t>(place.depth) + (starts ? 0 : 1);  // frames of the loops around it
  if (frames_.size() > around) close(around, parsers::locate({}, segment));
  std::vector<Active> inner;
  match(place, inner);
  if (const auto found = rules_.anywhere.find(tag_key(segment.tag())); found != rules_.anywhere.end()) {
    if (found->second.not_used) report_segment(Code::GUIDE_SEGMENT_NOT_USED, {});
    check_elements(found->second.elements);
  }
  if (starts) frames_.push_back({std::move(inner), place.use->loop});
}

void GuideCheck::match(const SegmentPlace& place, std::vector<Active>& inner) {
  for (auto& active : frames_.back().active) {
    for (std::size_t i = 0; i < active.counts.size(); ++i) {
      const auto& line = *active.scope->lines[i];
      const auto meets_it = [this](const Condition& one) { return meets(*segment_, one); };
      if (line.use != place.use || !std::ranges::all_of(line.conditions, meets_it)) continue;
      count(line, ++active.counts[i], place.use->is_loop());
      check_elements(line.elements);
      if (!line.inside.lines.empty())
        inner.push_back({&line.inside, std::vector<std::uint32_t>(line.inside.lines.size())});
    }
  }
}

void GuideCheck::count(const RuleLine& line, std::uint32_t count, bool loop) {
  if (line.not_used) return report_segment(Code::GUIDE_SEGMENT_NOT_USED, {});
  if (line.max == 0 || count <= line.max) return;
  report_segment(loop ? Code::GUIDE_LOOP_TOO_MANY : Code::GUIDE_SEGMENT_TOO_MANY,
                 "at most " + std::to_string(line.max) + " " + line.name);
}

void GuideCheck::finish(const Diagnostic& last) {
  close(0, last);
  restart();
}

void GuideCheck::close(std::size_t keep, const Diagnostic& here) {
  for (; frames_.size() > keep; frames_.pop_back()) {
    for (const auto& active : frames_.back().active) {
      for (std::size_t i = 0; i < active.counts.size(); ++i) {
        const auto& line = *active.scope->lines[i];
        if (!line.mandatory || active.counts[i] != 0) continue;
        auto found =
            diagnose(Code::GUIDE_SEGMENT_MISSING, "The partner's guide requires " + line.name + " before this place.");
        found.segment_position = here.segment_position;
        found.byte_range = here.byte_range;
        found.segment_id = line.use->tag();
        found.loop = line.use->is_loop() ? std::string_view(line.use->loop) : frames_.back().loop;
        found.expected = line.name;
        out_.push_back(std::move(found));
      }
    }
  }
}

void GuideCheck::check_elements(const std::vector<ElementRule>& rules) {
  for (const auto& rule : rules) check_element(rule);
}

void GuideCheck::check_element(const ElementRule& rule) {
  const auto position = rule.place.element;
  const auto whole = segment_->element(position);
  if (whole.empty()) {
    if (rule.mandatory && rule.place.component == 0)
      report(Code::GUIDE_ELEMENT_MISSING, {rule.place, 0, {}}, "a value");
    return;
  }
  if (rule.not_used && rule.place.component == 0)
    return report(Code::GUIDE_ELEMENT_NOT_USED, {rule.place, 0, whole}, "no value");
  const auto repetitions = segment_->repetition_count(position);
  if (rule.repeat != 0 && repetitions > rule.repeat) {
    report(Code::GUIDE_REPETITION_TOO_MANY,
           {rule.place, rule.repeat + 1, segment_->component(position, 1, rule.repeat + 1)},
           "at most " + std::to_string(rule.repeat));
  }
  if (rule.element == nullptr) return;
  for (std::uint32_t i = 1; i <= repetitions; ++i)
    check_part(rule, {rule.place, repetitions > 1 ? i : 0, written(*segment_, rule.place, i)});
}

void GuideCheck::check_part(const ElementRule& rule, const Part& part) {
  if (part.written.empty()) {
    if (rule.mandatory) report(Code::GUIDE_ELEMENT_MISSING, part, "a value");
    return;
  }
  if (rule.not_used) return report(Code::GUIDE_ELEMENT_NOT_USED, part, "no value");
  const auto data = segment_->decoded(part.written);
  const auto length = counted_length(data, rule.element->type);
  if (rule.max && length > *rule.max)
    return report(Code::GUIDE_ELEMENT_TOO_LONG, part, characters(rule, *rule.element));
  if (rule.min && length < *rule.min)
    return report(Code::GUIDE_ELEMENT_TOO_SHORT, part, characters(rule, *rule.element));
  if (!rule.values.empty() && !std::ranges::binary_search(rule.values, data))
    return report(rule.fixed ? Code::GUIDE_BAD_VALUE : Code::GUIDE_BAD_CODE, part, choice(rule.values));
  if (rule.form && !rule.form->fits(data)) report(Code::GUIDE_BAD_DATE, part, rule.form->text());
}

bool GuideCheck::is_known(const Part& part) const {
  const auto or_none = [](std::uint32_t number) { return number == 0 ? std::nullopt : std::optional(number); };
  return std::ranges::any_of(out_, [&](const Diagnostic& one) {
    return one.severity == Severity::error && one.segment_position == segment_->position() &&
           one.element == or_none(part.place.element) && one.component == or_none(part.place.component) &&
           one.repetition == or_none(part.repetition);
  });
}

void GuideCheck::report(Code code, const Part& part, std::string expected, std::string message) {
  if (is_known(part)) return;
  auto found = parsers::locate(diagnose(code, std::move(message)), *segment_);
  found.loop = loop_;
  found.element = part.place.element;
  if (part.place.component != 0) found.component = part.place.component;
  if (part.repetition != 0) found.repetition = part.repetition;
  found.expected = std::move(expected);
  if (!part.written.empty()) {
    found.byte_range = segment_->range_of(part.written);
    found.value = segment_->decoded(part.written).substr(0, 200);
  }
  out_.push_back(std::move(found));
}

void GuideCheck::report_segment(Code code, std::string expected) {
  auto found = parsers::locate(diagnose(code), *segment_);
  found.loop = loop_;
  if (!expected.empty()) found.expected = std::move(expected);
  out_.push_back(std::move(found));
}

}  // namespace longshore::guide
