#include "maps/template_runner.h"

#include <map>

namespace longshore::maps {
namespace {

class SegmentComposer : public TemplateRunner {
 public:
  using TemplateRunner::TemplateRunner;

  std::vector<parsers::OutSegment> run(std::span<const json::Value* const> events) {
    begin(events);
    for (const auto& step : map_.steps) write(step);
    return std::move(out_);
  }

 protected:
  std::int64_t segments_so_far(const std::string& tag) const override {
    auto found = counts_.find(tag);
    return found == counts_.end() ? 0 : found->second;
  }

 private:
  void write(const OutStep& step) {
    if (fault()) return;
    each(step, [&] {
      if (step.segment)
        segment(step);
      else
        for (const auto& inner : step.steps) write(inner);
    });
  }

  // A segment that takes something from the event is written only if something is there.
  void segment(const OutStep& step) {
    std::map<std::uint32_t, std::vector<std::string>> elements;
    bool reads = false;
    bool any = false;
    for (const auto& part : step.parts) {
      auto text = value(part.value, part.element);
      reads = reads || !part.value.constant;
      any = any || (!part.value.constant && !text.empty());
      auto& components = elements[part.at.index];
      if (components.size() < part.at.component) components.resize(part.at.component);
      components[part.at.component - 1] = std::move(text);
    }
    if (reads && !any) return;
    parsers::OutSegment made;
    made.tag = step.tag;
    for (auto& [index, components] : elements) {
      while (made.elements.size() + 1 < index) made.elements.emplace_back("");
      made.elements.push_back(parsers::OutElement::composite(std::move(components)));
    }
    ++counts_[step.tag];
    out_.push_back(std::move(made));
  }

  std::vector<parsers::OutSegment> out_;
  std::map<std::string, std::int64_t, std::less<>> counts_;
};

class Key : public TemplateRunner {
 public:
  using TemplateRunner::TemplateRunner;
  std::string of(const json::Value* event) {
    begin(std::span(&event, 1));
    return evaluate(*map_.by, *this).str();
  }
};

}  // namespace

std::vector<std::vector<const json::Value*>> documents_of(const Template& map, std::span<const json::Value> events,
                                                          const ComposeInput& input) {
  std::vector<std::vector<const json::Value*>> out;
  std::map<std::string, std::size_t> known;
  Key key(map, input);
  for (const auto& event : events) {
    if (!map.takes(event.text("type"))) continue;
    auto group = map.by ? key.of(&event) : std::string{};
    auto [at, fresh] = known.emplace(group, out.size());
    if (fresh || map.one_each) {
      at->second = out.size();
      out.emplace_back();
    }
    out[at->second].push_back(&event);
  }
  return out;
}

Result<std::vector<parsers::OutSegment>> compose_segments(const Template& map,
                                                          std::span<const json::Value* const> events,
                                                          const ComposeInput& input) {
  SegmentComposer composer(map, input);
  auto out = composer.run(events);
  if (composer.fault()) return fail(*composer.fault());
  return out;
}

}  // namespace longshore::maps
