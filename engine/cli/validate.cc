#include "engine/cli/checked_reader.h"
#include "engine/cli/context.h"
#include "engine/cli/report.h"
#include "engine/model/text.h"

#include <iostream>

#include <CLI/CLI.hpp>

namespace longshore::cli {
namespace {

struct Options {
  std::vector<std::string> files;
  int level = all_levels;
  DictionaryOptions dictionaries;
};

/// A line a diagnostic, for a person or as JSON, and what to say in the end.
class Lines final : public PlacedEvents {
 public:
  Lines(const std::string& file, bool json) : file_(file), json_(json) {}

  void diagnostic(parsers::Part part, Diagnostic one) override {
    if (one.severity == Severity::error) {
      any_error_ = true;
      if (part != parsers::Part::transaction) ++outside_;
    }
    if (json_)
      std::cout << json::write(to_json(file_, place_of(part), one)) << "\n";
    else
      std::cout << describe(file_, place_of(part), one) << "\n";
  }
  void end_transaction(const parsers::Transaction& one) override {
    ++sets_.at(static_cast<std::size_t>(one.status));
    PlacedEvents::end_transaction(one);
  }

  bool any_error() const { return any_error_; }
  std::string summary() const {
    auto [accepted, with_errors, rejected] = sets_;
    auto total = accepted + with_errors + rejected;
    auto out = printable(file_) + ": " + std::to_string(total) + (total == 1 ? " set, " : " sets, ") +
               std::to_string(accepted) + " accepted, ";
    if (with_errors) out += std::to_string(with_errors) + " accepted with errors, ";
    out += std::to_string(rejected) + " rejected";
    if (outside_) out += "; " + std::to_string(outside_) + (outside_ == 1 ? " error" : " errors") + " outside of sets";
    return out;
  }

 private:
  std::string file_;
  bool json_;
  bool any_error_ = false;
  std::array<std::uint64_t, 3> sets_{};
  std::uint64_t outside_ = 0;
};

void print_lines(Context& context, CheckedReader& reader, const std::string& name) {
  bool ndjson = context.format == "ndjson";
  Lines lines(name, ndjson);
  if (!reader.read(name, lines)) return;
  if (!ndjson) std::cout << lines.summary() << "\n";
  if (lines.any_error()) context.note_findings();
}

void validate(Context& context, const Options& options) {
  auto data = context.shared_data();
  if (!data) return;
  CheckedReader reader(context, *data, options.level);
  if (!reader.load_dictionaries(options.dictionaries)) return;
  if (!context.json()) {
    for (const auto& name : options.files) print_lines(context, reader, name);
    return;
  }
  json::Array files;
  for (const auto& name : options.files) {
    FileReport report;
    auto bytes = reader.read(name, report);
    if (!bytes) continue;
    if (report.any_error()) context.note_findings();
    files.push_back(std::move(report).finish(name, *bytes));
  }
  std::cout << json::write_pretty(json::Object{{"files", std::move(files)}}) << "\n";
}

constexpr auto footer =
    "Levels: 1 syntax; 2 segments, order, counts, types, lengths; 3 control totals; 4 syntax notes; 5 code lists; 6 "
    "what a "
    "guide narrows. Each includes those before it. What a guide widens counts at every level.\n"
    "Exit code 0 without errors, 3 with errors, 5 where a file cannot be read. -o json is the form of inspect -o json; "
    "-o ndjson is one diagnostic a line. But for -o json, memory does not grow with the file.";

}  // namespace

void add_validate(CLI::App& app, Context& context) {
  auto options = std::make_shared<Options>();
  auto* command = app.add_subcommand("validate", "The faults of EDI files, one a line");
  command->add_option("file", options->files, "Files; - is standard input")->required();
  command->add_option("--level", options->level, "How much is checked, 1 to 6; 6 when left out")
      ->check(CLI::Range(1, all_levels));
  add_dictionary_options(*command, options->dictionaries);
  command->footer(footer);
  command->callback([&context, options] { context.command = [&context, options] { validate(context, *options); }; });
}

}  // namespace longshore::cli
