#pragma once
#include "engine/cli/context.h"
#include "maps/contracts/contract.h"

namespace longshore::cli {

/// The contracts of a folder of schemas; errors are printed and the exit code set.
std::optional<contracts::Contracts> load_contracts(Context& context, const std::string& folder);

/// What events (one a text, as JSON) say against their schemas: "event 2: /data/quantity: … (order.shipped.v1.json)".
std::vector<std::string> contract_violations(const contracts::Contracts& contracts,
                                             const std::vector<std::string>& events);

/// Prints where schemas break the conventions or what has been published; returns how many findings there were.
std::size_t lint_contracts(Context& context, const std::string& folder);

/// `map publish`.
void add_map_publish(CLI::App& group, Context& context);
/// `events asyncapi` and `events reference`.
void add_event_documents(CLI::App& group, Context& context);

}  // namespace longshore::cli
