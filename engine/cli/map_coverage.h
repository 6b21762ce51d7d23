#pragma once
#include "engine/cli/context.h"

namespace CLI {
class App;
}

namespace longshore::cli {

/// coverage and diff.
void add_map_coverage(CLI::App& group, Context& context);

}  // namespace longshore::cli
