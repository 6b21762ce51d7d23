#include "engine/base/json/json.h"
#include "tests/unit/cli/program.h"
#include "tests/unit/cli/samples.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace longshore::cli::test {
namespace {

using testing::HasSubstr;
using testing::MatchesRegex;
using testing::Not;

json::Value parsed(const std::string& text) {
  auto value = json::parse(text);
  EXPECT_TRUE(value) << text;
  return value ? *value : json::Value{};
}

std::string at(const json::Value& value, std::string_view pointer) {
  const auto* found = value.at_pointer(pointer);
  return found ? json::write(*found) : "nothing";
}

/// The line that holds `text`, and its neighbour `after` lines below.
std::string line_with(const std::string& out, std::string_view text, int after = 0) {
  auto begin = out.rfind('\n', out.find(text)) + 1;
  for (; after > 0; --after) begin = out.find('\n', begin) + 1;
  return out.substr(begin, out.find('\n', begin) - begin);
}

TEST(Inspect, JsonIsTheContracts) {
  auto file = file_with("two.edi", two_notices());
  auto ran = longshore({"inspect", file, "-o", "json"});
  EXPECT_EQ(ran.exit, 0) << ran.err;
  auto value = parsed(ran.out);
  const std::string one = "/files/0/interchanges/0";
  EXPECT_EQ(at(value, "/files/0/file"), json::quote(file));
  EXPECT_EQ(at(value, "/files/0/bytes"), std::to_string(two_notices().size()));
  EXPECT_EQ(at(value, one + "/standard"), "\"X12\"");
  EXPECT_EQ(at(value, one + "/version"), "\"00401\"");
  EXPECT_EQ(at(value, one + "/sender"), R"({"qualifier":"02","id":"NORTHWIND"})");
  EXPECT_EQ(at(value, one + "/receiver"), R"({"qualifier":"ZZ","id":"HARBOUR"})");
  EXPECT_EQ(at(value, one + "/controlNumber"), "\"000000101\"");
  EXPECT_EQ(at(value, one + "/preparedAt"), "\"2026-03-02T14:05\"");
  EXPECT_EQ(at(value, one + "/usage"), "\"T\"");
  EXPECT_EQ(at(value, one + "/delimiters"),
            R"({"element":"*","component":">","repetition":null,"segment":"~","release":null})");
  EXPECT_EQ(at(value, one + "/groups/0/functionalId"), "\"SH\"");
  EXPECT_EQ(at(value, one + "/groups/0/version"), "\"004010\"");
  EXPECT_EQ(at(value, one + "/groups/0/transactions/0/set"), "\"856\"");
  EXPECT_EQ(at(value, one + "/groups/0/transactions/0/segments"), "11");
  EXPECT_EQ(at(value, one + "/groups/0/transactions/0/status"), "\"accepted\"");
  EXPECT_EQ(at(value, one + "/groups/0/transactions/0/diagnostics"), "[]");
  EXPECT_EQ(at(value, one + "/groups/0/transactions/1/status"), "\"rejected\"");
  const auto fault = one + "/groups/0/transactions/1/diagnostics/0";
  EXPECT_EQ(at(value, fault + "/code"), "\"ELEMENT_MISSING\"");
  EXPECT_EQ(at(value, fault + "/segment"), R"({"position":2,"id":"BSN"})");
  EXPECT_EQ(at(value, fault + "/element"), "2");
  EXPECT_EQ(at(value, fault + "/component"), "null");
  EXPECT_EQ(at(value, "/files/0/diagnostics"), "[]");
}

TEST(Inspect, EdifactWithoutGroupHasOneWithoutId) {
  auto value = parsed(longshore({"inspect", "-", "-o", "json"}, despatch_advice()).out);
  const std::string one = "/files/0/interchanges/0";
  EXPECT_EQ(at(value, one + "/standard"), "\"EDIFACT\"");
  EXPECT_EQ(at(value, one + "/version"), "\"3\"");
  EXPECT_EQ(at(value, one + "/groups/0/functionalId"), "null");
  EXPECT_EQ(at(value, one + "/groups/0/transactions/0/set"), "\"DESADV\"");
  EXPECT_EQ(at(value, one + "/groups/0/transactions/0/version"), "\"D:96A:UN\"");
  EXPECT_EQ(at(value, one + "/delimiters/release"), "\"?\"");
}

TEST(Inspect, ListingNestsLevelsAndNamesElementsAndCodes) {
  auto out = longshore({"inspect", "-"}, two_notices()).out;
  EXPECT_THAT(out, HasSubstr("X12 00401  02:NORTHWIND → ZZ:HARBOUR"));
  EXPECT_THAT(line_with(out, "BSN01 "), MatchesRegex(" +BSN01 +[A-Z].* 00 +Original"));
  auto column = [&](std::string_view text) { return line_with(out, text).find(text); };
  EXPECT_EQ(column("HL*1**S"), column("BSN*00*SHP1"));
  EXPECT_EQ(column("HL*2*1*O"), column("HL*1**S") + 2);
  EXPECT_EQ(column("HL*3*2*I"), column("HL*2*1*O") + 2);
  EXPECT_EQ(column("HL*4*2*I"), column("HL*3*2*I"));
  EXPECT_EQ(column("PRF*PO1"), column("HL*3*2*I"));
  EXPECT_EQ(column("CTT*4"), column("HL*1**S"));
}

TEST(Inspect, ListingNestsCpsByItsParent) {
  auto out = longshore({"inspect", "-"}, despatch_advice()).out;
  EXPECT_EQ(line_with(out, "CPS+2+1").find("CPS"), line_with(out, "CPS+1").find("CPS") + 2);
}

TEST(Inspect, CaretsStandUnderTheFault) {
  auto out = longshore({"inspect", "-"}, two_notices()).out;
  const std::string name(61, 'X');
  auto below = line_with(out, name, 1);
  EXPECT_EQ(below.find('^'), line_with(out, name).find('X'));
  EXPECT_THAT(below, HasSubstr(" " + std::string(61, '^') + " ELEMENT_TOO_LONG: "));
  EXPECT_THAT(below, HasSubstr(" — expected 1..60 characters"));
  auto missing = line_with(out, "BSN*00**20260302", 1);
  EXPECT_EQ(missing.find('^'), line_with(out, "BSN*00**20260302").find("**20260302") + 1);
}

TEST(Inspect, ListingTellsTheAcknowledgement) {
  auto out = longshore({"inspect", "-"}, two_notices()).out;
  EXPECT_THAT(out, HasSubstr("would answer: 997 P for SH 7, 1 of 2 sets accepted: 856 0001 A, 856 0002 R (5)\n"));
  EXPECT_THAT(longshore({"inspect", "-"}, despatch_advice()).out,
              HasSubstr("would answer, where that is agreed: CONTRL 7 for REF1: DESADV 1 7\n"));
}

TEST(Inspect, ListingHasNoColourAndNoControlCharacters) {
  auto input = two_notices();
  input.replace(input.find("TIDEWICK"), 4, "\033[31");
  auto out = longshore({"inspect", "-"}, input).out;
  EXPECT_THAT(out, Not(HasSubstr("\033")));
  EXPECT_THAT(out, HasSubstr("\\x1B[31"));
}

TEST(Inspect, NdjsonIsOneObjectASegment) {
  auto ran = longshore({"inspect", "--format", "ndjson", "-"}, despatch_advice());
  EXPECT_EQ(ran.exit, 0);
  EXPECT_EQ(std::ranges::count(ran.out, '\n'), 7);
  EXPECT_THAT(ran.out, HasSubstr(R"({"interchange":"REF1","group":null,"transaction":null,"set":null,"position":null,)"
                                 R"("id":"UNB","elements":[["UNOC","3"],["NORDKAI","14"],)"));
  EXPECT_THAT(ran.out, HasSubstr(R"("transaction":"1","set":"DESADV","position":1,"id":"UNH",)"
                                 R"("elements":["1",["DESADV","D","96A","UN"]],"byteRange":[)"));
}

TEST(Inspect, NdjsonTellsRepetitions) {
  std::string input =
      "ISA*00*          *00*          *02*NORTHWIND      *ZZ*HARBOUR        *260302*1405*^*00501*000000101*0*T*>~"
      "GS*SH*A*B*20260302*1405*7*X*005010~ST*856*0001~ZZZ*a^b>c**d~SE*3*0001~GE*1*7~IEA*1*000000101~";
  auto out = longshore({"inspect", "-o", "ndjson", "-"}, input).out;
  EXPECT_THAT(out, HasSubstr(R"("id":"ZZZ","elements":[{"repeat":["a",["b","c"]]},"","d"])"));
}

TEST(Inspect, AFileWithoutInterchangeIsAFinding) {
  for (const auto* input : {"", "hello\n"}) {
    auto ran = longshore({"inspect", "-", "-o", "json"}, input);
    EXPECT_EQ(ran.exit, 3);
    auto value = parsed(ran.out);
    EXPECT_EQ(at(value, "/files/0/interchanges"), "[]");
    EXPECT_EQ(at(value, "/files/0/diagnostics/0/code"), "\"NO_INTERCHANGE\"");
    EXPECT_EQ(value.at_pointer("/files/0/diagnostics")->array()->size(), 1U);
    EXPECT_THAT(longshore({"inspect", "-"}, input).out, HasSubstr("NO_INTERCHANGE"));
  }
}

TEST(Inspect, AnUnreadableFileLeavesTheOthers) {
  auto ran = longshore({"inspect", "/nowhere/a.edi", file_with("one.edi", one_notice()), "-o", "json"});
  EXPECT_EQ(ran.exit, 5);
  EXPECT_THAT(ran.err, HasSubstr("/nowhere/a.edi"));
  EXPECT_EQ(parsed(ran.out).find("files")->array()->size(), 1U);
}

}  // namespace
}  // namespace longshore::cli::test
