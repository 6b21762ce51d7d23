#include "maps/contracts/conventions.h"

#include "tests/unit/maps/contracts/fixture.h"

#include <gmock/gmock.h>

namespace longshore::contracts {
namespace {

using test::contract, test::erase, test::order_schema, test::set;

std::vector<std::string> codes(const std::vector<Error>& errors) {
  std::vector<std::string> out;
  for (const auto& one : errors) {
    EXPECT_TRUE(one.where) << one.what;
    EXPECT_FALSE(one.hint.empty()) << one.what;
    out.push_back(one.code);
  }
  return out;
}

std::vector<std::string> after(const std::function<void(json::Value&)>& edit) {
  auto schema = order_schema();
  edit(schema);
  return codes(check(contract(schema)));
}

TEST(Conventions, a_schema_that_keeps_them_has_no_findings) {
  EXPECT_THAT(after([](auto&) {}), testing::IsEmpty());
}

TEST(Conventions, the_head_says_what_it_is_and_whose) {
  EXPECT_THAT(after([](auto& s) { erase(s, "", "$schema"); }), testing::ElementsAre("SCHEMA_HEAD"));
  EXPECT_THAT(after([](auto& s) { set(s, "", "$id", R"("urn:longshore:schema:other.v1.json")"); }),
              testing::ElementsAre("SCHEMA_HEAD"));
  EXPECT_THAT(after([](auto& s) { erase(s, "", "x-owner"); }), testing::ElementsAre("SCHEMA_HEAD"));
  EXPECT_THAT(after([](auto& s) { set(s, "", "x-identity", "[]"); }), testing::ElementsAre("SCHEMA_HEAD"));
  EXPECT_THAT(after([](auto& s) { set(s, "", "x-identity", R"(["/po","/po"])"); }),
              testing::ElementsAre("SCHEMA_HEAD"));
}

TEST(Conventions, a_types_name_has_four_parts_and_its_files_version) {
  auto renamed = [](const std::string& type) {
    return [type](json::Value& s) {
      auto row = *s.at_pointer("/x-states/logistics.order.noted.v1");
      erase(s, "/x-states", "logistics.order.noted.v1");
      test::at(s, "/x-states").object()->set(type, row);
      set(s, "", "x-types", R"(["logistics.order.placed.v1","logistics.order.shipped.v1",")" + type + "\"]");
    };
  };
  EXPECT_THAT(after(renamed("logistics.order.Noted.v1")), testing::ElementsAre("EVENT_TYPE_NAME"));
  EXPECT_THAT(after(renamed("logistics.noted.v1")), testing::ElementsAre("EVENT_TYPE_NAME"));
  EXPECT_THAT(after(renamed("logistics.order.noted.v2")), testing::ElementsAre("EVENT_TYPE_NAME"));
}

TEST(Conventions, pointers_lead_to_fields) {
  EXPECT_THAT(after([](auto& s) { set(s, "", "x-identity", R"(["/po","/nothing"])"); }),
              testing::ElementsAre("IDENTITY_UNKNOWN"));
  EXPECT_THAT(after([](auto& s) { set(s, "", "x-identity", R"(["/lines/sku"])"); }),
              testing::ElementsAre("IDENTITY_UNKNOWN"));
  EXPECT_THAT(after([](auto& s) { set(s, "", "x-authoritative-for", R"(["lines/colour"])"); }),
              testing::ElementsAre("AUTHORITY_UNKNOWN"));
}

TEST(Conventions, there_is_a_state_row_for_each_type_and_for_no_other) {
  EXPECT_THAT(after([](auto& s) { erase(s, "", "x-states"); }),
              testing::ElementsAre("STATE_ROW_MISSING", "STATE_ROW_MISSING", "STATE_ROW_MISSING"));
  EXPECT_THAT(after([](auto& s) { erase(s, "/x-states", "logistics.order.noted.v1"); }),
              testing::ElementsAre("STATE_ROW_MISSING"));
  EXPECT_THAT(after([](auto& s) { set(s, "/x-states/logistics.order.noted.v1", "from", R"("placed")"); }),
              testing::ElementsAre("STATE_ROW_MISSING"));
  EXPECT_THAT(after([](auto& s) {
                set(s, "/x-states", "logistics.order.lost.v1", R"({"object":"sales order","from":"any","to":"lost"})");
              }),
              testing::ElementsAre("STATE_ROW_UNKNOWN"));
}

TEST(Conventions, an_object_has_one_name) {
  auto schema = order_schema();
  set(schema, "/x-states/logistics.order.noted.v1", "object", R"("sales-order")");
  auto found = check(contract(schema));
  ASSERT_THAT(codes(found), testing::ElementsAre("STATE_OBJECT_UNKNOWN"));
  EXPECT_EQ(found[0].hint, "did you mean sales order?");
}

TEST(Conventions, objects_are_closed_and_keywords_exist) {
  EXPECT_THAT(after([](auto& s) { erase(s, "/definitions/line", "additionalProperties"); }),
              testing::ElementsAre("SCHEMA_OPEN"));
  EXPECT_THAT(after([](auto& s) { set(s, "/properties/po", "maxlength", "3"); }),
              testing::ElementsAre("SCHEMA_KEYWORD"));
  EXPECT_THAT(after([](auto& s) { set(s, "/properties/po", "x-anything", "3"); }), testing::IsEmpty());
}

TEST(Conventions, what_is_required_exists_and_some_fields_every_event_has) {
  EXPECT_THAT(after([](auto& s) { set(s, "", "required", R"(["po","classifier","provenance","nothing"])"); }),
              testing::ElementsAre("FIELD_MISSING"));
  EXPECT_THAT(after([](auto& s) { set(s, "", "required", R"(["po"])"); }),
              testing::ElementsAre("FIELD_MISSING", "FIELD_MISSING"));
}

TEST(Conventions, a_reference_stays_in_its_file_and_ends) {
  for (const auto* bad : {R"({"$ref": "#/definitions/none"})", R"({"$ref": "other.json#/definitions/line"})",
                          R"({"$ref": "#/properties/kind"})"}) {
    auto schema = order_schema();
    set(schema, "/properties", "kind", bad);
    auto found = contract_of(schema, "order.thing.v1.json");
    ASSERT_FALSE(found) << bad;
    EXPECT_EQ(found.error().code, "SCHEMA_REFERENCE");
  }
}

}  // namespace
}  // namespace longshore::contracts
