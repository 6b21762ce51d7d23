#pragma once
#include "engine/base/json/json.h"
#include "engine/base/yaml/yaml.h"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace longshore::maps {

/// A map from canonical events to a partner's file; CSV so far: one row an event.
struct PartnerFileMap {
  struct Column {
    std::string title;
    std::vector<std::string> pointers;  ///< RFC 6901 into the whole event; the first that has a value counts
    std::string fallback;
  };
  std::string name;
  std::vector<std::string> accepts;  ///< event types, `*` for any fact
  char delimiter = ',';
  bool header = true;
  std::vector<Column> columns;
  std::string revision;

  bool takes(std::string_view type) const;
};

/// Faults are appended to `errors` with file:line:column.
std::optional<PartnerFileMap> compile_partner_file(const yaml::Node& root, std::vector<Error>& errors);
/// The file's bytes for these events, in their order.
std::string compose_file(const PartnerFileMap& map, std::span<const json::Value> events);

}  // namespace longshore::maps
