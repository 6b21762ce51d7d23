// Every dictionary's own files: one that is sound, and one with a fault of every kind, each found where it stands.
#include "tests/unit/cli/program.h"

#include <filesystem>
#include <map>
#include <sstream>

#include <gtest/gtest.h>

namespace longshore::cli::test {
namespace {

namespace fs = std::filesystem;

const fs::path source = LONGSHORE_SOURCE_DIR;

/// "x12/004010/856", for every set that has a dictionary.
std::vector<std::string> sets() {
  std::vector<std::string> out;
  constexpr std::array<std::string_view, 4> shared{"segments", "composites", "elements", "codes"};
  for (const auto& standard : {"x12", "edifact"}) {
    for (const auto& release : fs::directory_iterator(source / "parsers/dictionaries" / standard)) {
      if (!release.is_directory()) continue;
      for (const auto& file : fs::directory_iterator(release.path())) {
        const auto name = file.path().stem().string();
        if (file.path().extension() == ".yaml" && std::ranges::find(shared, name) == shared.end())
          out.push_back(std::string(standard) + "/" + release.path().filename().string() + "/" + name);
      }
    }
  }
  std::ranges::sort(out);
  return out;
}

std::string golden(const std::string& set, const std::string& file) {
  return source / "tests/golden/dictionaries" / set / file;
}

bool is_of_the_syntax(const std::string& set) {
  return set.starts_with("edifact/S");
}

Ran validate(const std::vector<std::string>& files) {
  std::vector<std::string> arguments{"validate", "-o", "ndjson"};
  arguments.insert(arguments.end(), files.begin(), files.end());
  return longshore(arguments);
}

/// The lines of NDJSON by the file they are about, with its own name only.
std::map<std::string, std::string> by_file(const std::string& out) {
  std::map<std::string, std::string> found;
  std::istringstream lines(out);
  for (std::string line; std::getline(lines, line);) {
    const std::string start = R"({"file":")";
    const auto path = line.substr(start.size(), line.find('"', start.size()) - start.size());
    found[path] += start + fs::path(path).filename().string() + line.substr(start.size() + path.size()) + "\n";
  }
  return found;
}

TEST(Goldens, EveryDictionaryHasASoundFileWithoutAFinding) {
  std::vector<std::string> files;
  for (const auto& set : sets()) {
    files.push_back(golden(set, "sound.edi"));
    EXPECT_FALSE(contents(files.back()).empty()) << files.back();
  }
  auto ran = validate(files);
  EXPECT_EQ(ran.exit, 0);
  EXPECT_EQ(ran.out, "");
  EXPECT_EQ(ran.err, "");
  EXPECT_GT(files.size(), 70U);
}

TEST(Goldens, EveryFaultIsFoundWhereItStands) {
  std::vector<std::string> files;
  for (const auto& set : sets())
    if (!is_of_the_syntax(set)) files.push_back(golden(set, "faults.edi"));
  auto ran = validate(files);
  EXPECT_EQ(ran.exit, 3);
  EXPECT_EQ(ran.err, "");
  auto found = by_file(ran.out);
  for (const auto& file : files)
    EXPECT_EQ(found[file], contents(fs::path(file).parent_path() / "faults.expected.ndjson")) << file;
}

}  // namespace
}  // namespace longshore::cli::test
