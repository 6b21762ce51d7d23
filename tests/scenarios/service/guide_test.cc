#include "tests/scenarios/service/harbor.h"

#include <fstream>

namespace longshore::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;

/// A partner whose ship notices are checked against a guide that takes originals only.
class PartnerGuide : public Harbor {
 protected:
  void SetUp() override {
    Harbor::SetUp();
    site.append_to_profile("harbor-supply",
                           "flows:\n  - {receive: x12/856@004010, map: x12-856-shipment, guide: harbor-856}\n");
    std::filesystem::create_directories(site.folder() / "guides");
    write("guide: harbor-856\nbase: x12/856@004010\nsegments: {BSN: {elements: {\"01\": {codes: [\"00\"]}}}}\n");
  }
  void write(const std::string& text) const { std::ofstream(site.folder() / "guides/harbor-856.yaml") << text; }
};

TEST_F(PartnerGuide, WhatBreaksItIsPublishedAndAcknowledgedWithErrors) {
  site.start();
  site.bring("harbor-supply", "a.edi", replaced(sample("harbor-supply/856-sopi.edi"), "BSN*00*", "BSN*05*"));
  site.wait("the 997", [&] { return site.inbound("harbor-supply", "997-").size() == 1; });
  const auto answer =
      read_text(site.theirs("harbor-supply", "inbound") / site.inbound("harbor-supply", "997-").front());
  EXPECT_THAT(answer, AllOf(HasSubstr("AK3*BSN*2**8~"), HasSubstr("AK4*1*353*7*05~"), HasSubstr("AK5*E*5~")));
  const auto document = site.only("done");
  EXPECT_EQ(at(document, "/status/validation"), "accepted_with_errors");
  EXPECT_EQ(site.stop(), 0);
}

TEST_F(PartnerGuide, LintNamesAGuideThatIsNotThereOrIsAboutAnotherDocument) {
  EXPECT_EQ(site.run({"partner", "lint"}).exit, 0);
  write("guide: harbour-856\nbase: x12/856@004010\n");
  EXPECT_THAT(site.run({"partner", "lint"}).output,
              AllOf(HasSubstr("GUIDE_UNKNOWN: there is no guide harbor-856"), HasSubstr("did you mean harbour-856?")));
  write("guide: harbor-856\nbase: x12/214@004010\n");
  EXPECT_THAT(site.run({"partner", "lint"}).output,
              HasSubstr("GUIDE_UNFIT: the guide harbor-856 is about x12/214@004010, the flow receives x12/856@004010"));
  write("guide: harbor-856\nbase: x12/856@004010\nplacs: {}\n");
  EXPECT_THAT(site.run({"partner", "lint"}).output,
              AllOf(HasSubstr("harbor-856.yaml:3:1: KEY_UNKNOWN"), HasSubstr("\"places\"")));
}

TEST_F(PartnerGuide, ALevelBelowSixLeavesItAside) {
  site.edit_profile("harbor-supply", "guide: harbor-856", "guide: harbor-856, level: 5");
  site.start();
  site.bring("harbor-supply", "a.edi", replaced(sample("harbor-supply/856-sopi.edi"), "BSN*00*", "BSN*05*"));
  site.wait("the document", [&] { return site.count("done") == 1; });
  EXPECT_EQ(at(site.only("done"), "/status/validation"), "accepted");
  EXPECT_EQ(site.stop(), 0);
}

}  // namespace
}  // namespace longshore::test
