#include "engine/settings_store.h"

#include "engine/base/runtime/files.h"

#include <filesystem>

namespace longshore {
namespace fs = std::filesystem;

maps::CatalogFolders catalog_folders(const SharedData& data, const Config* config) {
  maps::CatalogFolders out{data.dictionaries, data.canonical, {data.maps}, {data.codes}, data.sources};
  if (config) {
    out.maps.push_back(config->maps);
    out.codes.push_back(config->codes);
  }
  return out;
}

partners::RegistryFolders registry_folders(const SharedData& data, const Config& config) {
  return {config.partners, {config.templates, data.templates}, data.sources};
}

LoadedPartners load_partners(const SharedData& data, const Config& config, maps::Catalog* catalog,
                             std::vector<Error>& errors) {
  LoadedPartners out;
  partners::KnownNames known;
  if (catalog) {
    catalog->dictionaries().put_before(config.dictionaries);
    out.guides =
        guide::Guides::load(runtime::list_files(config.guides, ".yaml", false), catalog->dictionaries(), errors);
    for (const auto& head : catalog->heads()) known.maps.push_back(head.name);
    auto& guides = known.guides.emplace();
    for (const auto& [name, one] : out.guides->all()) guides[name] = one->base.text();
  }
  out.registry = partners::Registry::load(registry_folders(data, config), known, errors);
  return out;
}

std::string SettingsStore::fingerprint() const {
  std::string out;
  for (const auto& folder :
       {config_.partners, config_.maps, config_.codes, config_.templates, config_.guides, config_.dictionaries}) {
    for (const auto& file : runtime::list_files(folder, ".yaml")) {
      std::error_code ec;
      auto changed = fs::last_write_time(file, ec).time_since_epoch().count();
      out += file + ":" + std::to_string(changed) + ":" + std::to_string(fs::file_size(file, ec)) + "\n";
    }
  }
  return out;
}

std::vector<Error> SettingsStore::load_files() {
  std::vector<Error> errors;
  auto catalog = maps::Catalog::open(catalog_folders(data_, &config_));
  if (!catalog) return {catalog.error()};
  auto loaded = load_partners(data_, config_, catalog->get(), errors);
  for (const auto& head : (*catalog)->heads())
    if (head.file.starts_with(config_.maps + "/"))
      for (auto& error : (*catalog)->lint(head)) errors.push_back(std::move(error));
  if (!errors.empty()) return errors;
  std::scoped_lock lock(mutex_);
  settings_ = {std::move(loaded.registry), std::move(*catalog), std::move(loaded.guides)};
  return errors;
}

std::vector<Error> SettingsStore::load() {
  loaded_ = fingerprint();
  return load_files();
}

SettingsStore::Reload SettingsStore::reload_if_changed() {
  auto now = fingerprint();
  if (now == loaded_) return {};
  loaded_ = std::move(now);
  return {true, load_files()};
}

translate::Settings SettingsStore::current() const {
  std::scoped_lock lock(mutex_);
  return settings_;
}

}  // namespace longshore
