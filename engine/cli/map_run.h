#pragma once
#include "engine/translate/document.h"
#include "maps/catalog.h"

#include <functional>
#include <string>

namespace longshore::cli {

/// One set of a file that went through a map.
struct SetRun {
  translate::Position at;
  const guide::Placement& placement;
  const translate::Translation& translation;
  const maps::Trace& trace;  ///< empty unless asked for
};

/// Every set of the file through `map` (empty: the shipped one for its kind); - is standard input.
Result<void> run_file(maps::Catalog& catalog, const std::string& map, const std::string& file, bool traced,
                      const std::function<void(const SetRun&)>& each);

}  // namespace longshore::cli
