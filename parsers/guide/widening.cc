#include "parsers/guide/element_patch.h"
#include "parsers/guide/quick_check.h"

namespace longshore::guide {

SegmentDefinition& Widening::definition_of(Use& use) {
  auto& own = own_[&use];
  if (own == nullptr) {
    own = &rules_.segments.emplace_back(*use.segment);
    use.segment = own;
    if (use.is_loop()) use.of.uses.front().segment = own;
  }
  return *own;
}

ElementUse& Widening::use_at(SegmentDefinition& segment, std::uint32_t position) {
  return segment.elements[position - 1];
}

Composite& Widening::composite_at(SegmentDefinition& segment, std::uint32_t position) {
  auto& use = use_at(segment, position);
  auto& own = rules_.composites.emplace_back(*use.composite);
  use.composite = &own;
  return own;
}

Element& Widening::element_at(SegmentDefinition& segment, const ElementPlace& place) {
  if (place.component == 0) {
    auto& use = use_at(segment, place.element);
    auto& own = rules_.elements.emplace_back(*use.element);
    use.element = &own;
    return own;
  }
  auto& component = composite_at(segment, place.element).components[place.component - 1];
  auto& own = rules_.elements.emplace_back(*component.element);
  component.element = &own;
  return own;
}

bool& Widening::mandatory_at(SegmentDefinition& segment, const ElementPlace& place) {
  if (place.component == 0) return use_at(segment, place.element).mandatory;
  return composite_at(segment, place.element).components[place.component - 1].mandatory;
}

const CodeList& Widening::codes_with(const Element& element, const std::vector<std::string>& more) {
  auto& own = element.codes != nullptr ? rules_.codes.emplace_back(*element.codes) : rules_.codes.emplace_back();
  for (const auto& code : more) {
    own.labels.emplace(code, "");
    own.table.add(code);
  }
  return own;
}

void Widening::finish() {
  for (auto& segment : rules_.segments) segment.rules = SegmentRules::of(segment);
}

}  // namespace longshore::guide
