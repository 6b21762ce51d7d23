#include "engine/cli/context.h"
#include "engine/model/text.h"

#include <iostream>

#include <CLI/CLI.hpp>

namespace longshore::cli {
namespace {

std::string escaped(std::string_view text) {
  std::string out;
  for (char c : text) {
    if (c == '|' || c == '<' || c == '*' || c == '_') out += '\\';
    out += c == '\n' ? ' ' : c;
  }
  return out;
}

bool is_shown(const CLI::Option& option) {
  return !option.get_group().empty();
}

std::vector<const CLI::App*> shown_commands(const CLI::App& app) {
  return app.get_subcommands([](const CLI::App* one) { return !one->get_group().empty(); });
}

std::vector<const CLI::Option*> shown_options(const CLI::App& app, bool positional) {
  return app.get_options(
      [positional](const CLI::Option* one) { return is_shown(*one) && one->get_positional() == positional; });
}

std::string option_names(const CLI::Option& option) {
  std::string out;
  auto add = [&out](const std::string& name) { out += (out.empty() ? "`" : ", `") + name + "`"; };
  for (const auto& name : option.get_snames()) add("-" + name);
  for (const auto& name : option.get_lnames()) add("--" + name);
  return out;
}

// "TEXT:{a,b}" is told as "a, b" and "UINT:UINT in [1 - 9]" as "UINT in [1 - 9]".
std::string value_of(const CLI::Option& option) {
  if (option.get_expected_max() == 0) return "";
  auto type = option.get_type_name();
  auto begin = type.find('{');
  auto end = type.rfind('}');
  if (begin == std::string::npos || end == std::string::npos || end < begin) return type.substr(type.find(':') + 1);
  std::string out;
  for (auto one : split(std::string_view(type).substr(begin + 1, end - begin - 1), ','))
    out += (out.empty() ? "`" : ", `") + std::string(one) + "`";
  return out;
}

void print_options(const CLI::App& app) {
  auto options = shown_options(app, false);
  if (app.get_parent()) std::erase(options, app.get_help_ptr());
  if (options.empty()) return;
  std::cout << "| option | value | |\n|---|---|---|\n";
  for (const auto* one : options) {
    std::cout << "| " << option_names(*one) << " | " << escaped(value_of(*one)) << " | "
              << escaped(one->get_description());
    if (one->get_required()) std::cout << " (required)";
    if (!one->get_envname().empty()) std::cout << " (also `" << one->get_envname() << "` of the environment)";
    std::cout << " |\n";
  }
  std::cout << "\n";
}

void print_positionals(const CLI::App& app) {
  auto positionals = shown_options(app, true);
  if (positionals.empty()) return;
  std::cout << "| argument | |\n|---|---|\n";
  for (const auto* one : positionals)
    std::cout << "| `" << one->get_name(true) << "` | " << escaped(one->get_description()) << " |\n";
  std::cout << "\n";
}

std::string usage(const CLI::App& app, const std::string& path) {
  auto out = path + " [OPTION]...";
  for (const auto* one : shown_options(app, true)) {
    auto name = one->get_name(true) + (one->get_expected_max() > 1 ? "..." : "");
    out += one->get_required() ? " " + name : " [" + name + "]";
  }
  if (!shown_commands(app).empty()) out += app.get_require_subcommand_min() ? " COMMAND" : " [COMMAND]";
  return out;
}

std::string anchor(std::string_view path) {
  std::string out(path);
  std::ranges::replace(out, ' ', '-');
  return out;
}

void print_command_list(const CLI::App& app, const std::string& path) {
  auto commands = shown_commands(app);
  if (commands.empty()) return;
  std::cout << "| command | |\n|---|---|\n";
  for (const auto* one : commands) {
    auto name = path + " " + one->get_name();
    std::cout << "| [`" << one->get_name() << "`](#" << anchor(name) << ") | " << escaped(one->get_description())
              << " |\n";
  }
  std::cout << "\n";
}

void print_command(const CLI::App& app, const std::string& path, std::size_t depth) {
  std::cout << std::string(std::min<std::size_t>(depth, 4), '#') << " " << path << "\n\n";
  if (!app.get_description().empty()) std::cout << escaped(app.get_description()) << ".\n\n";
  std::cout << "```\n" << usage(app, path) << "\n```\n\n";
  print_positionals(app);
  print_options(app);
  const auto footer = app.get_footer();
  for (auto paragraph : split(footer, '\n'))
    if (!paragraph.empty()) std::cout << escaped(paragraph) << "\n\n";
  print_command_list(app, path);
  for (const auto* one : shown_commands(app)) print_command(*one, path + " " + one->get_name(), depth + 1);
}

void print_reference(const CLI::App& app) {
  std::cout << "<!-- Generated: longshore reference > docs/reference/commands.md. Change the help in engine/cli, not "
               "this file. -->\n\n"
               "# Commands\n\n"
               "The options of `longshore` itself may stand before or after any command.\n\n";
  print_command(app, app.get_name(), 2);
}

}  // namespace

void add_reference(CLI::App& app, Context& context) {
  auto* command = app.add_subcommand("reference", "Every command's help as Markdown");
  command->group("");
  command->callback([&context, &app] { context.command = [&app] { print_reference(app); }; });
}

}  // namespace longshore::cli
