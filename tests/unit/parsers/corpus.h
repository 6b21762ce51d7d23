#pragma once
#include <filesystem>
#include <string>
#include <vector>

namespace longshore::parsers::test {

struct Sample {
  std::string file;  ///< below the corpus folder
  bool x12 = false;
  bool valid = false;
};

/// A folder of real sample files with a MANIFEST.tsv; it need not be there.
std::filesystem::path corpus_folder();
/// What its manifest lists; empty where there is none.
std::vector<Sample> corpus_samples();
std::string contents(const std::filesystem::path& path);

}  // namespace longshore::parsers::test
