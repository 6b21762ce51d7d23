#include "maps/schema_scope.h"

#include "engine/base/yaml/yaml.h"
#include "engine/model/text.h"

#include <algorithm>

namespace longshore::maps {
SchemaScope::SchemaScope(const Canonical& canonical, const std::vector<std::string>& accepts) {
  for (const auto& type : canonical.types()) {
    bool taken = std::ranges::any_of(accepts, [&](const auto& pattern) { return glob_match(pattern, type.first); });
    const auto& text = type.second.text;
    const auto* schema = taken && text ? text->value() : nullptr;
    if (schema) data_.push_back({schema, schema});
  }
  here_ = data_;
}

SchemaScope::Place SchemaScope::resolved(Place place) {
  for (int hops = 0; hops < 8 && place.schema; ++hops) {
    const auto* reference = place.schema->find("$ref");
    if (!reference || !reference->string()) break;
    place.schema = place.root->at_pointer(std::string_view(*reference->string()).substr(1));
  }
  return place;
}

// Through a list one comes to its items.
void SchemaScope::step_into(std::vector<Place>& places, const std::string& name) {
  std::vector<Place> out;
  for (const auto& place : places) {
    const auto* properties = place.schema->find("properties");
    const auto* found = properties ? properties->find(name) : nullptr;
    if (!found) continue;
    auto next = resolved({found, place.root});
    if (const auto* items = next.schema ? next.schema->find("items") : nullptr) next = resolved({items, place.root});
    if (next.schema) out.push_back(next);
  }
  places = std::move(out);
}

std::vector<std::string_view> SchemaScope::names_at(const std::vector<Place>& places) const {
  std::vector<std::string_view> out(variables.begin(), variables.end());
  for (const auto& place : places)
    if (const auto* properties = place.schema->find("properties"))
      for (const auto& member : *properties->object()) out.emplace_back(member.key);
  return out;
}

std::optional<Error> SchemaScope::check(const Reference& reference, const SourceLocation& where) const {
  const auto& steps = reference.steps;
  const auto& first = steps.front().name;
  if (first == "event" || first == "profile" || first == "index" || (first == "items" && of_group)) return std::nullopt;
  if (std::ranges::find(variables, first) != variables.end()) return std::nullopt;
  bool from_data = first == "data" || first == "events";
  auto places = from_data ? data_ : here_;
  for (std::size_t i = from_data ? 1 : 0; i < steps.size(); ++i) {
    auto before = places;
    step_into(places, steps[i].name);
    if (!places.empty()) continue;
    auto known = names_at(before);
    if (before.empty() || known.size() == variables.size()) return std::nullopt;  // the schema says no more
    auto near = nearest(steps[i].name, known);
    return yaml::error_at(
        where, "NAME_UNKNOWN", "no schema of the accepted events has " + reference.str(),
        near.empty() ? "see docs/reference/events.md; text stands in quotes" : "did you mean " + near + "?");
  }
  return std::nullopt;
}

SchemaScope SchemaScope::inside(const Reference& reference) const {
  auto out = *this;
  const auto& steps = reference.steps;
  const auto& first = steps.front().name;
  if (first == "items") return out;
  bool from_data = first == "data" || first == "events";
  if (from_data) out.here_ = data_;
  for (std::size_t i = from_data ? 1 : 0; i < steps.size(); ++i) step_into(out.here_, steps[i].name);
  out.of_group = false;
  return out;
}

}  // namespace longshore::maps
