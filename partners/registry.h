#pragma once
#include "engine/base/yaml/sources.h"
#include "partners/loader.h"
#include "partners/profile.h"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace longshore::partners {

struct RegistryFolders {
  std::string profiles;                ///< *.yaml, one partner each
  std::vector<std::string> templates;  ///< NAME.yaml; the first folder that has it wins
  yaml::Sources sources = {};          ///< of the shipped ones among them
};

/// What lint knows beyond the profiles themselves. Empty lists are not checked against.
struct KnownNames {
  std::vector<std::string> maps;
  std::vector<std::string> lookups;
  /// What each guide is about: "x12/856@004010". Checked against even where there is none, unless it is not set.
  std::optional<std::map<std::string, std::string, std::less<>>> guides = {};
};

/// All partners at one moment. Immutable: a reload makes another one. Thread-safe.
class Registry {
 public:
  /// Every fault of every profile is appended to `errors`; profiles without faults are in the result all the same, for
  /// lint and `show`. A service takes a registry only when there was no fault.
  static std::shared_ptr<const Registry> load(const RegistryFolders& folders, const KnownNames& known,
                                              std::vector<Error>& errors);

  const std::vector<Profile>& profiles() const { return profiles_; }
  const Profile* find(const PartnerId& id) const;
  /// The partner whose envelope that is (`theirs` and `ours` match); null when nobody's. A partner that carries the
  /// sender counts when nobody's own identity fits.
  const Profile* by_envelope(bool x12, const EnvelopeId& sender, const EnvelopeId& receiver) const;
  const std::string& revision() const { return revision_; }

 private:
  void check_between(std::vector<Error>& errors) const;

  std::vector<Profile> profiles_;
  std::string revision_;
};

/// The resolved YAML of one profile file.
Result<yaml::Node> load_resolved(const std::string& file, const RegistryFolders& folders);
/// Finds templates in the folders.
FindTemplate template_finder(const RegistryFolders& folders);

}  // namespace longshore::partners
