#include "tests/scenarios/service/harbor.h"

namespace longshore::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class Content : public Harbor {};

TEST_F(Content, ACancelledShipmentIsCancelledAndNothingIsAdvised) {
  site.start();
  site.bring("harbor-supply", "cancel.edi", sample("harbor-supply/856-cancel.edi"));
  site.wait("the cancellation", [&] { return site.count("done") == 1; });
  site.wait("its event", [&] { return !site.events().empty(); });
  EXPECT_EQ(site.events().size(), 1u);
  EXPECT_EQ(site.events()[0].text("type"), "logistics.shipment.cancelled.v1");
  EXPECT_THAT(acknowledgement("4102"), HasSubstr("AK5*A~"));
}

TEST_F(Content, AnUnknownCodeIsHeldAndRepairedByALineInTheProfile) {
  site.add("meadow-retail");
  site.start();
  auto text = sample("prairie-ltl/214-three-middle-unlisted.edi");
  site.bring("prairie-ltl", "a.edi", text);
  auto held = one("held");
  EXPECT_EQ(at(held, "/error/code"), "CODE_UNKNOWN");
  EXPECT_THAT(at(held, "/error/message"), HasSubstr("Q9"));
  EXPECT_EQ(raw(held), text);
  site.wait("its neighbours", [&] { return site.count("done") == 2 && site.events().size() == 2; });
  site.wait("the 997", [&] { return site.inbound("prairie-ltl", "997-").size() == 1; });

  site.append_to_profile("prairie-ltl", "codes: {at7-status: {Q9: {fact: arrived, at: terminal}}}\n");
  site.wait("the reload", [&] { return site.log().find("profiles and maps were loaded anew") != std::string::npos; });
  EXPECT_EQ(site.run({"document", "reprocess", held.text("id"), "--reason", "their own code"}).exit, 0);
  site.wait("the repaired set", [&] { return site.count("done") == 3 && site.events().size() == 3; });
  EXPECT_EQ(site.events()[2].text("type"), "logistics.shipment.arrived.v1");
  site.wait("its row", [&] { return site.inbound("meadow-retail", "status-").size() == 3; });
  EXPECT_EQ(site.inbound("prairie-ltl", "997-").size(), 1u) << "the interchange was answered already";
}

TEST_F(Content, AnInterchangeOfNothingButTA1IsAnEventForEach) {
  const std::string header =
      "ISA*00*          *00*          *ZZ*HARBORSUP      *ZZ*LONGCO         *260914*1606*U*00401*00000430";
  site.start();
  site.bring(
      "harbor-supply", "ta1.edi",
      header + "1*1*P*:~\nTA1*000000017*260914*1500*A*000~\nTA1*000000018*260914*1501*R*023~\nIEA*0*000004301~\n");
  site.wait("both answers", [&] { return site.count("done") == 2 && site.events().size() == 2; });
  EXPECT_EQ(site.events()[0].text("type"), "logistics.document.acknowledged.v1");
  EXPECT_EQ(site.events()[1].text("type"), "logistics.document.rejected.v1");
  EXPECT_EQ(site.events()[1].text("subject"), "000000018");
  EXPECT_EQ(at(site.events()[1], "/data/errorCodes/0/value"), "023");

  site.bring("harbor-supply", "odd.edi", header + "2*1*P*:~\nTA1*000000019*260914*1502*Z*000~\nIEA*0*000004302~\n");
  auto held = one("held");
  EXPECT_EQ(at(held, "/set"), "TA1");
  EXPECT_EQ(at(held, "/controlNumber"), "000000019");
  EXPECT_EQ(at(held, "/error/code"), "CODE_UNKNOWN");
  EXPECT_EQ(site.run({"document", "reprocess", held.text("id"), "--reason", "again"}).exit, 0);
  site.wait("its second run", [&] {
    auto now = site.documents({"--state", "held"});
    return now.size() == 1 && at(now[0], "/runs") == "2";
  });
  EXPECT_EQ(site.inbound("harbor-supply").size(), 0u) << "an answer is not answered";
}

TEST_F(Content, AWrongSegmentCountIsRejectedAndSaidSo) {
  auto text = sample("bad/856-wrong-segment-count.edi");
  site.start();
  site.bring("harbor-supply", "bad.edi", text);
  bring_neighbour();
  auto rejected = one("rejected");
  EXPECT_FALSE(at(rejected, "/error/code").empty());
  EXPECT_THAT(at(rejected, "/error/message"), Not(testing::IsEmpty()));
  EXPECT_EQ(raw(rejected), text);
  auto group = at(rejected, "/groupControlNumber");
  EXPECT_THAT(acknowledgement(group), AllOf(HasSubstr("AK5*R*4~"), HasSubstr("AK9*R*1*1*0~")));
  expect_neighbour_through();
}

TEST_F(Content, OfTwoSetsTheGoodOneGoesThroughAndThe997CountsBoth) {
  auto text = sample("bad/856-two-sets-one-bad.edi");
  site.start();
  site.bring("harbor-supply", "two.edi", text);
  auto rejected = one("rejected");
  EXPECT_EQ(rejected.text("controlNumber"), "0002");
  EXPECT_THAT(at(rejected, "/error/message"), HasSubstr("BSN"));
  auto done = one("done");
  EXPECT_EQ(done.text("controlNumber"), "0001");
  EXPECT_EQ(raw(rejected), text);
  EXPECT_THAT(acknowledgement("4202"),
              AllOf(HasSubstr("AK1*SH*4202~"), HasSubstr("AK2*856*0001~AK5*A~"), HasSubstr("AK2*856*0002~AK3*BSN*2*"),
                    HasSubstr("AK4*3*"), HasSubstr("AK5*R*5~"), HasSubstr("AK9*P*2*2*1~")));
  site.wait("the good set's events", [&] { return !site.events().empty(); });
  for (const auto& fact : site.facts()) EXPECT_THAT(fact, Not(HasSubstr("HS-SHP-30212")));
}

}  // namespace
}  // namespace longshore::test
