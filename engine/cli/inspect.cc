#include "engine/cli/checked_file.h"
#include "engine/cli/context.h"
#include "engine/cli/listing.h"
#include "engine/cli/report.h"

#include <iostream>

#include <CLI/CLI.hpp>

namespace longshore::cli {
namespace {

void print_listing(Context& context, SetChecker& checker, InputFile& file) {
  Listing listing(std::cout, context.color());
  listing.file(file);
  for (auto& interchange : file.parsed.interchanges) {
    listing.interchange(interchange);
    for (auto& group : interchange.groups) {
      listing.group(group);
      for (auto& transaction : group.transactions) listing.set(transaction, checker.check(interchange, transaction));
    }
    listing.trailer(interchange);
    listing.answer(x12::acknowledge(interchange, checker.dictionaries()));
  }
}

void print_envelope(const parsers::Interchange& interchange, bool header) {
  for (const auto& segment : interchange.envelope)
    if (is_header(interchange, segment) == header) std::cout << segment_line({&interchange}, segment) << "\n";
}

void print_segments(const InputFile& file) {
  for (const auto& interchange : file.parsed.interchanges) {
    print_envelope(interchange, true);
    for (const auto& group : interchange.groups)
      for (const auto& transaction : group.transactions)
        for (const auto& segment : transaction.segments)
          std::cout << segment_line({&interchange, &group, &transaction}, segment) << "\n";
    print_envelope(interchange, false);
  }
}

void inspect(Context& context, const std::vector<std::string>& names) {
  auto data = context.shared_data();
  if (!data) return;
  SetChecker checker(context, *data);
  json::Array files;
  for (const auto& name : names) {
    auto file = read_input(context, name);
    if (!file) continue;
    if (file->parsed.interchanges.empty()) note_findings(context);
    if (context.json()) {
      checker.check_all(*file);
      files.push_back(to_json(*file));
    } else if (context.format == "ndjson") {
      print_segments(*file);
      for (const auto& one : file->parsed.diagnostics) std::cerr << describe(file->name, {}, one) << "\n";
    } else {
      print_listing(context, checker, *file);
    }
  }
  if (context.json()) std::cout << json::write_pretty(json::Object{{"files", std::move(files)}}) << "\n";
}

constexpr auto footer =
    "As a table: every segment with its elements' names and codes' meanings, faults under what is at fault, and the "
    "acknowledgement that would go out. Without a dictionary for a set: its segments only.\n"
    "-o json: interchanges, groups and sets with their status and diagnostics.\n"
    "-o ndjson: one object a segment, nothing checked. `elements` holds a text for each element, \"\" where it is "
    "empty; an "
    "array of texts where it has components; {\"repeat\": [...]} of either where it is repeated. An element of more "
    "than "
    "1000 parts is one text, as written. Of the interchange's own segments (ISA, TA1, IEA, UNB, UNZ) `group`, "
    "`transaction`, `set` and `position` are null; groups' headers and trailers have no object.\n"
    "Exit code 3 where a file holds no interchange, 5 where a file cannot be read.";

}  // namespace

void add_inspect(CLI::App& app, Context& context) {
  auto files = std::make_shared<std::vector<std::string>>();
  auto* command = app.add_subcommand("inspect", "What is in EDI files: envelopes, segments, names, meanings, faults");
  command->add_option("file", *files, "Files; - is standard input")->required();
  command->add_option("--format", context.format, "The same as -o")->check(CLI::IsMember({"table", "json", "ndjson"}));
  command->footer(footer);
  command->callback([&context, files] { context.command = [&context, files] { inspect(context, *files); }; });
}

}  // namespace longshore::cli
