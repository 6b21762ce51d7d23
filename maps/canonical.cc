#include "maps/canonical.h"

#include "engine/base/runtime/files.h"
#include "engine/base/yaml/tree_bytes.h"

#include <filesystem>

namespace longshore::maps {
namespace {

std::vector<std::string> strings(const json::Value* list) {
  std::vector<std::string> out;
  if (!list || !list->array()) return out;
  for (const auto& item : *list->array())
    if (const auto* text = item.string()) out.push_back(*text);
  return out;
}

std::vector<std::string> names(const json::Value* members) {
  std::vector<std::string> out;
  if (!members || !members->object()) return out;
  for (const auto& member : *members->object()) out.push_back(member.key);
  return out;
}

std::vector<std::string> strings(const yaml::Node* list) {
  std::vector<std::string> out;
  if (list)
    for (const auto& item : list->items) out.push_back(item.text);
  return out;
}

std::vector<std::string> names(const yaml::Node* members) {
  std::vector<std::string> out;
  if (members)
    for (const auto& pair : members->pairs) out.push_back(pair.key);
  return out;
}

std::string text(const json::Value& schema, std::string_view key) {
  return schema.text(key);
}
std::string text(const yaml::Node& schema, std::string_view key) {
  const auto* found = schema.find(key);
  return found ? found->text : std::string{};
}

// What read_head looks at, two levels down: {x-types: [TYPE]}. JSON is YAML, so an image can have it.
constexpr std::array<std::string_view, 6> head_keys{"x-types",    "x-owner",  "x-duplicates",
                                                    "x-identity", "required", "properties"};
constexpr yaml::Outline head_outline{head_keys, 2};

struct Head {
  Canonical::Type type;
  std::vector<std::string> types;
};

// Of a schema as JSON or as YAML.
template <class Schema>
Head read_head(const Schema& schema) {
  return {{{},
           {},
           text(schema, "x-owner"),
           text(schema, "x-duplicates") == "latest",
           strings(schema.find("x-identity")),
           strings(schema.find("required")),
           names(schema.find("properties")),
           nullptr},
          strings(schema.find("x-types"))};
}

Result<Head> head_of(const std::string& file, const yaml::Sources& sources) {
  LONGSHORE_TRY(auto bytes, runtime::read_file(file));
  if (auto known = sources.known(bytes, file, &head_outline)) {
    auto out = read_head(*known);
    out.type.text = std::make_shared<const SchemaText>(std::move(bytes));
    return out;
  }
  auto schema = json::parse(bytes);
  if (!schema) {
    auto error = schema.error();
    error.where = SourceLocation{file, 0, 0};
    return fail(std::move(error));
  }
  auto out = read_head(*schema);
  out.type.text = std::make_shared<const SchemaText>(std::move(*schema));
  return out;
}

}  // namespace

const json::Value* SchemaText::value() const {
  const std::scoped_lock lock(mutex_);
  if (text_) {
    if (auto parsed = json::parse(*text_)) value_ = std::move(*parsed);
    text_.reset();
  }
  return value_ ? &*value_ : nullptr;
}

Result<Canonical> Canonical::load(const std::string& folder, const yaml::Sources& sources) {
  Canonical out;
  for (const auto& file : runtime::list_files(folder, ".json", false)) {
    LONGSHORE_TRY(auto head, head_of(file, sources));
    head.type.schema = std::filesystem::path(file).filename().string();
    for (const auto& name : head.types) {
      head.type.name = name;
      out.types_[name] = head.type;
    }
  }
  return out;
}

const Canonical::Type* Canonical::find(std::string_view type) const {
  if (type.ends_with(".retracted.v1")) type = "logistics.fact.retracted.v1";
  auto found = types_.find(type);
  return found == types_.end() ? nullptr : &found->second;
}

}  // namespace longshore::maps
