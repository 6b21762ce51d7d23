#include "parsers/x12/acknowledgement.h"

#include "parsers/guide/check.h"
#include "tests/unit/parsers/fixtures.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace longshore::x12 {
namespace {

using namespace parsers::test;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

const AcknowledgementIds ids{42, 43, 7, {2026, 3, 3, 8, 15, 0}, "T"};

parsers::ParsedFile with_finding(const std::string& text, Code code, std::uint32_t position, const std::string& tag,
                                 std::optional<std::uint32_t> element = {}, std::optional<std::string> value = {}) {
  auto file = parsers::read(text);
  auto found = diagnose(code);
  found.segment_position = position;
  found.segment_id = tag;
  found.element = element;
  found.value = std::move(value);
  guide::apply(file.interchanges.at(0).groups.at(0).transactions.at(0), {found});
  return file;
}

TEST(Acknowledgement, ACleanGroupIsAccepted) {
  const auto text = small_x12();
  const auto file = parsers::read(text);
  const auto found = acknowledge(file.interchanges[0]);
  ASSERT_EQ(found.size(), 1U);
  const auto written = write_997(file.interchanges[0], found, ids);
  ASSERT_TRUE(written) << written.error().describe();
  EXPECT_EQ(
      *written,
      "ISA*00*          *00*          *ZZ*HARBOUR        *02*NORTHWIND      *260303*0815*U*00401*000000042*0*T*:~"
      "GS*FA*HARB*NWND*20260303*0815*43*X*004010~ST*997*0007~AK1*QM*7~AK2*214*0001~AK5*A~AK9*A*1*1*1~SE*6*0007~GE*1*43~"
      "IEA*1*000000042~");
}

TEST(Acknowledgement, AWrongCountRejectsTheSetAndMakesTheGroupPartial) {
  const auto text =
      interchange(grouped({"ST*214*0001", "B10*1", "SE*9*0001", "ST*214*0002", "B10*2", "SE*3*0002"}, "GE*2*7"));
  const auto file = parsers::read(text);
  const auto found = acknowledge(file.interchanges[0]);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].status, "P");
  EXPECT_EQ(found[0].sets.at(0).status, "R");
  EXPECT_THAT(found[0].sets[0].errors, ElementsAre("4"));
  EXPECT_EQ(found[0].sets[1].status, "A");
  EXPECT_EQ(found[0].accepted, 1U);
  EXPECT_EQ(found[0].received, 2U);
}

TEST(Acknowledgement, GroupFaultsAreItsOwn) {
  const auto text = interchange(grouped(small_set(), "GE*5*8"));
  const auto found = acknowledge(parsers::read(text).interchanges[0]);
  EXPECT_EQ(found.at(0).status, "E");
  EXPECT_EQ(found[0].included, 5U);
  EXPECT_THAT(found[0].errors, ElementsAre("5", "4"));
}

TEST(Acknowledgement, EverySegmentAndElementErrorHasItsCode) {
  struct Row {
    Code code;
    std::string_view ak304;
    std::string_view ak403;
  };
  const std::vector<Row> rows{
      {Code::SEGMENT_TAG_INVALID, "1", ""}, {Code::SEGMENT_UNKNOWN, "1", ""},   {Code::SEGMENT_MISSING, "3", ""},
      {Code::LOOP_TOO_MANY, "4", ""},       {Code::SEGMENT_TOO_MANY, "5", ""},  {Code::SEGMENT_MISPLACED, "7", ""},
      {Code::ELEMENT_MISSING, "8", "1"},    {Code::NOTE_VIOLATED, "8", "2"},    {Code::ELEMENT_TOO_MANY, "8", "3"},
      {Code::ELEMENT_TOO_SHORT, "8", "4"},  {Code::ELEMENT_TOO_LONG, "8", "5"}, {Code::ELEMENT_BAD_TYPE, "8", "6"},
      {Code::ELEMENT_BAD_CODE, "8", "7"},   {Code::ELEMENT_BAD_DATE, "8", "8"}, {Code::ELEMENT_BAD_TIME, "8", "9"}};
  const auto text = small_x12();
  for (const auto& row : rows) {
    const auto file = with_finding(text, row.code, 2, "B10", 1, "x");
    const auto found = acknowledge(file.interchanges[0]);
    const auto& segments = found.at(0).sets.at(0).segments;
    ASSERT_EQ(segments.size(), 1U);
    EXPECT_EQ(segments[0].error, row.ak304) << info(row.code).name;
    ASSERT_EQ(segments[0].elements.size(), row.ak403.empty() ? 0U : 1U) << info(row.code).name;
    if (!row.ak403.empty()) {
      EXPECT_EQ(segments[0].elements[0].error, row.ak403) << info(row.code).name;
    }
    EXPECT_THAT(found[0].sets[0].errors, ElementsAre("5"));
  }
}

TEST(Acknowledgement, WhatIsWrittenReadsBackTheSame) {
  const auto text = small_x12();
  auto file = with_finding(text, Code::ELEMENT_BAD_CODE, 2, "B10", 3, "N:W~D");
  const auto found = acknowledge(file.interchanges[0]);
  const auto written = write_997(file.interchanges[0], found, ids);
  ASSERT_TRUE(written) << written.error().describe();
  const auto back = parsers::read(*written);
  EXPECT_THAT(all_diagnostics(back), IsEmpty());
  auto expected = found.at(0);
  expected.sets[0].segments[0].elements[0].bad_value = "NWD";
  EXPECT_EQ(read_997(*all_sets(back).at(0)).value(), expected);
  EXPECT_EQ(expected.status, "E");
}

TEST(Acknowledgement, AcknowledgementsAreNeverAcknowledged) {
  auto inner = grouped({"ST*997*0001", "AK1*QM*7", "AK9*A*1*1*1", "SE*4*0001"});
  inner[0] = "GS*FA*NWND*HARB*20260302*1405*7*X*004010";
  const auto text = interchange(inner);
  const auto file = parsers::read(text);
  EXPECT_THAT(acknowledge(file.interchanges[0]), IsEmpty());
  EXPECT_FALSE(write_997(file.interchanges[0], {}, ids));
  EXPECT_EQ(read_997(*all_sets(file).at(0)).value().control_number, "7");
  const auto other = small_x12();
  const auto no_997 = parsers::read(other);
  EXPECT_FALSE(read_997(*all_sets(no_997).at(0)));
}

TEST(Acknowledgement, SeveralGroupsGiveOne997Each) {
  auto inner = grouped(small_set());
  auto second = inner;
  second[0] = "GS*QM*NWND*HARB*20260302*1405*8*X*004010";
  second.back() = "GE*1*8";
  inner.insert(inner.end(), second.begin(), second.end());
  const auto text = interchange(inner, {}, "IEA*2*000000101");
  const auto file = parsers::read(text);
  const auto written = write_997(file.interchanges.at(0), acknowledge(file.interchanges[0]), ids).value();
  const auto back = parsers::read(written);
  ASSERT_EQ(all_sets(back).size(), 2U);
  EXPECT_EQ(all_sets(back)[1]->control_number, "0008");
  EXPECT_EQ(read_997(*all_sets(back)[1])->control_number, "8");
}

TEST(Acknowledgement, TA1SaysWhatIsWrongWithTheInterchange) {
  const auto text = small_x12();
  const auto file = parsers::read(text);
  const auto good = acknowledge_interchange(file.interchanges[0]);
  EXPECT_EQ(good, (InterchangeAcknowledgement{"000000101", "260302", "1405", "A", "000"}));
  const auto truncated = text.substr(0, text.size() - 30);
  EXPECT_EQ(acknowledge_interchange(parsers::read(truncated).interchanges.at(0)).note, "023");
  const auto written = write_ta1(file.interchanges[0], good, ids).value();
  const auto back = parsers::read(written);
  EXPECT_THAT(all_diagnostics(back), IsEmpty());
  EXPECT_THAT(read_ta1(back.interchanges.at(0)), ElementsAre(good));
}

OutInterchange outbound(const std::string& data) {
  OutInterchange out;
  out.sender = {"ZZ", "US", ""};
  out.receiver = {"ZZ", "THEM", ""};
  out.at = {2026, 3, 3, 8, 15, 0};
  out.control_number = "5";
  out.groups.push_back(
      {"SM", "US", "THEM", out.at, "5", "X", "004010", {{"204", "0001", "", {{"B2", {"", data, "", ""}}}}}});
  return out;
}

TEST(Writer, WhatIsWrittenReadsBack) {
  auto wanted = outbound("SCAC");
  wanted.version = "00501";
  wanted.groups[0].transactions[0].body.push_back(
      {"REF", {OutElement::repeated({"A", "B"}), OutElement::composite({"C", "", "D", ""})}});
  Layout layout;
  layout.delimiters.repetition = '^';
  layout.line_break = "\n";
  const auto text = write(wanted, layout).value();
  const auto file = parsers::read(text);
  EXPECT_THAT(all_diagnostics(file), IsEmpty());
  const auto& set = *all_sets(file).at(0);
  EXPECT_EQ(set.segments[1].element_count(), 2U);
  EXPECT_EQ(set.segments[2].value(1, 1, 2), "B");
  EXPECT_EQ(set.segments[2].value(2, 3), "D");
  EXPECT_EQ(set.segments[2].component_count(2), 3U);
}

TEST(Writer, DataThatHoldsADelimiterIsRefused) {
  for (const std::string data : {"a*b", "a~b", "a:b", "a\nb"}) {
    const auto written = write(outbound(data));
    ASSERT_FALSE(written) << data;
    EXPECT_EQ(written.error().code, "DATA_HOLDS_DELIMITER");
  }
  EXPECT_TRUE(write(outbound("a^b")));
}

TEST(Writer, EnvelopeValuesMustFit) {
  auto longer = outbound("x");
  longer.sender.id = "MORE THAN FIFTEEN";
  EXPECT_EQ(write(longer).error().code, "ENVELOPE_VALUE_TOO_LONG");
  auto number = outbound("x");
  number.control_number = "12A";
  EXPECT_EQ(write(number).error().code, "CONTROL_NUMBER_INVALID");
  Layout layout;
  layout.delimiters.component = '*';
  EXPECT_EQ(write(outbound("x"), layout).error().code, "DELIMITERS_UNUSABLE");
}

}  // namespace
}  // namespace longshore::x12
