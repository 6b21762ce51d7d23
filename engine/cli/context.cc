#include "engine/cli/context.h"

#include <cstdlib>
#include <filesystem>
#include <iostream>

#include <unistd.h>

namespace longshore::cli {

bool Context::color() const {
  return !no_color && isatty(STDOUT_FILENO) && !std::getenv("NO_COLOR");
}

Exit Context::exit_for(const Error& error) {
  const auto& code = error.code;
  if (code == "NOT_FOUND" || code == "FILE_UNREADABLE" || code == "YAML_FILE_UNREADABLE" || code == "MAP_UNKNOWN")
    return Exit::not_found;
  if (code == "CONFLICT" || code == "ILLEGAL_TRANSITION" || code == "LOCKED") return Exit::conflict;
  if (code == "REQUEST_INVALID") return Exit::usage;
  if (code == "NOT_ALLOWED") return Exit::not_allowed;
  if (code == "HTTP_UNREACHABLE" || code.starts_with("REMOTE_") || code == "AUTH_REFUSED" || code == "HOST_KEY_CHANGED")
    return Exit::transport;
  bool finding = error.component == "yaml" || error.component == "maps" || error.component == "partners";
  return finding ? Exit::findings : Exit::internal;
}

void Context::fail(const Error& error, Exit code) {
  std::cerr << "longshore: " << error.describe() << "\n";
  exit = code;
}

std::optional<Config> Context::load_installation() {
  namespace fs = std::filesystem;
  auto folder = config;
  if (folder.empty() && std::getenv("LONGSHORE_CONFIG")) folder = std::getenv("LONGSHORE_CONFIG");
  if (folder.empty() && fs::exists("longshore.yaml")) folder = ".";
  if (folder.empty()) folder = "/etc/longshore";
  std::vector<Error> errors;
  auto loaded = load_config(folder, errors);
  if (!loaded) {
    auto error = loaded.error();
    if (error.code == "YAML_FILE_UNREADABLE") error.hint = "name the installation's folder with --config DIR";
    fail(error);
    return std::nullopt;
  }
  for (const auto& error : errors) fail(error, Exit::findings);
  if (!errors.empty()) return std::nullopt;
  return std::move(*loaded);
}

std::optional<SharedData> Context::shared_data() {
  auto found = find_shared_data();
  if (found) return std::move(*found);
  fail(found.error());
  return std::nullopt;
}

namespace {

std::size_t display_width(const std::string& text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

}  // namespace

void print_table(const std::vector<std::string>& header, const std::vector<std::vector<std::string>>& rows) {
  std::vector<std::size_t> widths;
  widths.reserve(header.size());
  for (const auto& title : header) widths.push_back(display_width(title));
  for (const auto& row : rows)
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], display_width(row[i]));
  auto print = [&](const std::vector<std::string>& row) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i) {
      line += row[i];
      if (i + 1 < row.size()) line += std::string(widths[i] - display_width(row[i]) + 2, ' ');
    }
    while (!line.empty() && line.back() == ' ') line.pop_back();
    std::cout << line << "\n";
  };
  print(header);
  for (const auto& row : rows) print(row);
}

std::string ago(const std::string& rfc3339, Timestamp now) {
  auto at = from_rfc3339(rfc3339);
  if (!at) return "-";
  auto seconds = std::max<std::int64_t>(0, (now.milliseconds - at->milliseconds) / 1000);
  if (seconds < 120) return std::to_string(seconds) + " s ago";
  if (seconds < 7200) return std::to_string(seconds / 60) + " min ago";
  if (seconds < 172'800) return std::to_string(seconds / 3600) + " h ago";
  return std::to_string(seconds / 86'400) + " days ago";
}

}  // namespace longshore::cli
