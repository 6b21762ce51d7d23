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

TEST(Usage, AMistypedCommandIsNamedWithTheNearestOne) {
  auto ran = longshore({"partner", "lnit"});
  EXPECT_EQ(ran.exit, 2);
  EXPECT_EQ(ran.err,
            "There is no command partner lnit; did you mean partner lint?\nRun longshore partner --help for more "
            "information.\n");
  EXPECT_THAT(longshore({"-o", "json", "statsu"}).err,
              testing::StartsWith("There is no command statsu; did you mean status?"));
  EXPECT_THAT(longshore({"xyzzy"}).err, testing::StartsWith("There is no command xyzzy."));
}

TEST(Usage, AMistypedOptionIsNamedWithTheNearestOne) {
  auto ran = longshore({"validate", "--levle", "3", "x.edi"});
  EXPECT_EQ(ran.exit, 2);
  EXPECT_THAT(ran.err, testing::StartsWith("There is no option --levle; did you mean --level?"));
}

TEST(Usage, AMissingCommandIsSaid) {
  auto ran = longshore({"partner"});
  EXPECT_EQ(ran.exit, 2);
  EXPECT_THAT(ran.err, testing::HasSubstr("Run longshore partner --help"));
  EXPECT_EQ(longshore({"validate"}).exit, 2);
}

}  // namespace
}  // namespace longshore::cli::test
