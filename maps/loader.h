#pragma once
#include "engine/base/yaml/yaml.h"
#include "maps/codes.h"
#include "maps/definition.h"
#include "parsers/guide/library.h"

#include <string_view>
#include <vector>

namespace longshore::maps {

/// Compiles a map. Every fault of it is appended to `errors` with file:line:column; nullopt if there was one.
/// `tables` are the names of the code tables that exist.
std::optional<Map> compile(const yaml::Node& root, guide::Library& dictionaries, const std::vector<std::string>& tables,
                           std::vector<Error>& errors);

}  // namespace longshore::maps
