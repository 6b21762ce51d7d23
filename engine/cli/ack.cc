#include "engine/base/runtime/files.h"
#include "engine/cli/context.h"
#include "engine/cli/dictionaries.h"
#include "engine/model/text.h"
#include "parsers/acknowledged.h"
#include "parsers/edifact/aperak.h"
#include "parsers/edifact/contrl.h"
#include "parsers/guide/check.h"
#include "parsers/x12/acknowledgement.h"
#include "parsers/x12/application_advice.h"
#include "parsers/x12/ta1.h"

#include <algorithm>
#include <iostream>

#include <CLI/CLI.hpp>

namespace longshore::cli {
namespace {

using parsers::Interchange;

constexpr std::uint32_t last_control_number = 999'999'999;

struct Options {
  std::vector<std::string> files;
  std::string kind = "auto";
  std::uint32_t control_number = 1;
  std::string at;
  DictionaryOptions dictionaries;
};

Error unusable(std::string code, std::string what, std::string hint) {
  return {Lasting::permanent, "ack", std::move(code), std::move(what), std::move(hint), std::nullopt};
}

class Answers {
 public:
  Answers(Context& context, const SharedData& data, const Options& options, CivilTime at)
      : context_(context), dictionaries_(context, data), kind_(options.kind), at_(at), next_(options.control_number) {}

  bool open(const DictionaryOptions& options) { return dictionaries_.open(options); }

  void add(const std::string& name, std::string_view bytes) {
    auto file = parsers::read(bytes);
    bool any = false;
    for (auto& interchange : file.interchanges) any |= add(name, interchange);
    if (any) return;
    context_.fail(
        unusable("NOTHING_TO_ACKNOWLEDGE", printable(name) + " holds nothing to acknowledge", "see longshore inspect"),
        context_.exit == Exit::ok ? Exit::findings : context_.exit);
  }

  void print() const { std::cout << out_; }

 private:
  /// Whether there was something to acknowledge, be it that it could not be.
  bool add(const std::string& file, Interchange& interchange) {
    if (auto misfit = unfit(file, interchange)) {
      context_.fail(*misfit, Exit::usage);
      return true;
    }
    if (parsers::holds_only_acknowledgements(interchange)) return false;
    check(interchange);
    auto written = interchange.standard == parsers::Standard::edifact ? edifact(interchange) : x12(interchange);
    if (!written) {
      context_.fail(written.error(), Exit::findings);
      return true;
    }
    out_ += *written;
    return !written->empty();
  }

  void check(Interchange& interchange) {
    for (auto& group : interchange.groups) {
      for (auto& set : group.transactions) {
        const auto* dictionary = dictionaries_.find(interchange.standard, set);
        auto found = dictionary ? guide::check(set, interchange.delimiters, *dictionary).diagnostics
                                : std::vector{diagnose(Code::DICTIONARY_MISSING)};
        guide::apply(set, std::move(found));
      }
    }
  }

  std::optional<Error> unfit(const std::string& file, const Interchange& interchange) const {
    const bool of_edifact = kind_ == "contrl" || kind_ == "aperak";
    const bool edifact = interchange.standard == parsers::Standard::edifact;
    const auto refuse = [&](std::string what, std::string hint) {
      return unusable("KIND_UNFIT", printable(file) + " " + std::move(what), std::move(hint));
    };
    if (kind_ == "auto") return std::nullopt;
    if (edifact && !of_edifact) return refuse("is EDIFACT: a " + kind_ + " answers X12", "use contrl, aperak or auto");
    if (!edifact && of_edifact)
      return refuse("is X12: " + kind_ + " answers EDIFACT", "use 997, 999, ta1, 824 or auto");
    if (kind_ != "999") return std::nullopt;
    for (const auto& group : interchange.groups) {
      const auto release = x12::release_of(interchange, group);
      if (!x12::is_acknowledgement(group) && release < x12::release_005010)
        return refuse("has a group of " + release + ": a 999 exists from 005010 on", "use 997 or auto");
    }
    return std::nullopt;
  }

  Result<std::string> x12(const Interchange& interchange) {
    if (kind_ == "824") return advices(interchange);
    if (kind_ == "ta1") return ta1(interchange);
    auto asked = kind_ == "997"   ? std::optional(x12::AcknowledgementSet::functional)
                 : kind_ == "999" ? std::optional(x12::AcknowledgementSet::implementation)
                                  : std::nullopt;
    auto acknowledgements = x12::acknowledge(interchange, dictionaries_.of_x12(), asked);
    std::string out;
    if (kind_ == "auto" && (interchange.acknowledgement_requested || acknowledgements.empty())) {
      LONGSHORE_TRY(out, ta1(interchange));
    }
    if (acknowledgements.empty()) return out;
    LONGSHORE_TRY(auto written, x12::write_acknowledgements(interchange, acknowledgements, x12_ids(interchange)));
    return out + written;
  }

  Result<std::string> ta1(const Interchange& interchange) {
    return x12::write_ta1(interchange, x12::acknowledge_interchange(interchange), x12_ids(interchange));
  }

  Result<std::string> edifact(const Interchange& interchange) {
    if (kind_ == "aperak") return advices(interchange);
    auto contrl = edifact::acknowledge(interchange);
    return contrl ? edifact::write_contrl(interchange, *contrl, edifact_ids(interchange)) : std::string{};
  }

  /// One interchange a group.
  Result<std::string> advices(const Interchange& interchange) {
    std::string out;
    for (const auto& group : interchange.groups) {
      std::vector<parsers::ApplicationAdvice> advices;
      for (const auto& transaction : group.transactions) {
        if (parsers::is_acknowledgement(transaction.set)) continue;
        auto& one = advices.emplace_back(parsers::advise(interchange, group, transaction));
        one.number = std::to_string(next_) + "-" + std::to_string(advices.size());
        one.at = at_;
      }
      if (advices.empty()) continue;
      LONGSHORE_TRY(auto written, write(interchange, group, advices));
      out += written;
    }
    return out;
  }

  Result<std::string> write(const Interchange& interchange, const parsers::Group& group,
                            std::span<const parsers::ApplicationAdvice> advices) {
    if (interchange.standard == parsers::Standard::x12)
      return x12::write_824(interchange, group, advices, x12_ids(interchange));
    auto version = edifact::aperak_version(group.transactions.front().version);
    return edifact::write_aperak(interchange, version, advices, edifact_ids(interchange));
  }

  x12::AcknowledgementIds x12_ids(const Interchange& interchange) {
    x12::AcknowledgementIds out;
    out.interchange_control = out.group_control = reserve();
    out.at = at_;
    if (!interchange.usage.empty()) out.usage = interchange.usage;
    return out;
  }

  edifact::AnswerIds edifact_ids(const Interchange& interchange) {
    return {.interchange_control = reserve(), .message_reference = 1, .at = at_, .usage = interchange.usage};
  }

  std::uint32_t reserve() {
    const auto out = next_;
    next_ = next_ == last_control_number ? 1 : next_ + 1;
    return out;
  }

  Context& context_;
  Dictionaries dictionaries_;
  const std::string& kind_;
  CivilTime at_;
  std::uint32_t next_;
  std::string out_;
};

void ack(Context& context, const Options& options) {
  auto at = options.at.empty() ? std::optional(context.clock.now()) : from_rfc3339(options.at);
  if (!at)
    return context.fail(
        unusable("TIME_INVALID", "--at " + printable(options.at) + " is no time", "write it like 2026-03-02T14:05Z"),
        Exit::usage);
  auto data = context.shared_data();
  if (!data) return;
  Answers answers(context, *data, options, to_civil(*at));
  if (!answers.open(options.dictionaries)) return;
  for (const auto& name : options.files) {
    if (auto bytes = runtime::read_file(name))
      answers.add(name, *bytes);
    else
      context.fail(bytes.error(), Exit::not_found);
  }
  answers.print();
}

constexpr auto footer =
    "auto is a 997 or, where GS08 names an implementation guide of 005010 or later, a 999 for the groups of X12, a TA1 "
    "where ISA14 asks for one or there is no group, and a CONTRL for EDIFACT. 824 and aperak say of every set what its "
    "faults mean to an application.\n"
    "Every interchange is answered by interchanges of its own; their control numbers count up from --control-number. "
    "With --control-number and --at the same input gives the same bytes. Acknowledgements are not acknowledged.\n"
    "Exit code 2 where a kind does not fit the file, 3 where there is nothing to acknowledge, 5 where a file cannot be "
    "read.";

}  // namespace

void add_ack(CLI::App& app, Context& context) {
  auto options = std::make_shared<Options>();
  auto* command = app.add_subcommand("ack", "The acknowledgement of EDI files, an interchange on standard output");
  command->add_option("file", options->files, "Files; - is standard input")->required();
  command->add_option("--kind", options->kind, "Which acknowledgement; auto when left out")
      ->check(CLI::IsMember({"auto", "ta1", "997", "999", "contrl", "aperak", "824"}));
  command->add_option("--control-number", options->control_number, "Of the first interchange; 1 when left out")
      ->check(CLI::Range(std::uint32_t{1}, last_control_number));
  command->add_option("--at", options->at, "When it is prepared, like 2026-03-02T14:05Z; now when left out");
  add_dictionary_options(*command, options->dictionaries);
  command->footer(footer);
  command->callback([&context, options] { context.command = [&context, options] { ack(context, *options); }; });
}

}  // namespace longshore::cli
