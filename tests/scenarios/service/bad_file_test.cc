#include "tests/scenarios/service/harbor.h"

namespace longshore::test {
namespace {

using testing::HasSubstr;

class BadFile : public Harbor {};

TEST_F(BadFile, AnEmptyFileIsHeldAsEmpty) {
  site.start();
  site.bring("harbor-supply", "empty.edi", "");
  bring_neighbour();
  auto held = one("held");
  EXPECT_EQ(at(held, "/error/code"), "EMPTY_INPUT");
  EXPECT_EQ(at(held, "/error/message"), "the file is empty");
  EXPECT_EQ(raw(held), "");
  expect_neighbour_through();
  EXPECT_THAT(site.list("harbor-supply", "archive"), testing::Contains("empty.edi"));
}

TEST_F(BadFile, APictureIsHeldAsNoInterchange) {
  std::string picture("\xFF\xD8\xFF\xE0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0\xFF\xD9", 22);
  site.start();
  site.bring("harbor-supply", "photo.edi", picture);
  bring_neighbour();
  auto held = one("held");
  EXPECT_EQ(at(held, "/error/code"), "NO_INTERCHANGE");
  EXPECT_THAT(at(held, "/error/message"), HasSubstr("no X12 or EDIFACT interchange"));
  EXPECT_EQ(raw(held), picture);
  expect_neighbour_through();
}

TEST_F(BadFile, ATruncatedInterchangeWaitsForItsRestAndIsThenRejected) {
  auto text = sample("bad/856-truncated.edi");
  site.edit_profile("harbor-supply", "stable: 1 poll", "stable: 1 poll, incomplete_after: 1h");
  site.start();
  site.bring("harbor-supply", "truncated.edi", text);
  bring_neighbour();
  expect_neighbour_through();
  EXPECT_THAT(site.list("harbor-supply", "outbound"), testing::ElementsAre("truncated.edi"));
  site.edit_profile("harbor-supply", "incomplete_after: 1h", "incomplete_after: 100ms");
  site.wait("the truncated file to be taken", [&] { return site.documents().size() == 2; });
  json::Value bad;
  for (const auto& document : site.documents())
    if (at(document, "/status/processing") != "done") bad = document;
  EXPECT_THAT(at(bad, "/status/processing"), testing::AnyOf("rejected", "held"));
  EXPECT_FALSE(at(bad, "/error/code").empty());
  EXPECT_FALSE(at(bad, "/error/message").empty());
  EXPECT_EQ(raw(bad), text);
}

TEST_F(BadFile, TheRestOfATruncatedInterchangeMakesItWhole) {
  auto text = sample("harbor-supply/856-sopi.edi");
  site.start();
  site.bring("harbor-supply", "slow.edi", text.substr(0, text.size() / 2));
  bring_neighbour();
  expect_neighbour_through();
  EXPECT_EQ(site.documents().size(), 1u);
  write_text(site.theirs("harbor-supply", "outbound") / "slow.edi", text);
  site.wait("the whole file", [&] { return site.count("done") == 2; });
}

TEST_F(BadFile, AFileTooLargeStaysWhereItIsAndIsAlerted) {
  site.edit_profile("harbor-supply", "    after: archive", "    after: archive\n    max_file: 4KB");
  site.start();
  site.bring("harbor-supply", "huge.edi", std::string(10'000, 'x'));
  bring_neighbour();
  expect_neighbour_through();
  site.wait("the alert", [&] { return site.alert("file_not_taken").has_value(); });
  EXPECT_THAT(*site.alert("file_not_taken"), HasSubstr("huge.edi"));
  EXPECT_THAT(site.list("harbor-supply", "outbound"), testing::ElementsAre("huge.edi"));
}

TEST_F(BadFile, AFilePutBackWithItsOldTimeIsAlerted) {
  site.start();
  bring_neighbour();
  expect_neighbour_through();
  auto archived = site.theirs("harbor-supply", "archive") / "zz-neighbour.edi";
  site.wait("the archive", [&] { return std::filesystem::exists(archived); });
  std::filesystem::rename(archived, site.theirs("harbor-supply", "outbound") / "zz-neighbour.edi");
  site.wait("the alert", [&] { return site.alert("file_not_taken").has_value(); });
  EXPECT_THAT(*site.alert("file_not_taken"), HasSubstr("was taken before"));
  EXPECT_EQ(site.documents().size(), 1u);
  std::filesystem::rename(site.theirs("harbor-supply", "outbound") / "zz-neighbour.edi",
                          site.theirs("harbor-supply", "outbound") / "again.edi");
  auto held = one("held");
  EXPECT_EQ(at(held, "/error/code"), "DUPLICATE_INTERCHANGE");
  site.wait("no alert", [&] { return site.alerts().empty(); });
}

}  // namespace
}  // namespace longshore::test
