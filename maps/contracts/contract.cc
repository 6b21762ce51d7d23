#include "maps/contracts/contract.h"

#include "engine/base/runtime/files.h"
#include "maps/contracts/schema_tree.h"

#include <filesystem>

namespace longshore::contracts {
namespace {

std::string name_of(const std::string& file) {
  return std::filesystem::path(file).filename().string();
}

std::vector<std::string> strings(const json::Value* list) {
  std::vector<std::string> out;
  if (!list || !list->array()) return out;
  for (const auto& item : *list->array())
    if (const auto* text = item.string()) out.push_back(*text);
  return out;
}

Result<json::Value> read_json(const std::string& file) {
  auto located = [&](Error error) {
    error.where = SourceLocation{file, 0, 0};
    return fail(std::move(error));
  };
  LONGSHORE_TRY(auto text, runtime::read_file(file));
  auto value = json::parse(text);
  if (!value) return located(value.error());
  if (!value->object())
    return located({Lasting::permanent, "contracts", "SCHEMA_INVALID", "this is no JSON object", "", std::nullopt});
  return std::move(*value);
}

Result<json::Schema> compile(const json::Value& schema, const std::string& file) {
  auto compiled = json::Schema::compile(schema);
  if (compiled) return std::move(*compiled);
  auto error = compiled.error();
  error.where = SourceLocation{file, 0, 0};
  return fail(std::move(error));
}

std::optional<StateRow> row_of(const json::Value& row) {
  const auto* from = row.find("from");
  const auto* to = row.find("to");
  if (!from || !to || row.text("object").empty()) return std::nullopt;
  if (!to->is_null() && !to->string()) return std::nullopt;
  StateRow out{row.text("object"), from->string() && *from->string() == "any", strings(from), row.text("to")};
  bool listed = from->array() && out.from.size() == from->array()->size();
  if (!out.from_any && !listed) return std::nullopt;
  return out;
}

void add(std::vector<EventViolation>& out, std::string_view schema, std::string_view below,
         std::vector<json::Violation> found) {
  for (auto& one : found) out.push_back({std::string(schema), std::string(below) + one.pointer, std::move(one.what)});
}

}  // namespace

Result<Contract> contract_of(json::Value document, const std::string& file) {
  LONGSHORE_TRY(auto data, inlined(document, file));
  LONGSHORE_TRY(auto schema, compile(data, file));
  Contract out{file,
               name_of(file),
               document.text("title"),
               document.text("x-owner"),
               strings(document.find("x-authoritative-for")),
               strings(document.find("x-identity")),
               strings(document.find("x-types")),
               {},
               {},
               {},
               std::move(data),
               std::move(schema)};
  const auto* states = document.find("x-states");
  if (states && states->object())
    for (const auto& member : *states->object())
      if (auto row = row_of(member.value)) out.states.emplace(member.key, std::move(*row));
  out.document = std::move(document);
  return out;
}

std::string EventViolation::describe() const {
  return (pointer.empty() ? "/" : pointer) + ": " + what + " (" + schema + ")";
}

Result<Contracts> Contracts::load(const std::string& folder) {
  auto file = folder + "/" + std::string(envelope_name);
  LONGSHORE_TRY(auto envelope, read_json(file));
  LONGSHORE_TRY(auto schema, compile(envelope, file));
  Contracts out(std::move(schema));
  out.envelope_ = std::move(envelope);
  for (const auto& one : runtime::list_files(folder, ".json", false)) {
    LONGSHORE_TRY(auto document, read_json(one));
    LONGSHORE_TRY(auto contract, contract_of(std::move(document), one));
    out.all_.push_back(std::move(contract));
  }
  LONGSHORE_CHECK(out.read_examples(folder + "/examples"));
  return out;
}

Result<void> Contracts::read_examples(const std::string& folder) {
  for (const auto& file : runtime::list_files(folder, ".json", false)) {
    LONGSHORE_TRY(auto example, read_json(file));
    auto type = std::filesystem::path(file).stem().string();
    auto listed = std::ranges::find_if(all_, [&](const Contract& one) { return std::ranges::count(one.types, type); });
    if (listed == all_.end())
      return fail({Lasting::permanent, "contracts", "EXAMPLE_OF_NOTHING", "no schema lists the event type " + type,
                   "name the file by the type of its event", SourceLocation{file, 0, 0}});
    listed->examples.emplace(type, std::move(example));
  }
  return {};
}

const Contract* Contracts::find(std::string_view type) const {
  for (const auto& one : all_)
    if (std::ranges::any_of(one.types, [&](const auto& listed) { return is_of(type, listed); })) return &one;
  return nullptr;
}

bool is_of(std::string_view type, std::string_view listed) {
  return type == listed || (listed == retraction_type && type.ends_with(retracted_suffix));
}

std::vector<EventViolation> Contracts::validate(const json::Value& event) const {
  std::vector<EventViolation> out;
  add(out, envelope_name, "", envelope_schema_.validate(event));
  const auto* contract = find(event.text("type"));
  const auto* data = event.find("data");
  if (!contract) {
    out.push_back({std::string(envelope_name), "/type", "No schema lists the type \"" + event.text("type") + "\"."});
    return out;
  }
  if (event.text("dataschema") != std::string(dataschema_prefix) + contract->name)
    out.push_back({contract->name, "/dataschema", "It does not name this type's schema."});
  if (data) add(out, contract->name, "/data", contract->schema.validate(*data));
  return out;
}

}  // namespace longshore::contracts
