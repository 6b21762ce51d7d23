#include "maps/contracts/conventions.h"

#include "engine/model/text.h"
#include "maps/contracts/schema_tree.h"

#include <regex>

namespace longshore::contracts {
namespace {

constexpr std::string_view draft = "http://json-schema.org/draft-07/schema#";

using Errors = std::vector<Error>;

void complain(Errors& out, const Contract& contract, std::string code, std::string what, std::string hint) {
  out.push_back({Lasting::permanent, "contracts", std::move(code), std::move(what), std::move(hint),
                 SourceLocation{contract.file, 0, 0}});
}

void check_head(const Contract& contract, Errors& out) {
  auto expect = [&](std::string_view key, const std::string& wanted) {
    if (contract.document.text(key) != wanted)
      complain(out, contract, "SCHEMA_HEAD", std::string(key) + " is not " + wanted, "write \"" + wanted + "\"");
  };
  expect("$schema", std::string(draft));
  expect("$id", std::string(dataschema_prefix) + contract.name);
  expect("type", "object");
  for (const auto* key : {"title", "x-owner"})
    if (contract.document.text(key).empty())
      complain(out, contract, "SCHEMA_HEAD", std::string(key) + " is missing or empty", "say it in a few words");
  for (const auto* key : {"x-types", "x-authoritative-for", "x-identity"}) {
    const auto* list = contract.document.find(key);
    if (!list || !list->array() || list->array()->empty() || texts(list).size() != list->array()->size())
      complain(out, contract, "SCHEMA_HEAD", std::string(key) + " is not a list of different texts", "write it");
  }
}

std::string version_of(const Contract& contract) {
  auto parts = split(contract.name, '.');
  return parts.size() < 3 ? std::string() : std::string(parts[parts.size() - 2]);
}

void check_types(const Contract& contract, Errors& out) {
  static const std::regex pattern(R"(logistics\.[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*\.(v[1-9][0-9]*))");
  auto version = version_of(contract);
  for (const auto& type : contract.types) {
    std::smatch match;
    if (!std::regex_match(type, match, pattern))
      complain(out, contract, "EVENT_TYPE_NAME", type + " is no name of an event type",
               "name it logistics.OBJECT.FACT.v1, of a-z, 0-9 and _");
    else if (match[1] != version)
      complain(out, contract, "EVENT_TYPE_NAME", type + " has another version than its file " + contract.name,
               "each version has files of its own: " + contract.name);
  }
}

void check_pointers(const Contract& contract, Errors& out) {
  for (const auto& pointer : contract.identity)
    if (!pointer.starts_with('/') || !field(contract.data, pointer, false))
      complain(out, contract, "IDENTITY_UNKNOWN", "x-identity names " + pointer + ", which is no field of data",
               "write a JSON pointer to one of properties; a list can only be named as a whole");
  for (const auto& path : contract.authoritative)
    if (!field(contract.data, path, true))
      complain(out, contract, "AUTHORITY_UNKNOWN", "x-authoritative-for names " + path + ", which is no field of data",
               "name a field of properties, or one within it as a/b");
}

void check_row(const Contract& contract, const std::string& type, Errors& out) {
  auto row = contract.states.find(type);
  if (row == contract.states.end())
    return complain(out, contract, "STATE_ROW_MISSING", type + " has no row in x-states, or a wrong one",
                    R"(write {"object": …, "from": [states] or "any", "to": state or null})");
  const auto& object = row->second.object;
  if (std::ranges::find(objects(), object) != objects().end()) return;
  std::vector<std::string_view> names(objects().begin(), objects().end());
  auto near = nearest(object, names);
  std::string all;
  for (const auto& one : objects()) all += (all.empty() ? "" : ", ") + one;
  complain(out, contract, "STATE_OBJECT_UNKNOWN", type + " speaks of the object \"" + object + "\"",
           near.empty() ? "objects are: " + all : "did you mean " + near + "?");
}

void check_states(const Contract& contract, Errors& out) {
  for (const auto& type : contract.types) check_row(contract, type, out);
  const auto* states = contract.document.find("x-states");
  if (!states || !states->object()) return;
  for (const auto& [type, row] : *states->object())
    if (std::ranges::find(contract.types, type) == contract.types.end())
      complain(out, contract, "STATE_ROW_UNKNOWN", "x-states has a row for " + type + ", which x-types does not list",
               "remove it, or list the type");
}

void check_fields(const Contract& contract, Errors& out) {
  for (const auto* name : {"classifier", "provenance"})
    if (!field(contract.data, name, false) || !texts(contract.data.find("required")).contains(name))
      complain(out, contract, "FIELD_MISSING", std::string("data has no field ") + name + " that is required",
               "every event has it");
  walk(contract.data, [&](const json::Value& schema, const std::string& at) {
    if (!schema.object()) return;
    const auto* properties = schema.find("properties");
    const auto* closed = schema.find("additionalProperties");
    bool conditional = at.find("/if") != std::string::npos || at.find("/then") != std::string::npos ||
                       at.find("/else") != std::string::npos || at.find("Of/") != std::string::npos ||
                       at.ends_with("/not");
    if (properties && !conditional && !(closed && closed->boolean() && !*closed->boolean()))
      complain(out, contract, "SCHEMA_OPEN", "the object at " + (at.empty() ? "/" : at) + " is open",
               R"(write "additionalProperties": false)");
    for (const auto& required : texts(schema.find("required")))
      if (!conditional && (!properties || !properties->find(required)))
        complain(out, contract, "FIELD_MISSING", at + "/required names " + required + ", which is no property",
                 "describe it under properties");
    for (const auto& [keyword, value] : *schema.object())
      if (holds(keyword) == Holds::nothing_known && !keyword.starts_with("x-"))
        complain(out, contract, "SCHEMA_KEYWORD", at + "/" + keyword + " is no keyword of draft-07",
                 "a key of our own begins with x-");
  });
}

// The states that an object can come to, row by row until nothing is added.
std::set<std::string> reachable(const std::vector<const StateRow*>& rows) {
  std::set<std::string> out;
  for (bool grown = true; grown;) {
    grown = false;
    for (const auto* row : rows) {
      bool possible = row->from_any || row->from.empty() ||
                      std::ranges::any_of(row->from, [&](const auto& state) { return out.contains(state); });
      if (possible && !row->to.empty()) grown |= out.insert(row->to).second;
    }
  }
  return out;
}

}  // namespace

const std::vector<std::string>& objects() {
  static const std::vector<std::string> names{"sales order",
                                              "delivery",
                                              "shipment",
                                              "package",
                                              "inventory balance",
                                              "inventory movement",
                                              "return authorization",
                                              "invoice status",
                                              "load",
                                              "document",
                                              "fact"};
  return names;
}

Errors check(const Contract& contract) {
  Errors out;
  check_head(contract, out);
  check_types(contract, out);
  check_pointers(contract, out);
  check_states(contract, out);
  check_fields(contract, out);
  return out;
}

Errors check_together(const Contracts& contracts) {
  Errors out;
  std::map<std::string, std::string> seen;
  std::map<std::string, std::vector<const StateRow*>> rows;
  for (const auto& contract : contracts.all()) {
    for (const auto& type : contract.types)
      if (auto [at, fresh] = seen.emplace(type, contract.name); !fresh)
        complain(out, contract, "EVENT_TYPE_TWICE", type + " is in " + at->second + " too", "leave it in one file");
    for (const auto& [type, row] : contract.states) rows[row.object].push_back(&row);
  }
  std::map<std::string, std::set<std::string>> states;
  for (const auto& [object, of] : rows) states[object] = reachable(of);
  for (const auto& contract : contracts.all())
    for (const auto& [type, row] : contract.states)
      for (const auto& from : row.from)
        if (!states[row.object].contains(from))
          complain(out, contract, "STATE_UNREACHABLE",
                   type + " leaves the state " + from + " of " + row.object + ", which no fact leads to",
                   R"(correct its name, or let some fact's "to" be it; [] is for what makes the object known)");
  return out;
}

Errors check_examples(const Contracts& contracts) {
  Errors out;
  for (const auto& contract : contracts.all()) {
    for (const auto& type : contract.types) {
      auto example = contract.examples.find(type);
      auto file = "examples/" + type + ".json";
      if (example == contract.examples.end()) {
        complain(out, contract, "EXAMPLE_MISSING", type + " has no example", "write a whole event into " + file);
        continue;
      }
      if (!is_of(example->second.text("type"), type))
        complain(out, contract, "EXAMPLE_WRONG", file + " is of another type", "name it by the event's type");
      for (const auto& one : contracts.validate(example->second))
        complain(out, contract, "EXAMPLE_WRONG", file + ": " + one.describe(), "correct the example");
    }
  }
  return out;
}

Errors check_all(const Contracts& contracts) {
  Errors out;
  for (const auto& contract : contracts.all()) std::ranges::move(check(contract), std::back_inserter(out));
  std::ranges::move(check_together(contracts), std::back_inserter(out));
  std::ranges::move(check_examples(contracts), std::back_inserter(out));
  return out;
}

}  // namespace longshore::contracts
