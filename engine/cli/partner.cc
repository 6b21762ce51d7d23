#include "engine/cli/context.h"
#include "engine/settings_store.h"

#include <filesystem>
#include <iostream>

#include <CLI/CLI.hpp>

namespace longshore::cli {
namespace {

struct Loaded {
  Config config;
  SharedData data;
  std::shared_ptr<const partners::Registry> registry;
  std::vector<Error> errors;
};

std::optional<Loaded> load(Context& context) {
  Loaded out;
  auto config = context.load_installation();
  auto data = config ? context.shared_data() : std::nullopt;
  if (!config || !data) return std::nullopt;
  auto catalog = maps::Catalog::open(catalog_folders(*data, &*config));
  if (!catalog) {
    context.fail(catalog.error());
    return std::nullopt;
  }
  out.registry = load_partners(*data, *config, catalog->get(), out.errors).registry;
  out.config = std::move(*config);
  out.data = std::move(*data);
  return out;
}

bool concerns(const Error& error, const std::vector<std::string>& names, const Loaded& loaded) {
  if (names.empty() || !error.where) return true;
  return std::ranges::any_of(names, [&](const auto& name) {
    const auto* profile = loaded.registry->find(PartnerId(name));
    return std::filesystem::path(error.where->file).stem() == name || (profile && profile->file == error.where->file);
  });
}

void lint(Context& context, const std::vector<std::string>& names) {
  auto loaded = load(context);
  if (!loaded) return;
  std::size_t shown = 0;
  json::Array list;
  for (const auto& error : loaded->errors) {
    if (!concerns(error, names, *loaded)) continue;
    ++shown;
    if (context.format == "table") {
      std::cout << error.describe() << "\n";
      continue;
    }
    json::Object one{{"code", error.code}, {"message", error.what}, {"hint", error.hint}};
    if (error.where)
      one.set("where",
              json::Object{{"file", error.where->file}, {"line", error.where->line}, {"column", error.where->column}});
    list.emplace_back(std::move(one));
  }
  if (context.format != "table")
    std::cout << json::write_pretty(json::Object{{"findings", std::move(list)}}) << "\n";
  else if (shown == 0)
    std::cout << loaded->registry->profiles().size()
              << (loaded->registry->profiles().size() == 1 ? " profile" : " profiles") << ", no findings\n";
  if (shown) context.exit = Exit::findings;
}

void list(Context& context) {
  auto loaded = load(context);
  if (!loaded) return;
  json::Array partners;
  std::vector<std::vector<std::string>> rows;
  for (const auto& profile : loaded->registry->profiles()) {
    std::string receives;
    std::string sends;
    for (const auto& flow : profile.flows) (flow.sends ? sends : receives) += " " + flow.set;
    auto identity = profile.x12 ? profile.x12->theirs.str() : profile.edifact ? profile.edifact->theirs.str() : "-";
    rows.push_back({profile.id.str(), std::string(name(profile.stage)), identity,
                    receives.empty() ? "-" : receives.substr(1), sends.empty() ? "-" : sends.substr(1),
                    profile.revision.substr(0, 12)});
    partners.push_back(json::Object{{"partner", profile.id.str()},
                                    {"stage", name(profile.stage)},
                                    {"identity", identity},
                                    {"file", profile.file},
                                    {"revision", profile.revision}});
  }
  if (context.format != "table")
    std::cout << json::write_pretty(json::Object{{"partners", std::move(partners)}}) << "\n";
  else
    print_table({"PARTNER", "STAGE", "IDENTITY", "RECEIVES", "SENDS", "REVISION"}, rows);
  for (const auto& error : loaded->errors) context.fail(error, Exit::findings);
}

void print_node(const yaml::Node& node, std::size_t depth, bool origins) {
  std::string pad(depth * 2, ' ');
  auto origin = [&](const yaml::Node& at) {
    return origins
               ? "  # " + std::filesystem::path(at.where.file).filename().string() + ":" + std::to_string(at.where.line)
               : std::string{};
  };
  auto scalar = [](const yaml::Node& at) {
    return at.is_null() ? std::string("null") : at.quoted ? json::quote(at.text) : at.text;
  };
  for (const auto& pair : node.pairs) {
    std::cout << pad << pair.key << ":";
    if (pair.value.is_scalar() || pair.value.is_null())
      std::cout << " " << scalar(pair.value) << origin(pair.value) << "\n";
    else
      std::cout << "\n", print_node(pair.value, depth + 1, origins);
  }
  for (const auto& item : node.items) {
    if (item.is_scalar()) {
      std::cout << pad << "- " << scalar(item) << origin(item) << "\n";
    } else {
      std::cout << pad << "-\n";
      print_node(item, depth + 1, origins);
    }
  }
}

void show(Context& context, const std::string& id, bool resolved) {
  auto loaded = load(context);
  if (!loaded) return;
  const auto* profile = loaded->registry->find(PartnerId(id));
  if (!profile)
    return context.fail({Lasting::permanent, "cli", "NOT_FOUND", "there is no partner " + id,
                         "see longshore partner list", std::nullopt});
  auto node = resolved ? partners::load_resolved(profile->file, registry_folders(loaded->data, loaded->config))
                       : yaml::load(profile->file);
  if (!node) return context.fail(node.error());
  print_node(*node, 0, resolved);
}

void pause(Context& context, const std::string& id, bool paused, const std::string& reason) {
  auto config = context.load_installation();
  if (!config) return;
  auto backend = Backend::open(context, *config);
  if (!backend) return context.fail(backend.error());
  auto answer =
      (*backend)->ask_json("POST", "/api/v1/partners/" + api::percent_encode(id) + (paused ? "/pause" : "/resume"),
                           json::Object{{"reason", reason}});
  if (!answer) return context.fail(answer.error());
  std::cout << id << (paused ? ": deliveries paused\n" : ": deliveries resumed\n");
}

}  // namespace

void add_partner(CLI::App& app, Context& context) {
  auto* group = app.add_subcommand("partner", "Trading partners' profiles");
  group->require_subcommand(1);
  struct Options {
    std::vector<std::string> names;
    std::string id, reason;
    bool resolved = false;
  };
  auto options = std::make_shared<Options>();
  auto* linter = group->add_subcommand("lint", "Check profiles, or the named ones");
  linter->add_option("partner", options->names, "Partners; all when none is named");
  linter->callback([&context, options] { context.command = [&context, options] { lint(context, options->names); }; });
  auto* lister = group->add_subcommand("list", "All partners");
  lister->callback([&context] { context.command = [&context] { list(context); }; });
  auto* shower = group->add_subcommand("show", "One profile");
  shower->add_option("partner", options->id, "Its name")->required();
  shower->add_flag("--resolved", options->resolved,
                   "With all it extends, each value with the file and line it comes from");
  shower->callback([&context, options] {
    context.command = [&context, options] { show(context, options->id, options->resolved); };
  });
  for (bool paused : {true, false}) {
    auto* command = group->add_subcommand(paused ? "pause" : "resume",
                                          paused ? "Hold back deliveries to a partner" : "Deliver to it again");
    command->add_option("partner", options->id, "Its name")->required();
    command->add_option("--reason", options->reason, "Why, for the audit");
    command->callback([&context, options, paused] {
      context.command = [&context, options, paused] { pause(context, options->id, paused, options->reason); };
    });
  }
}

}  // namespace longshore::cli
