#include "engine/cli/dictionaries.h"

#include <filesystem>
#include <ranges>

#include <CLI/CLI.hpp>

namespace longshore::cli {

void add_dictionary_options(CLI::App& command, DictionaryOptions& options) {
  command
      .add_option("--guide", options.guides,
                  "A partner's guide (YAML): sets of its kind are checked against it too, as level 6")
      ->allow_extra_args(false);
  command.add_option("--dictionaries", options.folders, "A folder of dictionaries that go before the shipped ones")
      ->allow_extra_args(false);
}

bool Dictionaries::open(const DictionaryOptions& options) {
  if (!context_.config.empty()) {
    auto config = context_.load_installation();
    if (!config) return false;
    library_.put_before(config->dictionaries);
  }
  for (const auto& folder : std::views::reverse(options.folders)) {
    std::error_code ignored;
    if (!std::filesystem::is_directory(folder, ignored)) {
      context_.fail(
          {Lasting::permanent, "files", "FILE_UNREADABLE", folder + " is no folder", "check the name", std::nullopt});
      return false;
    }
    library_.put_before(folder);
  }
  std::vector<Error> errors;
  for (const auto& file : options.guides) guides_.push_back(guide::load_guide(file, library_, errors));
  for (const auto& error : errors) context_.fail(error);
  return errors.empty();
}

const guide::Dictionary* Dictionaries::find(parsers::Standard standard, const parsers::Transaction& transaction) {
  for (const auto& guide : guides_)
    if (guide->is_for(standard, transaction.version, transaction.set)) return guide->dictionary.get();
  auto found = library_.find(standard, transaction);
  if (found) return *found;
  if (told_.insert(found.error().describe()).second) context_.fail(found.error(), Exit::internal);
  return nullptr;
}

x12::DictionaryOf Dictionaries::of_x12() {
  return [this](const parsers::Transaction& transaction) { return find(parsers::Standard::x12, transaction); };
}

}  // namespace longshore::cli
