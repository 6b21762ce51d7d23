#include "engine/base/crypto/crypto.h"
#include "engine/base/runtime/files.h"
#include "engine/cli/context.h"
#include "engine/model/text.h"
#include "engine/settings_store.h"
#include "engine/translate/agreement.h"
#include "engine/translate/document.h"
#include "engine/translate/interchange_answer.h"

#include <iostream>

#include <CLI/CLI.hpp>

namespace longshore::cli {
namespace {

struct Tally {
  std::size_t whole = 0;
  std::size_t broken = 0;
};

class FileTranslator {
 public:
  explicit FileTranslator(translate::Settings settings) : settings_(std::move(settings)) {}

  void run(const std::string& name, const std::string& bytes, Tally& tally) {
    auto file = parsers::read(bytes);
    auto sha256 = crypto::hex(crypto::sha256(bytes));
    for (const auto& diagnostic : file.diagnostics) complain(name, "", diagnostic);
    if (file.interchanges.empty()) ++tally.broken;
    for (auto& interchange : file.interchanges) {
      for (const auto& diagnostic : interchange.diagnostics) complain(name, interchange.control_number, diagnostic);
      for (const auto* ta1 : translate::interchange_answers(interchange))
        tell(name, "TA1 " + ta1->value(1),
             translate::translate_answer(interchange, *ta1, profile_of(interchange), *settings_.catalog, sha256),
             tally);
      for (auto& group : interchange.groups)
        for (auto& transaction : group.transactions) one(name, sha256, {interchange, group, transaction}, tally);
    }
  }

 private:
  const partners::Profile* profile_of(const parsers::Interchange& interchange) const {
    if (!settings_.registry) return nullptr;
    return settings_.registry->by_envelope(interchange.standard == parsers::Standard::x12,
                                           {interchange.sender.qualifier, interchange.sender.id},
                                           {interchange.receiver.qualifier, interchange.receiver.id});
  }

  void one(const std::string& name, const std::string& sha256, const translate::Position& at, Tally& tally) {
    auto where = at.transaction.set + " " + at.transaction.control_number;
    const auto* profile = profile_of(at.interchange);
    auto checked = translate::check(at, settings_, profile ? translate::flow_for(at, *profile) : nullptr);
    if (!checked) {
      std::cerr << checked.error().describe() << "\n";
      ++tally.broken;
      return;
    }
    auto translated = translate::translate(at, *checked, profile, *settings_.catalog, sha256);
    for (const auto& diagnostic : at.transaction.diagnostics) complain(name, where, diagnostic);
    tell(name, where, translated, tally);
  }

  static void tell(const std::string& name, const std::string& where, const translate::Translation& translated,
                   Tally& tally) {
    for (const auto& diagnostic : translated.output.diagnostics) complain(name, where, diagnostic);
    for (const auto& event : translated.output.events) std::cout << event.json << "\n";
    using Verdict = translate::Translation::Verdict;
    bool fine = translated.verdict == Verdict::published || translated.verdict == Verdict::acknowledgement;
    ++(fine ? tally.whole : tally.broken);
  }

  static void complain(const std::string& name, const std::string& where, const Diagnostic& diagnostic) {
    if (diagnostic.severity == Severity::info) return;
    std::cerr << name;
    if (diagnostic.byte_range) std::cerr << ":byte " << diagnostic.byte_range->begin;
    std::cerr << ": " << info(diagnostic.code).name << ": ";
    if (!where.empty()) std::cerr << printable(where) << ": ";
    std::cerr << printable(diagnostic.message);
    if (diagnostic.segment_position)
      std::cerr << " (segment " << *diagnostic.segment_position << " " << printable(diagnostic.segment_id) << ")";
    if (diagnostic.expected) std::cerr << " — expected " << printable(*diagnostic.expected);
    std::cerr << "\n";
  }

  translate::Settings settings_;
};

void translate_files(Context& context, const std::vector<std::string>& files) {
  auto data = context.shared_data();
  if (!data) return;
  std::optional<Config> config;
  if (!context.config.empty()) {
    config = context.load_installation();
    if (!config) return;
  }
  auto catalog = maps::Catalog::open(catalog_folders(*data, config ? &*config : nullptr));
  if (!catalog) return context.fail(catalog.error());
  translate::Settings settings{nullptr, std::move(*catalog), nullptr};
  if (config) {
    std::vector<Error> errors;
    auto loaded = load_partners(*data, *config, settings.catalog.get(), errors);
    settings.registry = std::move(loaded.registry);
    settings.guides = std::move(loaded.guides);
    for (const auto& error : errors) context.fail(error, Exit::findings);
    if (!errors.empty()) return;
  }
  Tally tally;
  FileTranslator translator(std::move(settings));
  for (const auto& file : files) {
    auto bytes = runtime::read_file(file);
    if (!bytes) {
      context.fail(bytes.error());
      continue;
    }
    translator.run(file, *bytes, tally);
  }
  if (context.exit == Exit::ok && tally.broken) context.exit = tally.whole ? Exit::partial : Exit::findings;
}

}  // namespace

void add_translate(CLI::App& app, Context& context) {
  auto files = std::make_shared<std::vector<std::string>>();
  auto* command = app.add_subcommand("translate", "EDI files to canonical events, NDJSON on standard output");
  command->add_option("file", *files, "Files; - is standard input")->required();
  command->callback([&context, files] { context.command = [&context, files] { translate_files(context, *files); }; });
}

}  // namespace longshore::cli
