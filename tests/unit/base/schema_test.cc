#include "engine/base/json/schema.h"

#include <atomic>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace longshore::json {
namespace {

Schema schema(std::string_view text) {
  auto compiled = Schema::compile(*parse(text));
  EXPECT_TRUE(compiled) << compiled.error().describe();
  return *compiled;
}

std::vector<std::string> pointers(const Schema& with, std::string_view value) {
  std::vector<std::string> out;
  for (const auto& one : with.validate(*parse(value))) out.push_back(one.pointer);
  return out;
}

const char* const order = R"({
  "$schema": "http://json-schema.org/draft-07/schema#", "x-owner": "supplier", "type": "object", "required": ["po"],
  "properties": {
    "po": {"type": "string"},
    "lines": {"type": "array", "items": {"$ref": "#/definitions/line"}},
    "a/b~c": {"type": "integer"},
    "kind": {"enum": ["x", "y"]}
  },
  "additionalProperties": false,
  "definitions": {"line": {"type": "object", "x-note": 1, "additionalProperties": false,
    "properties": {"value": {"type": "string", "pattern": "^-?\\d+(\\.\\d+)?$"}}}}
})";

TEST(Schema, a_value_that_fits_has_no_violations) {
  EXPECT_TRUE(
      schema(order).validate(*parse(R"({"po":"1","lines":[{"value":"2.50"},{}],"a/b~c":3,"kind":"x"})")).empty());
}

TEST(Schema, a_violation_names_the_place_by_a_pointer_and_not_those_around_it) {
  auto with = schema(order);
  EXPECT_THAT(pointers(with, R"({"po":"1","lines":[{"value":"2"},{"value":"2,5"}]})"),
              testing::ElementsAre("/lines/1/value"));
  EXPECT_THAT(pointers(with, R"({"po":1,"kind":"z"})"), testing::UnorderedElementsAre("/po", "/kind"));
}

TEST(Schema, a_missing_member_is_the_objects_and_named) {
  auto found = schema(order).validate(*parse("{}"));
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].pointer, "");
  EXPECT_THAT(found[0].what, testing::HasSubstr("'po'"));
}

TEST(Schema, a_member_that_is_not_foreseen_is_pointed_at) {
  auto found = schema(order).validate(*parse(R"({"po":"1","lines":[{"vlaue":"2"}]})"));
  EXPECT_THAT(found, testing::ElementsAre(Violation{"/lines/0/vlaue", "The schema has no such member."}));
}

TEST(Schema, pointers_are_escaped) {
  EXPECT_THAT(pointers(schema(order), R"({"po":"1","a/b~c":"no"})"), testing::ElementsAre("/a~1b~0c"));
}

TEST(Schema, a_whole_number_is_an_integer_and_a_number_and_a_text_is_neither) {
  auto with = schema(R"({"properties": {"i": {"type": "integer"}, "n": {"type": "number"}}})");
  EXPECT_TRUE(with.validate(*parse(R"({"i":3,"n":3})")).empty());
  EXPECT_THAT(pointers(with, R"({"i":3.5,"n":"3"})"), testing::UnorderedElementsAre("/i", "/n"));
}

TEST(Schema, what_is_no_schema_is_refused) {
  for (const auto* bad :
       {R"({"type": "sting"})", R"({"required": "po"})", R"({"$ref": "#/definitions/none"})",
        R"({"$ref": "http://elsewhere.example/x.json"})", R"({"properties": {"a": {"pattern": "("}}})", "3"}) {
    auto compiled = Schema::compile(*parse(bad));
    ASSERT_FALSE(compiled) << bad;
    EXPECT_EQ(compiled.error().code, "SCHEMA_INVALID");
  }
}

TEST(Schema, a_pattern_is_not_tried_on_a_text_of_any_length) {
  auto with = schema(R"({"items": [{"pattern": "^(a|b)*$"}, {"maxLength": 999999}]})");
  auto texts = [](std::size_t bytes) { return Value(Array{std::string(bytes, 'a'), std::string(bytes, 'a')}); };
  EXPECT_TRUE(with.validate(texts(Schema::max_pattern_bytes)).empty());
  EXPECT_THAT(with.validate(texts(100'000)),
              testing::ElementsAre(Violation{"/0", "The text has 100000 bytes; patterns are tried on at most 1024."}));
}

TEST(Schema, a_member_may_be_called_pattern) {
  auto with = schema(R"({"properties": {"pattern": {"type": "integer", "enum": [1]}}})");
  EXPECT_THAT(pointers(with, R"({"pattern":"1"})"), testing::Contains("/pattern"));
  EXPECT_TRUE(with.validate(*parse(R"({"pattern":1})")).empty());
}

TEST(Schema, many_threads_may_use_one) {
  auto with = schema(order);
  std::vector<std::thread> threads;
  std::atomic<int> good = 0;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([copy = with, &good] {
      for (int round = 0; round < 50; ++round)
        good += copy.validate(*parse(R"({"po":"1","lines":[{"value":"2"},{"value":"x"}]})")).size() == 1;
    });
  for (auto& one : threads) one.join();
  EXPECT_EQ(good, 200);
}

}  // namespace
}  // namespace longshore::json
