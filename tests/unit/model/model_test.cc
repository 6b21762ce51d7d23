#include "engine/model/decimal.h"
#include "engine/model/diagnostic.h"
#include "engine/model/result.h"
#include "engine/model/text.h"
#include "engine/model/timestamp.h"
#include "engine/model/ulid.h"

#include <gtest/gtest.h>

namespace longshore {
namespace {

std::string decimal(std::string_view text, char mark = '.') {
  auto value = Decimal::parse(text, mark);
  return value ? value->str() : "none";
}

TEST(Decimal, keeps_its_digits) {
  EXPECT_EQ(decimal("12.50"), "12.50");
  EXPECT_EQ(decimal("+007"), "7");
  EXPECT_EQ(decimal("-.5"), "-0.5");
  EXPECT_EQ(decimal("5."), "5");
  EXPECT_EQ(decimal("1,25", ','), "1.25");
  EXPECT_EQ(decimal("0.000"), "0.000");
}

TEST(Decimal, knows_what_it_would_write_itself) {
  for (const char* text : {"0", "7", "-7", "12.50", "0.0", "-0.10", "1234567890123456789012345678901234"})
    EXPECT_TRUE(Decimal::is_canonical(text) && Decimal::parse(text)->str() == text) << text;
  for (const char* text : {"", "-", ".", "007", "+1", "-0", "-0.00", ".5", "5.", "1,5", "1e3", " 1", "1.2.3", "--1",
                           "12345678901234567890123456789012345"})
    EXPECT_FALSE(Decimal::is_canonical(text)) << text;
}

TEST(Decimal, refuses_what_is_no_number) {
  for (const auto* bad : {"", "-", ".", "1e3", "1.2.3", " 1", "1 ", "0x10", "１"})
    EXPECT_EQ(decimal(bad), "none") << bad;
  EXPECT_EQ(decimal(std::string(35, '9')), "none");
}

TEST(Decimal, calculates_exactly) {
  auto a = *Decimal::parse("0.1");
  auto b = *Decimal::parse("0.20");
  EXPECT_EQ((a + b).str(), "0.30");
  EXPECT_EQ((a - b).str(), "-0.10");
  EXPECT_EQ((a * b).str(), "0.020");
  EXPECT_TRUE(a == *Decimal::parse("0.100"));
  EXPECT_TRUE(a < b);
  EXPECT_EQ(Decimal::parse_implied("1234", 2)->str(), "12.34");
  EXPECT_FALSE(Decimal::parse_implied("12.34", 2));
}

TEST(Timestamp, writes_and_reads_rfc3339) {
  auto at = from_rfc3339("2026-03-02T14:05:09.250-06:00");
  ASSERT_TRUE(at);
  EXPECT_EQ(to_rfc3339(*at), "2026-03-02T20:05:09.250Z");
  EXPECT_EQ(to_rfc3339(*from_rfc3339("2026-03-02T14:05Z")), "2026-03-02T14:05:00Z");
  for (const auto* bad :
       {"2026-02-30T00:00Z", "2026-03-02", "2026-03-02T14:05", "2026-03-02T25:00Z", "2026-3-02T14:05:00Z"})
    EXPECT_FALSE(from_rfc3339(bad)) << bad;
}

TEST(Timestamp, knows_the_calendar) {
  EXPECT_TRUE((CivilTime{2024, 2, 29}).valid());
  EXPECT_FALSE((CivilTime{2026, 2, 29}).valid());
  EXPECT_EQ(to_rfc3339(CivilTime{2026, 7, 1, 8, 30, 0}, -330), "2026-07-01T08:30:00-05:30");
  auto at = CivilTime{1969, 12, 31, 23, 59, 59}.at_offset(0);
  EXPECT_EQ(to_civil(at), (CivilTime{1969, 12, 31, 23, 59, 59}));
}

TEST(Text, finds_the_nearest_word) {
  std::vector<std::string_view> words{"endpoints", "identity", "flows"};
  EXPECT_EQ(nearest("endpionts", words), "endpoints");
  EXPECT_EQ(nearest("flow", words), "flows");
  EXPECT_EQ(nearest("zzz", words), "");
}

TEST(Text, matches_globs) {
  EXPECT_TRUE(glob_match("*.edi", "a.edi"));
  EXPECT_TRUE(glob_match("logistics.shipment.*", "logistics.shipment.delayed.v1"));
  EXPECT_TRUE(glob_match("a?c*", "abc"));
  EXPECT_FALSE(glob_match("*.edi", "a.edi.part"));
  EXPECT_FALSE(glob_match("*", "a/b"));
  EXPECT_TRUE(glob_match("*a*a*b", "aaaaaab"));
}

TEST(Text, makes_anything_printable) {
  EXPECT_EQ(printable("a\x1b[31m\n\xff\xc3\xa4"), "a\\x1B[31m\\x0A\\xFF\xc3\xa4");
}

TEST(Error, describes_itself_in_one_line) {
  Error error{
      Lasting::permanent, "yaml", "KEY_UNKNOWN", "no such key", "did you mean x?", SourceLocation{"a.yaml", 3, 7}};
  EXPECT_EQ(error.describe(), "a.yaml:3:7: KEY_UNKNOWN: no such key — did you mean x?");
}

TEST(Diagnostic, codes_and_names_go_both_ways) {
  EXPECT_EQ(code_from_name("HL_ORPHAN"), Code::HL_ORPHAN);
  EXPECT_EQ(info(Code::CODE_UNKNOWN).name, "CODE_UNKNOWN");
  EXPECT_FALSE(code_from_name("NOPE"));
  EXPECT_EQ(diagnose(Code::JUNK_SKIPPED).severity, Severity::warning);
}

class Zeros final : public Random {
 public:
  void fill(std::span<std::uint8_t> out) override { std::ranges::fill(out, std::uint8_t{0}); }
};

TEST(Ulid, sorts_by_time) {
  Zeros zeros;
  auto early = make_ulid(Timestamp{1'000}, zeros);
  auto late = make_ulid(Timestamp{1'001}, zeros);
  EXPECT_EQ(early.size(), 26U);
  EXPECT_LT(early, late);
}

}  // namespace
}  // namespace longshore
