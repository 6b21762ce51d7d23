#include "engine/cli/context.h"
#include "engine/cli/listing.h"
#include "engine/cli/report.h"
#include "engine/model/text.h"

#include <iostream>

#include <CLI/CLI.hpp>

namespace longshore::cli {
namespace {

/// One object a segment.
class SegmentLines final : public PlacedEvents {
 public:
  explicit SegmentLines(std::string file) : file_(std::move(file)) {}

  void begin_interchange(const parsers::Interchange& one) override {
    PlacedEvents::begin_interchange(one);
    any_interchange_ = true;
  }
  void begin_transaction(const parsers::Transaction& one, const guide::Dictionary* dictionary) override {
    PlacedEvents::begin_transaction(one, dictionary);
    line_.reset();
  }
  void envelope_segment(const parsers::Segment& segment) override {
    std::cout << SegmentLine(place_of(parsers::Part::interchange)).of(segment);
  }
  void segment(const parsers::Segment& segment, const guide::SegmentPlace&) override {
    if (!line_) line_.emplace(place());
    std::cout << line_->of(segment);
  }
  void diagnostic(parsers::Part part, Diagnostic one) override {
    if (part == parsers::Part::file) std::cerr << describe(file_, {}, one) << "\n";
  }
  bool any_interchange() const { return any_interchange_; }

 private:
  std::string file_;
  std::optional<SegmentLine> line_;  // of the open set
  bool any_interchange_ = false;
};

void print_listing(Context& context, CheckedReader& reader, const std::string& name) {
  std::cout << Palette(context.color()).bold(printable(name)) << "\n";
  Listing listing(std::cout, context.color(), reader.dictionaries().of_x12());
  if (reader.read(name, listing) && !listing.any_interchange()) context.note_findings();
}

void print_segments(Context& context, CheckedReader& reader, const std::string& name) {
  SegmentLines lines(name);
  if (reader.read(name, lines) && !lines.any_interchange()) context.note_findings();
}

struct Options {
  std::vector<std::string> files;
  DictionaryOptions dictionaries;
};

void inspect(Context& context, const Options& options) {
  auto data = context.shared_data();
  if (!data) return;
  bool ndjson = context.format == "ndjson";
  CheckedReader reader(context, *data, ndjson ? 1 : all_levels);
  if (!reader.load_dictionaries(options.dictionaries)) return;
  json::Array files;
  for (const auto& name : options.files) {
    if (ndjson) {
      print_segments(context, reader, name);
    } else if (!context.json()) {
      print_listing(context, reader, name);
    } else {
      FileReport report;
      auto bytes = reader.read(name, report);
      if (!bytes) continue;
      if (!report.any_interchange()) context.note_findings();
      files.push_back(std::move(report).finish(name, *bytes));
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
    "array of texts where it has components; {\"repeat\": [...]} of either where it is repeated. A long element "
    "(over 4096 bytes) is one text, as written. Of the interchange's own segments (ISA, TA1, IEA, UNB, UNZ) `group`, "
    "`transaction`, `set` and `position` are null; groups' headers and trailers have no object.\n"
    "But for -o json, memory does not grow with the file.\n"
    "Exit code 3 where a file holds no interchange, 5 where a file cannot be read.";

}  // namespace

void add_inspect(CLI::App& app, Context& context) {
  auto options = std::make_shared<Options>();
  auto* command = app.add_subcommand("inspect", "What is in EDI files: envelopes, segments, names, meanings, faults");
  command->add_option("file", options->files, "Files; - is standard input")->required();
  command->add_option("--format", context.format, "The same as -o")->check(CLI::IsMember({"table", "json", "ndjson"}));
  add_dictionary_options(*command, options->dictionaries);
  command->footer(footer);
  command->callback([&context, options] { context.command = [&context, options] { inspect(context, *options); }; });
}

}  // namespace longshore::cli
