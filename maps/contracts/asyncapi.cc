#include "maps/contracts/asyncapi.h"

#include "maps/contracts/schema_tree.h"
#include "maps/contracts/shared_forms.h"

namespace longshore::contracts {
namespace {

const std::string schemas_at = "#/components/schemas/";

json::Object reference(const std::string& to) {
  return {{"$ref", to}};
}

std::string slug(std::string text) {
  std::ranges::replace(text, ' ', '-');
  return text;
}

std::string schema_name(const Contract& contract) {
  return contract.name.substr(0, contract.name.size() - std::string_view(".json").size());
}

// Ids would move the base of references; what belongs to messages stands there.
json::Value for_consumers(json::Value schema) {
  static constexpr std::array<std::string_view, 4> dropped{"$schema", "$id", "x-types", "x-states"};
  if (!schema.object()) return schema;
  for (auto key : dropped) schema.object()->erase(key);
  const auto* closed = schema.find("additionalProperties");
  if (closed && closed->boolean() && !*closed->boolean()) schema.object()->erase("additionalProperties");
  return schema;
}

json::Object schemas(const Contracts& contracts, const SharedForms& shared) {
  json::Object out;
  auto add = [&](const std::string& name, const json::Value& schema) {
    out.set(name, rewritten(shared.referring(schema, schemas_at), for_consumers));
  };
  add("Event", contracts.envelope());
  for (const auto& [field, form] : shared.forms()) add(SharedForms::name_of(field), form);
  for (const auto& contract : contracts.all()) add(schema_name(contract), contract.data);
  return out;
}

json::Object type_of(const std::string& type) {
  if (type != retraction_type) return {{"const", type}};
  return {{"type", "string"}, {"pattern", R"(\.retracted\.v1$)"}};
}

json::Value payload(const Contract& contract, const std::string& type) {
  json::Object own{{"type", type_of(type)},
                   {"dataschema", json::Object{{"const", std::string(dataschema_prefix) + contract.name}}},
                   {"data", reference(schemas_at + schema_name(contract))}};
  json::Object narrowed{{"type", "object"}, {"properties", std::move(own)}};
  return json::Object{{"allOf", json::Array{reference(schemas_at + "Event"), std::move(narrowed)}}};
}

json::Object message(const Contract& contract, const std::string& type) {
  json::Object content_type{{"const", "application/cloudevents+json"}};
  json::Object out{
      {"name", type},
      {"title", contract.title},
      {"summary", "Owner: " + contract.owner + "."},
      {"contentType", "application/cloudevents+json"},
      {"headers", json::Object{{"type", "object"},
                               {"description", "Where the transport has headers; a line of NDJSON has none."},
                               {"properties", json::Object{{"content-type", std::move(content_type)}}}}},
      {"correlationId", json::Object{{"location", "$message.payload#/correlationid"}}},
      {"payload", payload(contract, type)}};
  if (auto row = contract.states.find(type); row != contract.states.end())
    out.set("x-state", *contract.document.find("x-states")->find(type));
  if (auto example = contract.examples.find(type); example != contract.examples.end())
    out.set("examples", json::Array{json::Object{{"payload", example->second}}});
  return out;
}

struct Channel {
  std::vector<std::string> types;
};

json::Object channels(const std::map<std::string, Channel>& by_name) {
  json::Object out;
  for (const auto& [object, channel] : by_name) {
    json::Object messages;
    for (const auto& type : channel.types) messages.set(type, reference("#/components/messages/" + type));
    out.set(slug(object), json::Object{{"address", nullptr},
                                       {"title", "Facts about: " + object},
                                       {"description",
                                        "Where they go is the installation's own; events of one partitionkey keep "
                                        "their order."},
                                       {"messages", std::move(messages)}});
  }
  return out;
}

json::Object operations(const std::map<std::string, Channel>& by_name) {
  json::Object out;
  for (const auto& [object, channel] : by_name) {
    auto at = "#/channels/" + slug(object);
    json::Array messages;
    for (const auto& type : channel.types) messages.push_back(reference(at + "/messages/" + type));
    out.set("publish-" + slug(object), json::Object{{"action", "send"},
                                                    {"channel", reference(at)},
                                                    {"summary", "longshore tells what documents said about: " + object},
                                                    {"messages", std::move(messages)}});
  }
  return out;
}

json::Object info(std::string_view version) {
  return {
      {"title", "longshore: canonical events"},
      {"version", version},
      {"description",
       "What trading partners' documents said, as CloudEvents 1.0 in their JSON form. A published version of a type "
       "only gains optional fields: take members that you do not know."},
      {"license", json::Object{{"name", "Apache-2.0"}}}};
}

}  // namespace

json::Value asyncapi(const Contracts& contracts, std::string_view version) {
  SharedForms shared(contracts);
  std::map<std::string, Channel> by_name;
  json::Object messages;
  for (const auto& contract : contracts.all()) {
    for (const auto& type : contract.types) {
      by_name[object_of(contract, type)].types.push_back(type);
      messages.set(type, message(contract, type));
    }
  }
  return json::Object{
      {"asyncapi", "3.0.0"},
      {"info", info(version)},
      {"defaultContentType", "application/cloudevents+json"},
      {"channels", channels(by_name)},
      {"operations", operations(by_name)},
      {"components", json::Object{{"messages", std::move(messages)}, {"schemas", schemas(contracts, shared)}}}};
}

}  // namespace longshore::contracts
