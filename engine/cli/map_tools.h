#pragma once
#include "engine/cli/context.h"
#include "maps/catalog.h"

#include <memory>

namespace CLI {
class App;
}

namespace longshore::cli {

/// The catalog of the installation named with --config, else the shipped one; null after a failure that was told.
std::unique_ptr<maps::Catalog> open_catalog(Context& context, const SharedData& data);
/// show, run, explain, coverage, diff.
void add_map_tools(CLI::App& group, Context& context);

}  // namespace longshore::cli
