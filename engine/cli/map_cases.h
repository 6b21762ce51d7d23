#pragma once
#include "engine/cli/context.h"
#include "maps/catalog.h"
#include "maps/contracts/contract.h"

namespace longshore::cli {

struct CaseTally {
  std::size_t passed = 0;
  std::size_t failed = 0;
};

/// What cases are judged with.
struct CaseData {
  maps::Catalog& catalog;
  const contracts::Contracts& contracts;
  bool update = false;  ///< write what comes out in place of what was expected
};

/// Runs the cases of one `.test.yaml` and prints what differs, and where an event does not keep to its schema.
void run_cases(Context& context, const CaseData& data, const maps::Catalog::Head& head, const std::string& file,
               CaseTally& tally);

}  // namespace longshore::cli
