// Walks every #include of the project, ours and third-party, against the dependency table of docs/ARCHITECTURE.md.
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>

#include <gtest/gtest.h>

namespace fs = std::filesystem;

namespace {

using Set = std::set<std::string>;

struct Rule {
  Set folders;    ///< what it may include of ours, by prefix; its own folder always
  Set libraries;  ///< what it may include of others, by prefix
};

const Set domain{"engine/model", "engine/base", "parsers", "spool", "partners", "maps"};

Set with(Set base, const Set& more) {
  base.insert(more.begin(), more.end());
  return base;
}

// Longest prefix counts.
const std::map<std::string, Rule>& rules() {
  static const Set leaf{"engine/model"};
  static const Set low{"engine/model", "engine/base"};
  static const Set transports = with(domain, {"engine/transport"});
  static const std::map<std::string, Rule> table{
      {"engine/model", {{}, {}}},
      {"engine/base/json", {leaf, {"boost/json", "valijson"}}},
      {"engine/base/yaml", {leaf, {"yaml-cpp"}}},
      {"engine/base/crypto", {leaf, {"openssl"}}},
      {"engine/base/schedule", {leaf, {"date"}}},
      {"engine/base/telemetry", {leaf, {}}},
      {"engine/base/runtime", {leaf, {}}},
      {"parsers", {low, {"boost/spirit", "boost/fusion", "pugixml.hpp"}}},
      {"spool", {low, {"sqlite3"}}},
      {"partners", {low, {}}},
      {"maps/contracts", {low, {}}},
      {"maps", {with(low, {"parsers"}), {"boost/spirit", "boost/fusion"}}},
      {"engine/transport/sftp", {low, {"libssh2"}}},
      {"engine/transport/http", {low, {"curl"}}},
      {"engine/transport/directory", {low, {}}},
      {"engine/receive", {transports, {}}},
      {"engine/translate", {transports, {}}},
      {"engine/compose", {transports, {}}},
      {"engine/deliver", {transports, {}}},
      {"engine/api", {with(transports, {"engine"}), {"boost/asio", "boost/beast"}}},
      {"engine/cli", {with(transports, {"engine"}), {"CLI"}}},
      {"engine", {with(transports, {"engine"}), {}}},
  };
  return table;
}

bool below(const std::string& path, const std::string& folder) {
  return path == folder || path.starts_with(folder + "/");
}

const Rule& rule_of(const std::string& file, std::string& name) {
  const Rule* found = nullptr;
  for (const auto& [folder, rule] : rules()) {
    if (!below(file, folder) || folder.size() < name.size()) continue;
    name = folder;
    found = &rule;
  }
  if (!found) throw std::runtime_error("no rule for " + file);
  return *found;
}

// Standard and operating-system headers have no slash, or begin with sys/ or the like.
bool is_system(const std::string& header) {
  static const Set folders{"sys", "netinet", "arpa", "linux"};
  auto slash = header.find('/');
  if (slash != std::string::npos) return folders.contains(header.substr(0, slash));
  static const Set third_party{"libssh2.h", "libssh2_sftp.h", "sqlite3.h", "pugixml.hpp", "zlib.h"};
  return !third_party.contains(header);
}

bool allowed(const std::string& file, const std::string& header, bool ours) {
  std::string own;
  const auto& rule = rule_of(file, own);
  if (!ours)
    return is_system(header) || std::any_of(rule.libraries.begin(), rule.libraries.end(),
                                            [&](const auto& library) { return header.starts_with(library); });
  if (below(header, own)) return true;
  return std::any_of(rule.folders.begin(), rule.folders.end(),
                     [&](const auto& folder) { return below(header, folder); });
}

std::vector<std::pair<std::string, bool>> includes_of(const fs::path& file) {
  static const std::regex pattern(R"re(^\s*#\s*include\s*(["<])([^">]+)[">])re");
  std::vector<std::pair<std::string, bool>> out;
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);) {
    std::smatch match;
    if (std::regex_search(line, match, pattern)) out.emplace_back(match[2], match[1] == "\"");
  }
  return out;
}

std::vector<std::string> violations(const fs::path& root) {
  std::vector<std::string> out;
  for (const auto* top : {"engine", "parsers", "maps", "partners", "spool"}) {
    for (const auto& entry : fs::recursive_directory_iterator(root / top)) {
      auto extension = entry.path().extension();
      if (extension != ".h" && extension != ".cc" && extension != ".inc") continue;
      auto file = fs::relative(entry.path(), root).generic_string();
      for (const auto& [header, ours] : includes_of(entry.path()))
        if (!allowed(file, header, ours)) out.push_back(file + " includes " + header);
    }
  }
  return out;
}

TEST(DependencyTable, every_include_is_an_edge_of_it) {
  EXPECT_EQ(violations(LONGSHORE_SOURCE_DIR), std::vector<std::string>{});
}

TEST(DependencyTable, finds_edges_that_it_does_not_have) {
  EXPECT_FALSE(allowed("spool/spool.cc", "parsers/interchange.h", true));
  EXPECT_FALSE(allowed("engine/receive/watcher.cc", "engine/translate/document.h", true));
  EXPECT_FALSE(allowed("engine/base/json/json.h", "engine/base/yaml/yaml.h", true));
  EXPECT_FALSE(allowed("maps/grammar.cc", "spool/ledger.h", true));
  EXPECT_FALSE(allowed("partners/loader.cc", "yaml-cpp/yaml.h", false));
  EXPECT_FALSE(allowed("spool/spool.cc", "libssh2.h", false));
  EXPECT_FALSE(allowed("maps/contracts/contract.cc", "maps/catalog.h", true));
  EXPECT_FALSE(allowed("maps/contracts/contract.cc", "valijson/validator.hpp", false));
  EXPECT_TRUE(allowed("engine/cli/main.cc", "CLI/CLI.hpp", false));
}

TEST(DependencyTable, heavy_headers_stay_in_source_files) {
  for (const auto* top : {"engine", "parsers", "maps", "partners", "spool"}) {
    for (const auto& entry : fs::recursive_directory_iterator(fs::path(LONGSHORE_SOURCE_DIR) / top)) {
      if (entry.path().extension() != ".h") continue;
      for (const auto& [header, ours] : includes_of(entry.path()))
        EXPECT_FALSE(header.starts_with("boost/") || header.starts_with("valijson/"))
            << entry.path() << " includes " << header;
    }
  }
}

}  // namespace
