#include "engine/cli/context.h"
#include "engine/endpoints.h"
#include "engine/settings_store.h"

#include <filesystem>
#include <iostream>

#include <CLI/CLI.hpp>

namespace longshore::cli {
namespace {

class Doctor {
 public:
  explicit Doctor(Context& context) : context_(context) {}

  void run(bool connections) {
    auto config = context_.load_installation();
    if (!config) return;
    say(true, "configuration", config->folder + "/longshore.yaml");
    auto data = find_shared_data();
    say(data.has_value(), "shared data", data ? data->dictionaries : data.error().describe());
    if (!data) return finish();
    image(*data);
    folders(*config);
    auto catalog = maps::Catalog::open(catalog_folders(*data, &*config));
    if (!catalog)
      say(false, "maps", catalog.error().describe());
    else
      check_maps(**catalog, *config);
    std::vector<Error> errors;
    auto registry = load_partners(*data, *config, catalog ? catalog->get() : nullptr, errors).registry;
    for (const auto& error : errors) say(false, "profile", error.describe());
    if (errors.empty()) say(true, "profiles", std::to_string(registry->profiles().size()));
    for (const auto& profile : registry->profiles())
      for (const auto& endpoint : profile.endpoints) check_endpoint(*config, profile, endpoint, connections);
    service(*config);
    finish();
  }

 private:
  void say(bool good, const std::string& what, const std::string& detail) {
    bad_ += good ? 0 : 1;
    if (context_.format == "table") std::cout << (good ? "ok    " : "FAULT ") << what << ": " << detail << "\n";
    findings_.push_back(json::Object{{"ok", good}, {"check", what}, {"detail", detail}});
  }

  // Without one everything works, only slower.
  void image(const SharedData& data) {
    if (data.image_fault) return say(true, "image", "none, YAML is read: " + data.image_fault->describe());
    const auto state = yaml::state_of(data.sources);
    say(true, "image",
        std::to_string(state.files) + " files" +
            (state.stale ? ", " + std::to_string(state.stale) + " of them changed since, these are read as YAML" : ""));
  }

  void folders(const Config& config) {
    std::error_code ec;
    std::filesystem::create_directories(config.data, ec);
    auto free = context_.files.free_space(config.data);
    bool enough = free && free->count > config.reserve_bytes;
    say(enough, "disk",
        free ? std::to_string(free->count >> 20) + " MiB free under " + config.data + ", reserve " +
                   std::to_string(config.reserve_bytes >> 20) + " MiB" + (enough ? "" : " — free some space")
             : free.error().describe());
    auto year = to_civil(context_.clock.now()).year;
    say(year >= 2026 && year < 2100, "clock", to_rfc3339(context_.clock.now()));
  }

  void check_maps(maps::Catalog& catalog, const Config& config) {
    std::size_t own = 0;
    for (const auto& head : catalog.heads()) {
      own += head.file.starts_with(config.maps + "/") ? 1 : 0;
      for (const auto& error : catalog.lint(head)) say(false, "map", error.describe());
    }
    say(true, "maps",
        std::to_string(catalog.heads().size()) + ", " + std::to_string(own) + " of the installation's own");
  }

  void check_endpoint(const Config& config, const partners::Profile& profile, const partners::Endpoint& endpoint,
                      bool connections) {
    auto id = profile.id.str() + "/" + endpoint.name;
    if (!connections) return;
    auto session = make_connector(endpoint, config.secrets)->connect();
    if (!session) return say(false, id, session.error().describe());
    say(true, id, "connected");
    if (endpoint.watch) {
      auto listing = (*session)->list(endpoint.watch->path, 1000);
      say(listing.has_value(), id + " watch",
          listing ? std::to_string(listing->files.size()) + " files in " + endpoint.watch->path
                  : listing.error().describe());
    }
    if (endpoint.put_path.empty()) return;
    auto listing = (*session)->list(endpoint.put_path, 10);
    say(listing.has_value(), id + " put", listing ? endpoint.put_path + " is there" : listing.error().describe());
  }

  void service(const Config& config) {
    auto backend = Backend::open(context_, config);
    if (!backend) return say(backend.error().code == "NOT_FOUND", "service", "never ran here");
    auto status = (*backend)->ask_json("GET", "/api/v1/status");
    if (!status) return say(false, "service", status.error().describe());
    say(true, "service", (*backend)->live() ? "running" : "not running");
    for (const auto& alert : *status->find("alerts")->array())
      say(false, "alert " + alert.text("subject"), alert.text("message"));
  }

  void finish() {
    if (context_.format != "table")
      std::cout << json::write_pretty(json::Object{{"checks", findings_}}) << "\n";
    else
      std::cout << (bad_ ? std::to_string(bad_) + " faults\n" : "all well\n");
    if (bad_) context_.exit = Exit::findings;
  }

  Context& context_;
  std::size_t bad_ = 0;
  json::Array findings_;
};

}  // namespace

void add_doctor(CLI::App& app, Context& context) {
  auto offline = std::make_shared<bool>(false);
  auto* command =
      app.add_subcommand("doctor", "Check configuration, keys, connections, clock and disk, and say what to do");
  command->add_flag("--offline", *offline, "Connect to no partner");
  command->callback([&context, offline] { context.command = [&context, offline] { Doctor(context).run(!*offline); }; });
}

}  // namespace longshore::cli
