#pragma once
#include "engine/base/yaml/yaml.h"
#include "partners/profile.h"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace longshore::partners {

/// Finds what a profile `extends`: the template's YAML by name.
using FindTemplate = std::function<Result<yaml::Node>(const std::string& name)>;

/// The profile with everything it extends put beneath it: mappings merge key by key, everything else is replaced. Every
/// value keeps the place it was written at, so that messages and `--resolved` name the file it comes from. A cycle is
/// an error.
Result<yaml::Node> resolve(const yaml::Node& profile, const FindTemplate& find_template);

/// Reads a resolved profile strictly; every fault is appended with file:line:column. Nullopt if there was one.
std::optional<Profile> read_profile(const yaml::Node& resolved, std::vector<Error>& errors);

/// "02:ACME" or "ACME"; nullopt when it is neither.
std::optional<EnvelopeId> parse_envelope_id(std::string_view text);

}  // namespace longshore::partners
