#include "tests/unit/spool/support.h"

#include <fstream>
#include <sstream>

namespace longshore::spool {
namespace {

std::string example() {
  std::ifstream file(LONGSHORE_SOURCE_DIR "/spool/FORMAT.md");
  std::stringstream text;
  text << file.rdbuf();
  std::string all = text.str();
  constexpr std::string_view fence = "```payload\n";
  auto begin = all.find(fence) + fence.size();
  return all.substr(begin, all.find("```", begin) - begin);
}

TEST(PayloadFormat, TheExampleInTheDocumentIsReadAndWritten) {
  Payload payload = must(decode_payload(example()));
  EXPECT_EQ(payload.bytes, "ISA*00*~");
  EXPECT_EQ(payload.id.str(), "20260302/1405/01JNBZ7Q0KXW5V4T3S2R1Q0P9N");
  EXPECT_EQ(payload.attributes.at("partner"), "acme-ltl");
  std::string header = encode_payload_header(payload);
  EXPECT_EQ(header + payload.bytes + encode_payload_trailer(payload, header), example());
}

TEST(PayloadFormat, EveryFlippedBitIsFound) {
  const std::string good = example();
  for (std::size_t at = 0; at < good.size(); ++at) {
    for (int bit = 0; bit < 8; ++bit) {
      std::string bad = good;
      bad[at] = static_cast<char>(bad[at] ^ (1 << bit));
      ASSERT_FALSE(decode_payload(bad)) << "bit " << bit << " of octet " << at;
    }
  }
}

TEST(PayloadFormat, EveryCutIsFound) {
  const std::string good = example();
  for (std::size_t size = 0; size < good.size(); ++size) ASSERT_FALSE(decode_payload(good.substr(0, size))) << size;
}

TEST(PayloadFormat, BytesMayLookLikeATrailer) {
  TestClock clock;
  TestRandom random;
  const std::vector<std::string> awkward{"", "\nEND\n", example(), std::string(3, '\0')};
  for (const std::string& bytes : awkward) {
    Payload payload = make_payload(bytes, {}, clock, random);
    std::string header = encode_payload_header(payload);
    EXPECT_EQ(must(decode_payload(header + bytes + encode_payload_trailer(payload, header))).bytes, bytes);
  }
}

class PayloadStoreTest : public testing::Test {
 protected:
  void SetUp() override { ASSERT_OK(store.prepare()); }
  Payload stored(const std::string& bytes) {
    Payload payload = make_payload(bytes, {{"kind", "test"}}, clock, random);
    EXPECT_TRUE(store.write(payload));
    EXPECT_TRUE(store.settle());
    return payload;
  }

  test::TemporaryFolder folder;
  TestClock clock;
  TestRandom random;
  PosixFileSystem files;
  FolderPayloadStore store{folder.path(), files};
};

TEST_F(PayloadStoreTest, WhatIsWrittenIsReadBack) {
  Payload payload = stored("hello");
  EXPECT_EQ(must(store.read(payload.id)).bytes, "hello");
  EXPECT_EQ(must(store.groups("")), std::vector<std::string>{"20260302/1405"});
  EXPECT_EQ(must(store.list("20260302/1405")), std::vector<PayloadId>{payload.id});
}

TEST_F(PayloadStoreTest, APayloadIsNeverOverwritten) {
  Payload payload = stored("hello");
  EXPECT_EQ(code_of(store.write(payload)), "EXISTS");
}

TEST_F(PayloadStoreTest, NoOtherPathIsEverRead) {
  for (const char* id : {"../LOCK", "", "20260302/1405/../../LOCK", "20260302/1405/01jnbz7q0kxw5v4t3s2r1q0p9n"}) {
    EXPECT_EQ(code_of(store.read(PayloadId(id))), "NOT_FOUND") << id;
  }
}

TEST_F(PayloadStoreTest, AFileUnderAnotherNameIsDamaged) {
  Payload payload = stored("hello");
  PayloadId other("20260302/1405/ZZZZZZZZZZZZZZZZZZZZZZZZZZ");
  std::filesystem::rename(folder.path() + "/payload/" + payload.id.str(), folder.path() + "/payload/" + other.str());
  EXPECT_EQ(code_of(store.read(other)), "PAYLOAD_DAMAGED");
}

}  // namespace
}  // namespace longshore::spool
