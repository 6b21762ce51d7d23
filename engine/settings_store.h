#pragma once
#include "engine/config.h"
#include "engine/translate/settings.h"

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace longshore {

/// The installation's partners and maps, loaded anew when their files change. A bad set of files leaves the last good
/// one in force. Thread-safe.
class SettingsStore {
 public:
  SettingsStore(Config config, SharedData data) : config_(std::move(config)), data_(std::move(data)) {}

  /// Loads for the first time; every fault is in the result, the settings are in force only when there is none.
  std::vector<Error> load();
  /// Looks whether files changed and loads them; nothing when they did not. Faults are reported once a change.
  struct Reload {
    bool changed = false;
    std::vector<Error> errors;
  };
  Reload reload_if_changed();

  translate::Settings current() const;
  const Config& config() const { return config_; }

 private:
  std::string fingerprint() const;
  std::vector<Error> load_files();

  Config config_;
  SharedData data_;
  mutable std::mutex mutex_;
  translate::Settings settings_;
  std::string loaded_;
};

/// The folders of an installation's and the program's own maps and tables; the installation's win.
maps::CatalogFolders catalog_folders(const SharedData& data, const Config* config);
partners::RegistryFolders registry_folders(const SharedData& data, const Config& config);
/// What an installation says about its partners.
struct LoadedPartners {
  std::shared_ptr<const partners::Registry> registry;
  std::shared_ptr<const guide::Guides> guides;
};
/// Reads guides, with the installation's own dictionaries before the shipped ones, and profiles; every fault is
/// appended. Without a `catalog` there are no guides, and profiles are not checked for the names they use.
LoadedPartners load_partners(const SharedData& data, const Config& config, maps::Catalog* catalog,
                             std::vector<Error>& errors);

}  // namespace longshore
