#include "engine/cli/context.h"
#include "engine/cli/usage.h"

#include <iostream>

#include <CLI/CLI.hpp>

namespace {

int run(int argc, char** argv) {
  using namespace longshore::cli;
  Context context;
  CLI::App app("longshore: a partner exchange engine for logistics", "longshore");
  app.set_version_flag("--version", "longshore " LONGSHORE_VERSION);
  app.require_subcommand(1);
  app.fallthrough();
  app.add_option(
      "--config", context.config,
      "The installation's folder, where longshore.yaml is; else $LONGSHORE_CONFIG, the present folder, /etc/longshore");
  app.add_option("-o,--output", context.format, "How to print: table, json, ndjson")
      ->check(CLI::IsMember({"table", "json", "ndjson"}));
  app.add_flag("--no-color", context.no_color, "No colours, whatever standard output is");
  add_serve(app, context);
  add_partner(app, context);
  add_map(app, context);
  add_inspect(app, context);
  add_validate(app, context);
  add_ack(app, context);
  add_dictionary(app, context);
  add_translate(app, context);
  add_compose(app, context);
  add_document(app, context);
  add_delivery(app, context);
  add_status(app, context);
  add_events(app, context);
  add_doctor(app, context);
  add_audit(app, context);
  add_reference(app, context);
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& done) {
    return app.exit(done);
  } catch (const CLI::ParseError& bad) {
    std::cerr << usage_error(app, bad, argc, argv);
    return static_cast<int>(Exit::usage);
  }
  if (context.command) context.command();
  std::cout.flush();
  return static_cast<int>(context.exit);
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run(argc, argv);
  } catch (const std::exception& unexpected) {
    std::cerr << "longshore: INTERNAL: " << unexpected.what() << "\n";
    return 1;
  }
}
