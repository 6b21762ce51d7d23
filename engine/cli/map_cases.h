#pragma once
#include "engine/cli/context.h"
#include "maps/catalog.h"

namespace longshore::cli {

struct CaseTally {
  std::size_t passed = 0;
  std::size_t failed = 0;
};

/// Runs the cases of one `.test.yaml` and prints what differs.
void run_cases(Context& context, maps::Catalog& catalog, const maps::Catalog::Head& head, const std::string& file,
               CaseTally& tally);

}  // namespace longshore::cli
