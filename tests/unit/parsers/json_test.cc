#include "parsers/json/tree.h"
#include "tests/unit/parsers/record_fixtures.h"

#include <random>

#include <gtest/gtest.h>

namespace longshore::json {
namespace {

using namespace parsers::test;
using parsers::Record;
using Kind = Record::Kind;

std::string told(std::string_view payload, const parsers::DocumentLimits& limits = {}) {
  auto parsed = read(payload, limits);
  EXPECT_EQ(parsed.record.has_value(), parsed.diagnostics.empty());
  return parsed.record ? str(*parsed.record, true) : str(parsed.diagnostics[0]);
}

TEST(Json, values_members_items_and_places) {
  EXPECT_EQ(told("\xEF\xBB\xBF {\"a\": [1, \"x\", null], \"\": {\"b\":true}} "),
            "=@4-41{a=@10-24[=1@11-12, =x@14-17, =@19-23], =@30-40{b=true@35-39}}");
  auto parsed = read("[1,\"1\",true,null,{},[]]");
  ASSERT_TRUE(parsed.record.has_value());
  std::vector<Kind> kinds;
  for (const auto& one : parsed.record->children) kinds.push_back(one.kind);
  EXPECT_EQ(kinds, (std::vector{Kind::number, Kind::text, Kind::boolean, Kind::null, Kind::object, Kind::list}));
  EXPECT_EQ(select(*parsed.record, "/1").size(), 1U);
}

TEST(Json, numbers_stay_as_written) {
  EXPECT_EQ(told("12345678901234567890.10E+400"), "=12345678901234567890.10E+400@0-28");
  EXPECT_EQ(told("-0"), "=-0@0-2");
}

TEST(Json, escapes) {
  EXPECT_EQ(told(R"("\"\\\/\b\f\n\r\t\u00e4\uD83D\uDEA2")"), "=\"\\/\b\f\n\r\t\xC3\xA4\xF0\x9F\x9A\xA2@0-36");
}

TEST(Json, what_is_not_json_is_told_with_its_place) {
  const std::pair<std::string_view, std::string_view> cases[] = {
      {"{", "1-1"},           {"[1,]", "3-4"},       {"[1 2]", "3-4"},       {"{\"a\" 1}", "5-6"},
      {"{a:1}", "1-2"},       {"{\"a\":1,}", "7-8"}, {"01", "0-1"},          {"1.", "0-1"},
      {"+1", "0-1"},          {".5", "0-1"},         {"1e", "0-1"},          {"NaN", "0-1"},
      {"tru", "0-1"},         {"1 1", "2-3"},        {"\"a", "2-2"},         {"\"\\x\"", "1-2"},
      {"\"\\u12g4\"", "1-2"}, {"\"a\nb\"", "2-3"},   {"\"\\ud800\"", "1-7"}, {"\"\\udc00x\"", "1-7"},
      {"'a'", "0-1"},         {"[1}", "2-3"},        {"// c\n1", "0-1"}};
  for (auto [text, place] : cases) EXPECT_EQ(told(text), "JSON_MALFORMED " + std::string(place)) << text;
  EXPECT_EQ(told("{\"a\":1,\"b\":2,\"\\u0061\":3}"), "JSON_DUPLICATE_KEY 22-23");
  EXPECT_EQ(told("\"a\xE4\""), "CHARSET_INVALID 2-3");
  EXPECT_EQ(told(std::string_view("\"a\0\"", 4)), "JSON_MALFORMED 2-3");
  EXPECT_EQ(told(" \n"), "EMPTY_INPUT nowhere");
}

TEST(Json, limits_are_reported_as_limits) {
  EXPECT_EQ(told(std::string(100'000, '[')), "LIMIT_REACHED 100-101");
  EXPECT_EQ(told("[1,2,3]", {.nodes = 3}), "LIMIT_REACHED 5-6");
  EXPECT_EQ(told("[1,2,3]", {.bytes = 3}), "LIMIT_REACHED 3-7");
}

TEST(Json, many_members_cost_no_more_than_their_number) {
  std::string text = "{";
  for (int i = 0; i < 200'000; ++i) text += "\"" + std::to_string(i) + "\":0,";
  EXPECT_EQ(told(text + "\"7\":0}").substr(0, 18), "JSON_DUPLICATE_KEY");
}

TEST(Json, every_cut_of_a_text_is_refused) {
  const std::string text = R"({"a":[1.5e3,"\u00e4\ud83d\udea2",true,null],"b":{}})";
  for (std::size_t at = 0; at < text.size(); ++at) EXPECT_FALSE(read(text.substr(0, at)).record.has_value()) << at;
}

struct Told final : LinesEvents {
  void record(std::uint64_t number, const Record& one) override {
    all += std::to_string(number) + " " + str(one, true) + "\n";
  }
  void diagnostic(Diagnostic one) override { all += str(one) + "\n"; }
  std::string all;
};

constexpr std::string_view some_lines = "{\"a\":1}\r\n\n[1,\n\"a\xE4\"\n\"0123456789012345678901234567890\"\n2";

TEST(JsonLines, one_bad_line_is_only_one) {
  Told told;
  read_lines(some_lines, told, {.record_bytes = 30});
  EXPECT_EQ(told.all,
            "1 =@0-7{a=1@5-6}\nJSON_MALFORMED 2 13-13\nCHARSET_INVALID 3 16-17\nLIMIT_REACHED 4 19-52\n5 =2@53-54\n");
}

TEST(JsonLines, the_same_in_pieces) {
  expect_same_in_pieces(some_lines, [](parsers::Input& input) {
    Told told;
    read_lines(input, told, {.record_bytes = 30});
    return told.all;
  });
}

TEST(JsonLines, a_gigabyte_line_is_a_limit) {
  Made input("\"", 'x', 1ULL << 30, "\"\n1\n");
  Told told;
  read_lines(input, told);
  EXPECT_EQ(told.all, "LIMIT_REACHED 1 0-1073741826\n2 =1@1073741827-1073741828\n");
  EXPECT_LE(input.largest(), 8U << 20);
}

TEST(JsonWriter, what_json_cannot_carry_is_an_error) {
  const Record cases[] = {{.kind = Kind::number, .text = "01"},
                          {.kind = Kind::number, .text = "1,5"},
                          {.kind = Kind::boolean, .text = "yes"},
                          {.text = "\xE4"},
                          {.attributes = {{.name = "a"}}},
                          {.kind = Kind::object, .text = "x"},
                          {.kind = Kind::object, .children = {{.name = "a"}, {.name = "a"}}}};
  for (const auto& one : cases) {
    auto written = write_tree(one);
    ASSERT_FALSE(written.has_value()) << str(one);
    EXPECT_EQ(written.error().code, "JSON_UNWRITABLE");
  }
  const Record pretty{.kind = Kind::object,
                      .children = {{.kind = Kind::list, .name = "a", .children = {{.text = "x"}, {.kind = Kind::null}}},
                                   {.kind = Kind::object, .name = "b"}}};
  EXPECT_EQ(write_tree(pretty, true).value_or(""), "{\n  \"a\": [\n    \"x\",\n    null\n  ],\n  \"b\": {}\n}");
}

class Trees {
 public:
  Record value(int depth) {
    Record out{.kind = static_cast<Kind>(pick(depth == 0 ? 4 : 6))};
    if (out.kind == Kind::text) out.text = text();
    if (out.kind == Kind::boolean) out.text = pick(2) == 0 ? "true" : "false";
    if (out.kind == Kind::number) out.text = std::to_string(pick(1000)) + "." + std::to_string(pick(1000)) + "e-7";
    if (out.kind < Kind::object) return out;
    for (auto n = pick(4); n != 0; --n) {
      out.children.push_back(value(depth - 1));
      if (out.kind == Kind::object) out.children.back().name = text() + std::to_string(n);
    }
    return out;
  }

 private:
  std::size_t pick(std::size_t below) { return std::uniform_int_distribution<std::size_t>(0, below - 1)(random_); }
  std::string text() {
    constexpr std::string_view letters = "ab\"\\/\n\t\x01{}[]:, ";
    std::string out;
    for (auto n = pick(7); n != 0; --n) out += letters[pick(letters.size())];
    return pick(5) == 0 ? out + "\xF0\x9F\x9A\xA2" : out;
  }
  std::mt19937 random_{29};
};

TEST(Json, what_is_written_reads_back) {
  Trees trees;
  for (int round = 0; round < 2000; ++round) {
    const auto tree = trees.value(4);
    const auto text = write_tree(tree, round % 2 == 0);
    ASSERT_TRUE(text.has_value());
    const auto parsed = read(*text);
    ASSERT_TRUE(parsed.record.has_value()) << *text;
    ASSERT_TRUE(equal(*parsed.record, tree)) << *text;
  }
}

}  // namespace
}  // namespace longshore::json
