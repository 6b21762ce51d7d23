#include "tests/scenarios/service/harbor.h"

namespace longshore::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;

class Agreement : public Harbor {
 protected:
  void expect_held(const std::string& file, const std::string& code, const testing::Matcher<std::string>& message) {
    auto text = sample("bad/" + file);
    site.start();
    site.bring("harbor-supply", "bad.edi", text);
    bring_neighbour();
    auto held = one("held");
    EXPECT_EQ(at(held, "/error/code"), code);
    EXPECT_THAT(at(held, "/error/message"), message);
    EXPECT_EQ(raw(held), text);
    expect_neighbour_through();
    EXPECT_EQ(site.inbound("harbor-supply", "997-").size(), 1u) << "what is held is not answered";
  }
};

TEST_F(Agreement, AnUnknownPartnerIsHeld) {
  expect_held("856-unknown-partner.edi", "PARTNER_UNKNOWN", HasSubstr("no profile has identity.x12"));
}

TEST_F(Agreement, AnEnvelopeOfAnotherPartnerIsHeld) {
  expect_held("856-wrong-sender.edi", "SENDER_NOT_PARTNER",
              AllOf(HasSubstr("02:PRLT"), HasSubstr("harbor-supply brought it"), HasSubstr("carries:")));
}

TEST_F(Agreement, TestTrafficOnALiveAgreementIsHeld) {
  expect_held("856-test-indicator.edi", "TEST_ON_LIVE", HasSubstr("the envelope says test"));
}

TEST_F(Agreement, ADuplicateInterchangeIsHeldAndCanBeReleased) {
  site.add("meadow-retail");
  site.start();
  auto text = sample("prairie-ltl/214-delayed.edi");
  site.bring("prairie-ltl", "a.edi", text);
  site.wait("the first copy", [&] { return site.count("done") == 1; });
  site.bring("prairie-ltl", "b.edi", text);
  auto held = one("held");
  EXPECT_EQ(at(held, "/error/code"), "DUPLICATE_INTERCHANGE");
  EXPECT_THAT(at(held, "/error/message"), AllOf(HasSubstr("received before"), HasSubstr("PRLT")));
  EXPECT_EQ(raw(held), text);
  EXPECT_EQ(site.events().size(), 1u);
  EXPECT_EQ(site.inbound("prairie-ltl").size(), 1u);
  EXPECT_EQ(site.inbound("meadow-retail", "status-").size(), 1u);

  EXPECT_EQ(site.run({"document", "release", held.text("id"), "--reason", "sent twice on purpose"}).exit, 0);
  site.wait("the second copy", [&] { return site.count("done") == 2; });
  EXPECT_EQ(site.count("held"), 0u);
  site.wait("its 997", [&] { return site.inbound("prairie-ltl").size() == 2; });
  EXPECT_EQ(site.events().size(), 1u) << "it says what the latest event of that shipment says";
  EXPECT_EQ(site.inbound("meadow-retail", "status-").size(), 1u);
}

TEST_F(Agreement, ASetWithoutAMapIsHeldAndItsReceiptAcknowledged) {
  std::string text =
      "ISA*00*          *00*          *ZZ*HARBORSUP      *ZZ*LONGCO         *260914*1606*U*00401*000004301*0*P*:~\n"
      "GS*PO*HARBORSUP*LONGCO*20260914*1606*4301*X*004010~\nST*850*0001~\nBEG*00*SA*PO-1**20260914~\n"
      "PO1*1*5*EA*2.5**VN*HS-1~\nCTT*1~\nSE*5*0001~\nGE*1*4301~\nIEA*1*000004301~\n";
  site.start();
  site.bring("harbor-supply", "order.edi", text);
  bring_neighbour();
  auto held = one("held");
  EXPECT_THAT(at(held, "/error/code"), testing::AnyOf("FLOW_MISSING", "MAP_MISSING"));
  EXPECT_THAT(at(held, "/error/message"), HasSubstr("850"));
  EXPECT_EQ(raw(held), text);
  auto answer = acknowledgement("4301");
  EXPECT_THAT(answer, AllOf(HasSubstr("AK1*PO*4301~"), HasSubstr("AK5*A~"), HasSubstr("AK9*A*1*1*1~")));
  expect_neighbour_through();
}

}  // namespace
}  // namespace longshore::test
