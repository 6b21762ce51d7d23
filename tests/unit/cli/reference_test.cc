#include "tests/unit/cli/program.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace longshore::cli::test {
namespace {

TEST(Reference, TheDocumentIsTheProgramsHelp) {
  auto ran = longshore({"reference"});
  EXPECT_EQ(ran.exit, 0);
  EXPECT_EQ(contents(LONGSHORE_SOURCE_DIR "/docs/reference/commands.md"), ran.out)
      << "run: longshore reference > docs/reference/commands.md";
}

TEST(Reference, IsNoCommandOfTheHelp) {
  EXPECT_THAT(longshore({"--help"}).out, testing::Not(testing::HasSubstr("reference")));
}

}  // namespace
}  // namespace longshore::cli::test
