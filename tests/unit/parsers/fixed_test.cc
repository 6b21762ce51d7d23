#include "parsers/flatfile/fixed.h"

#include "engine/model/decimal.h"
#include "tests/unit/parsers/record_fixtures.h"

#include <fstream>
#include <random>

#include <gtest/gtest.h>

namespace longshore::flatfile {
namespace {

using namespace parsers::test;
using parsers::Record;
using parsers::RecordLimits;
using Kind = Record::Kind;

constexpr std::string_view stock = R"(
layout: harbour-stock
records:
  - type: head
    recognise: {start: 1, text: H}
    fields:
      - {name: made, start: 2, length: 8, type: date, pattern: YYYYMMDD, required: true}
      - {name: at, start: 10, length: 4, type: time, pattern: HHMM}
  - type: line
    recognise: {start: 1, text: L}
    length: 32
    gaps: true
    fields:
      - {name: sku, start: 2, length: 6, required: true}
      - {name: quantity, start: 8, length: 7, type: number, decimals: 2, align: right, pad: "0"}
      - {name: price, start: 15, length: 6, type: number, mark: ","}
      - {name: serial, start: 21, length: 3, repeat: 2, step: 4}
      - {name: due, start: 29, length: 2, type: text}
)";

struct Loaded {
  std::optional<Layout> layout;
  std::string errors;
};

Loaded load(std::string_view text) {
  std::vector<Error> errors;
  auto node = yaml::parse(text, "l.yaml");
  if (!node) return {std::nullopt, node.error().describe()};
  Loaded out{read_layout(*node, errors), {}};
  for (const auto& one : errors) out.errors += one.describe() + "\n";
  return out;
}

Layout layout(std::string_view text = stock) {
  auto loaded = load(text);
  EXPECT_EQ(loaded.errors, "");
  return loaded.layout.value_or(Layout{});
}

struct Told final : FixedEvents {
  void record(const FixedRecord& one) override {
    all += std::to_string(one.number) + " " + str(one.tree(), true) + "\n";
    records.push_back(one.tree());
  }
  void diagnostic(Diagnostic one) override {
    all += str(one) + "\n";
    faults += (faults.empty() ? "" : "; ") + str(one);
    last = one;
  }
  std::string all;
  std::string faults;
  Diagnostic last;
  std::vector<Record> records;
};

Told read(std::string_view text, const Layout& how, const RecordLimits& limits = {}) {
  Told told;
  read_fixed(text, told, how, limits);
  return told;
}

TEST(Fixed, types_fields_repetitions_and_places) {
  auto told = read("H202603021405\r\nLA-1   0001250  1,50 s1  s2 x   \r\n", layout());
  EXPECT_EQ(told.all,
            "1 head=@0-13{made=2026-03-02@1-9, at=14:05@9-13}\n"
            "2 line=@15-47{sku=A-1@16-22, quantity=12.50@22-29, price=1.50@29-35, serial= s1@35-38, serial= s2@39-42, "
            "due=x@43-45}\n");
  EXPECT_EQ(told.records[1].children[1].kind, Kind::number);
}

TEST(Fixed, a_field_of_only_padding_is_empty) {
  auto told = read("H20260302    \nLA                              \n", layout());
  EXPECT_EQ(told.faults, "");
  EXPECT_EQ(select(told.records[1], "/quantity")[0]->text, "");
  EXPECT_EQ(select(told.records[1], "/serial").size(), 2U);
  EXPECT_EQ(read("H00000000    \n", layout()).faults, "FIELD_MISSING 1head[1] 1-9");
}

TEST(Fixed, bad_values_are_told_as_written) {
  auto told = read("H202602301460\nLA     00x1250  1.50                 \n", layout());
  EXPECT_EQ(told.all,
            "FIELD_BAD_DATE 1head[1] 1-9\nFIELD_BAD_TIME 1head[2] 9-13\n"
            "1 head=@0-13{made=20260230@1-9, at=1460@9-13}\n"
            "FIELD_BAD_NUMBER 2line[2] 21-28\nFIELD_BAD_NUMBER 2line[3] 28-34\n"
            "2 line=@14-51{sku=A@15-21, quantity=00x1250@21-28, price=1.50@28-34, serial=@34-37, serial=@38-41, "
            "due=@42-44}\n");
  EXPECT_EQ(told.last.value, "  1.50");
}

TEST(Fixed, short_long_and_unknown_records) {
  auto told = read("H20260302\nX\nLA     0000100\nH202603021405  more\n", layout());
  EXPECT_EQ(told.faults,
            "RECORD_TOO_SHORT 1head 0-9; RECORD_TYPE_UNKNOWN 2 10-11; RECORD_TOO_SHORT 3line 12-26; "
            "RECORD_TOO_LONG 4head 40-46");
  EXPECT_EQ(told.records.size(), 3U);
  EXPECT_EQ(read("X\n", layout()).last.expected, "H at 1, L at 1");
  auto trimmed = layout();
  trimmed.trimmed = true;
  EXPECT_EQ(read("H20260302\n", trimmed).faults, "");
}

TEST(Fixed, limits_and_characters) {
  auto told =
      read("H20260302" + std::string(40, 'x') + "\nH20260302\xFF   \nH20260302    ", layout(), {.record_bytes = 40});
  EXPECT_EQ(told.faults, "LIMIT_REACHED 1 0-49; CHARSET_INVALID 2head 59-60; FIELD_BAD_TIME 2head[2] 59-63");
  EXPECT_EQ(told.records.size(), 2U);
}

TEST(Fixed, records_without_line_ends) {
  auto how = layout(
      "layout: a\nline_end: none\ncharset: latin1\nrecords: [{type: r, fields: [{name: a, start: 1, length: 3}]}]");
  auto told = read("ab c\xE4 \n  xy", how);
  EXPECT_EQ(told.all,
            "1 r=@0-3{a=ab@0-3}\n2 r=@3-6{a=c\xC3\xA4@3-6}\n3 r=@6-9{a=\n@6-9}\nRECORD_TOO_SHORT 4r 9-11\n4 "
            "r=@9-11{a=xy@9-11}\n");
  EXPECT_EQ(read("abc\r\n", how).records.size(), 1U);
}

TEST(Fixed, the_same_in_pieces) {
  expect_same_in_pieces(
      "\xEF\xBB\xBFH202603021405\r\nLA-1   0001250  1,50 s1  s2 x   \r\rX\n" + std::string(90, 'y') + "\nH",
      [how = layout()](parsers::Input& input) {
        Told told;
        read_fixed(input, told, how, {.record_bytes = 64});
        return told.all;
      });
}

TEST(Fixed, a_gigabyte_without_line_ends_is_a_limit) {
  Made input("L", 'x', 1ULL << 30, "\nH202603021405\n");
  Told told;
  read_fixed(input, told, layout());
  EXPECT_EQ(told.faults, "LIMIT_REACHED 1 0-1073741825");
  EXPECT_EQ(told.records.size(), 1U);
  EXPECT_LE(input.largest(), 8U << 20);
}

Record record(std::string type, std::vector<std::pair<std::string, std::string>> fields) {
  Record out{.kind = Kind::object, .name = std::move(type)};
  for (auto& [name, text] : fields) out.children.push_back({.name = name, .text = text});
  return out;
}

TEST(FixedWriter, pads_aligns_and_scales) {
  std::string out;
  ASSERT_TRUE(write_fixed(out, record("head", {{"made", "2026-03-02"}, {"at", "14:05:00"}}), layout()).has_value());
  ASSERT_TRUE(
      write_fixed(
          out,
          record("line",
                 {{"sku", "A-1"}, {"quantity", "-12.5"}, {"price", "1.50"}, {"serial", "s1"}, {"serial", "s2"}}),
          layout())
          .has_value());
  EXPECT_EQ(out, "H202603021405\r\nLA-1   -001250  1,50s1  s2      \r\n");
}

TEST(FixedWriter, what_does_not_fit_is_an_error) {
  const auto code = [](const Record& one) {
    std::string out;
    auto written = write_fixed(out, one, layout());
    EXPECT_EQ(out, "");
    return written ? "" : written.error().code;
  };
  EXPECT_EQ(code(record("foot", {})), "RECORD_TYPE_UNKNOWN");
  EXPECT_EQ(code(record("line", {{"sku", "A"}, {"colour", "x"}})), "FIELD_UNKNOWN");
  EXPECT_EQ(code(record("line", {{"sku", "A"}, {"sku", "B"}})), "FIELD_TOO_MANY");
  EXPECT_EQ(code(record("line", {})), "FIELD_MISSING");
  EXPECT_EQ(code(record("line", {{"sku", ""}})), "FIELD_MISSING");
  EXPECT_EQ(code(record("line", {{"sku", "1234567"}})), "FIELD_TOO_LONG");
  EXPECT_EQ(code(record("line", {{"sku", "A"}, {"quantity", "123456.00"}})), "FIELD_TOO_LONG");
  EXPECT_EQ(code(record("line", {{"sku", "A"}, {"quantity", "1.005"}})), "FIELD_BAD_VALUE");
  EXPECT_EQ(code(record("line", {{"sku", "A\nB"}})), "FIELD_BAD_VALUE");
  EXPECT_EQ(code(record("head", {{"made", "2026-02-30"}})), "FIELD_BAD_VALUE");
  EXPECT_EQ(code(record("head", {{"made", "2026-03-02"}, {"at", "14:05:09"}})), "FIELD_BAD_VALUE");
  EXPECT_EQ(code(record("line", {{"sku", "\xFF"}})), "FIELD_UNWRITABLE");
}

TEST(FixedWriter, two_digit_years_keep_their_century) {
  auto how = layout(
      "layout: a\nline_end: none\ncentury_pivot: 50\n"
      "records: [{type: r, fields: [{name: d, start: 1, length: 8, type: date, pattern: DD.MM.YY}]}]");
  std::string out;
  ASSERT_TRUE(write_fixed(out, record("r", {{"d", "1950-12-31"}}), how).has_value());
  ASSERT_TRUE(write_fixed(out, record("r", {{"d", "2049-12-31"}}), how).has_value());
  EXPECT_EQ(out, "31.12.5031.12.49");
  EXPECT_EQ(read(out, how).records[0].children[0].text, "1950-12-31");
  EXPECT_FALSE(write_fixed(out, record("r", {{"d", "1949-12-31"}}), how).has_value());
}

TEST(Fixed, what_is_written_reads_back) {
  std::mt19937 random(11);
  const auto pick = [&](std::size_t below) { return std::uniform_int_distribution<std::size_t>(0, below - 1)(random); };
  const auto word = [&](std::size_t most) {
    std::string out;
    for (auto n = 1 + pick(most); n != 0; --n) out += "abcXYZ019-/"[pick(11)];
    return out;
  };
  const auto how = layout();
  for (int round = 0; round < 2000; ++round) {
    std::vector<Record> written;
    std::string out;
    for (auto n = 1 + pick(5); n != 0; --n) {
      auto amount = Decimal::parse_implied((pick(2) != 0 ? "-" : "") + std::to_string(pick(1'000'000)), 2)->str();
      auto price = std::to_string(pick(1000)) + "." + std::to_string(pick(10));
      auto one = pick(3) == 0 ? record("head", {{"made", "20" + std::to_string(10 + pick(90)) + "-02-28"},
                                                {"at", "1" + std::to_string(pick(10)) + ":59"}})
                              : record("line", {{"sku", word(6)},
                                                {"quantity", amount},
                                                {"price", price},
                                                {"serial", word(3)},
                                                {"serial", ""},
                                                {"due", word(2)}});
      for (auto& field : one.children)
        if (field.name == "quantity" || field.name == "price") field.kind = Kind::number;
      ASSERT_TRUE(write_fixed(out, one, how).has_value());
      written.push_back(std::move(one));
    }
    auto told = read(out, how);
    ASSERT_EQ(told.faults, "") << out;
    ASSERT_TRUE(std::ranges::equal(told.records, written, parsers::equal)) << out;
  }
}

TEST(Layout, the_example_of_the_documentation_loads) {
  std::ifstream file(LONGSHORE_SOURCE_DIR "/docs/flat-files.md");
  const std::string text(std::istreambuf_iterator<char>(file), {});
  const auto begin = text.find("```yaml\n") + 8;
  const auto how = layout(std::string_view(text).substr(begin, text.find("```", begin) - begin));
  EXPECT_EQ(how.records.size(), 2U);
}

TEST(Layout, faults_have_their_place) {
  EXPECT_EQ(load("layout: a\nrecords: [{type: r, fields: [{name: x, start: 1, lenght: 3}]}]").errors,
            "l.yaml:2:30: KEY_MISSING: a field needs the key length — add \"length: …\"\n"
            "l.yaml:2:50: KEY_UNKNOWN: a field has no key \"lenght\" — did you mean \"length\"?\n");
}

TEST(Layout, what_does_not_fit_together_is_refused) {
  const auto code = [](const std::string& fields, const std::string& more = {}) {
    auto loaded = load("layout: a\n" + more + "records: [{type: r, fields: [" + fields + "]}]");
    const auto colon = loaded.errors.find(": ");
    return loaded.errors.substr(std::min(colon, loaded.errors.size()), loaded.errors.find(": ", colon + 2) - colon);
  };
  EXPECT_EQ(code("{name: x, start: 1, length: 3}"), "");
  EXPECT_EQ(code("{name: x, start: 1, length: 3}, {name: y, start: 3, length: 3}"), ": LAYOUT_OVERLAP");
  EXPECT_EQ(code("{name: x, start: 1, length: 3, repeat: 2, step: 4}, {name: y, start: 4, length: 1}, {name: z, start: "
                 "6, length: 1}"),
            ": LAYOUT_OVERLAP");
  EXPECT_EQ(code("{name: x, start: 1, length: 3}, {name: y, start: 5, length: 3}"), ": LAYOUT_GAP");
  EXPECT_EQ(code("{name: x, start: 1, length: 3}, {name: x, start: 4, length: 3}"), ": LAYOUT_DUPLICATE");
  EXPECT_EQ(code("{name: x, start: 1, length: 3, decimals: 2}"), ": LAYOUT_TYPE");
  EXPECT_EQ(code("{name: x, start: 1, length: 3, pattern: HHMM}"), ": LAYOUT_TYPE");
  EXPECT_EQ(code("{name: x, start: 1, length: 6, type: date, pattern: YYQQDD}"), ": LAYOUT_PATTERN");
  EXPECT_EQ(code("{name: x, start: 1, length: 6, type: time, pattern: HHMM}"), ": LAYOUT_PATTERN");
  EXPECT_EQ(code("{name: x, start: 1, length: 6, pad: ab}"), ": LAYOUT_CHARACTER");
  EXPECT_EQ(code("{name: x, start: 1, length: 6, type: number, pad: '7'}"), ": LAYOUT_CHARACTER");
  EXPECT_EQ(code("{name: x, start: 1, length: 6, type: number, pad: '0', align: left}"), ": LAYOUT_CHARACTER");
  EXPECT_EQ(code(""), ": LAYOUT_EMPTY");
  EXPECT_EQ(code("{name: x, start: 1, length: 3}", "charset: latin2\n"), ": VALUE_NOT_ALLOWED");
}

TEST(Layout, a_record_is_of_one_type) {
  constexpr std::string_view two = R"(
layout: a
line_end: none
records:
  - {type: r, recognise: {start: 1, text: AB}, fields: [{name: x, start: 3, length: 3}]}
  - {type: s, recognise: {start: 1, text: A}, fields: [{name: x, start: 2, length: 3}]}
)";
  const auto errors = load(two).errors;
  EXPECT_NE(errors.find("l.yaml:6:5: LAYOUT_AMBIGUOUS"), std::string::npos) << errors;
  EXPECT_NE(errors.find("LAYOUT_LENGTH"), std::string::npos) << errors;
}

}  // namespace
}  // namespace longshore::flatfile
