#include "maps/contracts/schema_tree.h"

#include "engine/model/text.h"

namespace longshore::contracts {
namespace {

constexpr std::size_t max_depth = 48;

std::unexpected<Error> bad_reference(const std::string& file, const std::string& what) {
  return fail({Lasting::permanent, "contracts", "SCHEMA_REFERENCE", what,
               "point into this file's own definitions, and not round in a circle", SourceLocation{file, 0, 0}});
}

class Inliner {
 public:
  Inliner(const json::Value& root, const std::string& file) : root_(root), file_(file) {}

  Result<json::Value> run(const json::Value& schema, std::size_t depth = 0) const {
    if (depth > max_depth) return bad_reference(file_, "the references lead round in a circle, or too deep");
    if (!schema.object()) return schema;
    if (const auto* reference = schema.find("$ref")) return follow(schema, reference->string(), depth);
    json::Object out;
    for (const auto& [keyword, value] : *schema.object()) {
      if (keyword == "definitions") continue;
      LONGSHORE_TRY(auto inner, inside(holds(keyword), value, depth + 1));
      out.set(keyword, std::move(inner));
    }
    return json::Value(std::move(out));
  }

 private:
  // What stands beside a reference has no force in draft-07, but wording and our own keys are kept for readers.
  Result<json::Value> follow(const json::Value& schema, const std::string* reference, std::size_t depth) const {
    const json::Value* target = nullptr;
    if (reference && reference->starts_with("#/")) target = root_.at_pointer(reference->substr(1));
    if (!target) return bad_reference(file_, "the reference " + (reference ? *reference : "$ref") + " leads nowhere");
    LONGSHORE_TRY(auto out, run(*target, depth + 1));
    if (!out.object()) return out;
    for (const auto& [keyword, value] : *schema.object())
      if (is_wording(keyword)) out.object()->set(keyword, value);
    return out;
  }

  Result<json::Value> inside(Holds kind, const json::Value& value, std::size_t depth) const {
    if (kind == Holds::schema) return run(value, depth);
    if (kind == Holds::list_of_schemas && value.array()) {
      json::Array out;
      for (const auto& one : *value.array()) {
        LONGSHORE_TRY(auto inner, run(one, depth));
        out.push_back(std::move(inner));
      }
      return json::Value(std::move(out));
    }
    if (kind == Holds::schemas_by_name && value.object()) {
      json::Object out;
      for (const auto& [name, one] : *value.object()) {
        LONGSHORE_TRY(auto inner, run(one, depth));
        out.set(name, std::move(inner));
      }
      return json::Value(std::move(out));
    }
    return value;
  }

  const json::Value& root_;
  const std::string& file_;
};

void walk_from(const json::Value& schema, const std::string& at,
               const std::function<void(const json::Value&, const std::string&)>& visit) {
  visit(schema, at);
  if (!schema.object()) return;
  for (const auto& [keyword, value] : *schema.object()) {
    auto kind = holds(keyword);
    auto here = at + "/" + keyword;
    if (kind == Holds::schema) walk_from(value, here, visit);
    if (kind == Holds::list_of_schemas && value.array())
      for (std::size_t i = 0; i < value.array()->size(); ++i)
        walk_from((*value.array())[i], here + "/" + std::to_string(i), visit);
    if (kind == Holds::schemas_by_name && value.object())
      for (const auto& [name, one] : *value.object()) walk_from(one, here + "/" + name, visit);
  }
}

}  // namespace

Holds holds(std::string_view keyword) {
  static const std::map<std::string_view, Holds> known{
      {"properties", Holds::schemas_by_name},
      {"patternProperties", Holds::schemas_by_name},
      {"definitions", Holds::schemas_by_name},
      {"items", Holds::schema},
      {"additionalItems", Holds::schema},
      {"additionalProperties", Holds::schema},
      {"contains", Holds::schema},
      {"propertyNames", Holds::schema},
      {"not", Holds::schema},
      {"if", Holds::schema},
      {"then", Holds::schema},
      {"else", Holds::schema},
      {"allOf", Holds::list_of_schemas},
      {"anyOf", Holds::list_of_schemas},
      {"oneOf", Holds::list_of_schemas},
  };
  static const std::set<std::string_view> data{"$schema",
                                               "$id",
                                               "$ref",
                                               "$comment",
                                               "title",
                                               "description",
                                               "default",
                                               "examples",
                                               "readOnly",
                                               "writeOnly",
                                               "enum",
                                               "const",
                                               "type",
                                               "required",
                                               "pattern",
                                               "format",
                                               "minLength",
                                               "maxLength",
                                               "minimum",
                                               "maximum",
                                               "exclusiveMinimum",
                                               "minItems",
                                               "maxItems",
                                               "uniqueItems",
                                               "minProperties",
                                               "maxProperties",
                                               "multipleOf",
                                               "exclusiveMaximum",
                                               "dependencies",
                                               "contentEncoding",
                                               "contentMediaType"};
  if (auto found = known.find(keyword); found != known.end()) return found->second;
  return data.contains(keyword) ? Holds::data : Holds::nothing_known;
}

bool is_wording(std::string_view keyword) {
  static const std::set<std::string_view> wording{"$schema", "$id", "$comment", "title", "description", "examples"};
  return wording.contains(keyword) || keyword.starts_with("x-");
}

Result<json::Value> inlined(const json::Value& schema, const std::string& file) {
  return Inliner(schema, file).run(schema);
}

void walk(const json::Value& schema, const std::function<void(const json::Value&, const std::string&)>& visit) {
  walk_from(schema, "", visit);
}

json::Value rewritten(const json::Value& schema, const std::function<json::Value(json::Value)>& change) {
  if (!schema.object()) return change(schema);
  json::Object out;
  for (const auto& [keyword, value] : *schema.object()) {
    auto kind = holds(keyword);
    auto& inner = out.set(keyword, value);
    if (kind == Holds::schema) inner = rewritten(value, change);
    if (kind == Holds::list_of_schemas && inner.array())
      for (auto& one : *inner.array()) one = rewritten(one, change);
    if (kind == Holds::schemas_by_name && inner.object())
      for (auto& [name, one] : *inner.object()) one = rewritten(one, change);
  }
  return change(json::Value(std::move(out)));
}

std::set<std::string> texts(const json::Value* list) {
  std::set<std::string> out;
  if (!list) return out;
  if (const auto* one = list->string()) out.insert(*one);
  if (!list->array()) return out;
  for (const auto& item : *list->array())
    if (const auto* text = item.string()) out.insert(*text);
  return out;
}

const json::Value* field(const json::Value& schema, std::string_view path, bool into_lists) {
  const auto* at = &schema;
  if (path.starts_with('/')) path.remove_prefix(1);
  for (auto name : split(path, '/')) {
    if (into_lists && at->find("items")) at = at->find("items");
    const auto* properties = at->find("properties");
    at = properties ? properties->find(name) : nullptr;
    if (!at) return nullptr;
  }
  return at;
}

json::Value sorted(const json::Value& value) {
  if (const auto* list = value.array()) {
    json::Array out;
    for (const auto& item : *list) out.push_back(sorted(item));
    return out;
  }
  if (!value.object()) return value;
  std::map<std::string_view, const json::Value*> members;
  for (const auto& [key, one] : *value.object()) members.emplace(key, &one);
  json::Object out;
  for (const auto& [key, one] : members) out.set(std::string(key), sorted(*one));
  return out;
}

}  // namespace longshore::contracts
