#include "parsers/flatfile/csv_reader.h"
#include "tests/unit/parsers/record_fixtures.h"

#include <random>

#include <gtest/gtest.h>

namespace longshore::flatfile {
namespace {

using parsers::LineEnd;
using parsers::RecordLimits;
using namespace parsers::test;
using Rows = std::vector<std::vector<std::string>>;
using Escape = CsvDialect::Escape;

struct Told final : CsvEvents {
  void header(const CsvRecord& one) override { all += "header " + str(one.tree(), true) + "\n"; }
  void record(const CsvRecord& one) override {
    all += std::to_string(one.number()) + " " + str(one.tree(), true) + "\n";
    rows.emplace_back();
    for (std::size_t i = 0; i < one.fields().size(); ++i) rows.back().push_back(one.value(i));
  }
  void diagnostic(Diagnostic one) override {
    all += str(one) + "\n";
    faults += (faults.empty() ? "" : "; ") + str(one);
    messages.push_back(one.message);
  }
  std::string all;
  std::string faults;
  std::vector<std::string> messages;
  Rows rows;
};

Told read(std::string_view text, const CsvDialect& dialect = {.header = false}, const RecordLimits& limits = {}) {
  Told told;
  read_csv(text, told, dialect, limits);
  return told;
}

TEST(Csv, records_have_fields_names_and_places) {
  auto told = read("sku,qty\r\nA-1,\"5\"\r\n\r\nB \"\"", {});
  EXPECT_EQ(told.all,
            "header =@0-7{sku=sku@0-3, qty=qty@4-7}\n"
            "2 =@9-16{sku=A-1@9-12, qty=5@13-16}\n"
            "QUOTE_STRAY 3[1] 22-23\n"
            "FIELD_MISSING 3[2] 20-24\n"
            "3 =@20-24{sku=B \"\"@20-24}\n");
  EXPECT_EQ(told.messages.back(), "The record has 1 field and the columns are 2.");
}

TEST(Csv, quotes_hold_delimiters_lines_and_doubled_quotes) {
  EXPECT_EQ(read("\"a,b\",\"c\"\"d\",\"e\r\nf\"\ng,\"\",\n").rows, (Rows{{"a,b", "c\"d", "e\r\nf"}, {"g", "", ""}}));
}

TEST(Csv, every_line_end) {
  EXPECT_EQ(read("a\nb\r\nc\rd").rows, (Rows{{"a"}, {"b"}, {"c"}, {"d"}}));
  EXPECT_EQ(read("a\rb\nc", {.line_end = LineEnd::lf, .header = false}).rows, (Rows{{"a\rb"}, {"c"}}));
  EXPECT_EQ(read("a\rb\nc\r\nd", {.line_end = LineEnd::crlf, .header = false}).rows, (Rows{{"a\rb\nc"}, {"d"}}));
  EXPECT_EQ(read("a\rb\nc", {.line_end = LineEnd::cr, .header = false}).rows, (Rows{{"a"}, {"b\nc"}}));
}

TEST(Csv, dialects) {
  const CsvDialect semicolon{.delimiter = ';', .quote = '\'', .header = false, .comment = '#'};
  EXPECT_EQ(read("# note; 'x\n'a;b';1,5\n", semicolon).rows, (Rows{{"a;b", "1,5"}}));
  const CsvDialect backslash{.escape = Escape::backslash, .header = false};
  EXPECT_EQ(read(R"("a\"b\\",c\,d)", backslash).rows, (Rows{{R"(a"b\)", "c,d"}}));
  const CsvDialect bare{.delimiter = '|', .quote = {}, .header = false};
  EXPECT_EQ(read("\"a|b\"\n", bare).rows, (Rows{{"\"a", "b\""}}));
  const CsvDialect trimmed{.header = false, .trim = true};
  EXPECT_EQ(read(" a , \" b \"\t,c\n", trimmed).rows, (Rows{{"a", " b ", "c"}}));
  EXPECT_EQ(read("1,2,3\n", {.header = false, .columns = {"a", "b"}}).all,
            "FIELD_TOO_MANY 1[3] 4-5\n1 =@0-5{a=1@0-1, b=2@2-3, 3=3@4-5}\n");
}

TEST(Csv, charsets) {
  EXPECT_EQ(read("\xEF\xBB\xBF\xC3\xA4\n").all, "1 =@3-5{1=\xC3\xA4@3-5}\n");
  EXPECT_EQ(read("\xE4\n", {.header = false, .charset = parsers::Charset::latin1}).rows, (Rows{{"\xC3\xA4"}}));
  auto told = read("a,b\xE4\n");
  EXPECT_EQ(told.faults, "CHARSET_INVALID 1[2] 3-4");
  EXPECT_EQ(told.rows, (Rows{{"a", "b\xC3\xA4"}}));
  EXPECT_EQ(read(std::string_view("a\0b\n", 4)).faults, "CHARSET_INVALID 1[1] 1-2");
}

TEST(Csv, an_unclosed_quote_costs_one_line) {
  auto told = read("a\nb,\"c\nd\ne\n");
  EXPECT_EQ(told.faults, "QUOTE_UNCLOSED 2[2] 2-6");
  EXPECT_EQ(told.rows, (Rows{{"a"}, {"d"}, {"e"}}));
}

TEST(Csv, text_after_a_closing_quote_costs_one_record) {
  auto told = read("a\nb,\"c\nd\"e,f\ng\n");
  EXPECT_EQ(told.faults, "TEXT_AFTER_QUOTE 2[2] 2-12");
  EXPECT_EQ(told.rows, (Rows{{"a"}, {"g"}}));
}

TEST(Csv, header_faults) {
  EXPECT_EQ(read("a,b,a,,\n1,2,3,4,5\n", {}).faults, "COLUMN_DUPLICATE 1[3] 4-5");
  auto told = read("a,\"b\"c\n1,2\n", {});
  EXPECT_EQ(told.all, "TEXT_AFTER_QUOTE 1[2] 0-6\n2 =@7-10{1=1@7-8, 2=2@9-10}\n");
}

TEST(Csv, limits_are_reported_and_reading_goes_on) {
  const RecordLimits limits{.record_bytes = 8, .fields_per_record = 3, .diagnostics = 1};
  auto told = read("aaaaaaaaa\n1,2,3,4\nb\n", {.header = false}, limits);
  EXPECT_EQ(told.faults, "LIMIT_REACHED 1[1] 0-9; LIMIT_REACHED 2 10-17");
  EXPECT_EQ(told.rows, (Rows{{"b"}}));
  EXPECT_EQ(read("a\"b,c\"d,\"\xFF\"\n", {.header = false}, {.diagnostics = 1}).faults,
            "QUOTE_STRAY 1[1] 1-2; LIMIT_REACHED 1 5-6");
}

TEST(Csv, nothing_and_a_control_z_are_no_records) {
  EXPECT_EQ(read("").all, "");
  EXPECT_EQ(read("\n\r\n").all, "");
  EXPECT_EQ(read("a\n\x1A").rows, (Rows{{"a"}}));
}

TEST(Csv, the_same_in_pieces) {
  for (const CsvDialect& dialect : {CsvDialect{}, CsvDialect{.line_end = LineEnd::crlf, .trim = true},
                                    CsvDialect{.escape = Escape::backslash, .header = false, .comment = 'b'}}) {
    for (std::string_view text : {"\xEF\xBB\xBFsku,\"q\"\"ty\"\r\n1,\"2\r\n3\"\r\rb\n\"x\"y\r\nz,\"u\nv,w\xFF\n",
                                  "a\\\n\\,b\r\n\"\\\"\"\n\"u"}) {
      expect_same_in_pieces(text, [&](parsers::Input& input) {
        Told told;
        read_csv(input, told, dialect, {.record_bytes = 64});
        return told.all;
      });
    }
  }
}

TEST(Csv, hostile_sizes_end_in_limits_within_bounded_memory) {
  for (auto [head, byte, megabytes] : {std::tuple{"\"", 'x', 100}, {"\"\n", '\n', 4}, {"a,", 'x', 1024}}) {
    Made input(head, byte, std::uint64_t(megabytes) << 20, "\nlast\n");
    Told told;
    read_csv(input, told, {.header = false});
    EXPECT_TRUE(told.faults.starts_with("LIMIT_REACHED 1")) << told.faults.substr(0, 200);
    EXPECT_EQ(told.rows, (Rows{{"last"}}));
    EXPECT_LE(input.largest(), 8U << 20);
  }
}

TEST(CsvWriter, formulas_are_neutralised_unless_the_dialect_says_otherwise) {
  std::string out;
  append_csv_row(out, std::vector<std::string>{"=1+1", "-5.2", "-x", "a\"b", "c,d"});
  EXPECT_EQ(out, "\"'=1+1\",-5.2,\"'-x\",\"a\"\"b\",\"c,d\"\r\n");
  out.clear();
  append_csv_row(out, std::vector<std::string>{"=1+1"}, {.neutralise_formulas = false});
  EXPECT_EQ(out, "=1+1\r\n");
}

TEST(CsvWriter, what_cannot_be_written_is_an_error) {
  std::string out;
  const CsvDialect bare{.quote = {}, .charset = parsers::Charset::latin1};
  for (const std::string cell : {"a,b", "a\nb", "\xE2\x82\xAC", "\xFF", ""}) {
    auto written = write_csv_row(out, std::vector<std::string>{cell}, bare);
    ASSERT_FALSE(written.has_value()) << cell;
    EXPECT_EQ(written.error().code, "CSV_CELL_UNWRITABLE");
  }
  EXPECT_EQ(out, "");
  ASSERT_TRUE(write_csv_row(out, std::vector<std::string>{"\xC3\xA4", "b"}, bare).has_value());
  EXPECT_EQ(out, "\xE4,b\r\n");
}

TEST(CsvDialects, marks_must_differ) {
  EXPECT_TRUE(check({}).has_value());
  EXPECT_FALSE(check({.quote = ','}).has_value());
  EXPECT_FALSE(check({.delimiter = '\n'}).has_value());
  EXPECT_FALSE(check({.delimiter = '\\', .escape = Escape::backslash}).has_value());
}

TEST(Csv, what_is_written_reads_back) {
  std::mt19937 random(7);
  constexpr std::string_view letters = "ab ,;\"'\\#\r\n\t=1";
  const auto pick = [&](std::size_t below) { return std::uniform_int_distribution<std::size_t>(0, below - 1)(random); };
  for (int round = 0; round < 3000; ++round) {
    CsvDialect dialect{.delimiter = ",;|"[pick(3)],
                       .quote = "\"'"[pick(2)],
                       .escape = pick(2) == 0 ? Escape::doubled : Escape::backslash,
                       .line_end = static_cast<LineEnd>(pick(4)),
                       .header = false,
                       .trim = pick(2) == 0,
                       .neutralise_formulas = false};
    if (pick(2) == 0) dialect.comment = '#';
    Rows rows(1 + pick(4));
    std::string out;
    for (auto& row : rows) {
      row.resize(1 + pick(4));
      for (auto& cell : row)
        for (auto n = pick(6); n != 0; --n) cell += letters[pick(letters.size())];
      ASSERT_TRUE(write_csv_row(out, row, dialect).has_value());
    }
    auto told = read(out, dialect);
    ASSERT_EQ(told.rows, rows) << out;
    ASSERT_EQ(told.faults, "") << out;
  }
}

}  // namespace
}  // namespace longshore::flatfile
