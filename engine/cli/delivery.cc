#include "engine/cli/context.h"
#include "engine/model/text.h"

#include <iostream>

#include <CLI/CLI.hpp>

namespace longshore::cli {
namespace {

struct Options {
  std::string state, partner, document, reason;
  std::vector<std::string> ids;
};

void list(Context& context, Backend& backend, const Options& options) {
  auto query = "limit=1000&state=" + api::percent_encode(options.state) +
               "&partner=" + api::percent_encode(options.partner) +
               "&document=" + api::percent_encode(options.document);
  auto answer = backend.ask_json("GET", "/api/v1/deliveries?" + query);
  if (!answer) return context.fail(answer.error());
  if (context.json()) {
    std::cout << json::write_pretty(*answer) << "\n";
    return;
  }
  std::vector<std::vector<std::string>> rows;
  for (const auto& one : *answer->find("deliveries")->array()) {
    if (context.format == "ndjson") std::cout << json::write(one) << "\n";
    const auto* error = one.find("error");
    rows.push_back({one.text("id"), one.text("endpoint"), one.text("kind"), one.text("name"), one.text("state"),
                    json::write(*one.find("attempts")), one.text("createdAt"),
                    one.text("state") == "retry" ? one.text("nextAt") : "-",
                    error && error->object() ? printable(error->text("message")) : "-"});
  }
  if (context.format == "ndjson") return;
  if (rows.empty())
    std::cout << "no deliveries\n";
  else
    print_table({"DELIVERY", "ENDPOINT", "KIND", "NAME", "STATE", "TRIES", "CREATED", "NEXT", "ERROR"}, rows);
}

void raw(Context& context, Backend& backend, const Options& options) {
  for (const auto& id : options.ids) {
    auto answer = backend.ask("GET", "/api/v1/deliveries/" + api::percent_encode(id) + "/raw");
    if (!answer) return context.fail(answer.error());
    if (answer->status != 200) return context.fail(api::problem_error(*answer));
    std::cout << answer->body;
  }
}

void act(Context& context, Backend& backend, const Options& options, const std::string& action) {
  for (const auto& id : options.ids) {
    auto answer = backend.ask_json("POST", "/api/v1/deliveries/" + api::percent_encode(id) + "/" + action,
                                   json::Object{{"reason", options.reason}});
    if (!answer)
      context.fail(answer.error());
    else
      std::cout << (context.format == "table" ? id + ": " + answer->text("state") : json::write(*answer)) << "\n";
  }
}

}  // namespace

void add_delivery(CLI::App& app, Context& context) {
  auto* group = app.add_subcommand("delivery", "Files on their way to partners");
  group->require_subcommand(1);
  auto options = std::make_shared<Options>();
  using Run = std::function<void(Context&, Backend&, const Options&)>;
  auto add = [&](const std::string& name, const std::string& help, const Run& run) {
    auto* command = group->add_subcommand(name, help);
    command->callback([&context, options, run] {
      context.command = [&context, options, run] {
        auto config = context.load_installation();
        if (!config) return;
        auto backend = Backend::open(context, *config);
        if (!backend) return context.fail(backend.error());
        run(context, **backend, *options);
      };
    });
    return command;
  };
  auto* lister = add("list", "Deliveries, newest first", list);
  lister->add_option("--state", options->state, "ready, sending, awaiting, delivered, retry, failed, cancelled");
  lister->add_option("--partner", options->partner, "Only this partner's");
  lister->add_option("--document", options->document, "Only what this document caused");
  add("raw", "The bytes that are sent", raw)->add_option("id", options->ids, "Delivery ids")->required();
  for (const auto& [name, help] : {std::pair{"retry", "Try them again now"}, std::pair{"cancel", "Give them up"}}) {
    std::string action = name;
    auto* command = add(action, help, [action](Context& c, Backend& b, const Options& o) { act(c, b, o, action); });
    command->add_option("id", options->ids, "Delivery ids")->required();
    command->add_option("--reason", options->reason, "Why, for the audit");
  }
}

}  // namespace longshore::cli
