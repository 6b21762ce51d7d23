// Every map in bad/ has one fault: what is said of it, where, and what to do about it is in tests/golden/bad-maps.txt.
// LONGSHORE_UPDATE_GOLDEN=1 writes that anew.
#include "maps/catalog.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

namespace longshore::maps {
namespace {

TEST(BadMaps, EachFaultIsLocatedAndSaysWhatToDo) {
  const std::string root(LONGSHORE_SOURCE_DIR);
  const auto folder = root + "/tests/unit/maps/bad";
  auto catalog = Catalog::open({root + "/parsers/dictionaries",
                                root + "/maps/canonical",
                                {root + "/maps/library", folder},
                                {root + "/maps/library/codes"}});
  ASSERT_TRUE(catalog) << catalog.error().describe();
  std::string said;
  std::size_t maps = 0;
  for (const auto& head : (*catalog)->heads()) {
    if (!head.name.starts_with("bad-")) continue;
    ++maps;
    auto errors = (*catalog)->lint(head);
    EXPECT_FALSE(errors.empty()) << head.name << " has no finding";
    for (auto& one : errors) {
      EXPECT_TRUE(one.where) << head.name << ": " << one.describe();
      if (one.where) one.where->file = std::filesystem::path(one.where->file).filename();
      said += one.describe() + "\n";
    }
  }
  EXPECT_GE(maps, 50U);
  const auto golden = root + "/tests/golden/bad-maps.txt";
  if (std::getenv("LONGSHORE_UPDATE_GOLDEN") != nullptr) std::ofstream(golden, std::ios::binary) << said;
  std::ostringstream expected;
  expected << std::ifstream(golden, std::ios::binary).rdbuf();
  EXPECT_EQ(said, expected.str());
}

}  // namespace
}  // namespace longshore::maps
