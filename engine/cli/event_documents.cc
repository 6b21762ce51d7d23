#include "engine/cli/map_contract.h"
#include "maps/contracts/asyncapi.h"
#include "maps/contracts/event_reference.h"

#include <iostream>

#include <CLI/CLI.hpp>

namespace longshore::cli {
namespace {

void print_document(Context& context, bool for_tools) {
  auto data = context.shared_data();
  auto contracts = data ? load_contracts(context, data->canonical) : std::nullopt;
  if (!contracts) return;
  if (for_tools)
    std::cout << json::write_pretty(contracts::asyncapi(*contracts, LONGSHORE_VERSION)) << "\n";
  else
    std::cout << contracts::event_reference(*contracts);
}

}  // namespace

void add_event_documents(CLI::App& group, Context& context) {
  auto* asyncapi = group.add_subcommand("asyncapi", "All event types as an AsyncAPI 3.0 document");
  asyncapi->callback([&context] { context.command = [&context] { print_document(context, true); }; });
  auto* reference = group.add_subcommand("reference", "All event types as Markdown: states and fields");
  reference->callback([&context] { context.command = [&context] { print_document(context, false); }; });
}

}  // namespace longshore::cli
