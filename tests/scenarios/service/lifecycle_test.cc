#include "tests/scenarios/service/harbor.h"

#include <csignal>

namespace longshore::test {
namespace {

using testing::HasSubstr;

class Lifecycle : public Harbor {};

TEST_F(Lifecycle, ATermSignalFinishesWhatWasTaken) {
  constexpr std::size_t many = 1000;
  for (std::size_t i = 0; i < many; ++i) {
    auto number = std::to_string(300'000 + i);
    auto text = replaced(sample("harbor-supply/856-sopi.edi"), "000004101", "000" + number);
    site.bring("harbor-supply", "load-" + number + ".edi", text);
  }
  site.start();
  site.wait("some to be taken", [&] { return site.log().find("load-300005.edi") != std::string::npos; });
  EXPECT_EQ(site.stop(), 0);
  auto taken = site.list("harbor-supply", "archive").size();
  EXPECT_EQ(site.count("done"), taken);
  EXPECT_EQ(site.documents().size(), taken);
  EXPECT_EQ(site.inbound("harbor-supply", "997-").size(), taken);
  EXPECT_THAT(site.inbound("harbor-supply", "."), testing::IsEmpty());
  EXPECT_EQ(taken + site.list("harbor-supply", "outbound").size(), many);
  EXPECT_LT(taken, many) << "it went on taking";
  EXPECT_FALSE(std::filesystem::exists(site.data() / "api.json"));
  site.start();
  EXPECT_THAT(site.log(), testing::Not(HasSubstr("after an unclean stop")));
}

TEST_F(Lifecycle, AKilledServiceSaysThatItRecovered) {
  site.start();
  site.kill();
  site.start();
  EXPECT_THAT(site.log(), HasSubstr("after an unclean stop"));
}

TEST_F(Lifecycle, ASecondServeOnTheSameDataIsRefused) {
  site.start();
  auto second = site.run({"serve"});
  EXPECT_EQ(second.exit, 8);
  EXPECT_THAT(second.errors, HasSubstr("LOCKED"));
  bring_neighbour();
  expect_neighbour_through();
}

TEST_F(Lifecycle, AStopDoesNotWaitForAnEndpointThatIsDown) {
  Sshd sshd;
  site.add("meadow-retail", sshd);
  sshd.stop();
  site.start();
  site.bring("prairie-ltl", "a.edi", sample("prairie-ltl/214-delayed.edi"));
  site.wait("the failed attempt", [&] {
    auto waiting = site.deliveries({"--partner", "meadow-retail"});
    return waiting.size() == 1 && !at(waiting[0], "/error/message").empty();
  });
  auto begin = std::chrono::steady_clock::now();
  EXPECT_EQ(site.stop(), 0);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(15));
}

}  // namespace
}  // namespace longshore::test
