#include "engine/cli/context.h"
#include "engine/model/text.h"

#include <iostream>

#include <CLI/CLI.hpp>

namespace longshore::cli {
namespace {

struct Options {
  std::string state, partner, set, ref, since, direction, page;
  std::uint32_t limit = 50;
  std::vector<std::string> ids;
  std::string reason;
  std::string mode = "replay";
  bool resend = false;
  bool whole = false;
  bool dry_run = false;
};

std::string filter_query(const Options& options) {
  std::string out;
  auto add = [&](std::string_view key, const std::string& value) {
    if (!value.empty()) out += (out.empty() ? "" : "&") + std::string(key) + "=" + api::percent_encode(value);
  };
  add("state", options.state);
  add("partner", options.partner);
  add("set", options.set);
  add("ref", options.ref);
  add("since", options.since);
  add("direction", options.direction);
  return out;
}

std::string text(const json::Value* value, std::string_view fallback = "-") {
  if (!value || value->is_null()) return std::string(fallback);
  if (const auto* string = value->string()) return *string;
  return json::write(*value);
}

std::string counted(std::size_t count, std::string_view what) {
  return std::to_string(count) + " " + std::string(what) + (count == 1 ? "" : "s");
}

std::string short_refs(const json::Value& document) {
  std::string out;
  const auto* refs = document.find("refs");
  for (const auto& ref : refs && refs->array() ? *refs->array() : json::Array{}) {
    if (out.size() > 40) return out + " …";
    out += (out.empty() ? "" : " ") + ref.text("type") + "=" + printable(ref.text("value"));
  }
  return out.empty() ? "-" : out;
}

std::vector<std::string> row_of(const json::Value& document) {
  return {document.text("id"),
          text(document.find("partner")),
          text(document.find("set")),
          printable(text(document.find("controlNumber"))),
          document.text("receivedAt"),
          text(document.at_pointer("/status/processing")),
          text(document.at_pointer("/status/validation")),
          text(document.at_pointer("/status/acknowledgement")),
          text(document.at_pointer("/status/delivery")),
          text(document.at_pointer("/error/code")),
          short_refs(document)};
}

const std::vector<std::string> header{"DOCUMENT",   "PARTNER", "SET",      "NUMBER", "RECEIVED",  "STATE",
                                      "VALIDATION", "ACK",     "DELIVERY", "ERROR",  "REFERENCES"};

void list(Context& context, Backend& backend, const Options& options) {
  auto query = filter_query(options) + "&limit=" + std::to_string(options.limit);
  if (!options.page.empty()) query += "&page=" + api::percent_encode(options.page);
  auto answer = backend.ask_json("GET", "/api/v1/documents?" + query);
  if (!answer) return context.fail(answer.error());
  if (context.json()) {
    std::cout << json::write_pretty(*answer) << "\n";
    return;
  }
  std::vector<std::vector<std::string>> rows;
  for (const auto& document : *answer->find("documents")->array()) {
    if (context.format == "ndjson")
      std::cout << json::write(document) << "\n";
    else
      rows.push_back(row_of(document));
  }
  if (context.format == "ndjson") return;
  if (rows.empty())
    std::cout << "no documents\n";
  else
    print_table(header, rows);
  if (const auto* next = answer->find("next"); next && next->string())
    std::cout << "more: --page " << *next->string() << "\n";
}

std::string located(const json::Value& diagnostic) {
  std::string out =
      diagnostic.text("severity") + ": " + diagnostic.text("code") + ": " + printable(diagnostic.text("message"));
  if (const auto* segment = diagnostic.find("segment"); segment && segment->object()) {
    out += " (segment " + text(segment->find("position")) + " " + printable(segment->text("id"));
    if (const auto* element = diagnostic.find("element"); element && element->integer())
      out += ", element " + text(element);
    if (const auto* value = diagnostic.find("value"); value && value->string())
      out += ", value \"" + printable(*value->string()) + "\"";
    out += ")";
  }
  if (const auto* expected = diagnostic.find("expected"); expected && expected->string())
    out += " — expected " + *expected->string();
  return out;
}

void print_history(const json::Value& answer) {
  for (const auto& run : *answer.find("history")->array()) {
    std::cout << "  run        " << run.text("startedAt") << "  " << run.text("result") << ", "
              << counted(run.find("events")->array()->size(), "event");
    if (auto reason = run.text("reason"); !reason.empty()) std::cout << " (" << printable(reason) << ")";
    std::cout << "\n";
  }
  for (const auto& delivery : *answer.find("deliveries")->array())
    std::cout << "  " << (delivery.text("kind") == "acknowledgement" ? "ack        " : "file       ")
              << delivery.text("createdAt") << "  " << delivery.text("state") << "  " << delivery.text("endpoint")
              << "  " << delivery.text("name") << "\n";
}

void show(Context& context, Backend& backend, const Options& options) {
  for (const auto& id : options.ids) {
    auto answer = backend.ask_json("GET", "/api/v1/documents/" + api::percent_encode(id));
    if (!answer) return context.fail(answer.error());
    if (context.format != "table") {
      std::cout << (context.json() ? json::write_pretty(*answer) : json::write(*answer)) << "\n";
      continue;
    }
    print_table(header, {row_of(*answer)});
    std::cout << "  received   " << answer->text("receivedAt") << "  " << text(answer->at_pointer("/received/endpoint"))
              << "  " << printable(text(answer->at_pointer("/received/name"))) << "  bytes "
              << text(answer->find("byteRange")) << "\n";
    print_history(*answer);
    for (const auto& diagnostic : *answer->find("diagnostics")->array())
      std::cout << "  " << located(diagnostic) << "\n";
    if (const auto* error = answer->find("error"); error && error->object())
      std::cout << "  why        " << printable(error->text("message")) << "\n";
    if (text(answer->at_pointer("/status/processing")) == "held")
      std::cout << "  next       mend the profile or map, then: longshore document reprocess " << id
                << "\n             or: longshore document release|ignore " << id << "\n";
  }
}

void raw(Context& context, Backend& backend, const Options& options) {
  for (const auto& id : options.ids) {
    auto answer = backend.ask(
        "GET", "/api/v1/documents/" + api::percent_encode(id) + "/raw" + (options.whole ? "?whole=true" : ""));
    if (!answer) return context.fail(answer.error());
    if (answer->status != 200) return context.fail(api::problem_error(*answer));
    std::cout << answer->body;
  }
}

json::Object body_of(const Options& options, const std::string& action) {
  json::Object body{{"reason", options.reason}};
  if (action == "reprocess") {
    body.set("mode", options.mode);
    body.set("resend", options.resend);
  }
  return body;
}

void act_by_filter(Context& context, Backend& backend, const Options& options, const std::string& action) {
  auto body = body_of(options, action);
  body.set("filter", filter_query(options));
  auto answer = backend.ask_json("POST", "/api/v1/documents/" + action, std::move(body));
  if (!answer) return context.fail(answer.error());
  const auto& failed = *answer->find("failed")->array();
  if (context.format != "table") {
    std::cout << json::write_pretty(*answer) << "\n";
  } else {
    std::cout << action << ": " << counted(answer->find("done")->array()->size(), "document")
              << (failed.empty() ? "" : ", " + std::to_string(failed.size()) + " could not be") << "\n";
    for (const auto& one : failed)
      std::cerr << one.text("id") << ": " << one.text("code") << ": " << one.text("message") << "\n";
  }
  if (!failed.empty()) context.exit = Exit::partial;
}

std::string_view what_happens(std::string_view action) {
  if (action == "reprocess") return "goes through its partner's present profile and map again";
  if (action == "hold") return "is held";
  if (action == "release") return "goes on past the rule that held it";
  return "is done with, nothing more comes of it";
}

void act(Context& context, Backend& backend, const Options& options, const std::string& action) {
  auto filter = filter_query(options);
  if (options.ids.empty() && filter.empty())
    return context.fail({Lasting::permanent, "cli", "REQUEST_INVALID", "which documents?",
                         "name their ids, or a filter such as --state held --partner NAME", std::nullopt});
  if (options.dry_run) {
    auto query = options;
    query.limit = 1000;
    if (options.ids.empty()) return list(context, backend, query);
    return show(context, backend, options);
  }
  if (options.ids.empty()) return act_by_filter(context, backend, options, action);
  for (const auto& id : options.ids) {
    auto answer = backend.ask_json("POST", "/api/v1/documents/" + api::percent_encode(id) + "/" + action,
                                   body_of(options, action));
    if (!answer) {
      context.fail(answer.error());
      continue;
    }
    if (context.format != "table")
      std::cout << json::write(*answer) << "\n";
    else
      std::cout << id << ": " << what_happens(action) << (backend.live() ? "" : ", once longshore serve runs")
                << "; see: longshore document show " << id << "\n";
  }
}

using Run = std::function<void(Context&, Backend&, const Options&)>;

void with_backend(Context& context, const Options& options, const Run& run) {
  auto config = context.load_installation();
  if (!config) return;
  auto backend = Backend::open(context, *config);
  if (!backend) return context.fail(backend.error());
  run(context, **backend, options);
}

void add_filters(CLI::App& command, Options& options) {
  command.add_option("--state", options.state,
                     "received, published, done, rejected, held, failed, ignored, superseded");
  command.add_option("--partner", options.partner, "Only this partner's");
  command.add_option("--set", options.set, "Only this transaction set or message: 214, DESADV");
  command.add_option("--ref", options.ref, "Only documents that carry this reference: 4711, or po=4711");
  command.add_option("--since", options.since, "Received at or after: 2026-03-02, 2026-03-02T14:05Z");
}

}  // namespace

void add_document(CLI::App& app, Context& context) {
  auto* group = app.add_subcommand("document", "See, repair and reprocess documents");
  group->require_subcommand(1);
  auto options = std::make_shared<Options>();
  auto add = [&](const std::string& name, const std::string& help, const Run& run) {
    auto* command = group->add_subcommand(name, help);
    command->callback([&context, options, run] {
      context.command = [&context, options, run] { with_backend(context, *options, run); };
    });
    return command;
  };
  auto* lister = add("list", "Documents, newest first", list);
  add_filters(*lister, *options);
  lister->add_option("--direction", options->direction, "in or out");
  lister->add_option("--limit", options->limit, "How many at most")->check(CLI::Range(1, 1000));
  lister->add_option("--page", options->page, "Go on where an earlier list ended");
  add("show", "One document: its state, runs, deliveries and faults", show)
      ->add_option("id", options->ids, "Document ids")
      ->required();
  auto* rawer = add("raw", "The bytes as they were received", raw);
  rawer->add_option("id", options->ids, "Document ids")->required();
  rawer->add_flag("--whole", options->whole, "The whole file it came in");
  for (const auto& [name, help] :
       {std::pair{"reprocess", "Run them again through the partner's present profile and map"},
        std::pair{"hold", "Put them before a person"},
        std::pair{"release", "Let held ones through, whatever rule held them"},
        std::pair{"ignore", "Decide that nothing is to be done with them"}}) {
    std::string action = name;
    auto* command = add(action, help, [action](Context& c, Backend& b, const Options& o) { act(c, b, o, action); });
    command->add_option("id", options->ids, "Document ids; or name a filter");
    add_filters(*command, *options);
    command->add_option("--reason", options->reason, "Why, for the audit");
    command->add_flag("--dry-run", options->dry_run, "Only show which documents it would be");
    if (action != "reprocess") continue;
    command
        ->add_option("--mode", options->mode, "replay: the same facts keep their ids; correct: what changed supersedes")
        ->check(CLI::IsMember({"replay", "correct"}));
    command->add_flag("--resend", options->resend, "Send partner files again, though they were sent before");
  }
}

}  // namespace longshore::cli
