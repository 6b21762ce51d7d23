// Any bytes as a tree of an image, whole and in outline: nothing outside of them is read, and what is a tree is written
// and read back as the same.
#include "engine/base/yaml/tree_bytes.h"

#include <array>
#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace longshore;
  constexpr std::array<std::string_view, 2> keys{"map", "source"};
  const yaml::Outline outline{keys, 2};
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  yaml::read_tree(bytes, "fuzz.yaml", &outline);
  const auto tree = yaml::read_tree(bytes, "fuzz.yaml");
  if (!tree) return 0;
  std::string once;
  yaml::append_tree(*tree, once);
  const auto again = yaml::read_tree(once, "fuzz.yaml");
  if (!again) std::abort();
  std::string twice;
  yaml::append_tree(*again, twice);
  if (once != twice) std::abort();
  return 0;
}
