#pragma once
#include "maps/contracts/contract.h"

#include <string_view>

namespace longshore::contracts {

/// The contracts as an AsyncAPI 3.0 document: a channel an object, a message an event type. It is the consumer's view:
/// objects are open there, for a consumer has to take members that it does not know. Deterministic.
json::Value asyncapi(const Contracts& contracts, std::string_view version);

}  // namespace longshore::contracts
