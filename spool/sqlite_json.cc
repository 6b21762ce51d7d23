#include "spool/sqlite_json.h"

#include "engine/base/json/json.h"

namespace longshore::spool {
namespace {

template <class T, class Encode>
std::string encode(const std::vector<T>& items, Encode one) {
  if (items.empty()) return "";
  json::Array array;
  for (const T& item : items) array.emplace_back(one(item));
  return json::write(std::move(array));
}

/// What we wrote ourselves: a value of another shape is dropped, not reported.
template <class T, class Decode>
std::vector<T> decode(const std::string& text, Decode one) {
  std::vector<T> items;
  if (text.empty()) return items;
  auto value = json::parse(text);
  if (!value || value->array() == nullptr) return items;
  for (const json::Value& item : *value->array()) items.push_back(one(item));
  return items;
}

std::string part(const json::Value& value, std::size_t index) {
  const json::Array* array = value.array();
  if (array == nullptr || index >= array->size()) return {};
  const std::string* text = (*array)[index].string();
  return text == nullptr ? std::string() : *text;
}

std::int64_t number(const json::Value& value, std::size_t index) {
  const json::Array* array = value.array();
  if (array == nullptr || index >= array->size()) return 0;
  const std::int64_t* integer = (*array)[index].integer();
  return integer == nullptr ? 0 : *integer;
}

}  // namespace

std::string strings_to_json(const std::vector<std::string>& values) {
  return encode(values, [](const std::string& value) { return value; });
}

std::vector<std::string> strings_from_json(const std::string& text) {
  return decode<std::string>(text,
                             [](const json::Value& value) { return value.string() ? *value.string() : std::string(); });
}

std::string references_to_json(const std::vector<Reference>& refs) {
  return encode(refs, [](const Reference& r) { return json::Array{r.type, r.value}; });
}

std::vector<Reference> references_from_json(const std::string& text) {
  return decode<Reference>(text, [](const json::Value& v) { return Reference{part(v, 0), part(v, 1)}; });
}

std::string events_to_json(const std::vector<EventKey>& events) {
  return encode(
      events, [](const EventKey& e) { return json::Array{e.id, e.factkey, e.supersedes, std::int64_t{e.retraction}}; });
}

std::vector<EventKey> events_from_json(const std::string& text) {
  return decode<EventKey>(
      text, [](const json::Value& v) { return EventKey{part(v, 0), part(v, 1), part(v, 2), number(v, 3) != 0}; });
}

std::string ranges_to_json(const std::vector<ControlNumberRange>& ranges) {
  return encode(ranges, [](const ControlNumberRange& r) { return json::Array{r.sequence, r.first, r.count}; });
}

std::vector<ControlNumberRange> ranges_from_json(const std::string& text) {
  return decode<ControlNumberRange>(
      text, [](const json::Value& v) { return ControlNumberRange{part(v, 0), number(v, 1), number(v, 2)}; });
}

std::string duplicates_to_json(const std::vector<DuplicateFact>& facts) {
  return encode(facts, [](const DuplicateFact& d) { return json::Array{d.event, d.of}; });
}

std::vector<DuplicateFact> duplicates_from_json(const std::string& text) {
  return decode<DuplicateFact>(text, [](const json::Value& v) { return DuplicateFact{part(v, 0), part(v, 1)}; });
}

}  // namespace longshore::spool
