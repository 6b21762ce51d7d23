#include "engine/cli/map_tools.h"

#include "engine/base/crypto/crypto.h"
#include "engine/base/runtime/files.h"
#include "engine/cli/map_coverage.h"
#include "engine/cli/map_run.h"
#include "engine/model/text.h"
#include "maps/overlay.h"

#include <chrono>
#include <filesystem>
#include <iostream>
#include <thread>

#include <CLI/CLI.hpp>

namespace longshore::cli {
namespace {

namespace fs = std::filesystem;

// A map by name, or a map file, which then counts under the name it has inside.
Result<std::string> take_map(maps::Catalog& catalog, const std::string& name_or_file) {
  bool file = name_or_file.ends_with(".yaml") || name_or_file.contains('/');
  if (file) return catalog.add(name_or_file);
  LONGSHORE_TRY([[maybe_unused]] auto source, catalog.source(name_or_file));
  return name_or_file;
}

std::unique_ptr<maps::Catalog> catalog_of(Context& context) {
  auto data = context.shared_data();
  return data ? open_catalog(context, *data) : nullptr;
}

void show(Context& context, const std::string& name, bool resolved) {
  auto catalog = catalog_of(context);
  if (!catalog) return;
  auto source = catalog->source(name);
  if (!source) return context.fail(source.error(), Exit::not_found);
  if (resolved) {
    std::cout << maps::print_with_origins(source->root);
    return;
  }
  auto text = runtime::read_file(catalog->head(name)->file);
  if (text) std::cout << *text;
}

struct RunRequest {
  std::string file;
  std::string map;
  std::string pointer;
  bool watch = false;
};

std::string findings_of(const SetRun& run) {
  std::string out;
  auto add = [&](const Diagnostic& diagnostic) {
    if (diagnostic.severity == Severity::info) return;
    out += std::string(name(diagnostic.severity)) + ": " + std::string(info(diagnostic.code).name) + ": " +
           printable(diagnostic.message);
    if (diagnostic.segment_position)
      out += " (segment " + std::to_string(*diagnostic.segment_position) + " " + diagnostic.segment_id + ")";
    out += "\n";
  };
  std::ranges::for_each(run.at.transaction.diagnostics, add);
  std::ranges::for_each(run.translation.output.diagnostics, add);
  return out;
}

// True when all sets gave events.
bool run_once(Context& context, const RunRequest& request) {
  auto catalog = catalog_of(context);
  if (!catalog) return false;
  std::string map;
  if (!request.map.empty()) {
    auto taken = take_map(*catalog, request.map);
    if (!taken) return context.fail(taken.error(), Exit::findings), false;
    map = *taken;
  }
  bool whole = true;
  auto done = run_file(*catalog, map, request.file, false, [&](const SetRun& run) {
    for (const auto& event : run.translation.output.events) {
      auto parsed = json::parse(event.json);
      std::cout << (context.format == "ndjson" || !parsed ? event.json : json::write_pretty(*parsed)) << "\n";
    }
    std::cerr << findings_of(run);
    whole = whole && run.translation.verdict == translate::Translation::Verdict::published;
  });
  if (!done) context.fail(done.error());
  return done && whole;
}

std::string state_of(const RunRequest& request) {
  std::string out;
  for (const auto& file : {request.file, request.map}) {
    std::error_code ec;
    out += std::to_string(fs::last_write_time(file, ec).time_since_epoch().count()) + " ";
  }
  return out;
}

void run(Context& context, const RunRequest& request) {
  if (!run_once(context, request) && context.exit == Exit::ok) context.exit = Exit::findings;
  auto seen = state_of(request);
  while (request.watch) {
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
    auto now = state_of(request);
    if (now == seen) continue;
    seen = std::move(now);
    std::cout << "\n---- " << request.map << " " << request.file << "\n";
    run_once(context, request);
    std::cout.flush();
  }
}

bool below(const std::string& pointer, const std::string& wanted) {
  return pointer == wanted || pointer.starts_with(wanted + "/") || wanted.empty();
}

void explain(Context& context, const RunRequest& request) {
  auto catalog = catalog_of(context);
  if (!catalog) return;
  auto wanted = request.pointer;
  if (wanted.starts_with("/data/")) wanted.erase(0, 5);
  if (!wanted.empty() && !wanted.starts_with('/')) wanted.insert(0, "/");
  std::size_t told = 0;
  json::Array found;
  auto done = run_file(*catalog, request.map, request.file, true, [&](const SetRun& one) {
    for (const auto& event : one.translation.output.events) {
      bool headed = false;
      for (const auto& read : one.trace.reads) {
        if (read.event != event.id || !below(read.pointer, wanted)) continue;
        const auto& segment = one.at.transaction.segments[read.segment];
        auto path =
            std::string(segment.tag()) + "/" + (read.element.index < 10 ? "0" : "") +
            std::to_string(read.element.index) +
            (segment.component_count(read.element.index) > 1 ? "." + std::to_string(read.element.component) : "");
        auto value = segment.value(read.element.index, read.element.component);
        auto place = read.where.file + ":" + std::to_string(read.where.line) + ":" + std::to_string(read.where.column);
        ++told;
        if (context.format != "table") {
          found.push_back(
              json::Object{{"event", event.id},
                           {"type", event.type},
                           {"pointer", "/data" + read.pointer},
                           {"segment", json::Object{{"position", segment.position()}, {"id", segment.tag()}}},
                           {"element", path},
                           {"byteRange", json::Array{read.range.begin, read.range.end}},
                           {"value", value},
                           {"map", place}});
          continue;
        }
        if (!std::exchange(headed, true)) std::cout << event.type << "  " << event.subject << "\n";
        std::cout << "  /data" << read.pointer << "\n    segment " << segment.position() << "  "
                  << printable(segment.text()) << "\n    " << path << " = \"" << printable(value) << "\"  bytes "
                  << read.range.begin << "–" << read.range.end << "  by " << place << "\n";
      }
    }
  });
  if (!done) return context.fail(done.error());
  if (context.format != "table") std::cout << json::write_pretty(json::Object{{"reads", std::move(found)}}) << "\n";
  if (told) return;
  context.fail(
      {Lasting::permanent, "cli", "NOT_FOUND", "no event of " + request.file + " has a field at " + request.pointer,
       "constants and defaults come from the map alone; see longshore map run for the fields", std::nullopt},
      Exit::not_found);
}

}  // namespace

void add_map_tools(CLI::App& group, Context& context) {
  auto request = std::make_shared<RunRequest>();
  auto* shower = group.add_subcommand("show", "A map's text, or with what it extends as one whole");
  auto resolved = std::make_shared<bool>(false);
  shower->add_option("map", request->map, "Its name")->required();
  shower->add_flag("--resolved", *resolved, "One whole, every line with the file and line it comes from");
  shower->callback([&context, request, resolved] {
    context.command = [&context, request, resolved] { show(context, request->map, *resolved); };
  });

  auto* runner = group.add_subcommand("run", "A file through a map: the events, pretty, or -o ndjson");
  runner->add_option("file", request->file, "An EDI file")->required();
  runner->add_option("--map", request->map, "A map's name or file; default: the shipped one for the document");
  runner->add_flag("--watch", request->watch, "Again whenever the file or the map changes");
  runner->callback([&context, request] { context.command = [&context, request] { run(context, *request); }; });

  auto* explainer = group.add_subcommand("explain", "Which bytes made a field");
  explainer->add_option("file", request->file, "An EDI file")->required();
  explainer->add_option("pointer", request->pointer, "JSON pointer into the event, as /data/lines/0/sku")->required();
  explainer->add_option("--map", request->map, "A map's name; default: the shipped one for the document");
  explainer->callback([&context, request] { context.command = [&context, request] { explain(context, *request); }; });

  add_map_coverage(group, context);
}

}  // namespace longshore::cli
