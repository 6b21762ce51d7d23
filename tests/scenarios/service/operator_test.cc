#include "tests/scenarios/service/harbor.h"

namespace longshore::test {
namespace {

using testing::HasSubstr;

/// What a person may do, with a service running and with the data folder alone.
class Operator : public Harbor, public testing::WithParamInterface<bool> {
 protected:
  void SetUp() override {
    Harbor::SetUp();
    site.start();
  }
  /// From here on as the parameter says.
  void settle() {
    if (running()) return;
    EXPECT_EQ(site.stop(), 0);
  }
  /// Lets what was decided take its effect.
  void go_on() {
    if (!running()) site.start();
  }
  static bool running() { return GetParam(); }
  int exit_of(const std::vector<std::string>& arguments) {
    auto done = site.run(arguments);
    errors = done.errors;
    return done.exit;
  }
  std::string held_duplicate() {
    site.bring("harbor-supply", "a.edi", sample("harbor-supply/856-sopi.edi"));
    one("done");
    site.bring("harbor-supply", "b.edi", sample("harbor-supply/856-sopi.edi"));
    return one("held").text("id");
  }
  std::string state_of_delivery() {
    auto found = site.deliveries({"--partner", "harbor-supply"});
    return found.size() == 1 ? found[0].text("state") : std::to_string(found.size()) + " deliveries";
  }

  std::string errors;
};

TEST_P(Operator, ReleasesWhatIsHeld) {
  auto id = held_duplicate();
  settle();
  EXPECT_EQ(exit_of({"document", "release", id, "--reason", "wanted"}), 0) << errors;
  go_on();
  site.wait("the released document", [&] { return site.count("done") == 2; });
  EXPECT_EQ(site.count("held"), 0u);
}

TEST_P(Operator, IgnoresWhatIsHeld) {
  auto id = held_duplicate();
  settle();
  EXPECT_EQ(exit_of({"document", "ignore", id, "--reason", "a copy"}), 0) << errors;
  EXPECT_EQ(site.only("ignored").text("id"), id);
  EXPECT_EQ(exit_of({"document", "ignore", "01ARZ3NDEKTSV4RRFFQ69G5FAV"}), 5) << errors;
  go_on();
  EXPECT_EQ(site.count("held"), 0u);
  EXPECT_EQ(site.inbound("harbor-supply", "997-").size(), 1u);
}

TEST_P(Operator, CannotHoldWhatIsDone) {
  held_duplicate();
  settle();
  auto done = site.only("done");
  EXPECT_EQ(exit_of({"document", "hold", done.text("id")}), 8);
  EXPECT_THAT(errors, HasSubstr("ILLEGAL_TRANSITION"));
  EXPECT_EQ(site.only("done").text("id"), done.text("id"));
}

TEST_P(Operator, PausesDeliveriesToAPartnerAndResumesThem) {
  settle();
  EXPECT_EQ(exit_of({"partner", "pause", "harbor-supply", "--reason", "they asked"}), 0) << errors;
  go_on();
  bring_neighbour();
  site.wait("the delivery", [&] { return state_of_delivery() == "ready"; });
  EXPECT_THAT(site.run({"status"}).output, HasSubstr("paused"));
  EXPECT_TRUE(site.inbound("harbor-supply").empty());
  settle();
  EXPECT_TRUE(site.inbound("harbor-supply").empty()) << "not even while it stops";
  EXPECT_EQ(exit_of({"partner", "resume", "harbor-supply"}), 0) << errors;
  go_on();
  expect_neighbour_through();
  EXPECT_EQ(site.inbound("harbor-supply").size(), 1u);
}

TEST_P(Operator, CancelsADeliveryAndRetriesIt) {
  EXPECT_EQ(exit_of({"partner", "pause", "harbor-supply"}), 0) << errors;
  bring_neighbour();
  site.wait("the delivery", [&] { return state_of_delivery() == "ready"; });
  settle();
  auto id = site.deliveries({"--partner", "harbor-supply"})[0].text("id");
  EXPECT_THAT(site.run({"delivery", "raw", id}).output, HasSubstr("AK1*SH*4108~"));
  EXPECT_EQ(exit_of({"delivery", "cancel", id, "--reason", "by telephone"}), 0) << errors;
  EXPECT_EQ(state_of_delivery(), "cancelled");
  EXPECT_EQ(exit_of({"partner", "resume", "harbor-supply"}), 0) << errors;
  EXPECT_EQ(exit_of({"delivery", "retry", id, "--reason", "after all"}), 0) << errors;
  go_on();
  site.wait("the delivery", [&] { return state_of_delivery() == "delivered"; });
  EXPECT_EQ(site.inbound("harbor-supply").size(), 1u);
  EXPECT_EQ(exit_of({"delivery", "cancel", id}), 8) << errors;
}

INSTANTIATE_TEST_SUITE_P(Service, Operator, testing::Bool(),
                         [](const auto& tested) { return tested.param ? "Running" : "Stopped"; });

/// A released document waits for the translator as received: there, and only there, a person can hold it.
TEST_F(Harbor, AReleasedDocumentCanBeHeldAgainBeforeItIsTranslated) {
  site.start();
  site.bring("harbor-supply", "a.edi", sample("harbor-supply/856-sopi.edi"));
  one("done");
  site.bring("harbor-supply", "b.edi", sample("harbor-supply/856-sopi.edi"));
  auto id = one("held").text("id");
  EXPECT_EQ(site.stop(), 0);
  EXPECT_EQ(site.run({"document", "release", id}).exit, 0);
  EXPECT_EQ(site.only("received").text("id"), id);
  EXPECT_EQ(site.run({"document", "hold", id, "--reason", "on second thought"}).exit, 0);
  EXPECT_EQ(site.only("held").text("id"), id);
  site.start();
  bring_neighbour();
  expect_neighbour_through();
  EXPECT_EQ(site.only("held").text("id"), id);
}

}  // namespace
}  // namespace longshore::test
