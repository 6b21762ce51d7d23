#include "maps/contracts/shared_forms.h"

#include "engine/model/text.h"
#include "maps/contracts/schema_tree.h"

namespace longshore::contracts {
namespace {

constexpr std::size_t places_to_be_shared = 3;

using Counts = std::map<std::string, std::map<std::string, std::pair<std::size_t, json::Value>>>;

void count_fields(const json::Value& data, Counts& counts) {
  walk(data, [&](const json::Value& schema, const std::string&) {
    const auto* properties = schema.find("properties");
    if (!properties || !properties->object()) return;
    for (const auto& [name, field] : *properties->object()) {
      if (!field.find("properties") && !field.find("items")) continue;
      auto& [count, form] = counts[name][json::write_canonical(field)];
      ++count;
      form = field;
    }
  });
}

}  // namespace

SharedForms::SharedForms(const Contracts& contracts) {
  Counts counts;
  for (const auto& contract : contracts.all()) count_fields(contract.data, counts);
  for (const auto& [name, forms] : counts) {
    auto common = std::ranges::max_element(forms, {}, [](const auto& form) { return form.second.first; });
    if (common->second.first < places_to_be_shared) continue;
    canonical_.emplace(name, common->first);
    forms_.emplace(name, common->second.second);
  }
}

bool SharedForms::is_shared(const std::string& field, const json::Value& schema) const {
  auto found = canonical_.find(field);
  return found != canonical_.end() && found->second == json::write_canonical(schema);
}

json::Value SharedForms::referring(const json::Value& schema, const std::string& prefix) const {
  if (!schema.object()) return schema;
  json::Object out;
  for (const auto& [keyword, value] : *schema.object()) {
    auto kind = holds(keyword);
    auto& inner = out.set(keyword, value);
    if (kind == Holds::schema) inner = referring(value, prefix);
    if (kind == Holds::list_of_schemas && inner.array())
      for (auto& one : *inner.array()) one = referring(one, prefix);
    if (kind == Holds::schemas_by_name && inner.object())
      for (auto& [name, one] : *inner.object())
        one =
            is_shared(name, one) ? json::Value(json::Object{{"$ref", prefix + name_of(name)}}) : referring(one, prefix);
  }
  return out;
}

std::string SharedForms::name_of(const std::string& field) {
  auto out = field;
  if (!out.empty() && out[0] >= 'a' && out[0] <= 'z') out[0] = static_cast<char>(out[0] - 'a' + 'A');
  return out;
}

std::string object_of(const Contract& contract, const std::string& type) {
  if (auto row = contract.states.find(type); row != contract.states.end()) return row->second.object;
  auto parts = split(type, '.');
  return parts.size() > 1 ? std::string(parts[1]) : type;
}

std::map<std::string, std::vector<const Contract*>> by_object(const Contracts& contracts) {
  std::map<std::string, std::vector<const Contract*>> out;
  for (const auto& contract : contracts.all())
    if (!contract.types.empty()) out[object_of(contract, contract.types.front())].push_back(&contract);
  return out;
}

}  // namespace longshore::contracts
