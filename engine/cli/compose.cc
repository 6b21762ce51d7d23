#include "engine/base/runtime/files.h"
#include "engine/base/runtime/system_clock.h"
#include "engine/cli/context.h"
#include "engine/compose/document.h"
#include "engine/model/text.h"
#include "engine/settings_store.h"

#include <iostream>

#include <CLI/CLI.hpp>

namespace longshore::cli {
namespace {

struct Request {
  std::string partner;
  std::string document;
  std::string map;
  std::vector<std::string> files;
  std::uint32_t number = 1;
  std::string at;
};

Result<std::vector<json::Value>> read_events(const std::vector<std::string>& files) {
  std::vector<json::Value> out;
  for (const auto& file : files) {
    LONGSHORE_TRY(auto text, runtime::read_file(file));
    std::uint32_t line_number = 0;
    for (auto line : split(text, '\n')) {
      ++line_number;
      if (trim(line).empty()) continue;
      auto event = json::parse(line);
      if (!event) {
        auto error = event.error();
        error.where = SourceLocation{file, line_number, 1};
        return fail(std::move(error));
      }
      out.push_back(std::move(*event));
    }
  }
  return out;
}

// The flow of the profile that sends such a document; its map unless one is named.
Result<std::string> map_for(const Request& request, const partners::Profile& profile, compose::DocumentKind& kind,
                            const maps::Catalog& catalog) {
  for (const auto& flow : profile.flows) {
    bool same = flow.sends && flow.standard == kind.standard && flow.set == kind.set &&
                (kind.version.empty() || flow.version.empty() || kind.version == flow.version);
    if (!same) continue;
    if (kind.version.empty()) kind.version = flow.version;
    if (request.map.empty()) return flow.map;
  }
  if (!request.map.empty()) return request.map;
  auto standard = kind.standard == "x12" ? parsers::Standard::x12 : parsers::Standard::edifact;
  for (const auto& head : catalog.heads())
    if (kind.edi() && head.writes && head.of_releases && head.standard == standard && head.set == kind.set)
      return head.name;
  return fail_permanent("cli", "FLOW_MISSING",
                        "the profile of " + profile.id.str() + " has no flow that sends " + kind.str(),
                        "name a map with --map");
}

Result<std::string> composed(const SharedData& data, const Config& config, const Request& request) {
  LONGSHORE_TRY(auto catalog, maps::Catalog::open(catalog_folders(data, &config)));
  std::vector<Error> errors;
  auto registry = load_partners(data, config, catalog.get(), errors).registry;
  if (!errors.empty()) return fail(std::move(errors.front()));
  const auto* profile = registry->find(PartnerId(request.partner));
  if (!profile) return fail_permanent("cli", "NOT_FOUND", "there is no partner " + request.partner);
  auto kind = compose::DocumentKind::parse(request.document);
  LONGSHORE_TRY(auto map, map_for(request, *profile, kind, *catalog));
  LONGSHORE_TRY(const auto* writer, compose::template_for(*catalog, map, kind));
  LONGSHORE_TRY(auto events, read_events(request.files));
  auto now = runtime::SystemClock().now();
  if (!request.at.empty()) {
    auto given = from_rfc3339(request.at);
    if (!given)
      return fail_permanent("cli", "TIME_SYNTAX", "\"" + printable(request.at) + "\" is no time",
                            "write it like 2026-03-02T14:05Z");
    now = *given;
  }
  LONGSHORE_TRY(auto written,
                compose::write_documents(*writer, events, *profile, *catalog, {request.number, to_civil(now)}));
  if (written.documents == 0)
    return fail_permanent("cli", "NOTHING_TO_SAY", "none of " + std::to_string(events.size()) + " events is for " + map,
                          "see accepts: in the map");
  return std::move(written.bytes);
}

void compose_files(Context& context, const Request& request) {
  auto data = context.shared_data();
  auto config = data ? context.load_installation() : std::nullopt;
  if (!config) return;
  auto bytes = composed(*data, *config, request);
  if (bytes)
    std::cout << *bytes;
  else
    context.fail(bytes.error(), bytes.error().code == "NOT_FOUND" ? Exit::not_found : Exit::findings);
}

}  // namespace

void add_compose(CLI::App& app, Context& context) {
  auto request = std::make_shared<Request>();
  request->files = {"-"};
  auto* command = app.add_subcommand(
      "compose", "Canonical events to a partner's document or file, on standard output; it is checked as one received");
  command->add_option("--partner", request->partner, "The partner whose profile and identity count")->required();
  command->add_option("--document", request->document, "x12/990@004010, edifact/DESADV@D96A, csv/NAME")->required();
  command->add_option("--map", request->map, "Default: that of the profile's flow, else the shipped one");
  command->add_option("--control-number", request->number, "Of the interchange")->capture_default_str();
  command->add_option("--at", request->at, "Its date and time; default: now");
  command->add_option("events", request->files, "NDJSON; - is standard input");
  command->callback(
      [&context, request] { context.command = [&context, request] { compose_files(context, *request); }; });
}

}  // namespace longshore::cli
