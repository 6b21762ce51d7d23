#pragma once
#include "maps/contracts/contract.h"

#include <string>

namespace longshore::contracts {

/// The contracts as Markdown: each object's facts and states, each schema's fields. Deterministic.
std::string event_reference(const Contracts& contracts);

}  // namespace longshore::contracts
