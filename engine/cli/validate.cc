#include "engine/cli/checked_file.h"
#include "engine/cli/context.h"
#include "engine/cli/report.h"
#include "engine/model/text.h"

#include <iostream>

#include <CLI/CLI.hpp>

namespace longshore::cli {
namespace {

struct Options {
  std::vector<std::string> files;
  int level = 5;
};

std::string summary(const InputFile& file) {
  std::array<std::size_t, 3> sets{};
  std::size_t outside = 0;
  for (const auto& interchange : file.parsed.interchanges)
    for (const auto& group : interchange.groups)
      for (const auto& transaction : group.transactions) ++sets.at(static_cast<std::size_t>(transaction.status));
  for_each_diagnostic(file, [&](const Place& place, const Diagnostic& one) {
    if (!place.transaction && one.severity == Severity::error) ++outside;
  });
  auto [accepted, with_errors, rejected] = sets;
  auto total = accepted + with_errors + rejected;
  auto out = printable(file.name) + ": " + std::to_string(total) + (total == 1 ? " set, " : " sets, ") +
             std::to_string(accepted) + " accepted, ";
  if (with_errors) out += std::to_string(with_errors) + " accepted with errors, ";
  out += std::to_string(rejected) + " rejected";
  if (outside) out += "; " + std::to_string(outside) + (outside == 1 ? " error" : " errors") + " outside of sets";
  return out;
}

void print_lines(const InputFile& file) {
  for_each_diagnostic(
      file, [&](const Place& place, const Diagnostic& one) { std::cout << describe(file.name, place, one) << "\n"; });
  std::cout << summary(file) << "\n";
}

void print_ndjson(const InputFile& file) {
  for_each_diagnostic(file, [&](const Place& place, const Diagnostic& one) {
    std::cout << json::write(to_json(file.name, place, one)) << "\n";
  });
}

void validate(Context& context, const Options& options) {
  auto data = context.shared_data();
  if (!data) return;
  SetChecker checker(context, *data, options.level);
  json::Array files;
  for (const auto& name : options.files) {
    auto file = read_input(context, name);
    if (!file) continue;
    checker.check_all(*file);
    if (has_errors(*file)) note_findings(context);
    if (context.json())
      files.push_back(to_json(*file));
    else if (context.format == "ndjson")
      print_ndjson(*file);
    else
      print_lines(*file);
  }
  if (context.json()) std::cout << json::write_pretty(json::Object{{"files", std::move(files)}}) << "\n";
}

constexpr auto footer =
    "Levels: 1 syntax; 2 segments, order, counts, types, lengths; 3 control totals; 4 syntax notes; 5 code lists. Each "
    "includes those before it.\n"
    "Exit code 0 without errors, 3 with errors, 5 where a file cannot be read. -o json is the form of inspect -o json; "
    "-o ndjson is one diagnostic a line.";

}  // namespace

void add_validate(CLI::App& app, Context& context) {
  auto options = std::make_shared<Options>();
  auto* command = app.add_subcommand("validate", "The faults of EDI files, one a line");
  command->add_option("file", options->files, "Files; - is standard input")->required();
  command->add_option("--level", options->level, "How much is checked, 1 to 5; 5 when left out")
      ->check(CLI::Range(1, 5));
  command->footer(footer);
  command->callback([&context, options] { context.command = [&context, options] { validate(context, *options); }; });
}

}  // namespace longshore::cli
