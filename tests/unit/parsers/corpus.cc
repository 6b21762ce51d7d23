#include "tests/unit/parsers/corpus.h"

#include "engine/model/text.h"

#include <cstdlib>
#include <fstream>
#include <sstream>

namespace longshore::parsers::test {

namespace fs = std::filesystem;

fs::path corpus_folder() {
  if (const char* configured = std::getenv("LONGSHORE_CORPUS")) return configured;
  return fs::path(LONGSHORE_SOURCE_DIR) / "../shared/corpus";
}

std::vector<Sample> corpus_samples() {
  std::vector<Sample> out;
  std::ifstream in(corpus_folder() / "MANIFEST.tsv");
  std::string line;
  std::getline(in, line);
  while (std::getline(in, line)) {
    const auto fields = split(line, '\t');
    if (fields.size() > 9) out.push_back({std::string(fields[0]), fields[1] == "X12", fields[9] == "valid"});
  }
  return out;
}

std::string contents(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

}  // namespace longshore::parsers::test
