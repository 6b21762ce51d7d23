#include "engine/cli/context.h"
#include "engine/service.h"

#include <csignal>
#include <iostream>

#include <CLI/CLI.hpp>

namespace longshore::cli {
namespace {

volatile std::sig_atomic_t stop_asked = 0;
void ask_to_stop(int) {
  stop_asked = 1;
}

void serve(Context& context) {
  auto config = context.load_installation();
  auto data = config ? context.shared_data() : std::nullopt;
  if (!config || !data) return;
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGTERM, ask_to_stop);
  std::signal(SIGINT, ask_to_stop);
  telemetry::JsonLog log(stderr, context.clock);
  std::vector<Error> errors;
  auto service = Service::start(*config, *data, {context.files, context.clock, context.random, log}, errors);
  for (const auto& error : errors) context.fail(error, Exit::findings);
  if (!service && errors.empty()) context.fail(service.error());
  if (!service) return;
  std::cout << "longshore serves " << config->folder << "; admin API at " << (*service)->api_url() << "\n"
            << std::flush;
  std::atomic<bool> never = false;
  while (!stop_asked && (*service)->healthy()) context.clock.sleep(100, never);
  bool healthy = (*service)->healthy();
  service->reset();
  if (!healthy)
    context.fail({Lasting::permanent, "serve", "DAMAGED", "the spool can no longer be trusted",
                  "start it again: it finds out what the disk holds", std::nullopt},
                 Exit::internal);
}

}  // namespace

void add_serve(CLI::App& app, Context& context) {
  auto* command =
      app.add_subcommand("serve", "Run unattended: watch partners' endpoints, translate, acknowledge, deliver");
  command->callback([&context] { context.command = [&context] { serve(context); }; });
}

}  // namespace longshore::cli
