#include "tests/scenarios/service/harbor.h"

#include <filesystem>
#include <fstream>

namespace longshore::test {
namespace {

using testing::ElementsAre;

// A 214 with one status each; `number` tells the interchanges apart.
std::string status(const std::string& number, const std::vector<std::string>& lines) {
  std::string body = "ST*214*0001~B10*PR1*SHP1*PRLT~";
  std::size_t segments = 3;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    body += "LX*" + std::to_string(i + 1) + "~" + lines[i] + "MS1*GRAINCROSS*NE*US~";
    segments += 3;
  }
  return "ISA*00*          *00*          *02*PRLT           *ZZ*LONGCO         *260915*1944*U*00401*" + number +
         "*0*P*:~GS*QM*PRLT*LONGCO*20260915*1944*" + number + "*X*004010~" + body + "SE*" + std::to_string(segments) +
         "*0001~GE*1*" + number + "~IEA*1*" + number + "~";
}

class Fact : public Harbor {
 protected:
  void bring(const std::string& number, const std::vector<std::string>& lines) {
    site.bring("prairie-ltl", number + ".edi", status(number, lines));
    ++brought_;
    site.wait("document " + number, [&] { return site.count("done") == brought_; });
  }
  std::vector<std::string> times() {
    std::vector<std::string> out;
    for (const auto& event : site.events()) out.push_back(event.text("time").substr(11, 5));
    return out;
  }
  std::vector<std::string> types() {
    std::vector<std::string> out;
    for (const auto& event : site.events()) out.push_back(event.text("type"));
    return out;
  }
  json::Value shown(const json::Value& document) { return site.ask({"document", "show", document.text("id")}); }

  std::size_t brought_ = 0;
};

TEST_F(Fact, WhatSaysTheSameAsTheLatestIsADuplicateAndAnEtaThatComesBackIsNot) {
  site.start();
  bring("000000801", {"AT7*AG*NS***20260916*1000*CT~"});
  bring("000000802", {"AT7*AG*NS***20260916*1000*CT~"});
  bring("000000803", {"AT7*AG*NS***20260916*1200*CT~"});
  bring("000000804", {"AT7*AG*NS***20260916*1000*CT~"});
  site.wait("three events", [&] { return site.events().size() == 3; });
  EXPECT_THAT(times(), ElementsAre("10:00", "12:00", "10:00"));
  json::Value duplicate;
  for (const auto& one : site.documents({"--state", "done"}))
    if (one.text("groupControlNumber") == "000000802") duplicate = one;
  ASSERT_FALSE(duplicate.is_null());
  auto runs = shown(duplicate);
  const auto* of = runs.at_pointer("/history/0/duplicates/0/duplicateOf");
  ASSERT_TRUE(of) << json::write(runs);
  EXPECT_EQ(*of->string(), site.events()[0].text("id"));
}

TEST_F(Fact, AFactThatVanishesIsRetractedAndRestoredWhenItComesBack) {
  site.start();
  bring("000000811", {"AT7*X6*NS***20260915*1930*CT~", "AT7*AF*NS***20260915*0800*CT~"});
  site.wait("both events", [&] { return site.events().size() == 2; });
  auto document = site.only("done");
  std::filesystem::create_directories(site.folder() / "maps");
  std::ofstream(site.folder() / "maps" / "transit-only.yaml")
      << "map: transit-only\nextends: x12-214-carrier-events\npatch:\n  logistics.shipment.{fact}.v1: {when: \"AT7/01 "
         "= 'X6'\"}\n";
  auto reprocess = [&](const std::string& why, std::size_t events) {
    EXPECT_EQ(site.run({"document", "reprocess", document.text("id"), "--reason", why}).exit, 0);
    site.wait(why, [&] { return site.events().size() == events; });
  };
  auto loads = [&] {
    std::size_t out = 0;
    auto log = site.log();
    for (auto at = log.find("were loaded anew"); at != std::string::npos; at = log.find("were loaded anew", at + 1))
      ++out;
    return out;
  };
  auto before = loads();
  site.append_to_profile("prairie-ltl", "flows:\n  - {receive: x12/214@004010, map: transit-only}\n");
  site.wait("the reload", [&] { return loads() > before; });
  reprocess("the map leaves the pick-up out", 3);
  EXPECT_EQ(types()[2], "logistics.shipment.picked_up.retracted.v1");
  auto gone = site.events()[2];
  EXPECT_EQ(gone.text("supersedes"), site.events()[1].text("id"));
  EXPECT_EQ(gone.text("factkey"), site.events()[1].text("factkey"));

  before = loads();
  site.edit_profile("prairie-ltl", "flows:\n  - {receive: x12/214@004010, map: transit-only}\n", "");
  site.wait("the reload", [&] { return loads() > before; });
  reprocess("the shipped map again", 4);
  EXPECT_EQ(types()[3], "logistics.shipment.picked_up.v1");
  EXPECT_EQ(site.events()[3].text("supersedes"), gone.text("id"));
  EXPECT_NE(site.events()[3].text("id"), site.events()[1].text("id")) << "who dropped it must see it again";
}

TEST_F(Fact, AReplayOfTheSameFactsEmitsNothing) {
  site.start();
  bring("000000821", {"AT7*X6*NS***20260915*1930*CT~"});
  site.wait("its event", [&] { return site.events().size() == 1; });
  auto document = site.only("done");
  EXPECT_EQ(site.run({"document", "reprocess", document.text("id"), "--reason", "again"}).exit, 0);
  site.wait("the second run", [&] { return shown(document).at_pointer("/history/1") != nullptr; });
  bring("000000822", {"AT7*X6*NS***20260915*2030*CT~"});
  site.wait("the next event", [&] { return site.events().size() == 2; });
  EXPECT_THAT(times(), ElementsAre("19:30", "20:30"));
}

}  // namespace
}  // namespace longshore::test
