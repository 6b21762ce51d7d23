#include "maps/contracts/compatibility.h"

#include "tests/unit/maps/contracts/fixture.h"

#include <gmock/gmock.h>

namespace longshore::contracts {
namespace {

using test::contract, test::erase, test::order_schema, test::set;
using Edit = std::function<void(json::Value&)>;

std::vector<Change> changes(const json::Value& before, const json::Value& after) {
  auto published = promise(contract(before));
  return compare(published, promise(contract(after)), states_of({published}));
}

std::vector<Change> changes_by(const Edit& edit) {
  auto after = order_schema();
  edit(after);
  return changes(order_schema(), after);
}

std::vector<std::string> refusals(const std::vector<Change>& all) {
  std::vector<std::string> out;
  for (const auto& one : all)
    if (one.breaking) out.push_back(one.code);
  return out;
}

std::vector<std::string> notes(const std::vector<Change>& all) {
  std::vector<std::string> out;
  for (const auto& one : all)
    if (!one.breaking) out.push_back(one.what);
  return out;
}

struct Rule {
  std::string name;
  std::string code;
  Edit edit;
};

void rename(json::Value& schema, std::string_view from, const std::string& to) {
  auto& properties = test::at(schema, "/properties");
  auto moved = *properties.find(from);
  properties.object()->erase(from);
  properties.object()->set(to, std::move(moved));
}

const std::string row = "/x-states/logistics.order.shipped.v1";

const std::vector<Rule>& rules() {
  static const std::vector<Rule> all{
      {"field_removed", "EVENT_FIELD_REMOVED", [](auto& s) { erase(s, "/properties", "count"); }},
      {"field_renamed", "EVENT_FIELD_REMOVED", [](auto& s) { rename(s, "count", "number"); }},
      {"inner_field_removed", "EVENT_FIELD_REMOVED",
       [](auto& s) { erase(s, "/definitions/line/properties", "quantity"); }},
      {"type_narrowed", "EVENT_VALUE_TYPE_CHANGED",
       [](auto& s) { set(s, "/properties/value", "type", R"("string")"); }},
      {"type_widened", "EVENT_VALUE_TYPE_CHANGED",
       [](auto& s) { set(s, "/properties/kind", "type", R"(["string","null"])"); }},
      {"type_replaced", "EVENT_VALUE_TYPE_CHANGED",
       [](auto& s) { set(s, "/properties/count", "type", R"("number")"); }},
      {"value_removed", "EVENT_VALUES_CHANGED",
       [](auto& s) { set(s, "/properties/classifier", "enum", R"(["actual"])"); }},
      {"value_added", "EVENT_VALUES_CHANGED",
       [](auto& s) { set(s, "/properties/classifier", "enum", R"(["planned","actual","estimated"])"); }},
      {"values_opened", "EVENT_VALUES_CHANGED", [](auto& s) { erase(s, "/properties/classifier", "enum"); }},
      {"values_closed", "EVENT_VALUES_CHANGED", [](auto& s) { set(s, "/properties/kind", "enum", R"(["a"])"); }},
      {"required_added", "EVENT_REQUIRED_CHANGED",
       [](auto& s) { set(s, "", "required", R"(["po","kind","classifier","provenance"])"); }},
      {"required_new_field", "EVENT_REQUIRED_CHANGED",
       [](auto& s) {
         set(s, "/properties", "fresh", R"({"type":"string"})");
         set(s, "", "required", R"(["po","fresh","classifier","provenance"])");
       }},
      {"required_made_optional", "EVENT_REQUIRED_CHANGED",
       [](auto& s) { set(s, "", "required", R"(["classifier","provenance"])"); }},
      {"inner_required_made_optional", "EVENT_REQUIRED_CHANGED",
       [](auto& s) { erase(s, "/definitions/line", "required"); }},
      {"pattern_changed", "EVENT_LIMIT_CHANGED", [](auto& s) { set(s, "/properties/value", "pattern", R"("^.$")"); }},
      {"pattern_removed", "EVENT_LIMIT_CHANGED", [](auto& s) { erase(s, "/properties/value", "pattern"); }},
      {"pattern_added", "EVENT_LIMIT_CHANGED", [](auto& s) { set(s, "/properties/kind", "pattern", R"("^a")"); }},
      {"length_tightened", "EVENT_LIMIT_CHANGED", [](auto& s) { set(s, "/properties/po", "maxLength", "20"); }},
      {"length_loosened", "EVENT_LIMIT_CHANGED", [](auto& s) { set(s, "/properties/po", "maxLength", "40"); }},
      {"minimum_loosened", "EVENT_LIMIT_CHANGED", [](auto& s) { set(s, "/properties/count", "minimum", "-1"); }},
      {"empty_list_allowed", "EVENT_LIMIT_CHANGED", [](auto& s) { erase(s, "/properties/lines", "minItems"); }},
      {"opened", "EVENT_OPENNESS_CHANGED", [](auto& s) { set(s, "", "additionalProperties", "true"); }},
      {"inner_opened", "EVENT_OPENNESS_CHANGED",
       [](auto& s) { erase(s, "/definitions/line", "additionalProperties"); }},
      {"identity_field_added", "EVENT_IDENTITY_CHANGED",
       [](auto& s) { set(s, "", "x-identity", R"(["/po","/kind","/lines","/count"])"); }},
      {"identity_field_removed", "EVENT_IDENTITY_CHANGED", [](auto& s) { set(s, "", "x-identity", R"(["/po"])"); }},
      {"identity_reordered", "EVENT_IDENTITY_CHANGED",
       [](auto& s) { set(s, "", "x-identity", R"(["/kind","/po","/lines"])"); }},
      {"owner_changed", "EVENT_OWNER_CHANGED", [](auto& s) { set(s, "", "x-owner", R"("carrier")"); }},
      {"authority_withdrawn", "EVENT_OWNER_CHANGED", [](auto& s) { set(s, "", "x-authoritative-for", R"(["po"])"); }},
      {"event_type_removed", "EVENT_TYPE_REMOVED",
       [](auto& s) { set(s, "", "x-types", R"(["logistics.order.placed.v1","logistics.order.shipped.v1"])"); }},
      {"state_it_leads_to", "EVENT_STATE_CHANGED", [](auto& s) { set(s, row, "to", R"("delivered")"); }},
      {"state_it_moves_no_more", "EVENT_STATE_CHANGED", [](auto& s) { set(s, row, "to", "null"); }},
      {"state_it_leaves_no_more", "EVENT_STATE_CHANGED", [](auto& s) { set(s, row, "from", "[]"); }},
      {"known_state_it_leaves_too", "EVENT_STATE_CHANGED",
       [](auto& s) { set(s, row, "from", R"(["placed","shipped"])"); }},
      {"any_state_it_leaves", "EVENT_STATE_CHANGED", [](auto& s) { set(s, row, "from", R"("any")"); }},
      {"state_of_another_object", "EVENT_STATE_CHANGED", [](auto& s) { set(s, row, "object", R"("delivery")"); }},
      {"state_row_removed", "EVENT_STATE_CHANGED",
       [](auto& s) { erase(s, "/x-states", "logistics.order.shipped.v1"); }},
      {"other_keyword_added", "EVENT_SCHEMA_CHANGED",
       [](auto& s) { set(s, "/properties/lines", "contains", R"({"required":["quantity"]})"); }},
      {"default_changed", "EVENT_SCHEMA_CHANGED", [](auto& s) { set(s, "/properties/kind", "default", R"("a")"); }},
      {"items_forbidden", "EVENT_SCHEMA_CHANGED", [](auto& s) { set(s, "/properties/lines", "items", "false"); }},
  };
  return all;
}

class Breaking : public testing::TestWithParam<Rule> {};

TEST_P(Breaking, an_edit_of_a_published_schema_is_refused) {
  auto found = changes_by(GetParam().edit);
  EXPECT_THAT(refusals(found), testing::Contains(GetParam().code));
  for (const auto& one : found) EXPECT_FALSE(one.what.empty());
}

INSTANTIATE_TEST_SUITE_P(Rules, Breaking, testing::ValuesIn(rules()), [](const auto& one) { return one.param.name; });

TEST(Compatible, wording_order_and_the_way_it_is_written_promise_nothing) {
  EXPECT_TRUE(changes_by([](auto& s) {
                set(s, "", "title", R"("Anything about an order")");
                set(s, "/properties/po", "description", R"("number of the order")");
                set(s, "", "required", R"(["provenance","classifier","po"])");
                set(s, "/properties/classifier", "enum", R"(["actual","planned"])");
                set(s, "/properties/kind", "type", R"(["string"])");
                test::at(s, "/properties/lines/items") = *s.at_pointer("/definitions/line");
                erase(s, "", "definitions");
              }).empty());
}

TEST(Compatible, an_optional_field_may_be_added) {
  auto found = changes_by([](auto& s) { set(s, "/properties", "note", R"({"type":"string"})"); });
  EXPECT_THAT(refusals(found), testing::IsEmpty());
  EXPECT_THAT(notes(found), testing::ElementsAre("the field /note"));
}

TEST(Compatible, a_field_within_an_identity_is_accepted_and_said_to_change_keys) {
  auto found = changes_by([](auto& s) { set(s, "/definitions/line/properties", "lot", R"({"type":"string"})"); });
  EXPECT_THAT(refusals(found), testing::IsEmpty());
  EXPECT_THAT(notes(found), testing::ElementsAre("the field /lines/*/lot", testing::HasSubstr("idempotency key")));
}

TEST(Compatible, a_new_type_may_bring_a_new_state_and_others_may_leave_it) {
  auto found = changes_by([](auto& s) {
    set(s, "", "x-types",
        R"(["logistics.order.placed.v1","logistics.order.shipped.v1","logistics.order.noted.v1",
            "logistics.order.confirmed.v1"])");
    set(s, "/x-states", "logistics.order.confirmed.v1",
        R"({"object":"sales order","from":["placed"],"to":"confirmed"})");
    set(s, row, "from", R"(["placed","confirmed"])");
  });
  EXPECT_THAT(refusals(found), testing::IsEmpty());
  EXPECT_THAT(notes(found),
              testing::UnorderedElementsAre("the event type logistics.order.confirmed.v1",
                                            "logistics.order.shipped.v1 may leave the new states confirmed too"));
}

TEST(Compatible, the_owners_word_may_come_to_count_for_more) {
  auto found = changes_by([](auto& s) { set(s, "", "x-authoritative-for", R"(["po","kind","lines/quantity"])"); });
  EXPECT_THAT(refusals(found), testing::IsEmpty());
  EXPECT_EQ(notes(found).size(), 1U);
}

TEST(Compatible, a_refusal_names_the_field_and_which_side_it_hurts) {
  auto tighter = changes_by([](auto& s) { set(s, "/properties/po", "maxLength", "20"); });
  EXPECT_EQ(tighter.at(0).what, "maxLength of /po was 35 and is 20; events that were published then would not fit");
  auto looser = changes_by([](auto& s) { set(s, "/properties/count", "minimum", "-1"); });
  EXPECT_EQ(looser.at(0).what,
            "minimum of /count was 0 and is -1; consumers would meet what they were told cannot come");
}

}  // namespace
}  // namespace longshore::contracts
