#include "engine/base/crypto/crypto.h"
#include "engine/base/runtime/files.h"
#include "engine/cli/context.h"
#include "engine/cli/map_cases.h"
#include "engine/cli/map_contract.h"
#include "engine/cli/map_tools.h"
#include "engine/settings_store.h"

#include <iostream>

#include <CLI/CLI.hpp>

namespace longshore::cli {
namespace {

std::string versions_of(const maps::Catalog::Head& head) {
  std::string out;
  for (const auto& version : head.versions) out += (out.empty() ? "" : " ") + version;
  return out.empty() ? "-" : out;
}

}  // namespace

std::unique_ptr<maps::Catalog> open_catalog(Context& context, const SharedData& data) {
  std::optional<Config> config;
  if (!context.config.empty()) {
    config = context.load_installation();
    if (!config) return nullptr;
  }
  auto catalog = maps::Catalog::open(catalog_folders(data, config ? &*config : nullptr));
  if (catalog) return std::move(*catalog);
  context.fail(catalog.error());
  return nullptr;
}

namespace {

void list(Context& context) {
  auto data = context.shared_data();
  auto catalog = data ? open_catalog(context, *data) : nullptr;
  if (!catalog) return;
  std::vector<std::vector<std::string>> rows;
  json::Array maps;
  for (const auto& head : catalog->heads()) {
    rows.push_back({head.name,
                    head.set.empty() ? "events to file" : std::string(parsers::name(head.standard)) + " " + head.set,
                    versions_of(head), head.file});
    maps.push_back(json::Object{{"map", head.name},
                                {"direction", head.reads && head.writes ? "both"
                                              : head.writes             ? "out"
                                                                        : "in"},
                                {"set", head.set},
                                {"file", head.file}});
  }
  if (context.format != "table")
    std::cout << json::write_pretty(json::Object{{"maps", std::move(maps)}}) << "\n";
  else
    print_table({"MAP", "OF", "VERSIONS", "FILE"}, rows);
}

void lint(Context& context, const std::vector<std::string>& names) {
  auto data = context.shared_data();
  auto catalog = data ? open_catalog(context, *data) : nullptr;
  if (!catalog) return;
  std::size_t checked = 0;
  std::size_t findings = 0;
  for (const auto& head : catalog->heads()) {
    if (!names.empty() && std::ranges::find(names, head.name) == names.end()) continue;
    ++checked;
    for (const auto& error : catalog->lint(head)) {
      std::cout << error.describe() << "\n";
      ++findings;
    }
  }
  for (const auto& name : names)
    if (!catalog->head(name))
      context.fail(
          {Lasting::permanent, "cli", "NOT_FOUND", "there is no map " + name, "see longshore map list", std::nullopt});
  if (names.empty()) findings += lint_contracts(context, data->canonical);
  std::cout << checked << " maps, " << findings << " findings\n";
  if (findings) context.exit = Exit::findings;
}

void test(Context& context, const std::vector<std::string>& names, bool update) {
  auto data = context.shared_data();
  auto catalog = data ? open_catalog(context, *data) : nullptr;
  auto contracts = catalog ? load_contracts(context, data->canonical) : std::nullopt;
  if (!contracts) return;
  CaseTally tally;
  for (const auto& head : catalog->heads()) {
    if (!names.empty() && std::ranges::find(names, head.name) == names.end()) continue;
    auto file = head.file.substr(0, head.file.size() - std::string_view("yaml").size()) + "test.yaml";
    if (runtime::read_file(file))
      run_cases(context, {*catalog, *contracts, update}, head, file, tally);
    else if (!names.empty())
      context.fail({Lasting::permanent, "cli", "NOT_FOUND", head.name + " has no cases", "write them into " + file,
                    std::nullopt});
  }
  std::cout << tally.passed << " passed, " << tally.failed << " failed\n";
  if (tally.failed) context.exit = Exit::findings;
}

}  // namespace

void add_map(CLI::App& app, Context& context) {
  auto* group = app.add_subcommand("map", "Maps between documents and canonical events");
  group->require_subcommand(1);
  auto names = std::make_shared<std::vector<std::string>>();
  auto* lister = group->add_subcommand("list", "All maps");
  lister->callback([&context] { context.command = [&context] { list(context); }; });
  add_map_tools(*group, context);
  auto update = std::make_shared<bool>(false);
  for (bool tests : {false, true}) {
    auto* command = group->add_subcommand(
        tests ? "test" : "lint",
        tests ? "Run the cases beside the maps; their events must keep to their schemas"
              : "Check maps against dictionaries and code tables, and schemas against what is published");
    command->add_option("map", *names, "Maps; all when none is named");
    if (tests) command->add_flag("--update", *update, "Write what comes out as what is expected; read the difference");
    command->callback([&context, names, tests, update] {
      context.command = [&context, names, tests, update] {
        tests ? test(context, *names, *update) : lint(context, *names);
      };
    });
  }
  add_map_publish(*group, context);
}

}  // namespace longshore::cli
