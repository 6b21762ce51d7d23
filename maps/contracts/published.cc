#include "maps/contracts/published.h"

#include "engine/base/runtime/files.h"

#include <filesystem>

namespace longshore::contracts {
namespace {

bool is_promise(const json::Value& value, const std::string& name) {
  for (const auto* key : {"types", "data"})
    if (!value.find(key) || !value.find(key)->object()) return false;
  for (const auto* key : {"identity", "authoritativeFor"})
    if (!value.find(key) || !value.find(key)->array()) return false;
  for (const auto& [type, row] : *value.find("types")->object())
    if (!row.is_null() && (!row.find("from") || !row.find("to"))) return false;
  return value.text("schema") == name;
}

Error breaking(const std::string& file, const std::string& name, const Change& change) {
  return {Lasting::permanent,
          "contracts",
          change.code,
          change.what,
          "leave " + name + " as it was published and write a new version beside it, see docs/events.md",
          SourceLocation{file, 0, 0}};
}

const Contract* by_name(const Contracts& contracts, const std::string& name) {
  auto found = std::ranges::find(contracts.all(), name, &Contract::name);
  return found == contracts.all().end() ? nullptr : &*found;
}

// A whole file that is gone takes each of its types along.
void file_gone(const std::string& name, const json::Value& promise, const Contracts& contracts, Publication& out) {
  for (const auto& [type, row] : *promise.find("types")->object()) {
    const auto* elsewhere = contracts.find(type);
    out.refused.push_back(
        breaking(name, name,
                 {true, "EVENT_TYPE_REMOVED",
                  elsewhere ? type + " has moved to " + elsewhere->name + "; its dataschema would change"
                            : type + " is gone; consumers wait for it"}));
  }
}

}  // namespace

Result<Published> Published::load(const std::string& folder) {
  Published out;
  for (const auto& file : runtime::list_files(folder + "/published", ".json", false)) {
    LONGSHORE_TRY(auto text, runtime::read_file(file));
    auto name = std::filesystem::path(file).filename().string();
    auto value = json::parse(text);
    if (!value || !is_promise(*value, name))
      return fail({Lasting::permanent, "contracts", "PUBLISHED_DAMAGED", "this is not what was published as " + name,
                   "take the file from version control again; only longshore map publish writes it",
                   SourceLocation{file, 0, 0}, "", value ? "" : value.error().what});
    out.promises_.emplace(name, std::move(*value));
  }
  return out;
}

Publication prepare(const Contracts& contracts, const Published& published) {
  Publication out;
  std::vector<json::Value> promises;
  for (const auto& [name, promise] : published.promises()) promises.push_back(promise);
  const auto known = states_of(promises);
  for (const auto& [name, before] : published.promises())
    if (!by_name(contracts, name)) file_gone(name, before, contracts, out);
  for (const auto& contract : contracts.all()) {
    auto current = promise(contract);
    Update update{contract.name, true, {}, json::write_pretty(current) + "\n"};
    if (auto before = published.promises().find(contract.name); before != published.promises().end()) {
      if (before->second == current) continue;
      update.first = false;
      for (const auto& change : compare(before->second, current, known)) {
        if (change.breaking) out.refused.push_back(breaking(contract.file, contract.name, change));
        if (!change.breaking) update.additions.push_back(change.what);
      }
    }
    out.updates.push_back(std::move(update));
  }
  return out;
}

}  // namespace longshore::contracts
