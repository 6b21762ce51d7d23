#include "tests/unit/cli/program.h"
#include "tests/unit/cli/samples.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace longshore::cli::test {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(Validate, OneLineAFaultAndASummary) {
  auto file = file_with("two.edi", two_notices());
  auto ran = longshore({"validate", file});
  EXPECT_EQ(ran.exit, 3);
  auto offset = std::to_string(two_notices().find(std::string(61, 'X')));
  EXPECT_THAT(ran.out, HasSubstr(file + ":byte " + offset + ": error ELEMENT_TOO_LONG: "));
  EXPECT_THAT(ran.out, HasSubstr("(set 0002, segment 4 N1, element 2, value \"XXX"));
  EXPECT_THAT(ran.out, HasSubstr("\") — expected 1..60 characters\n"));
  EXPECT_THAT(ran.out, HasSubstr(file + ": 2 sets, 1 accepted, 1 rejected\n"));
}

TEST(Validate, LevelOneIsSyntaxAlone) {
  auto ran = longshore({"validate", "--level", "1", "-"}, two_notices());
  EXPECT_EQ(ran.exit, 0);
  EXPECT_EQ(ran.out, "-: 2 sets, 2 accepted, 0 rejected\n");
  EXPECT_EQ(longshore({"validate", "--level", "7", "-"}).exit, 2);
}

TEST(Validate, JsonIsInspects) {
  auto file = file_with("two.edi", two_notices());
  auto validated = longshore({"validate", file, "-o", "json"});
  EXPECT_EQ(validated.exit, 3);
  EXPECT_EQ(validated.out, longshore({"inspect", file, "-o", "json"}).out);
}

TEST(Validate, FaultsOutsideOfSetsCount) {
  auto input = one_notice();
  input.replace(input.find("GE*1"), 4, "GE*2");
  auto ran = longshore({"validate", "-"}, input);
  EXPECT_EQ(ran.exit, 3);
  EXPECT_THAT(ran.out, HasSubstr("error GROUP_COUNT_WRONG: "));
  EXPECT_THAT(ran.out, HasSubstr("(group 7, segment GE, element 1, value \"2\") — expected 1\n"));
  EXPECT_THAT(ran.out, HasSubstr("-: 1 set, 1 accepted, 0 rejected; 1 error outside of sets\n"));
}

TEST(Validate, ExitCodes) {
  EXPECT_EQ(longshore({"validate", "-"}, one_notice()).exit, 0);
  EXPECT_EQ(longshore({"validate", "-"}, "").exit, 3);
  EXPECT_EQ(longshore({"validate", "/nowhere/a.edi"}).exit, 5);
  EXPECT_EQ(longshore({"validate"}).exit, 2);
}

}  // namespace
}  // namespace longshore::cli::test
