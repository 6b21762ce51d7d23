#include "tests/scenarios/service/harbor.h"

namespace longshore::test {
namespace {

using testing::HasSubstr;

/// The service runs on a disk that is full while a file is there.
class Disk : public Harbor {
 protected:
  Environment disk() const {
    return {{"LD_PRELOAD", LONGSHORE_FULL_DISK},
            {"LONGSHORE_TEST_FOLDER", site.data().string()},
            {"LONGSHORE_TEST_FULL", flag().string()},
            {"ASAN_OPTIONS", "verify_asan_link_order=0"}};
  }
  std::filesystem::path flag() const { return site.folder() / "full"; }
  void fill() { write_text(flag(), "full"); }
  void free_space() { std::filesystem::remove(flag()); }
};

TEST_F(Disk, AFullDiskStopsAcceptingAndRecoversByItself) {
  site.start(disk());
  fill();
  bring_neighbour();
  site.wait("the refusal", [&] { return site.log().find("DISK_FULL") != std::string::npos; });
  EXPECT_THAT(site.log(), HasSubstr("free some space"));
  EXPECT_TRUE(site.documents().empty());
  EXPECT_THAT(site.list("harbor-supply", "outbound"), testing::ElementsAre("zz-neighbour.edi"));
  EXPECT_TRUE(site.running());
  free_space();
  expect_neighbour_through();
  EXPECT_THAT(site.list("harbor-supply", "outbound"), testing::IsEmpty());
  EXPECT_EQ(site.inbound("harbor-supply", "997-").size(), 1u);
  site.wait("no alert", [&] { return site.alerts().empty(); });
  EXPECT_EQ(site.stop(), 0);
}

TEST_F(Disk, TheReserveStopsAcceptingWithAnAlert) {
  auto environment = disk();
  environment["LONGSHORE_TEST_FULL_ONLY_TOLD"] = "1";
  site.start(environment);
  fill();
  bring_neighbour();
  site.wait("the alert", [&] { return site.alert("disk_full").has_value(); });
  EXPECT_THAT(*site.alert("disk_full"), HasSubstr("reserve"));
  EXPECT_THAT(site.list("harbor-supply", "outbound"), testing::ElementsAre("zz-neighbour.edi"));
  free_space();
  expect_neighbour_through();
  site.wait("no alert", [&] { return site.alerts().empty(); });
}

// The reserve was not enough: writes fail in the middle of the work.
TEST_F(Disk, WritesThatFailInTheMiddleLeaveNothingHalfDone) {
  auto environment = disk();
  environment["LONGSHORE_TEST_FULL_UNSEEN"] = "1";
  site.start(environment);
  fill();
  bring_neighbour();
  site.wait("the refusal", [&] { return site.log().find("DISK_FULL") != std::string::npos || !site.running(); });
  ASSERT_TRUE(site.running());
  EXPECT_THAT(site.list("harbor-supply", "outbound"), testing::ElementsAre("zz-neighbour.edi"));
  free_space();
  expect_neighbour_through();
  EXPECT_EQ(site.inbound("harbor-supply", "997-").size(), 1u);
  EXPECT_EQ(site.stop(), 0);
}

}  // namespace
}  // namespace longshore::test
