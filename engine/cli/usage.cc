#include "engine/cli/usage.h"

#include "engine/model/text.h"

#include <CLI/CLI.hpp>

namespace longshore::cli {
namespace {

std::vector<std::string> options_of(const CLI::App& app) {
  std::vector<std::string> out;
  for (const auto* level = &app; level; level = level->get_parent()) {
    for (const auto* option : level->get_options()) {
      for (const auto& name : option->get_lnames()) out.push_back("--" + name);
      for (const auto& name : option->get_snames()) out.push_back("-" + name);
    }
  }
  return out;
}

std::vector<std::string> names_of(const std::vector<const CLI::App*>& commands) {
  std::vector<std::string> out;
  for (const auto* command : commands) out.push_back(command->get_name());
  return out;
}

const CLI::Option* find_option(const CLI::App& app, const std::string& name) {
  for (const auto* level = &app; level; level = level->get_parent())
    if (const auto* option = level->get_option_no_throw(name)) return option;
  return nullptr;
}

/// `where` is said before the word: "partner ".
std::string no_such(const std::string& kind, const std::string& where, const std::string& word,
                    const std::vector<std::string>& known) {
  std::vector<std::string_view> candidates(known.begin(), known.end());
  auto meant = nearest(word, candidates);
  auto out = "There is no " + kind + " " + where + printable(word);
  return meant.empty() ? out + "." : out + "; did you mean " + where + meant + "?";
}

/// The words of a command line as far as they lead to a command.
class Walk {
 public:
  Walk(const CLI::App& app, int argc, const char* const* argv) : at_(&app) {
    for (int i = 1; i < argc && fault_.empty(); ++i) {
      std::string word = argv[i];
      if (word == "--") break;
      if (word.size() > 1 && word.front() == '-')
        i += option(word);
      else
        step(word);
    }
  }

  const std::string& fault() const { return fault_; }
  /// The command as far as it was understood, a blank after each word.
  std::string prefix() const {
    std::string out;
    for (const auto* up = at_; up->get_parent(); up = up->get_parent()) out = up->get_name() + " " + out;
    return out;
  }

 private:
  /// How many words after it are its values.
  int option(const std::string& word) {
    auto name = word.substr(0, word.find('='));
    const auto* known = find_option(*at_, name);
    if (known) return name.size() == word.size() && known->get_items_expected_max() > 0 ? 1 : 0;
    if (word[1] == '-') fault_ = no_such("option", "", name, options_of(*at_));
    return 0;
  }

  void step(const std::string& word) {
    auto known = at_->get_subcommands([](const CLI::App*) { return true; });
    if (known.empty()) return;
    auto next = std::ranges::find(known, word, [](const CLI::App* one) { return one->get_name(); });
    if (next != known.end())
      at_ = *next;
    else
      fault_ = no_such("command", prefix(), word, names_of(known));
  }

  const CLI::App* at_;
  std::string fault_;
};

}  // namespace

std::string usage_error(const CLI::App& app, const CLI::ParseError& refused, int argc, const char* const* argv) {
  Walk walk(app, argc, argv);
  auto what = walk.fault().empty() ? std::string(refused.what()) : walk.fault();
  return what + "\n" + "Run longshore " + walk.prefix() + "--help for more information.\n";
}

}  // namespace longshore::cli
