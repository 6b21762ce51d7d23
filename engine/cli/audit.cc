#include "engine/cli/context.h"

#include <iostream>

#include <CLI/CLI.hpp>

namespace longshore::cli {
namespace {

void verify(Context& context) {
  auto config = context.load_installation();
  if (!config) return;
  auto backend = Backend::open(context, *config);
  if (!backend) return context.fail(backend.error());
  auto answer = (*backend)->ask_json("GET", "/api/v1/audit");
  if (!answer) return context.fail(answer.error());
  bool intact = *answer->find("intact")->boolean();
  if (context.format != "table")
    std::cout << json::write(*answer) << "\n";
  else
    std::cout << json::write(*answer->find("records")) << " records, "
              << (intact ? "the chain is whole" : "BROKEN: " + answer->text("finding")) << "\n";
  if (!intact) context.exit = Exit::findings;
}

}  // namespace

void add_audit(CLI::App& app, Context& context) {
  auto* group = app.add_subcommand("audit", "The record of everything that changed");
  group->require_subcommand(1);
  auto* command =
      group->add_subcommand("verify", "Walk the chain and compare it with the head kept outside the ledger");
  command->callback([&context] { context.command = [&context] { verify(context); }; });
}

}  // namespace longshore::cli
