#include "engine/cli/checked_file.h"
#include "engine/cli/context.h"
#include "engine/model/text.h"
#include "parsers/x12/acknowledgement.h"
#include "parsers/x12/ta1.h"

#include <iostream>

#include <CLI/CLI.hpp>

namespace longshore::cli {
namespace {

constexpr std::uint32_t last_control_number = 999'999'999;

struct Options {
  std::vector<std::string> files;
  std::string kind = "auto";
  std::uint32_t control_number = 1;
  std::string at;
};

Error unusable(std::string code, std::string what, std::string hint) {
  return {Lasting::permanent, "ack", std::move(code), std::move(what), std::move(hint), std::nullopt};
}

class Answers {
 public:
  Answers(Context& context, const SharedData& data, const Options& options, CivilTime at)
      : context_(context), checker_(context, data), options_(options), at_(at), next_(options.control_number) {}

  void add(InputFile& file) {
    bool any = false;
    for (auto& interchange : file.parsed.interchanges) any |= add(file, interchange);
    if (any || !supported_) return;
    context_.fail(unusable("NOTHING_TO_ACKNOWLEDGE", printable(file.name) + " holds nothing to acknowledge",
                           "see longshore inspect"),
                  context_.exit == Exit::ok ? Exit::findings : context_.exit);
  }

  void print() const {
    if (supported_) std::cout << out_;
  }

 private:
  /// Whether there was something to acknowledge.
  bool add(const InputFile& file, parsers::Interchange& interchange) {
    bool edifact = interchange.standard == parsers::Standard::edifact;
    if (edifact && options_.kind == "auto") return refuse(file);
    if (edifact || interchange.groups.empty()) return false;
    auto written = options_.kind == "ta1" ? ta1(interchange) : functional(interchange);
    if (!written) {
      context_.fail(written.error(), Exit::findings);
      return true;
    }
    out_ += *written;
    return !written->empty();
  }

  bool refuse(const InputFile& file) {
    supported_ = false;
    context_.fail(
        unusable("KIND_UNSUPPORTED", printable(file.name) + " is EDIFACT: a CONTRL is not composed yet by this version",
                 "name X12 files only"),
        Exit::usage);
    return true;
  }

  Result<std::string> ta1(const parsers::Interchange& interchange) {
    return x12::write_ta1(interchange, x12::acknowledge_interchange(interchange), ids(interchange));
  }

  Result<std::string> functional(parsers::Interchange& interchange) {
    checker_.check_all(interchange);
    auto acknowledgements = x12::acknowledge(interchange, checker_.dictionaries());
    if (acknowledgements.empty()) return std::string{};
    return x12::write_acknowledgements(interchange, acknowledgements, ids(interchange));
  }

  x12::AcknowledgementIds ids(const parsers::Interchange& interchange) {
    x12::AcknowledgementIds out;
    out.interchange_control = out.group_control = next_;
    out.at = at_;
    if (!interchange.usage.empty()) out.usage = interchange.usage;
    next_ = next_ == last_control_number ? 1 : next_ + 1;
    return out;
  }

  Context& context_;
  SetChecker checker_;
  const Options& options_;
  CivilTime at_;
  std::uint32_t next_;
  bool supported_ = true;
  std::string out_;
};

void ack(Context& context, const Options& options) {
  if (options.kind == "999" || options.kind == "contrl")
    return context.fail(unusable("KIND_UNSUPPORTED", "--kind " + options.kind + " is not composed yet by this version",
                                 "use 997 or ta1"),
                        Exit::usage);
  auto at = options.at.empty() ? std::optional(context.clock.now()) : from_rfc3339(options.at);
  if (!at)
    return context.fail(
        unusable("TIME_INVALID", "--at " + printable(options.at) + " is no time", "write it like 2026-03-02T14:05Z"),
        Exit::usage);
  auto data = context.shared_data();
  if (!data) return;
  Answers answers(context, *data, options, to_civil(*at));
  for (const auto& name : options.files)
    if (auto file = read_input(context, name)) answers.add(*file);
  answers.print();
}

constexpr auto footer =
    "auto is 997 for X12. Every interchange is answered by one of its own; their control numbers count up from "
    "--control-number. With --control-number and --at the same input gives the same bytes.\n"
    "Exit code 3 where there is nothing to acknowledge, 5 where a file cannot be read; 999 and CONTRL are not composed "
    "yet "
    "by this version and end with 2.";

}  // namespace

void add_ack(CLI::App& app, Context& context) {
  auto options = std::make_shared<Options>();
  auto* command = app.add_subcommand("ack", "The acknowledgement of EDI files, an interchange on standard output");
  command->add_option("file", options->files, "Files; - is standard input")->required();
  command->add_option("--kind", options->kind, "Which acknowledgement; auto when left out")
      ->check(CLI::IsMember({"auto", "997", "ta1", "999", "contrl"}));
  command->add_option("--control-number", options->control_number, "Of the first interchange; 1 when left out")
      ->check(CLI::Range(std::uint32_t{1}, last_control_number));
  command->add_option("--at", options->at, "When it is prepared, like 2026-03-02T14:05Z; now when left out");
  command->footer(footer);
  command->callback([&context, options] { context.command = [&context, options] { ack(context, *options); }; });
}

}  // namespace longshore::cli
