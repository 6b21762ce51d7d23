#include "maps/canonical.h"

#include "engine/base/runtime/files.h"

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

}  // namespace

Result<Canonical> Canonical::load(const std::string& folder) {
  Canonical out;
  for (const auto& file : runtime::list_files(folder, ".json", false)) {
    LONGSHORE_TRY(auto text, runtime::read_file(file));
    auto schema = json::parse(text);
    if (!schema) {
      auto error = schema.error();
      error.where = SourceLocation{file, 0, 0};
      return fail(std::move(error));
    }
    Type type{{},
              std::filesystem::path(file).filename().string(),
              schema->text("x-owner"),
              schema->text("x-duplicates") == "latest",
              strings(schema->find("x-identity")),
              strings(schema->find("required")),
              names(schema->find("properties")),
              std::make_shared<json::Value>(*schema)};
    for (const auto& name : strings(schema->find("x-types"))) {
      type.name = name;
      out.types_[name] = type;
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
