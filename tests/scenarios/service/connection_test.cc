#include "tests/scenarios/service/harbor.h"

namespace longshore::test {
namespace {

using testing::HasSubstr;

TEST(Connection, AnUnreachableServerStopsNobodyElseAndRecoversByItself) {
  Sshd sshd;
  Installation site;
  site.add("prairie-ltl", sshd);
  site.add("harbor-supply");
  site.bring("prairie-ltl", "a.edi", sample("prairie-ltl/214-delayed.edi"));
  sshd.stop();
  site.start();
  site.wait("the alert", [&] { return site.alert("endpoint_unreachable").has_value(); });
  EXPECT_THAT(*site.alert("endpoint_unreachable"), HasSubstr("REMOTE_UNREACHABLE"));
  site.bring("harbor-supply", "b.edi", sample("harbor-supply/856-sopi.edi"));
  site.wait("the others", [&] { return site.count("done") == 1; });
  EXPECT_EQ(site.inbound("harbor-supply", "997-").size(), 1u);
  sshd.start();
  site.wait("the recovery", [&] { return site.count("done") == 2 && site.alerts().empty(); }, 60);
  EXPECT_EQ(site.inbound("prairie-ltl", "997-").size(), 1u);
  EXPECT_EQ(site.stop(), 0);
}

TEST(Connection, ADeliveryWaitsForTheServerToComeBackAndGoesOutOnce) {
  Sshd sshd;
  Installation site;
  site.add("harbor-supply");
  site.add("prairie-ltl");
  site.add("meadow-retail", sshd);
  sshd.stop();
  site.start();
  site.bring("prairie-ltl", "a.edi", sample("prairie-ltl/214-delayed.edi"));
  site.wait("the failed attempt", [&] {
    auto waiting = site.deliveries({"--partner", "meadow-retail"});
    return waiting.size() == 1 && !at(waiting[0], "/error/message").empty();
  });
  EXPECT_EQ(at(site.deliveries({"--partner", "meadow-retail"})[0], "/error/code"), "REMOTE_UNREACHABLE");
  sshd.start();
  site.wait("the delivery", [&] { return site.count("done") == 1; }, 60);
  EXPECT_EQ(site.inbound("meadow-retail").size(), 1u);
  site.wait("no alert", [&] { return site.alerts().empty(); }, 60);
}

TEST(Connection, AChangedHostKeyIsRefusedUntilTheProfileNamesTheNewOne) {
  Sshd sshd;
  Installation site;
  site.add("prairie-ltl", sshd);
  auto old = sshd.fingerprint();
  sshd.change_host_keys();
  site.bring("prairie-ltl", "a.edi", sample("prairie-ltl/214-delayed.edi"));
  site.start();
  site.wait("the alert", [&] { return site.alert("host_key_changed").has_value(); });
  EXPECT_THAT(*site.alert("host_key_changed"), HasSubstr(sshd.fingerprint()));
  EXPECT_TRUE(site.documents().empty());
  EXPECT_THAT(site.list("prairie-ltl", "outbound"), testing::ElementsAre("a.edi"));
  EXPECT_TRUE(site.inbound("prairie-ltl").empty());
  site.edit_profile("prairie-ltl", old, sshd.fingerprint());
  site.wait("it to go on", [&] { return site.count("done") == 1; });
  EXPECT_EQ(site.inbound("prairie-ltl", "997-").size(), 1u);
  site.wait("the alert to be resolved", [&] { return site.alerts().empty(); });
}

/// A delivery that met a server that was down, and what the partner's folder holds when it comes up.
class LateRename : public testing::Test {
 protected:
  void deliver_over(const std::function<std::string(std::string)>& there) {
    for (const auto* partner : {"harbor-supply", "prairie-ltl"}) site.add(partner);
    site.add("meadow-retail", sshd);
    sshd.stop();
    site.start();
    site.bring("prairie-ltl", "a.edi", sample("prairie-ltl/214-delayed.edi"));
    site.wait("the failed attempt", [&] { return !at(delivery(), "/error/message").empty(); });
    auto bytes = site.run({"delivery", "raw", delivery().text("id")}).output;
    write_text(site.theirs("meadow-retail", "inbound") / delivery().text("name"), there(bytes));
    sshd.start();
  }
  json::Value delivery() {
    auto found = site.deliveries({"--partner", "meadow-retail"});
    return found.size() == 1 ? found[0] : json::Value{};
  }

  Sshd sshd;
  Installation site;
};

TEST_F(LateRename, TheSameBytesUnderTheNameAreTheDelivery) {
  deliver_over([](std::string bytes) { return bytes; });
  site.wait("the delivery", [&] { return delivery().text("state") == "delivered"; });
  EXPECT_EQ(site.inbound("meadow-retail").size(), 1u);
}

TEST_F(LateRename, OtherBytesUnderTheNameAreNeverReplaced) {
  deliver_over([](const std::string&) { return "theirs"; });
  site.wait("the failure", [&] { return delivery().text("state") == "failed"; });
  EXPECT_EQ(at(delivery(), "/error/code"), "REMOTE_EXISTS");
  auto names = site.inbound("meadow-retail");
  ASSERT_EQ(names.size(), 1u) << "no temporary file is left";
  EXPECT_EQ(read_text(site.theirs("meadow-retail", "inbound") / names[0]), "theirs");
}

TEST(Connection, AnAlertOfAnEarlierProcessIsResolvedByTheNext) {
  Sshd sshd;
  Installation site;
  site.add("prairie-ltl", sshd);
  sshd.stop();
  site.start();
  site.wait("the alert", [&] { return site.alert("endpoint_unreachable").has_value(); });
  site.kill();
  sshd.start();
  site.start();
  site.wait("no alert", [&] { return site.alerts().empty(); });
}

}  // namespace
}  // namespace longshore::test
