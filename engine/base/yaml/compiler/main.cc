// longshore_image OUTPUT ROOT LIST: the image of the files that LIST names, one path a line, which begin in ROOT. A
// step of the build.
#include "engine/base/yaml/image.h"

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <span>
#include <sstream>

namespace {

using longshore::Result;
using longshore::yaml::Image;

Result<std::string> image_of(const std::filesystem::path& root, const std::string& list) {
  LONGSHORE_TRY(const auto lines, longshore::yaml::read_text(list));
  std::vector<Image::File> files;
  std::istringstream in(lines);
  for (std::string path; std::getline(in, path);) {
    LONGSHORE_TRY(auto text, longshore::yaml::read_text((root / path).string()));
    files.push_back({path, std::move(text)});
  }
  return Image::of(std::move(files));
}

// A program that has the old one mapped keeps it.
bool replace(const std::string& file, const std::string& bytes) {
  const auto fresh = file + ".new";
  std::ofstream out(fresh, std::ios::binary);
  out << bytes;
  out.close();
  return out && std::rename(fresh.c_str(), file.c_str()) == 0;
}

}  // namespace

int main(int argc, char** argv) {
  const std::span arguments(argv, static_cast<std::size_t>(argc));
  if (arguments.size() != 4) {
    std::cerr << "usage: longshore_image OUTPUT ROOT LIST\n";
    return 2;
  }
  const auto image = image_of(arguments[2], arguments[3]);
  if (!image) {
    std::cerr << image.error().describe() << "\n";
    return 1;
  }
  if (replace(arguments[1], *image)) return 0;
  std::cerr << arguments[1] << " cannot be written\n";
  return 1;
}
