#include "engine/cli/context.h"
#include "engine/cli/map_contract.h"
#include "engine/model/text.h"

#include <iostream>

#include <CLI/CLI.hpp>

namespace longshore::cli {
namespace {

void tail(Context& context, std::int64_t after, bool follow) {
  auto config = context.load_installation();
  if (!config) return;
  auto backend = Backend::open(context, *config);
  if (!backend) return context.fail(backend.error());
  std::atomic<bool> never = false;
  for (;;) {
    auto answer = (*backend)->ask("GET", "/api/v1/events?after=" + std::to_string(after) + "&limit=1000");
    if (!answer) return context.fail(answer.error());
    bool any = false;
    for (auto line : split(answer->body, '\n')) {
      auto value = line.empty() ? Result<json::Value>(json::Value{}) : json::parse(line);
      if (!value || !value->find("event")) continue;
      std::cout << json::write(*value->find("event")) << "\n";
      after = *value->find("sequence")->integer();
      any = true;
    }
    std::cout << std::flush;
    if (!any && !follow) return;
    if (!any) context.clock.sleep(500, never);
  }
}

}  // namespace

void add_events(CLI::App& app, Context& context) {
  auto* group = app.add_subcommand("events", "The canonical events");
  group->require_subcommand(1);
  auto* command = group->add_subcommand("tail", "Events as NDJSON, in order of publication");
  auto after = std::make_shared<std::int64_t>(0);
  auto follow = std::make_shared<bool>(false);
  command->add_option("--after", *after, "Only those behind this outbox sequence");
  command->add_flag("-f,--follow", *follow, "Wait for more");
  command->callback(
      [&context, after, follow] { context.command = [&context, after, follow] { tail(context, *after, *follow); }; });
  add_event_documents(*group, context);
}

}  // namespace longshore::cli
