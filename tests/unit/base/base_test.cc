#include "engine/base/crypto/crypto.h"
#include "engine/base/json/diagnostic.h"
#include "engine/base/json/json.h"
#include "engine/base/runtime/append_file.h"
#include "engine/base/runtime/files.h"
#include "engine/base/runtime/loop.h"
#include "engine/base/schedule/zone.h"
#include "tests/support/temporary_folder.h"

#include <atomic>
#include <thread>

#include <gtest/gtest.h>

namespace longshore {
namespace {

TEST(Json, writes_what_it_read) {
  const std::string text = R"({"a":[1,-2,true,null,"x\n\u0001\"é"],"b":{"c":"","d":9007199254740993}})";
  auto value = json::parse(text);
  ASSERT_TRUE(value) << value.error().what;
  EXPECT_EQ(json::write(*value), text);
}

TEST(Json, canonical_form_sorts_and_formats_numbers) {
  auto value = json::parse(R"({"b":1e21,"a":0.1,"é":1,"B":[1e-7,333333333.33333329,4.5]})");
  ASSERT_TRUE(value);
  EXPECT_EQ(json::write_canonical(*value), "{\"B\":[1e-7,333333333.3333333,4.5],\"a\":0.1,\"b\":1e+21,\"é\":1}");
}

TEST(Json, refuses_what_is_not_json) {
  for (const auto* bad : {"", "{", "{\"a\":1,}", "[1] x", "{\"a\":1,\"a\":2}", "nul", "\"\x01\""})
    EXPECT_FALSE(json::parse(bad)) << bad;
  EXPECT_FALSE(json::parse(std::string(100, '[') + std::string(100, ']')));
}

TEST(Json, replaces_bytes_that_are_no_utf8) {
  EXPECT_EQ(json::quote("a\xE9z"), "\"a\xEF\xBF\xBDz\"");
}

TEST(Json, finds_by_pointer) {
  auto value = *json::parse(R"({"a":{"b/c":[10,{"~":"x"}]}})");
  ASSERT_NE(value.at_pointer("/a/b~1c/1/~0"), nullptr);
  EXPECT_EQ(*value.at_pointer("/a/b~1c/1/~0")->string(), "x");
  EXPECT_EQ(value.at_pointer("/a/b~1c/2"), nullptr);
  EXPECT_EQ(value.at_pointer("/a/b~1c/x"), nullptr);
  EXPECT_EQ(value.at_pointer(""), &value);
}

TEST(Json, a_diagnostic_has_every_member_of_the_contract) {
  auto value = json::to_json(diagnose(Code::NO_INTERCHANGE));
  EXPECT_EQ(
      json::write(value),
      R"({"code":"NO_INTERCHANGE","severity":"error","message":"No X12 or EDIFACT interchange was found in the input.","segment":null,"loop":null,"element":null,"component":null,"repetition":null,"byteRange":null,"value":null,"expected":null})");
}

TEST(Crypto, knows_the_published_digests) {
  EXPECT_EQ(crypto::hex(crypto::sha256("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  crypto::Sha256 pieces;
  pieces.update("a");
  pieces.update("bc");
  EXPECT_EQ(crypto::hex(pieces.finish()), crypto::hex(crypto::sha256("abc")));
  EXPECT_EQ(crypto::hex(pieces.finish()), crypto::hex(crypto::sha256("")));
  EXPECT_EQ(crypto::base32(crypto::sha256("")), "4oymiquy7qobjgx36tejs35zeqt24qpemsnzgtfeswmrw6csxbkq");
  EXPECT_EQ(crypto::base64("fo"), "Zm8=");
  EXPECT_EQ(crypto::base64("fo", false), "Zm8");
  EXPECT_TRUE(crypto::equal_secret("ab", "ab"));
  EXPECT_FALSE(crypto::equal_secret("ab", "ac"));
}

TEST(Zone, tells_gaps_and_overlaps) {
  using schedule::LocalKind;
  auto winter = *schedule::offset_of("America/Chicago", {2026, 1, 15, 12, 0, 0});
  EXPECT_EQ(winter.minutes_east, -360);
  EXPECT_EQ(schedule::offset_of("America/Chicago", {2026, 3, 8, 2, 30, 0})->kind, LocalKind::gap);
  EXPECT_EQ(schedule::offset_of("America/Chicago", {2026, 11, 1, 1, 30, 0})->kind, LocalKind::ambiguous);
  EXPECT_FALSE(schedule::offset_of("America/Nowhere", {2026, 1, 1}));
}

TEST(Loop, works_until_there_is_nothing_and_wakes_when_told) {
  std::atomic<int> steps = 0;
  runtime::Loop loop("test", 60'000, [&](const auto&) { return ++steps < 3; });
  for (int i = 0; i < 5000 && steps < 3; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  EXPECT_EQ(steps, 3);
  loop.wake();
  for (int i = 0; i < 5000 && steps < 4; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  EXPECT_EQ(steps, 4);
}

TEST(AppendFile, appends_cuts_and_keeps) {
  test::TemporaryFolder folder;
  auto path = folder.path() + "/in/it/x.ndjson";
  {
    auto file = *runtime::AppendFile::open(path);
    ASSERT_TRUE(file->append("one\ntwo\n"));
    ASSERT_TRUE(file->sync());
    ASSERT_TRUE(file->truncate(4));
  }
  auto file = *runtime::AppendFile::open(path);
  EXPECT_EQ(*file->size(), 4);
  ASSERT_TRUE(file->append("three\n"));
  EXPECT_EQ(*runtime::read_file(path), "one\nthree\n");
}

TEST(Files, say_what_cannot_be_read) {
  EXPECT_EQ(runtime::read_file("/no/such/file").error().code, "FILE_UNREADABLE");
  EXPECT_EQ(runtime::read_file("/tmp").error().code, "FILE_UNREADABLE");
}

}  // namespace
}  // namespace longshore
