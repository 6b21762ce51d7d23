#include "tests/scenarios/service/harbor.h"

namespace longshore::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;

class Profile : public Harbor {};

TEST_F(Profile, LintNamesThePlaceOfATypoAndWhatWasMeant) {
  site.edit_profile("harbor-supply", "timezone:", "timezoen:");
  auto lint = site.run({"partner", "lint"});
  EXPECT_EQ(lint.exit, 3);
  EXPECT_THAT(lint.output,
              AllOf(HasSubstr("harbor-supply.yaml:6:1"), HasSubstr("timezoen"), HasSubstr("did you mean")));
  site.edit_profile("harbor-supply", "timezoen:", "timezone:");
  EXPECT_EQ(site.run({"partner", "lint"}).exit, 0);
}

TEST_F(Profile, ServeRefusesToStartWithATypo) {
  site.edit_profile("harbor-supply", "timezone:", "timezoen:");
  auto served = site.run({"serve"});
  EXPECT_EQ(served.exit, 3);
  EXPECT_THAT(served.errors, AllOf(HasSubstr("harbor-supply.yaml:6:1"), HasSubstr("did you mean")));
}

TEST_F(Profile, ATypoInARunningServiceKeepsTheOldProfilesAndIsAlerted) {
  site.start();
  site.edit_profile("harbor-supply", "timezone:", "timezoen:");
  site.wait("the alert", [&] { return site.alert("reload_refused").has_value(); });
  EXPECT_THAT(*site.alert("reload_refused"), AllOf(HasSubstr("harbor-supply.yaml:6:1"), HasSubstr("timezoen")));
  bring_neighbour();
  expect_neighbour_through();
  site.edit_profile("harbor-supply", "timezoen:", "timezone:");
  site.wait("the corrected profile", [&] { return site.alerts().empty(); });
  EXPECT_THAT(site.log(), HasSubstr("profiles and maps were loaded anew"));
}

TEST_F(Profile, AProfileChangedAgainAndAgainUnderLoadLosesNothing) {
  site.start();
  auto text = sample("harbor-supply/856-sopi.edi");
  for (int i = 0; i < 10; ++i) {
    auto number = std::to_string(200'000 + i);
    auto one = replaced(replaced(replaced(text, "000004101", "000" + number), "*4101*X*", "*" + number + "*X*"),
                        "GE*1*4101~", "GE*1*" + number + "~");
    site.bring("harbor-supply", "load-" + number + ".edi", replaced(one, "HS-SHP-30211", "HS-SHP-" + number));
    site.append_to_profile("harbor-supply", "# edit\n");
    auto reloads = [&] {
      auto log = site.log();
      int found = 0;
      for (auto at = log.find("loaded anew"); at != log.npos; at = log.find("loaded anew", at + 1)) ++found;
      return found;
    };
    site.wait("the reload", [&] { return reloads() > i; });
  }
  site.wait("all of them", [&] { return site.count("done") == 10; });
  EXPECT_EQ(site.inbound("harbor-supply", "997-").size(), 10u);
  EXPECT_EQ(site.stop(), 0);
}

}  // namespace
}  // namespace longshore::test
