#include "parsers/guide/check.h"
#include "parsers/guide/library.h"
#include "tests/support/temporary_folder.h"
#include "tests/unit/parsers/fixtures.h"

#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace longshore::guide {
namespace {

using parsers::test::grouped;
using parsers::test::interchange;
using parsers::test::names;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
namespace fs = std::filesystem;

constexpr std::string_view elements_yaml = R"(elements:
  "1": {label: Word, type: AN, min: 2, max: 5}
  "2": {label: Kind, type: ID, min: 1, max: 3}
  "3": {label: Amount, type: R, min: 1, max: 4}
  "4": {label: Day, type: DT, min: 8, max: 8}
  "5": {label: Hour, type: TM, min: 4, max: 6}
  "6": {label: Count, type: N0, min: 1, max: 6}
  "7": {label: Open list, type: ID, min: 1, max: 3}
  "8": {label: Control, type: AN, min: 1, max: 9}
)";
constexpr std::string_view codes_yaml = R"(codes:
  "2": {sources: [own], values: {A: Alpha, B: Beta}}
  "7": {sources: [own], complete: false, values: {A: Alpha}}
)";
constexpr std::string_view composites_yaml = R"(composites:
  C1: {label: Pair, sources: [own], elements: [{element: "1", req: M}, {element: "6", req: O}]}
)";
constexpr std::string_view segments_yaml = R"(segments:
  ST: {label: Start, sources: [own], elements: [{element: "8", req: M}, {element: "8", req: M}]}
  BEG: {label: Begin, sources: [own], elements: [{element: "1", req: M}, {element: "2", req: O}, {element: "4", req: O}, {element: "5", req: O}]}
  REF: {label: Reference, sources: [own], elements: [{element: "7", req: O}, {element: "1", req: O}, {element: "3", req: O}], notes: [R0102, P0203]}
  EXC: {label: Either, sources: [own], elements: [{element: "1", req: O}, {element: "1", req: O}, {element: "1", req: O}], notes: [E0102, C0103, L020103]}
  N1: {label: Party, sources: [own], elements: [{element: "2", req: M}, {element: "1", req: O}]}
  N3: {label: Street, sources: [own], elements: [{element: "1", req: M}]}
  N4: {label: City, sources: [own], elements: [{element: "1", req: M}]}
  HL: {label: Level, sources: [own], elements: [{element: "6", req: M}, {element: "6", req: O}, {element: "1", req: O}]}
  QTY: {label: Quantity, sources: [own], elements: [{composite: C1, req: O, repeat: 2}]}
  CTT: {label: Totals, sources: [own], elements: [{element: "6", req: M}]}
  SE: {label: End, sources: [own], elements: [{element: "6", req: M}, {element: "8", req: M}]}
)";
constexpr std::string_view set_yaml = R"(set: "856"
standard: X12
version: "004010"
functional_id: SH
label: A set for tests
sources: [own]
structure:
  - {segment: ST, req: M, max: 1}
  - {segment: BEG, req: M, max: 1}
  - {segment: REF, req: O, max: 2}
  - {segment: EXC, req: O, max: 1}
  - loop: N1
    req: O
    max: 2
    of:
      - {segment: N1, req: M, max: 1}
      - {segment: N3, req: O, max: 2}
      - {segment: N4, req: O, max: 1}
  - loop: HL
    req: M
    max: 0
    of:
      - {segment: HL, req: M, max: 1}
      - {segment: QTY, req: O, max: 1}
      - {segment: REF, req: O, max: 1}
      - loop: N1
        req: O
        max: 1
        of:
          - {segment: N1, req: M, max: 1}
          - {segment: N3, req: M, max: 1}
  - {segment: CTT, req: O, max: 1}
  - {segment: SE, req: M, max: 1}
)";

class Guide : public ::testing::Test {
 protected:
  void SetUp() override {
    fs::create_directories(folder_ / "x12/004010");
    put("elements.yaml", elements_yaml);
    put("codes.yaml", codes_yaml);
    put("composites.yaml", composites_yaml);
    put("segments.yaml", segments_yaml);
    put("856.yaml", set_yaml);
  }

  void put(const std::string& name, std::string_view text) { std::ofstream(folder_ / "x12/004010" / name) << text; }

  const Dictionary& dictionary() {
    auto found = library().find(parsers::Standard::x12, "004010VICS", "856");
    EXPECT_TRUE(found.has_value()) << found.error().describe();
    return **found;
  }

  Library& library() {
    if (!library_) library_ = std::make_unique<Library>(folder_);
    return *library_;
  }

  std::string load_error() {
    Library fresh(folder_);
    auto found = fresh.find(parsers::Standard::x12, "004010", "856");
    return found ? "" : found.error().describe();
  }

  /// The set's body without ST and SE.
  const parsers::Transaction& read(const std::vector<std::string>& body, char repetition = 'U') {
    std::vector<std::string> set{"ST*856*0001"};
    set.insert(set.end(), body.begin(), body.end());
    set.push_back("SE*" + std::to_string(body.size() + 2) + "*0001");
    parsers::test::Look look;
    look.repetition = repetition;
    look.version = repetition == 'U' ? "00401" : "00501";
    text_ = interchange(grouped(set), look);
    file_ = parsers::read(text_);
    return *parsers::test::all_sets(file_).at(0);
  }

  Checked checked(const std::vector<std::string>& body, const Levels& levels = {}, char repetition = 'U') {
    const auto& set = read(body, repetition);
    return check(set, file_.interchanges[0].delimiters, dictionary(), levels);
  }

  test::TemporaryFolder temporary_;
  fs::path folder_ = temporary_.path();
  std::unique_ptr<Library> library_;
  std::string text_;
  parsers::ParsedFile file_;
};

TEST_F(Guide, FindsByVersionAndSetAndKeepsWhatItLoaded) {
  auto first = library().find(parsers::Standard::x12, "004010", "856");
  auto again = library().find(parsers::Standard::x12, "004010VICS", "856");
  ASSERT_TRUE(first && again);
  EXPECT_NE(*first, nullptr);
  EXPECT_EQ(*first, *again);
  EXPECT_EQ(library().find(parsers::Standard::x12, "005010", "856").value(), nullptr);
  EXPECT_EQ(library().find(parsers::Standard::x12, "004010", "999").value(), nullptr);
  EXPECT_EQ(library().find(parsers::Standard::x12, "", "856").value(), nullptr);
  EXPECT_EQ(library().find(parsers::Standard::x12, "../..", "../x").value(), nullptr);
  EXPECT_EQ(library().find(parsers::Standard::x12, "004010", "segments").value(), nullptr);
  EXPECT_EQ(library().list().size(), 1U);
}

TEST_F(Guide, LoadErrorsCarryFileLineAndColumn) {
  put("856.yaml", std::string(set_yaml) + "  - {segment: XYZ, req: M, max: 1}\n");
  EXPECT_THAT(load_error(), HasSubstr("856.yaml:34:5: SEGMENT_UNKNOWN"));
  put("856.yaml", std::string(set_yaml) + "colour: red\n");
  EXPECT_THAT(load_error(), HasSubstr("856.yaml:34:1"));
  put("856.yaml", set_yaml);
  put("segments.yaml", std::string(segments_yaml) + "  BAD: {label: Bad, elements: [{element: \"99\", req: M}]}\n");
  EXPECT_THAT(load_error(), HasSubstr("ELEMENT_UNKNOWN"));
  put("segments.yaml",
      std::string(segments_yaml) + "  BAD: {label: Bad, elements: [{element: \"1\", req: M}], notes: [P0109]}\n");
  EXPECT_THAT(load_error(), HasSubstr("NOTE_MALFORMED"));
  put("segments.yaml", segments_yaml);
  EXPECT_EQ(load_error(), "");
}

TEST_F(Guide, ASetWithoutSegmentsIsALoadError) {
  auto text = std::string(set_yaml);
  text.resize(text.find("structure:"));
  for (const auto* structure : {"structure: []\n", "structure: {BEG: {req: M}}\n", "structure:\n"}) {
    put("856.yaml", text + structure);
    EXPECT_THAT(load_error(), HasSubstr("STRUCTURE_EMPTY")) << structure;
  }
}

TEST_F(Guide, AnAmbiguousStructureIsALoadError) {
  auto text = std::string(set_yaml);
  text.replace(text.find("  - {segment: EXC"), 0, "  - {segment: REF, req: O, max: 1}\n");
  put("856.yaml", text);
  EXPECT_THAT(load_error(), HasSubstr("856.yaml:11:5: STRUCTURE_AMBIGUOUS"));
}

TEST_F(Guide, ASoundSetHasNoFindings) {
  const auto found = checked({"BEG*AB*A*20260302*1405", "REF*A*CD*1.5", "N1*A*ME", "N3*ROAD", "N4*CITY", "HL*1**SS",
                              "QTY*AB:3", "HL*2*1*OO", "N1*B", "N3*XX", "CTT*2"});
  EXPECT_THAT(names(found.diagnostics), IsEmpty());
  EXPECT_EQ(dictionary().segment("N1")->label, "Party");
  EXPECT_EQ(dictionary().segment("QTY")->at(1)->composite->id, "C1");
}

TEST_F(Guide, PlacementNamesLoopsAndTheirSegments) {
  const auto found = checked({"BEG*AB", "N1*A", "N3*ROAD", "N1*B", "N4*CITY", "HL*1", "N1*A", "N3*XX", "HL*2"});
  const auto& placement = found.placement;
  ASSERT_EQ(placement.loops.size(), 5U);
  EXPECT_EQ(placement.children(-1, "N1"), (std::vector<int>{0, 1}));
  EXPECT_EQ(placement.children(-1, "HL"), (std::vector<int>{2, 4}));
  EXPECT_EQ(placement.children(2, "N1"), (std::vector<int>{3}));
  EXPECT_EQ(placement.loops[1].first_segment, 4U);
  EXPECT_EQ(placement.loops[1].end_segment, 6U);
  EXPECT_EQ(placement.loops[2].end_segment, 9U);
  EXPECT_EQ(placement.segments[5].loop, 1);
  EXPECT_EQ(placement.segments[1].loop, -1);
  EXPECT_TRUE(placement.within(7, 2));
  EXPECT_FALSE(placement.within(9, 2));
  EXPECT_EQ(placement.segments[8].use->tag(), "N3");
}

TEST_F(Guide, MissingMandatorySegmentsAndLoops) {
  const auto found = checked({"N1*A", "CTT*0"});
  ASSERT_THAT(names(found.diagnostics), ElementsAre("SEGMENT_MISSING", "SEGMENT_MISSING"));
  EXPECT_EQ(found.diagnostics[0].segment_id, "BEG");
  EXPECT_EQ(found.diagnostics[0].segment_position, 2U);
  EXPECT_EQ(found.diagnostics[1].segment_id, "HL");
  EXPECT_EQ(found.diagnostics[1].loop, "HL");
  EXPECT_THAT(names(checked({"BEG*AB", "HL*1", "N1*A", "HL*2"}).diagnostics), ElementsAre("SEGMENT_MISSING"));
}

TEST_F(Guide, UnknownMisplacedAndRepeatedSegments) {
  EXPECT_THAT(names(checked({"BEG*AB", "ZZZ*1", "HL*1"}).diagnostics), ElementsAre("SEGMENT_UNKNOWN"));
  EXPECT_THAT(names(checked({"BEG*AB", "BEG*CD", "HL*1"}).diagnostics), ElementsAre("SEGMENT_TOO_MANY"));
  EXPECT_THAT(names(checked({"BEG*AB", "N1*A", "N1*A", "N1*A", "HL*1"}).diagnostics), ElementsAre("LOOP_TOO_MANY"));
  const auto late = checked({"BEG*AB", "HL*1", "REF*A", "QTY*AB", "HL*2"});
  EXPECT_THAT(names(late.diagnostics), ElementsAre("SEGMENT_MISPLACED"));
  EXPECT_EQ(late.placement.segments[4].loop, 0);
  EXPECT_TRUE(late.placement.segments[4].misplaced);
}

TEST_F(Guide, AMisplacedLoopKeepsItsSegmentsTogether) {
  const auto found = checked({"BEG*AB", "EXC***AB", "N3*ROAD", "HL*1", "N1*A", "N3*XX", "BEG*AB", "HL*2", "CTT*2"});
  EXPECT_THAT(names(found.diagnostics), ElementsAre("SEGMENT_MISPLACED", "SEGMENT_MISPLACED"));
  EXPECT_EQ(found.placement.children(-1, "HL").size(), 2U);
}

TEST_F(Guide, ElementRequirementLengthAndType) {
  const auto found = checked({"BEG**A", "REF*A*ABCDEF*12345.6", "HL*x"});
  ASSERT_THAT(names(found.diagnostics),
              ElementsAre("ELEMENT_MISSING", "ELEMENT_TOO_LONG", "ELEMENT_TOO_LONG", "ELEMENT_BAD_TYPE"));
  const auto& missing = found.diagnostics[0];
  EXPECT_EQ(missing.segment_position, 2U);
  EXPECT_EQ(missing.element, 1U);
  const auto& longer = found.diagnostics[1];
  EXPECT_EQ(longer.value, "ABCDEF");
  EXPECT_EQ(longer.expected, "2..5 characters");
  EXPECT_EQ(text_.substr(longer.byte_range->begin, longer.byte_range->size()), "ABCDEF");
  EXPECT_EQ(found.diagnostics[3].loop, "HL");
  EXPECT_THAT(names(checked({"BEG*A", "REF*A*AB*-12.34", "HL*-1"}).diagnostics), ElementsAre("ELEMENT_TOO_SHORT"));
}

TEST_F(Guide, DatesAndTimes) {
  EXPECT_THAT(names(checked({"BEG*AB**20260230*2460", "HL*1"}).diagnostics),
              ElementsAre("ELEMENT_BAD_DATE", "ELEMENT_BAD_TIME"));
  EXPECT_THAT(names(checked({"BEG*AB**20240229*235959", "HL*1"}).diagnostics), IsEmpty());
}

TEST_F(Guide, RepetitionsPastTheAllowedOnesCostNothing) {
  const auto element = "QTY*AB^CD" + std::string(1'000'000, '^');
  EXPECT_THAT(names(checked({"BEG*AB", "HL*1", element}, {}, '^').diagnostics), ElementsAre("REPETITION_TOO_MANY"));
}

TEST_F(Guide, TooManyElementsComponentsRepetitions) {
  EXPECT_THAT(names(checked({"BEG*AB*A***X", "HL*1"}).diagnostics), ElementsAre("ELEMENT_TOO_MANY"));
  EXPECT_THAT(names(checked({"BEG*AB*A**", "HL*1"}).diagnostics), ElementsAre("TRAILING_DELIMITERS"));
  EXPECT_THAT(names(checked({"BEG*AB", "HL*1", "QTY*AB:1:2"}).diagnostics), ElementsAre("COMPONENT_TOO_MANY"));
  EXPECT_THAT(names(checked({"BEG*AB", "HL*1", "QTY"}).diagnostics), ElementsAre("SEGMENT_EMPTY"));
  const auto repeated = checked({"BEG*AB", "HL*1", "QTY*AB:1^CD:x^EF"}, {}, '^');
  ASSERT_THAT(names(repeated.diagnostics), ElementsAre("REPETITION_TOO_MANY", "ELEMENT_BAD_TYPE"));
  EXPECT_EQ(repeated.diagnostics[1].component, 2U);
  EXPECT_EQ(repeated.diagnostics[1].repetition, 2U);
  EXPECT_THAT(names(checked({"BEG*AB", "HL*1", "QTY*AB^CD^EF:x"}, {}, '^').diagnostics),
              ElementsAre("REPETITION_TOO_MANY"));
  const auto data = checked({"BEG*A:B", "HL*1"});
  ASSERT_THAT(names(data.diagnostics), ElementsAre("COMPONENT_TOO_MANY"));
  EXPECT_EQ(data.diagnostics[0].severity, Severity::warning);
}

TEST_F(Guide, SyntaxNotes) {
  EXPECT_THAT(names(checked({"BEG*AB", "REF***1", "HL*1"}).diagnostics), ElementsAre("NOTE_VIOLATED", "NOTE_VIOLATED"));
  const auto exclusive = checked({"BEG*AB", "EXC*AB*CD*EF", "HL*1"});
  ASSERT_THAT(names(exclusive.diagnostics), ElementsAre("NOTE_VIOLATED"));
  EXPECT_EQ(exclusive.diagnostics[0].element, 2U);
  EXPECT_EQ(exclusive.diagnostics[0].expected, "E0102: at most one of them");
  const auto conditional = checked({"BEG*AB", "EXC*AB", "HL*1"});
  ASSERT_THAT(names(conditional.diagnostics), ElementsAre("NOTE_VIOLATED"));
  EXPECT_EQ(conditional.diagnostics[0].element, 3U);
  EXPECT_THAT(names(checked({"BEG*AB", "EXC**AB", "HL*1"}).diagnostics), ElementsAre("NOTE_VIOLATED"));
}

TEST_F(Guide, CodesOnlyFromCompleteLists) {
  EXPECT_THAT(names(checked({"BEG*AB*C", "REF*Z*AB*1", "HL*1"}).diagnostics), ElementsAre("ELEMENT_BAD_CODE"));
}

TEST_F(Guide, TheTotalCountsTheLevels) {
  const auto found = checked({"BEG*AB", "HL*1", "HL*2", "CTT*3"});
  ASSERT_THAT(names(found.diagnostics), ElementsAre("BALANCE_WRONG"));
  EXPECT_EQ(found.diagnostics[0].expected, "2");
}

TEST_F(Guide, LevelsCanBeTurnedOff) {
  const std::vector<std::string> faulty{"BEG*A*C", "EXC*AB", "HL*1", "CTT*3"};
  EXPECT_THAT(names(checked(faulty, Levels::up_to(1)).diagnostics), IsEmpty());
  EXPECT_THAT(names(checked(faulty, Levels::up_to(2)).diagnostics), ElementsAre("ELEMENT_TOO_SHORT"));
  EXPECT_THAT(names(checked(faulty, Levels::up_to(5)).diagnostics),
              ElementsAre("ELEMENT_TOO_SHORT", "ELEMENT_BAD_CODE", "NOTE_VIOLATED", "BALANCE_WRONG"));
  Levels few;
  few.max_diagnostics = 2;
  EXPECT_THAT(names(checked(faulty, few).diagnostics),
              ElementsAre("ELEMENT_TOO_SHORT", "ELEMENT_BAD_CODE", "LIMIT_REACHED"));
}

TEST_F(Guide, ThePolicyDecidesTheStatus) {
  const auto status = [](std::vector<Code> codes, const AcceptancePolicy& policy = {}) {
    std::vector<Diagnostic> diagnostics;
    for (auto code : codes) diagnostics.push_back(diagnose(code));
    return decide(diagnostics, policy);
  };
  EXPECT_EQ(status({}), parsers::Status::accepted);
  EXPECT_EQ(status({Code::TRAILING_DELIMITERS}), parsers::Status::accepted);
  EXPECT_EQ(status({Code::ELEMENT_BAD_CODE}), parsers::Status::accepted_with_errors);
  EXPECT_EQ(status({Code::ELEMENT_BAD_CODE, Code::SEGMENT_MISSING}), parsers::Status::rejected);
  EXPECT_EQ(status({Code::TRANSACTION_COUNT_WRONG}), parsers::Status::rejected);
  AcceptancePolicy lenient;
  lenient.structure = AcceptancePolicy::Effect::accept_with_errors;
  EXPECT_EQ(status({Code::ELEMENT_TOO_LONG}, lenient), parsers::Status::accepted_with_errors);
}

class Shipped : public ::testing::Test {
 protected:
  Checked checked(const std::string& text) {
    text_ = text;
    file_ = parsers::read(text_);
    const auto& set = *parsers::test::all_sets(file_).at(0);
    const auto found = library_.find(file_.interchanges[0].standard, set);
    EXPECT_TRUE(found && *found != nullptr);
    return check(set, file_.interchanges[0].delimiters, **found);
  }

  Library library_{fs::path(LONGSHORE_SOURCE_DIR) / "parsers/dictionaries"};
  std::string text_;
  parsers::ParsedFile file_;
};

TEST_F(Shipped, TheWarehouseOrdersTotalIsTheSumOfItsLines) {
  const auto order = [](const std::string& total) {
    return interchange(grouped({"ST*940*0001", "W05*N*D1", "N1*ST*SHOP", "LX*1", "W01*5*EA**VN*A1", "LX*2",
                                "W01*7*EA**VN*A2", "W76*" + total, "SE*9*0001"}));
  };
  EXPECT_THAT(names(checked(order("12")).diagnostics), IsEmpty());
  EXPECT_THAT(names(checked(order("56")).diagnostics), ElementsAre("BALANCE_WRONG"));
}

TEST_F(Shipped, ASegmentWithoutASoundTagIsNoTotal) {
  for (const std::string tag : {"ABCD", "ABCDE", ""}) {
    const auto found =
        checked(interchange(grouped({"ST*214*0001", "B10*PR1*HB1*PRLT", tag + "*5", "LX*1",
                                     "AT7*AF*NS***20260914*1405*ET", "MS1*TIDEWICK*OR*US", "SE*7*0001"})));
    EXPECT_THAT(names(found.diagnostics), testing::Not(testing::Contains("BALANCE_WRONG"))) << tag;
  }
}

std::string despatch_advice(const std::string& lines) {
  return "UNB+UNOA:3+NORTHWIND:14+HARBOUR:14+260302:1405+R1'UNH+1+DESADV:D:96A:UN'BGM+351+4711+9'DTM+137:20260302:102'"
         "NAD+SU+4012345500004::9'NAD+BY+5412345000013::9'CPS+1'PAC+1++CT'CPS+2+1'LIN+1++4000862141404:EN'QTY+12:5'" +
         lines + "UNT+12+1'UNZ+1+R1'";
}

TEST_F(Shipped, EdifactGroupsAreLoops) {
  const auto found = checked(despatch_advice("CNT+2:1'"));
  EXPECT_THAT(names(found.diagnostics), IsEmpty());
  const auto& loops = found.placement.loops;
  const auto consignments = found.placement.children(-1, "SG10");
  ASSERT_EQ(consignments.size(), 2U);
  EXPECT_EQ(found.placement.children(consignments[0], "SG11").size(), 1U);
  const auto items = found.placement.children(consignments[1], "SG15");
  ASSERT_EQ(items.size(), 1U);
  EXPECT_EQ(
      loops[static_cast<std::size_t>(items[0])].end_segment - loops[static_cast<std::size_t>(items[0])].first_segment,
      2U);
  EXPECT_EQ(found.placement.children(-1, "SG2").size(), 2U);
}

TEST_F(Shipped, TheLineCountOfAMessageIsChecked) {
  EXPECT_THAT(names(checked(despatch_advice("CNT+2:3'")).diagnostics), ElementsAre("BALANCE_WRONG"));
}

TEST(ShippedDictionaries, AllLoad) {
  Library library(fs::path(LONGSHORE_SOURCE_DIR) / "parsers/dictionaries");
  for (const auto& entry : library.list()) {
    const bool x12 = entry.standard == parsers::Standard::x12;
    const auto version = x12 ? entry.version : entry.version.substr(0, 1) + ":" + entry.version.substr(1);
    const auto found = library.find(entry.standard, version, entry.set);
    ASSERT_TRUE(found.has_value()) << found.error().describe();
    ASSERT_NE(*found, nullptr) << entry.version << "/" << entry.set;
    EXPECT_EQ((*found)->set, entry.set);
    EXPECT_EQ((*found)->structure.uses.back().tag(), x12 ? "SE" : "UNT") << entry.version << "/" << entry.set;
  }
}

}  // namespace
}  // namespace longshore::guide
