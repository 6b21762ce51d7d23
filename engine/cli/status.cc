#include "engine/cli/context.h"
#include "engine/model/text.h"

#include <iostream>

#include <CLI/CLI.hpp>

namespace longshore::cli {
namespace {

std::int64_t number(const json::Value& value, std::string_view pointer) {
  const auto* found = value.at_pointer(pointer);
  const auto* whole = found ? found->integer() : nullptr;
  return whole ? *whole : 0;
}

void print_partners(const json::Value& status, Timestamp now) {
  std::vector<std::vector<std::string>> rows;
  for (const auto& partner : *status.find("partners")->array()) {
    auto count = [&](const char* state) { return std::to_string(number(partner, std::string("/documents/") + state)); };
    const auto* paused = partner.find("paused");
    const auto* last = partner.find("lastReceivedAt");
    rows.push_back({partner.text("partner"), paused && paused->boolean() && *paused->boolean() ? "paused" : "-",
                    count("done"), count("published"), count("held"), count("rejected"), count("failed"),
                    last && last->string() ? ago(*last->string(), now) : "never"});
  }
  if (!rows.empty())
    print_table({"PARTNER", "FLAG", "DONE", "UNDER WAY", "HELD", "REJECTED", "FAILED", "LAST RECEIVED"}, rows);
}

void print_status(const json::Value& status, Timestamp now, bool live) {
  std::cout << (live ? "service     running\n" : "service     not running: this is what the data folder says\n");
  print_partners(status, now);
  std::cout << "queues      translate " << number(status, "/queue/work") << ", compose "
            << number(status, "/queue/owed") << ", deliver " << number(status, "/queue/deliveries") << ", failed "
            << number(status, "/queue/failed") << "\n";
  auto held = number(status, "/held/count");
  if (held)
    std::cout << "held        " << held << ", most often " << (status.find("held")->text("topReason", "?"))
              << " — longshore document list --state held\n";
  if (number(status, "/queue/failed"))
    std::cout << "failed      " << number(status, "/queue/failed")
              << " deliveries — longshore delivery list --state failed\n";
  for (const auto& alert : *status.find("alerts")->array())
    std::cout << "ALERT       " << alert.text("kind") << " " << alert.text("subject") << ", "
              << ago(alert.text("raisedAt"), now) << ": " << printable(alert.text("message")) << "\n";
  if (!held && status.find("alerts")->array()->empty() && !number(status, "/queue/failed"))
    std::cout << "nothing needs a person\n";
}

void status(Context& context, bool watch) {
  auto config = context.load_installation();
  if (!config) return;
  std::atomic<bool> never = false;
  do {
    auto backend = Backend::open(context, *config);
    if (!backend) return context.fail(backend.error());
    auto answer = (*backend)->ask_json("GET", "/api/v1/status");
    if (!answer) return context.fail(answer.error());
    if (watch && context.color()) std::cout << "\033[H\033[2J";
    if (context.format == "table")
      print_status(*answer, context.clock.now(), (*backend)->live());
    else
      std::cout << (context.json() ? json::write_pretty(*answer) : json::write(*answer)) << "\n";
    std::cout << std::flush;
    if (watch) context.clock.sleep(2000, never);
  } while (watch);
}

}  // namespace

void add_status(CLI::App& app, Context& context) {
  auto watch = std::make_shared<bool>(false);
  auto* command = app.add_subcommand("status", "What runs, what waits, who is stuck");
  command->add_flag("--watch", *watch, "Again every two seconds");
  command->callback([&context, watch] { context.command = [&context, watch] { status(context, *watch); }; });
}

}  // namespace longshore::cli
