// Partners' guides: what they narrow is level 6, what they widen is allowed, and what cannot be meant is an error with
// its place.
#include "parsers/guide/check.h"
#include "parsers/guide/guide.h"
#include "parsers/guide/guide_rules.h"
#include "parsers/x12/acknowledgement.h"
#include "tests/unit/parsers/corpus.h"
#include "tests/unit/parsers/fixtures.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace longshore::guide {
namespace {

using parsers::test::all_sets;
using parsers::test::names;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

Library& library() {
  static Library shipped(std::string(LONGSHORE_SOURCE_DIR) + "/parsers/dictionaries");
  return shipped;
}

std::string head(const std::string& base) {
  return "guide: acme\nbase: " + base + "\n";
}

struct Loaded {
  std::unique_ptr<const Guide> guide;
  std::vector<Error> errors;
};

Loaded load(const std::string& text, const std::string& base = "x12/856@004010") {
  Loaded out;
  const auto root = yaml::parse(head(base) + text, "acme.yaml");
  EXPECT_TRUE(root.has_value()) << root.error().describe();
  if (root) out.guide = read_guide(*root, library(), out.errors);
  return out;
}

/// The one fault of a guide.
std::string fault(const std::string& text, const std::string& base = "x12/856@004010") {
  const auto loaded = load(text, base);
  EXPECT_EQ(loaded.guide, nullptr);
  EXPECT_EQ(loaded.errors.size(), 1U) << text;
  return loaded.errors.empty() ? "" : loaded.errors.front().describe();
}

/// A ship notice with these lines between its HL segments' neighbours.
std::string notice(const std::vector<std::string>& body) {
  std::vector<std::string> set{"ST*856*0001"};
  set.insert(set.end(), body.begin(), body.end());
  set.push_back("SE*" + std::to_string(body.size() + 2) + "*0001");
  set.insert(set.begin(), "GS*SH*NWND*HARB*20260302*1405*7*X*004010");
  set.push_back("GE*1*7");
  return parsers::test::interchange(set);
}

const std::vector<std::string>& body() {
  static const std::vector<std::string> lines{"BSN*00*SHP1*20260302*1405",
                                              "DTM*011*20260302*0830",
                                              "HL*1**S",
                                              "TD5*O*2*PRLT",
                                              "REF*BM*HB70021",
                                              "N1*ST*TIDEWICK*92*TW01",
                                              "N4*TIDEWICK*OR*00012",
                                              "HL*2*1*O",
                                              "PRF*LC45",
                                              "HL*3*2*I",
                                              "LIN**VN*A1",
                                              "SN1**5*EA"};
  return lines;
}

std::vector<Diagnostic> found(const std::string& guide_text, const std::string& text, int level = 6,
                              const std::string& base = "x12/856@004010") {
  const auto loaded = load(guide_text, base);
  for (const auto& error : loaded.errors) ADD_FAILURE() << error.describe();
  if (loaded.guide == nullptr) return {};
  const auto file = parsers::read(text);
  const auto& set = *all_sets(file).at(0);
  EXPECT_TRUE(loaded.guide->is_for(file.interchanges[0].standard, set.version, set.set));
  return check(set, file.interchanges[0].delimiters, *loaded.guide->dictionary, Levels::up_to(level)).diagnostics;
}

std::vector<Diagnostic> found_in(const std::string& guide_text, std::vector<std::string> lines) {
  return found(guide_text, notice(lines));
}

std::vector<std::string> with(std::size_t index, const std::string& line) {
  auto out = body();
  out.at(index) = line;
  return out;
}

TEST(PartnerGuide, WhatKeepsItHasNoFinding) {
  const std::string guide = R"(
segments:
  BSN: {elements: {"01": {codes: ["00", "01"]}, "03": {date: CCYYMMDD}, "04": {req: M, date: HHMM}}}
places:
  DTM[011]: {req: M, max: 1}
  HL{03=S}: {req: M, max: 1}
  HL{03=S}/TD5: {req: M, elements: {"02": {value: "2"}, "03": {min: 4, max: 4}}}
  HL{03=S}/N1[ST]/N4: {req: M}
  HL{03=O}/PRF: {req: M}
  HL{03=I}/LIN: {req: M}
  HL/SLN: {used: false}
)";
  EXPECT_THAT(names(found(guide, notice(body()))), IsEmpty());
}

struct Case {
  std::string name;
  std::string guide;
  std::size_t line;
  std::string instead;
  Code code;
  std::uint32_t position;  // of the segment, ST being 1
  std::string tag;
  std::optional<std::uint32_t> element = {};
  std::optional<std::string> value = {};
  std::string expected = {};
};

class PartnerGuideRule : public ::testing::TestWithParam<Case> {};

TEST_P(PartnerGuideRule, IsToldWhereItIsViolated) {
  const auto& one = GetParam();
  const auto text = notice(with(one.line, one.instead));
  const auto diagnostics = found(one.guide, text);
  ASSERT_EQ(diagnostics.size(), 1U) << testing::PrintToString(names(diagnostics));
  const auto& told = diagnostics[0];
  EXPECT_EQ(info(told.code).name, info(one.code).name);
  EXPECT_TRUE(is_of_guide(told.code));
  EXPECT_EQ(told.severity, Severity::error);
  EXPECT_EQ(told.segment_position, one.position);
  EXPECT_EQ(told.segment_id, one.tag);
  EXPECT_EQ(told.element, one.element);
  EXPECT_EQ(told.value, one.value);
  EXPECT_EQ(told.expected.value_or(""), one.expected);
  ASSERT_TRUE(told.byte_range.has_value());
  if (one.value) {
    EXPECT_EQ(text.substr(told.byte_range->begin, told.byte_range->size()), *one.value);
  }
  EXPECT_EQ(decide(diagnostics), parsers::Status::accepted_with_errors);
  EXPECT_THAT(found(one.guide, text, 5), IsEmpty()) << "level 5 does not look at it";
}

INSTANTIATE_TEST_SUITE_P(
    Kinds, PartnerGuideRule,
    ::testing::Values(Case{"requirement",
                           "segments: {BSN: {elements: {\"05\": {req: M}}}}",
                           0,
                           "BSN*00*SHP1*20260302*1405",
                           Code::GUIDE_ELEMENT_MISSING,
                           2,
                           "BSN",
                           5,
                           {},
                           "a value"},
                      Case{"element_not_used", "segments: {BSN: {elements: {\"05\": {used: false}}}}", 0,
                           "BSN*00*SHP1*20260302*1405*0001", Code::GUIDE_ELEMENT_NOT_USED, 2, "BSN", 5, "0001",
                           "no value"},
                      Case{"longest", "segments: {BSN: {elements: {\"02\": {max: 6}}}}", 0,
                           "BSN*00*SHIP001*20260302*1405", Code::GUIDE_ELEMENT_TOO_LONG, 2, "BSN", 2, "SHIP001",
                           "2..6 characters"},
                      Case{"shortest", "segments: {BSN: {elements: {\"02\": {min: 4}}}}", 0, "BSN*00*SHP*20260302*1405",
                           Code::GUIDE_ELEMENT_TOO_SHORT, 2, "BSN", 2, "SHP", "4..30 characters"},
                      Case{"code_subset", "segments: {BSN: {elements: {\"01\": {codes: [\"00\", \"01\"]}}}}", 0,
                           "BSN*05*SHP1*20260302*1405", Code::GUIDE_BAD_CODE, 2, "BSN", 1, "05", "one of 00, 01"},
                      Case{"fixed_value", "segments: {BSN: {elements: {\"02\": {value: SHP1}}}}", 0,
                           "BSN*00*SHP2*20260302*1405", Code::GUIDE_BAD_VALUE, 2, "BSN", 2, "SHP2", "SHP1"},
                      Case{"date_form", "places: {\"DTM[011]\": {elements: {\"03\": {date: HHMM}}}}", 1,
                           "DTM*011*20260302*083015", Code::GUIDE_BAD_DATE, 3, "DTM", 3, "083015", "HHMM"},
                      Case{"segment_not_used", "segments: {PRF: {used: false}}", 9, "HL*3*2*I",
                           Code::GUIDE_SEGMENT_NOT_USED, 10, "PRF"},
                      Case{"place_not_used", "places: {\"HL{03=S}/REF[BM]\": {used: false}}", 9, "HL*3*2*I",
                           Code::GUIDE_SEGMENT_NOT_USED, 6, "REF"},
                      Case{"segment_required",
                           "places: {\"DTM[017]\": {req: M}}",
                           9,
                           "HL*3*2*I",
                           Code::GUIDE_SEGMENT_MISSING,
                           14,
                           "DTM",
                           {},
                           {},
                           "DTM{01=017}"},
                      Case{"segment_required_in_a_level",
                           "places: {\"HL{03=O}/REF[DP]\": {req: M}}",
                           9,
                           "HL*3*2*I",
                           Code::GUIDE_SEGMENT_MISSING,
                           11,
                           "REF",
                           {},
                           {},
                           "REF{01=DP}"},
                      Case{"loop_required",
                           "places: {\"HL{03=S}/N1[SF]\": {req: M}}",
                           9,
                           "HL*3*2*I",
                           Code::GUIDE_SEGMENT_MISSING,
                           9,
                           "N1",
                           {},
                           {},
                           "N1{01=SF}"},
                      Case{"most_of_a_loop",
                           "places: {\"HL{03=I}\": {max: 1}}",
                           7,
                           "HL*2*1*I",
                           Code::GUIDE_LOOP_TOO_MANY,
                           11,
                           "HL",
                           {},
                           {},
                           "at most 1 HL{03=I}"},
                      Case{"most_of_a_segment",
                           "places: {HL/LIN: {max: 1}, HL/REF: {max: 1}}",
                           3,
                           "REF*CN*PR88",
                           Code::GUIDE_SEGMENT_TOO_MANY,
                           6,
                           "REF",
                           {},
                           {},
                           "at most 1 REF"}),
    [](const auto& one) { return one.param.name; });

TEST(PartnerGuide, ADateSpanAndTheOtherFormsAreKnown) {
  const auto fits = [](std::string_view form, std::string_view data) {
    return DateForm::parse(form).value().fits(data);
  };
  EXPECT_TRUE(fits("CCYYMMDD-CCYYMMDD", "20260302-20260304"));
  EXPECT_FALSE(fits("CCYYMMDD-CCYYMMDD", "20260302-20260231"));
  EXPECT_FALSE(fits("CCYYMMDD", "260302"));
  EXPECT_TRUE(fits("YYMMDD", "260302"));
  EXPECT_TRUE(fits("CCYYMM", "202602"));
  EXPECT_FALSE(fits("CCYYMM", "202613"));
  EXPECT_TRUE(fits("CCYYMMDDHHMM", "202603021405"));
  EXPECT_FALSE(fits("CCYYMMDDHHMM", "202603022405"));
  EXPECT_TRUE(fits("HHMMSSDD", "14050099"));
  EXPECT_FALSE(DateForm::parse("DDMMYY").has_value());
}

TEST(PartnerGuide, ComponentsAndRepetitionsOfEdifactAreTold) {
  const std::string guide = R"(
places:
  DTM[137]: {req: M, elements: {"2380": {date: CCYYMMDD}, "01.3": {value: "102"}}}
  CPS/PAC/PCI/GIN: {max: 1}
)";
  const std::string text =
      "UNB+UNOC:3+NORDKAI:14+HARBOUR:14+260302:1405+REF1'UNH+1+DESADV:D:96A:UN'BGM+351+LS1+9'"
      "DTM+137:202603021405:203'CPS+1'UNT+5+1'UNZ+1+REF1'";
  const auto diagnostics = found(guide, text, 6, "edifact/DESADV@D96A");
  ASSERT_THAT(names(diagnostics), ElementsAre("GUIDE_BAD_DATE", "GUIDE_BAD_VALUE"));
  EXPECT_EQ(diagnostics[0].element, 1U);
  EXPECT_EQ(diagnostics[0].component, 2U);
  EXPECT_EQ(text.substr(diagnostics[0].byte_range->begin, diagnostics[0].byte_range->size()), "202603021405");
  EXPECT_EQ(diagnostics[1].component, 3U);
}

TEST(PartnerGuide, WhatTheDictionaryForbidsIsNotToldTwice) {
  const auto diagnostics = found_in("segments: {BSN: {elements: {\"02\": {max: 10}}}}",
                                    with(0, "BSN*00*" + std::string(31, 'X') + "*20260302*1405"));
  EXPECT_THAT(names(diagnostics), ElementsAre("ELEMENT_TOO_LONG"));
}

TEST(PartnerGuide, WhatItWidensIsAllowed) {
  const std::string guide = R"(
segments:
  BSN: {elements: {"01": {more_codes: [Z7]}, "02": {min: 1, max: 40}, "04": {req: O}}}
places:
  DTM: {max: 11}
  HL/LIN: {max: 2}
)";
  std::vector<std::string> lines = with(0, "BSN*Z7*" + std::string(40, 'X') + "*20260302");
  lines.insert(lines.begin() + 1, 10, "DTM*011*20260302*0830");
  lines.insert(lines.end() - 1, "LIN**VN*A2");
  EXPECT_THAT(names(found(guide, notice(lines))), IsEmpty());
  EXPECT_THAT(names(found("label: x", notice(lines))),
              testing::UnorderedElementsAre("ELEMENT_BAD_CODE", "ELEMENT_TOO_LONG", "ELEMENT_MISSING",
                                            "SEGMENT_TOO_MANY", "SEGMENT_TOO_MANY"));
}

TEST(PartnerGuide, TheShippedDictionaryIsAsItWas) {
  const auto before = library().find(parsers::Standard::x12, "004010", "856");
  load("segments: {BSN: {elements: {\"02\": {max: 99}}}}");
  const auto text = notice(with(0, "BSN*00*" + std::string(40, 'X') + "*20260302*1405"));
  const auto file = parsers::read(text);
  EXPECT_THAT(names(check(*all_sets(file).at(0), file.interchanges[0].delimiters, **before).diagnostics),
              ElementsAre("ELEMENT_TOO_LONG"));
}

TEST(PartnerGuide, FaultsHaveTheirPlaceAndSayWhatWasMeant) {
  EXPECT_EQ(fault("segmints: {}"),
            "acme.yaml:3:1: KEY_UNKNOWN: a guide has no key \"segmints\" — did you mean \"segments\"?");
  EXPECT_THAT(
      fault("places: {HL/TD55: {req: M}}"),
      HasSubstr("acme.yaml:3:10: PLACE_UNKNOWN: there is no TD55 at this place of x12/856@004010 — did you mean"));
  EXPECT_THAT(fault("segments: {BSM: {}}"),
              HasSubstr("3:12: SEGMENT_UNKNOWN: x12/856@004010 has no segment BSM — did you mean BSN?"));
  EXPECT_THAT(fault("segments: {BSN: {elements: {\"17\": {req: M}}}}"),
              HasSubstr("3:29: ELEMENT_UNKNOWN: BSN has no element \"17\""));
  EXPECT_THAT(fault("segments: {BSN: {elements: {\"01\": {codes: [\"0O\"]}}}}"),
              HasSubstr("CODE_UNKNOWN: \"0O\" is no code of list 353"));
  EXPECT_THAT(fault("segments: {BSN: {elements: {\"01\": {min: 3, max: 2}}}}"), HasSubstr("LENGTHS_CROSSED"));
  EXPECT_THAT(fault("segments: {BSN: {elements: {\"02\": {value: X}}}}"), HasSubstr("VALUE_UNFIT"));
  EXPECT_THAT(fault("segments: {BSN: {elements: {\"03\": {date: DDMMYY}}}}"), HasSubstr("DATE_FORM_UNKNOWN"));
  EXPECT_THAT(fault("segments: {BSN: {elements: {\"03\": {date: HHMM}}}}"), HasSubstr("DATE_FORM_UNFIT"));
  EXPECT_THAT(fault("segments: {BSN: {elements: {\"01\": {req: X}}}}"), HasSubstr("VALUE_NOT_ALLOWED"));
  EXPECT_THAT(fault("segments: {BSN: {elements: {\"01\": {req: M, used: false}}}}"), HasSubstr("GUIDE_CONTRADICTS"));
  EXPECT_THAT(fault("places: {BSN/HL: {req: M}}"), HasSubstr("PLACE_NOT_A_LOOP"));
  EXPECT_THAT(fault("places: {\"HL{03\": {req: M}}"), HasSubstr("PLACE_MALFORMED"));
  EXPECT_THAT(fault("places: {\"HL{03=S}\": {}, \"HL{3=S}\": {}}"), HasSubstr("PLACE_TWICE"));
  EXPECT_THAT(fault("places: {\"HL{03=S}/TD5\": {max: 99}}"), HasSubstr("GUIDE_WIDENS"));
  EXPECT_THAT(fault("places: {\"REF[BM]\": {req: M}}"), HasSubstr("PLACE_UNKNOWN"));
}

TEST(PartnerGuide, ItsBaseMustBeThere) {
  EXPECT_THAT(fault("", "x12/865@004010"),
              HasSubstr("acme.yaml:2:7: GUIDE_BASE_UNKNOWN: there is no dictionary x12/865@004010 — did you mean"));
  EXPECT_THAT(fault("", "856"), HasSubstr("GUIDE_BASE: \"856\" is no dictionary's name"));
}

TEST(PartnerGuide, TwoPlacesASegmentCouldBeAreAnError) {
  EXPECT_THAT(fault("places: {\"HL/REF[BM]\": {req: M}, \"HL/REF{02=X}\": {max: 1}}"),
              HasSubstr("GUIDE_AMBIGUOUS: a segment can be both REF{02=X} and REF{01=BM}"));
  EXPECT_EQ(load("places: {\"HL/REF[BM]\": {req: M}, \"HL/REF[CN]\": {max: 1}, HL/REF: {max: 9}}").errors.size(), 0U);
}

// ORDERS has several groups of one tag that UNS keeps apart.
TEST(PartnerGuide, WithoutAMandatorySegmentBetweenAStructureCanBeAmbiguous) {
  EXPECT_THAT(fault("segments:\n  BGM: {}\nplaces:\n  UNS: {req: O}", "edifact/ORDERS@D96A"),
              HasSubstr("acme.yaml:6:3: STRUCTURE_AMBIGUOUS: without a mandatory UNS, a "));
}

TEST(PartnerGuide, AnAcknowledgementSaysWhatItViolates) {
  const auto loaded = load(
      "segments: {BSN: {elements: {\"01\": {codes: [\"01\"]}, \"05\": {used: false}}}}\nplaces: {\"HL{03=I}\": {max: "
      "1}, HL/SLN: {req: M}}");
  ASSERT_NE(loaded.guide, nullptr);
  const auto text = notice(with(0, "BSN*00*SHP1*20260302*1405*0001"));
  auto file = parsers::read(text);
  auto& set = file.interchanges[0].groups[0].transactions[0];
  apply(set, check(set, file.interchanges[0].delimiters, *loaded.guide->dictionary).diagnostics);
  EXPECT_EQ(set.status, parsers::Status::accepted_with_errors);
  const auto answer = x12::acknowledge(file.interchanges[0]).at(0);
  EXPECT_EQ(answer.sets.at(0).status, "E");
  const auto& segments = answer.sets[0].segments;
  ASSERT_GE(segments.size(), 2U);
  EXPECT_EQ(segments[0].error, "8");
  EXPECT_EQ(segments[0].elements.at(0).error, "7");
  EXPECT_EQ(segments[0].elements.at(1).error, "10");
  EXPECT_EQ(segments[1].tag, "SLN");
  EXPECT_EQ(segments[1].error, "3");
  AcceptancePolicy strict;
  strict.guide = AcceptancePolicy::Effect::reject;
  EXPECT_EQ(decide(set.diagnostics, strict), parsers::Status::rejected);
}

}  // namespace
}  // namespace longshore::guide
