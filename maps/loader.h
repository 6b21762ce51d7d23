#pragma once
#include "engine/base/yaml/yaml.h"
#include "maps/canonical.h"
#include "maps/codes.h"
#include "maps/definition.h"

#include <string_view>
#include <vector>

namespace longshore::maps {

/// `source:` of a map.
struct MapSource {
  parsers::Standard standard = parsers::Standard::x12;
  std::string set;
  std::vector<std::string> versions;
};
std::optional<MapSource> read_source(const yaml::Node& root, std::vector<Error>& errors);

/// `lookups:` of a map; `tables` are the names of the code tables that exist.
std::vector<LookupUse> read_lookups(const yaml::Node* node, const std::vector<std::string>& tables,
                                    std::vector<Error>& errors);

/// What a map is compiled against.
struct CompileInput {
  std::vector<std::string> tables;       ///< names of the code tables that exist
  const Canonical* canonical = nullptr;  ///< with it, event types and their fields are checked too
};

/// Compiles the way from documents to events. Every fault is appended to `errors` with file:line:column; nullopt if
/// there was one.
std::optional<Map> compile(const yaml::Node& root, const guide::Dictionary& dictionary, const CompileInput& input,
                           std::vector<Error>& errors);

}  // namespace longshore::maps
