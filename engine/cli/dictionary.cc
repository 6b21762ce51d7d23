#include "engine/base/runtime/files.h"
#include "engine/cli/dictionaries.h"
#include "engine/model/text.h"
#include "parsers/guide/dictionary_text.h"

#include <filesystem>
#include <fstream>
#include <iostream>

#include <CLI/CLI.hpp>

namespace longshore::cli {
namespace {

namespace fs = std::filesystem;

struct Options {
  std::string tables;
  std::string release;
  std::string to;
  std::vector<std::string> sets;
  bool replace = false;
  std::string name;
  DictionaryOptions dictionaries;
};

Error error_of(std::string code, std::string what, std::string hint = {}) {
  return {Lasting::permanent, "dictionary", std::move(code), std::move(what), std::move(hint), std::nullopt};
}

// --- import ---

/// The tables of a folder, by name in capitals: X12 writes them either way.
Result<guide::TableTexts> read_tables(const std::string& folder) {
  guide::TableTexts out;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    auto name = entry.path().filename().string();
    std::ranges::transform(name, name.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    const auto known = guide::table_names();
    if (std::ranges::find(known, name) == known.end()) continue;
    LONGSHORE_TRY(out[name], runtime::read_file(entry.path().string(), std::uint64_t{256} << 20));
  }
  if (error)
    return fail(error_of("FILE_UNREADABLE", folder + ": " + error.message(), "name the folder with X12's tables"));
  return out;
}

/// Where the release's files go; empty, with the error printed, where they cannot.
fs::path target(Context& context, const Options& options) {
  auto folder = options.to;
  if (folder.empty() && !context.config.empty()) {
    auto config = context.load_installation();
    if (!config) return {};
    folder = config->dictionaries;
  }
  if (folder.empty()) {
    context.fail(
        error_of("TARGET_MISSING", "nothing says where the dictionaries are to go", "use --to DIR or --config DIR"),
        Exit::usage);
    return {};
  }
  auto out = fs::path(folder) / "x12" / options.release;
  std::error_code ignored;
  if (!fs::exists(out, ignored) || options.replace) return out;
  context.fail(error_of("TARGET_EXISTS", out.string() + " is already there", "use --replace to put these in its place"),
               Exit::conflict);
  return {};
}

/// All files beside the target first, then one rename: a reader never sees half of them.
Result<void> put_files(const std::vector<guide::DictionaryFile>& files, const fs::path& folder) {
  const auto fresh = fs::path(folder.string() + ".new");
  std::error_code error;
  fs::remove_all(fresh, error);
  fs::create_directories(fresh, error);
  for (const auto& file : files) {
    std::ofstream out(fresh / file.name, std::ios::binary);
    out << file.text;
    out.close();
    if (!out) return fail(error_of("IO_ERROR", "cannot write " + (fresh / file.name).string()));
  }
  fs::remove_all(folder, error);
  fs::rename(fresh, folder, error);
  if (error) return fail(error_of("IO_ERROR", "cannot write " + folder.string() + ": " + error.message()));
  return {};
}

void import(Context& context, const Options& options) {
  const auto folder = target(context, options);
  if (folder.empty()) return;
  auto texts = read_tables(options.tables);
  if (!texts) return context.fail(texts.error());
  std::vector<Error> errors;
  const auto tables = guide::read_x12_tables(*texts, options.tables, errors);
  for (const auto& error : errors) context.fail(error, Exit::findings);
  if (!errors.empty()) return;
  std::vector<Error> refused;
  auto written = guide::write_dictionary(tables, options.release, options.sets, "X12 table data", refused);
  if (!written) return context.fail(written.error(), Exit::findings);
  for (const auto& error : refused) context.fail(error, written->sets.empty() ? Exit::findings : Exit::partial);
  if (written->sets.empty()) return;
  if (auto put = put_files(written->files, folder); !put) return context.fail(put.error());
  std::cout << folder.string() << ": " << written->sets.size() << (written->sets.size() == 1 ? " set" : " sets")
            << "\n";
  if (!texts->contains("FREEFORM.TXT"))
    std::cerr << "longshore: there was no FREEFORM.TXT: codes and syntax notes are not checked\n";
}

// --- list and show ---

void list(Context& context, const Options& options) {
  auto data = context.shared_data();
  if (!data) return;
  Dictionaries dictionaries(context, *data);
  if (!dictionaries.open(options.dictionaries)) return;
  std::vector<std::vector<std::string>> rows;
  json::Array array;
  for (const auto& one : dictionaries.library().list()) {
    auto found = dictionaries.library().find(one.standard, one.version, one.set);
    if (!found) {
      context.fail(found.error(), Exit::findings);
      continue;
    }
    const auto name = guide::GuideBase{one.standard, one.set, one.version}.text();
    rows.push_back({name, std::to_string((*found)->segments.size()), (*found)->label});
    array.emplace_back(
        json::Object{{"dictionary", name}, {"segments", (*found)->segments.size()}, {"label", (*found)->label}});
  }
  if (context.json())
    std::cout << json::write_pretty(json::Object{{"dictionaries", std::move(array)}}) << "\n";
  else
    print_table({"DICTIONARY", "SEGMENTS", "LABEL"}, rows);
}

std::string counts(const guide::Use& use) {
  return std::string(use.mandatory ? "M" : "O") + " " + (use.max == 0 ? ">1" : std::to_string(use.max));
}

void print_level(const guide::Level& level, std::size_t depth) {
  for (const auto& use : level.uses) {
    const auto pad = std::string(depth * 2, ' ');
    if (use.is_loop()) {
      std::cout << pad << "loop " << use.loop << "  " << counts(use) << "\n";
      print_level(use.of, depth + 1);
    } else {
      std::cout << pad << use.tag() << "  " << counts(use) << "  " << use.segment->label << "\n";
    }
  }
}

void show(Context& context, const Options& options) {
  auto data = context.shared_data();
  if (!data) return;
  Dictionaries dictionaries(context, *data);
  if (!dictionaries.open(options.dictionaries)) return;
  const auto base = guide::GuideBase::parse(options.name);
  if (!base)
    return context.fail(error_of("NAME_MALFORMED", "\"" + printable(options.name) + "\" is no dictionary's name",
                                 "write it like x12/856@004010"),
                        Exit::usage);
  auto found = dictionaries.library().find(base->standard, base->release, base->set);
  if (!found) return context.fail(found.error(), Exit::findings);
  if (*found == nullptr)
    return context.fail(
        error_of("NOT_FOUND", "there is no dictionary " + base->text(), "see longshore dictionary list"));
  const auto& one = **found;
  std::cout << base->text() << "  " << one.label;
  for (const auto& source : one.sources) std::cout << (&source == &one.sources.front() ? "  (" : ", ") << source;
  std::cout << (one.sources.empty() ? "\n" : ")\n");
  print_level(one.structure, 0);
}

constexpr auto import_footer =
    "TABLES is a folder with X12's table data: SETHEAD SETDETL SEGHEAD SEGDETL COMHEAD COMDETL ELEHEAD ELEDETL and, "
    "for codes "
    "and syntax notes, FREEFORM, each .TXT. docs/dictionaries.md has the columns.\n"
    "Exit code 3 where the tables have faults: nothing is written then. 4 where some sets could not be made "
    "dictionaries of: "
    "the others are written. 8 where the release is already there.";

}  // namespace

void add_dictionary(CLI::App& app, Context& context) {
  auto* group = app.add_subcommand("dictionary", "The facts of the standards that documents are checked against");
  group->require_subcommand(1);
  auto options = std::make_shared<Options>();
  auto* importer = group->add_subcommand("import", "Dictionaries from X12 tables that you have a licence for");
  importer->add_option("tables", options->tables, "The folder with the tables")->required();
  importer->add_option("--release", options->release, "The release they are of: 006020")
      ->required()
      ->check([](const std::string& text) {
        const bool sound = text.size() == 6 && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
        return sound ? std::string() : "a release has six digits, like 006020";
      });
  importer->add_option("--to", options->to, "The folder of dictionaries; the installation's when left out");
  importer->add_option("--set", options->sets, "Only this set, may be repeated; all when left out")
      ->allow_extra_args(false);
  importer->add_flag("--replace", options->replace, "Put them in place of what is there of that release");
  importer->footer(import_footer);
  importer->callback([&context, options] { context.command = [&context, options] { import(context, *options); }; });
  auto* lister = group->add_subcommand("list", "All dictionaries");
  lister->callback([&context, options] { context.command = [&context, options] { list(context, *options); }; });
  auto* shower = group->add_subcommand("show", "The structure of one set");
  shower->add_option("name", options->name, "Like x12/856@004010 or edifact/DESADV@D96A")->required();
  shower->callback([&context, options] { context.command = [&context, options] { show(context, *options); }; });
  for (auto* command : {lister, shower})
    command
        ->add_option("--dictionaries", options->dictionaries.folders,
                     "A folder of dictionaries that go before the shipped ones")
        ->allow_extra_args(false);
}

}  // namespace longshore::cli
