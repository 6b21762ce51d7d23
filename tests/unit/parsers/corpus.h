#pragma once
#include "engine/model/text.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

/// A folder of real sample files, where there is one.
namespace longshore::parsers::test {

struct Sample {
  std::string file;
  bool x12 = false;
  bool valid = false;
};

inline std::filesystem::path corpus_folder() {
  if (const char* configured = std::getenv("LONGSHORE_CORPUS")) return configured;
  return std::filesystem::path(LONGSHORE_SOURCE_DIR) / "../shared/corpus";
}

inline std::string contents(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

inline std::vector<Sample> manifest(const std::filesystem::path& folder) {
  std::vector<Sample> out;
  std::ifstream in(folder / "MANIFEST.tsv");
  std::string line;
  std::getline(in, line);
  while (std::getline(in, line)) {
    const auto fields = split(line, '\t');
    if (fields.size() > 9) out.push_back({std::string(fields[0]), fields[1] == "X12", fields[9] == "valid"});
  }
  return out;
}

}  // namespace longshore::parsers::test
