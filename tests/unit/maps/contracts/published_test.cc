#include "maps/contracts/published.h"

#include "maps/contracts/conventions.h"
#include "tests/support/temporary_folder.h"
#include "tests/unit/maps/contracts/fixture.h"

#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>

namespace longshore::contracts {
namespace {

using test::erase, test::order_schema, test::set;

// A folder like maps/canonical, with the fixture's schema in it.
class PublishedTest : public testing::Test {
 protected:
  PublishedTest() {
    std::filesystem::create_directories(folder_.path() + "/envelope");
    std::filesystem::copy_file(LONGSHORE_SOURCE_DIR "/maps/canonical/envelope/event.v1.json",
                               folder_.path() + "/envelope/event.v1.json");
    write("order.thing.v1.json", order_schema());
  }
  void write(const std::string& name, const json::Value& value) {
    auto path = std::filesystem::path(folder_.path()) / name;
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path) << json::write_pretty(value) << "\n";
  }
  void remove(const std::string& name) { std::filesystem::remove(folder_.path() + "/" + name); }
  Contracts contracts() {
    auto loaded = Contracts::load(folder_.path());
    EXPECT_TRUE(loaded) << loaded.error().describe();
    return *std::move(loaded);
  }
  Publication prepared() {
    auto published = Published::load(folder_.path());
    EXPECT_TRUE(published) << published.error().describe();
    return prepare(contracts(), *published);
  }
  void publish() {
    for (const auto& one : prepared().updates) write("published/" + one.name, *json::parse(one.text));
  }
  static std::vector<std::string> codes(const std::vector<Error>& errors) {
    std::vector<std::string> out;
    for (const auto& one : errors) out.push_back(one.code);
    return out;
  }

  longshore::test::TemporaryFolder folder_;
};

TEST_F(PublishedTest, what_is_not_published_is_free) {
  auto found = prepared();
  EXPECT_TRUE(found.refused.empty());
  ASSERT_EQ(found.updates.size(), 1U);
  EXPECT_TRUE(found.updates[0].first);
}

TEST_F(PublishedTest, what_is_published_as_it_is_needs_nothing) {
  publish();
  EXPECT_TRUE(prepared().updates.empty());
  EXPECT_TRUE(prepared().refused.empty());
}

TEST_F(PublishedTest, a_breaking_edit_is_refused_with_the_file_and_what_to_do) {
  publish();
  auto schema = order_schema();
  erase(schema, "/properties", "count");
  write("order.thing.v1.json", schema);
  auto found = prepared();
  ASSERT_THAT(codes(found.refused), testing::ElementsAre("EVENT_FIELD_REMOVED"));
  EXPECT_EQ(found.refused[0].where->file, folder_.path() + "/order.thing.v1.json");
  EXPECT_THAT(found.refused[0].hint, testing::HasSubstr("new version"));
}

TEST_F(PublishedTest, an_addition_is_an_update_and_then_promised_too) {
  publish();
  auto schema = order_schema();
  set(schema, "/properties", "note", R"({"type":"string"})");
  write("order.thing.v1.json", schema);
  auto found = prepared();
  EXPECT_TRUE(found.refused.empty());
  ASSERT_EQ(found.updates.size(), 1U);
  EXPECT_FALSE(found.updates[0].first);
  EXPECT_THAT(found.updates[0].additions, testing::ElementsAre("the field /note"));
  publish();
  write("order.thing.v1.json", order_schema());
  EXPECT_THAT(codes(prepared().refused), testing::ElementsAre("EVENT_FIELD_REMOVED"));
}

TEST_F(PublishedTest, a_file_that_is_gone_takes_its_types_along) {
  publish();
  remove("order.thing.v1.json");
  EXPECT_THAT(codes(prepared().refused), testing::Each("EVENT_TYPE_REMOVED"));
  EXPECT_EQ(prepared().refused.size(), 3U);
}

TEST_F(PublishedTest, a_type_does_not_move_to_another_file) {
  publish();
  remove("order.thing.v1.json");
  auto schema = order_schema();
  set(schema, "", "$id", R"("urn:longshore:schema:order.other.v1.json")");
  write("order.other.v1.json", schema);
  auto found = prepared();
  ASSERT_EQ(found.refused.size(), 3U);
  EXPECT_THAT(found.refused[0].what, testing::HasSubstr("has moved to order.other.v1.json"));
}

TEST_F(PublishedTest, a_new_version_beside_it_is_free) {
  publish();
  auto text = json::write(order_schema());
  for (std::size_t at = 0; (at = text.find(".v1", at)) != std::string::npos;) text.replace(at, 3, ".v2");
  auto next = *json::parse(text);
  erase(next, "/properties", "count");
  write("order.thing.v2.json", next);
  EXPECT_TRUE(prepared().refused.empty());
  EXPECT_TRUE(check_together(contracts()).empty());
}

TEST_F(PublishedTest, a_file_that_publishing_did_not_write_is_damage) {
  write("published/order.thing.v1.json", *json::parse(R"({"schema":"order.thing.v1.json","types":{}})"));
  auto published = Published::load(folder_.path());
  ASSERT_FALSE(published);
  EXPECT_EQ(published.error().code, "PUBLISHED_DAMAGED");
}

TEST_F(PublishedTest, a_state_that_no_fact_leads_to_is_found_across_files) {
  auto schema = order_schema();
  set(schema, "/x-states/logistics.order.shipped.v1", "from", R"(["confirmed"])");
  write("order.thing.v1.json", schema);
  EXPECT_THAT(codes(check_together(contracts())), testing::ElementsAre("STATE_UNREACHABLE"));
  auto answer = order_schema();
  set(answer, "", "$id", R"("urn:longshore:schema:order.answer.v1.json")");
  set(answer, "", "x-types", R"(["logistics.order.confirmed.v1"])");
  set(answer, "", "x-states",
      R"({"logistics.order.confirmed.v1":{"object":"sales order","from":["placed"],"to":"confirmed"}})");
  write("order.answer.v1.json", answer);
  EXPECT_TRUE(check_together(contracts()).empty());
}

TEST_F(PublishedTest, a_type_is_in_one_file_only) {
  write("order.twin.v1.json", order_schema());
  EXPECT_THAT(codes(check_together(contracts())), testing::Each("EVENT_TYPE_TWICE"));
}

TEST_F(PublishedTest, examples_are_whole_events_of_their_type) {
  EXPECT_THAT(codes(check_examples(contracts())), testing::Each("EXAMPLE_MISSING"));
  write("examples/logistics.order.placed.v1.json",
        *json::parse(R"({"type":"logistics.order.placed.v1","data":{"po":7}})"));
  std::string all;
  for (const auto& one : check_examples(contracts()))
    if (one.code == "EXAMPLE_WRONG") all += one.what + "\n";
  EXPECT_THAT(all, testing::HasSubstr("'idempotencykey'"));
  EXPECT_THAT(all, testing::HasSubstr("/data/po:"));
  write("examples/logistics.order.lost.v1.json", json::Object{});
  auto loaded = Contracts::load(folder_.path());
  ASSERT_FALSE(loaded);
  EXPECT_EQ(loaded.error().code, "EXAMPLE_OF_NOTHING");
}

}  // namespace
}  // namespace longshore::contracts
