#pragma once
#include "engine/base/yaml/yaml.h"
#include "engine/model/lent_profile.h"
#include "engine/model/result.h"

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace longshore::maps {

struct CodeTable {
  std::string name;
  std::string element;                ///< "1650"; empty where the table belongs to no single element
  std::vector<std::string> versions;  ///< releases that list these codes; empty: any
  bool identity = false;              ///< a code without a row means itself
  CodeRows rows;

  const CodeRow* find(std::string_view code) const;
};

/// What happens to the document when a value is missing or cannot be used.
enum class OnFault : std::uint8_t { hold, reject, warn, null };

struct LookupUse {
  std::string name;   ///< the map's own name for it, which a profile's `codes:` extends
  std::string table;  ///< the shipped table's name
  OnFault on_miss = OnFault::hold;
  std::string miss_value;    ///< with on_miss null: what it becomes, if anything
  std::uint32_t number = 0;  ///< its place under the map's `lookups:`
};

/// Reads `maps/library/codes/NAME.yaml`; errors carry file:line:column.
Result<CodeTable> load_code_table(const yaml::Node& root);
/// A mapping of code to row, as profiles write it under `codes: {TABLE: …}`.
CodeRows read_code_rows(const yaml::Node& rows, std::vector<Error>& errors);

}  // namespace longshore::maps
