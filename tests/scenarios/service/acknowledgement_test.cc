#include "tests/scenarios/service/harbor.h"

namespace longshore::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::StartsWith;

class Acknowledgement : public Harbor {
 protected:
  std::string answer(const std::string& prefix) {
    site.wait("the answer " + prefix, [&] { return site.inbound("prairie-ltl", prefix).size() == 1; });
    return read_text(site.theirs("prairie-ltl", "inbound") / site.inbound("prairie-ltl", prefix)[0]);
  }
};

TEST_F(Acknowledgement, EdifactIsAnsweredWithAContrlWhereTheProfileSaysSo) {
  site.edit_profile("prairie-ltl", "identity:\n",
                    "acknowledge: {send: contrl, via: drop}\nidentity:\n"
                    "  edifact: {ours: \"ZZZ:LONGCO\", theirs: \"ZZZ:KSPD\"}\n");
  site.start();
  site.bring("prairie-ltl", "a.edi", sample("kessel-spedition/iftsta.edi"));
  EXPECT_THAT(answer("CONTRL-"),
              AllOf(StartsWith("UNB+UNOC:3+LONGCO:ZZZ+KSPD:ZZZ+"),
                    HasSubstr("UCI+KS00902+KSPD:ZZZ+LONGCO:ZZZ+7'UCM+1+IFTSTA:D:96A:UN+7'UCM+2+IFTSTA:D:96A:UN+7'"
                              "UCM+3+IFTSTA:D:96A:UN+7'UNT+")));
}

TEST_F(Acknowledgement, EdifactIsAnsweredWhereItsUnbAsksForIt) {
  site.edit_profile("prairie-ltl", "identity:\n",
                    "identity:\n  edifact: {ours: \"ZZZ:LONGCO\", theirs: \"ZZZ:KSPD\"}\n");
  site.start();
  auto text = sample("kessel-spedition/iftsta.edi");
  site.bring("prairie-ltl", "a.edi", text);
  site.bring("prairie-ltl", "b.edi",
             replaced(replaced(text, "+KS00902'\nUNH", "+KS00903++++1'\nUNH"), "UNZ+3+KS00902", "UNZ+3+KS00903"));
  EXPECT_THAT(answer("CONTRL-"), HasSubstr("UCI+KS00903+"));
}

TEST_F(Acknowledgement, AGuideInGs08IsAnsweredWithA999) {
  site.edit_profile("prairie-ltl", "identity:\n", "acknowledge: {send: auto, via: drop}\nidentity:\n");
  site.start();
  const std::string set =
      "ST*214*0001~B10*PR8840021*HB-70021*PRLT~LX*1~AT7*X6****20260915*1930*ET~MS1*GRAINCROSS*NE*US~SE*6*0001~";
  auto text = replaced(sample("prairie-ltl/214-delayed.edi"), "*X*004010~", "*X*005010X214~");
  text.replace(text.find("ST*214"), text.find("GE*") - text.find("ST*214"), set);
  site.bring("prairie-ltl", "a.edi", text);
  EXPECT_THAT(answer("999-"), AllOf(HasSubstr("*X*005010X231A1~ST*999*0001*005010X231A1~AK1*QM*"),
                                    HasSubstr("*005010X214~AK2*214*"), HasSubstr("~IK5*A~AK9*A*1*1*1~")));
}

}  // namespace
}  // namespace longshore::test
