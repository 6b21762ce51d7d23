#include "tests/scenarios/service/harbor.h"

namespace longshore::test {
namespace {

using testing::HasSubstr;

class Sink : public Harbor {};

TEST_F(Sink, AFileCutFromOutsideIsAlertedAndGoesOnOncePutBack) {
  site.start();
  bring_neighbour();
  expect_neighbour_through();
  site.wait("its events", [&] { return site.events().size() >= 1; });
  EXPECT_EQ(site.stop(), 0);
  auto file = site.folder() / "events.ndjson";
  auto before = read_text(file);
  write_text(file, "");
  site.start();
  site.wait("the alert", [&] { return site.alert("stage_failed").has_value(); });
  EXPECT_THAT(*site.alert("stage_failed"), HasSubstr("SINK_FILE_SHORTER"));
  site.bring("harbor-supply", "more.edi", sample("harbor-supply/856-sopi.edi"));
  site.wait("the other work", [&] { return site.count("done") == 2; });
  write_text(file, before);
  site.wait("the new events", [&] { return read_text(file).size() > before.size(); }, 60);
  EXPECT_TRUE(read_text(file).starts_with(before));
  site.wait("no alert", [&] { return site.alerts().empty(); });
}

TEST_F(Sink, BytesBehindTheLastCountedEventAreCutOff) {
  site.start();
  bring_neighbour();
  expect_neighbour_through();
  site.wait("its events", [&] { return site.events().size() >= 1; });
  site.kill();
  auto file = site.folder() / "events.ndjson";
  auto before = read_text(file);
  write_text(file, before + "{\"half\":");
  site.start();
  site.bring("harbor-supply", "more.edi", sample("harbor-supply/856-sopi.edi"));
  site.wait("the new events", [&] { return site.facts().size() > 1 && site.count("done") == 2; });
  EXPECT_EQ(read_text(file).find("half"), std::string::npos);
}

}  // namespace
}  // namespace longshore::test
