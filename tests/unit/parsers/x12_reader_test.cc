#include "tests/unit/parsers/fixtures.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace longshore::parsers::test {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(X12Reader, ASmallFileIsReadCompletely) {
  const auto text = small_x12();
  const auto file = read(text);
  EXPECT_THAT(names(all_diagnostics(file)), IsEmpty());
  ASSERT_EQ(file.interchanges.size(), 1U);
  const auto& one = file.interchanges[0];
  EXPECT_EQ(one.version, "00401");
  EXPECT_EQ(one.sender, (EnvelopeParty{"02", "NORTHWIND", ""}));
  EXPECT_EQ(one.receiver.id, "HARBOUR");
  EXPECT_EQ(one.control_number, "000000101");
  EXPECT_EQ(one.prepared_at, "2026-03-02T14:05");
  EXPECT_EQ(one.usage, "T");
  EXPECT_FALSE(one.delimiters.repetition);
  EXPECT_EQ(one.byte_range, (ByteRange{0, text.size() - 1}));
  ASSERT_EQ(one.groups.size(), 1U);
  EXPECT_EQ(one.groups[0].functional_id, "QM");
  EXPECT_EQ(one.groups[0].version, "004010");
  EXPECT_EQ(one.groups[0].declared_count, 1U);
  const auto& set = one.groups[0].transactions.at(0);
  EXPECT_EQ(set.set, "214");
  EXPECT_EQ(set.segments.size(), 4U);
  EXPECT_EQ(set.status, Status::accepted);
  EXPECT_EQ(text.substr(set.byte_range.begin, 6), "ST*214");
  EXPECT_EQ(text.substr(set.byte_range.end - 10, 10), "SE*4*0001~");
}

TEST(X12Reader, DelimitersComeFromTheFixedPositionsAndDifferPerInterchange) {
  const auto text = small_x12() + small_x12({'|', '>', "$", "\r\n"}) + small_x12({'\x1D', '\x1F', "\x1C", ""});
  const auto file = read(text);
  EXPECT_THAT(names(all_diagnostics(file)), IsEmpty());
  ASSERT_EQ(file.interchanges.size(), 3U);
  EXPECT_EQ(file.interchanges[1].delimiters.element, '|');
  EXPECT_EQ(file.interchanges[1].delimiters.component, '>');
  EXPECT_EQ(file.interchanges[2].delimiters.segment, '\x1C');
  EXPECT_EQ(all_sets(file)[2]->segments[1].value(3), "NWND");
}

TEST(X12Reader, ISA11SeparatesRepetitionsFrom00402OnAndOnlyIfItCan) {
  const auto repetition = [](const std::string& version, char isa11) {
    Look look;
    look.version = version;
    look.repetition = isa11;
    const auto text = small_x12(look);
    return read(text).interchanges.at(0).delimiters.repetition;
  };
  EXPECT_EQ(repetition("00501", '^'), '^');
  EXPECT_EQ(repetition("00402", '^'), '^');
  EXPECT_EQ(repetition("00401", '^'), std::nullopt);
  EXPECT_EQ(repetition("00501", 'U'), std::nullopt);
  EXPECT_EQ(repetition("00501", ' '), std::nullopt);
}

TEST(X12Reader, AnISXSegmentDeclaresAReleaseCharacterFrom00704On) {
  Look look;
  look.version = "00704";
  look.repetition = '^';
  auto inner = grouped({"ST*214*0001", "L11*4?*7*PO", "SE*3*0001"});
  inner.insert(inner.begin(), "ISX*?");
  auto text = interchange(inner, look);
  const auto file = read(text);
  EXPECT_THAT(names(all_diagnostics(file)), IsEmpty());
  EXPECT_EQ(all_sets(file).at(0)->segments[1].value(1), "4*7");
}

TEST(X12Reader, LineBreaksAfterSegments) {
  for (const std::string line_break : {"", "\n", "\r\n", "\r", "\n\n", "\n      "}) {
    Look look;
    look.line_break = line_break;
    const auto text = small_x12(look);
    const auto file = read(text);
    EXPECT_THAT(names(all_diagnostics(file)), IsEmpty()) << ::testing::PrintToString(line_break);
    EXPECT_EQ(all_sets(file).at(0)->segments.size(), 4U);
  }
}

TEST(X12Reader, TheTerminatorMayBeALineBreak) {
  for (const std::string terminator : {"\n", "\r", "\r\n"}) {
    Look look;
    look.terminator = terminator;
    look.line_break = "";
    const auto text = small_x12(look);
    const auto file = read(text);
    EXPECT_THAT(names(all_diagnostics(file)), IsEmpty()) << ::testing::PrintToString(terminator);
    EXPECT_EQ(all_sets(file).at(0)->segments[3].value(2), "0001");
  }
}

TEST(X12Reader, TheTerminatorMayBeACharacterOfSeveralBytes) {
  Look look;
  look.terminator = "\xE2\x80\xA6";
  auto inner = grouped({"ST*214*0001", "B10*it\xE2\x80\x99s*SHP1*NWND", "SE*3*0001"});
  const auto text = interchange(inner, look);
  const auto file = read(text);
  ASSERT_EQ(all_sets(file).size(), 1U);
  EXPECT_EQ(all_sets(file)[0]->segments[1].value(1), "it\xE2\x80\x99s");
  EXPECT_THAT(names(file.interchanges[0].diagnostics), ElementsAre("ISA_MALFORMED"));
  EXPECT_EQ(worst(all_diagnostics(file)), Severity::warning);
}

std::string wrapped(std::string text, std::size_t width, const std::string& line_break) {
  std::string out;
  for (std::size_t at = 0; at < text.size(); at += width) out += text.substr(at, width) + line_break;
  return out;
}

TEST(X12Reader, LinesWrappedInTheMiddleOfData) {
  Look look;
  look.line_break = "";
  const auto flat = interchange(
      grouped({"ST*214*0001", "B10*4711*SHP1*NWND", "L11*A LONGER REFERENCE NUMBER*PO", "SE*4*0001"}), look);
  for (const std::string line_break : {"\n", "\r\n"}) {
    const auto text = "junk first\n" + wrapped(flat, 80, line_break) + small_x12();
    const auto file = read(text);
    EXPECT_THAT(names(all_diagnostics(file)), ElementsAre("JUNK_SKIPPED"));
    ASSERT_EQ(all_sets(file).size(), 2U);
    const auto& segment = all_sets(file)[0]->segments[2];
    EXPECT_EQ(segment.value(1), "A LONGER REFERENCE NUMBER");
    const auto range = segment.range_of(segment.tag());
    EXPECT_EQ(text.substr(range.begin, 3), "L11");
  }
}

TEST(X12Reader, AWrappedTextEndsWithItsLastLineEvenIfThatIsFullAndHasNoBreak) {
  Look look;
  look.line_break = "";
  auto flat = interchange(grouped({"ST*214*0001", "B10*4711*SHP1*NWND", "SE*3*0001"}), look);
  flat += std::string(80 - flat.size() % 80, ' ');
  for (const std::string line_break : {"\n", "\r\n"}) {
    auto text = wrapped(flat, 80, line_break);
    const auto size = text.size() - line_break.size();
    text.resize(size);
    text += "X" + small_x12() + "\n" + small_x12();  // no part of what is read
    const auto file = read(std::string_view(text).substr(0, size));
    EXPECT_EQ(file.interchanges.size(), 1U);
    EXPECT_THAT(names(all_diagnostics(file)), IsEmpty());
  }
}

TEST(X12Reader, JunkBeforeBetweenAndAfterIsReportedWithItsBytes) {
  const auto text = "From: someone\n" + small_x12() + "--boundary--\n" + small_x12() + "THE END";
  const auto file = read(text);
  EXPECT_EQ(file.interchanges.size(), 2U);
  EXPECT_THAT(names(file.diagnostics), ElementsAre("JUNK_SKIPPED", "JUNK_SKIPPED", "JUNK_SKIPPED"));
  EXPECT_EQ(file.diagnostics[0].byte_range, (ByteRange{0, 13}));
  EXPECT_EQ(file.diagnostics[2].byte_range, (ByteRange{text.size() - 7, text.size()}));
}

TEST(X12Reader, ISAInsideDataStartsNoInterchange) {
  const auto text =
      "ISAAC NEWTON and ISA*\n" + interchange(grouped({"ST*214*0001", "B10*ISAAC*ISA*ISA", "ISAAC*1", "SE*4*0001"}));
  const auto file = read(text);
  EXPECT_EQ(file.interchanges.size(), 1U);
  EXPECT_EQ(all_sets(file).at(0)->segments[1].value(2), "ISA");
  EXPECT_THAT(names(all_diagnostics(file)), ElementsAre("JUNK_SKIPPED", "SEGMENT_TAG_INVALID"));
}

TEST(X12Reader, ASegmentThatOnlyLooksLikeAHeaderStaysInItsSet) {
  const auto text = interchange(grouped({"ST*214*0001", "ISA*1*2*3*4", "B10*1", "SE*4*0001"}));
  const auto file = read(text);
  ASSERT_EQ(file.interchanges.size(), 1U);
  EXPECT_EQ(all_sets(file).at(0)->segments.size(), 4U);
  EXPECT_THAT(names(all_diagnostics(file)), IsEmpty());
}

TEST(X12Reader, ByteOrderMarkTrailingNulAndControlZAreNoFindings) {
  using namespace std::string_literals;
  const auto text = "\xEF\xBB\xBF"s + small_x12() + "\x1A\0\0\0"s;
  const auto file = read(text);
  EXPECT_THAT(names(all_diagnostics(file)), IsEmpty());
  EXPECT_EQ(file.interchanges.at(0).byte_range.begin, 3U);
}

TEST(X12Reader, AnISAWithLostBlanksIsReadByItsSeparators) {
  auto text = small_x12();
  text.replace(text.find("NORTHWIND      "), 15, "NORTHWIND");
  const auto file = read(text);
  ASSERT_EQ(file.interchanges.size(), 1U);
  EXPECT_EQ(file.interchanges[0].sender.id, "NORTHWIND");
  EXPECT_THAT(names(all_diagnostics(file)), ElementsAre("ISA_MALFORMED"));
  EXPECT_EQ(file.interchanges[0].diagnostics[0].severity, Severity::warning);
  EXPECT_EQ(all_sets(file).at(0)->status, Status::accepted);
}

TEST(X12Reader, AnISAWithoutDelimitersIsAnError) {
  const std::string text = "ISA*00*          *00*          *02*NORTHWIND\n";
  const auto file = read(text);
  EXPECT_THAT(file.interchanges, IsEmpty());
  EXPECT_THAT(names(file.diagnostics), ElementsAre("ISA_MALFORMED", "NO_INTERCHANGE"));
}

TEST(X12Reader, AMissingISA16IsSeenByTheLinesThatEndInTheTerminator) {
  auto text = small_x12();
  text.erase(text.find(":~"), 1);
  const auto file = read(text);
  EXPECT_EQ(file.interchanges.at(0).delimiters.segment, '~');
  EXPECT_THAT(names(all_diagnostics(file)), ElementsAre("ISA_MALFORMED"));
}

TEST(X12Reader, AWrongSegmentCountRejectsThatSetAlone) {
  const auto text =
      interchange(grouped({"ST*214*0001", "B10*1", "SE*9*0001", "ST*214*0002", "B10*2", "SE*3*0002"}, "GE*2*7"));
  const auto file = read(text);
  const auto sets = all_sets(file);
  ASSERT_EQ(sets.size(), 2U);
  EXPECT_EQ(sets[0]->status, Status::rejected);
  ASSERT_THAT(names(sets[0]->diagnostics), ElementsAre("TRANSACTION_COUNT_WRONG"));
  const auto& found = sets[0]->diagnostics[0];
  EXPECT_EQ(found.segment_position, 3U);
  EXPECT_EQ(found.element, 1U);
  EXPECT_EQ(found.value, "9");
  EXPECT_EQ(found.expected, "3");
  EXPECT_EQ(text.substr(found.byte_range->begin, found.byte_range->size()), "9");
  EXPECT_EQ(sets[1]->status, Status::accepted);
  EXPECT_THAT(names(file.interchanges[0].groups[0].diagnostics), IsEmpty());
}

TEST(X12Reader, ControlNumbersThatDifferAreReportedWhereTheyStand) {
  const auto text = interchange(grouped({"ST*214*0001", "B10*1", "SE*3*0009"}, "GE*1*8"), {}, "IEA*1*000000999");
  const auto file = read(text);
  EXPECT_THAT(names(file.interchanges.at(0).diagnostics), ElementsAre("INTERCHANGE_CONTROL_MISMATCH"));
  EXPECT_THAT(names(file.interchanges[0].groups.at(0).diagnostics), ElementsAre("GROUP_CONTROL_MISMATCH"));
  EXPECT_THAT(names(all_sets(file).at(0)->diagnostics), ElementsAre("TRANSACTION_CONTROL_MISMATCH"));
  EXPECT_EQ(all_sets(file)[0]->status, Status::rejected);
}

TEST(X12Reader, WrongGroupAndInterchangeCountsLeaveTheSetsAlone) {
  const auto text = interchange(grouped(small_set(), "GE*3*7"), {}, "IEA*4*000000101");
  const auto file = read(text);
  EXPECT_THAT(names(file.interchanges.at(0).diagnostics), ElementsAre("INTERCHANGE_COUNT_WRONG"));
  EXPECT_THAT(names(file.interchanges[0].groups.at(0).diagnostics), ElementsAre("GROUP_COUNT_WRONG"));
  EXPECT_EQ(all_sets(file).at(0)->status, Status::accepted);
}

TEST(X12Reader, AMissingSetTrailerLeavesTheNeighbourWhole) {
  const auto text = interchange(grouped({"ST*214*0001", "B10*1", "ST*214*0002", "B10*2", "SE*3*0002"}, "GE*2*7"));
  const auto file = read(text);
  const auto sets = all_sets(file);
  ASSERT_EQ(sets.size(), 2U);
  EXPECT_THAT(names(sets[0]->diagnostics), ElementsAre("TRANSACTION_TRAILER_MISSING"));
  EXPECT_EQ(sets[0]->status, Status::rejected);
  EXPECT_EQ(sets[1]->status, Status::accepted);
}

TEST(X12Reader, MissingGroupTrailer) {
  auto inner = grouped(small_set());
  inner.pop_back();
  const auto file_text = interchange(inner);
  const auto file = read(file_text);
  EXPECT_THAT(names(file.interchanges.at(0).groups.at(0).diagnostics), ElementsAre("GROUP_TRAILER_MISSING"));
  EXPECT_EQ(all_sets(file).at(0)->status, Status::accepted);
}

TEST(X12Reader, AMissingInterchangeTrailerEndsAtTheNextHeader) {
  auto first = isa() + lines(grouped(small_set()));
  const auto text = first + small_x12({'|', '>', "$", "\n"});
  const auto file = read(text);
  ASSERT_EQ(file.interchanges.size(), 2U);
  EXPECT_THAT(names(file.interchanges[0].diagnostics), ElementsAre("INTERCHANGE_TRAILER_MISSING"));
  EXPECT_THAT(names(file.interchanges[1].diagnostics), IsEmpty());
  EXPECT_EQ(all_sets(file).size(), 2U);
}

TEST(X12Reader, ATruncatedInterchangeDeliversItsCompleteSetsAndTheNextInterchange) {
  const auto whole = isa() + lines(grouped({"ST*214*0001", "B10*1", "SE*3*0001", "ST*214*0002", "B10*2"}, "L11*TRUNC"));
  const auto text = whole.substr(0, whole.size() - 5) + "\n" + small_x12({'|', '>', "$", "\n"});
  const auto file = read(text);
  ASSERT_EQ(file.interchanges.size(), 2U);
  const auto sets = all_sets(file);
  ASSERT_EQ(sets.size(), 3U);
  EXPECT_EQ(sets[0]->status, Status::accepted);
  EXPECT_EQ(sets[1]->status, Status::rejected);
  EXPECT_EQ(sets[2]->status, Status::accepted);
  const auto alone = whole.substr(0, whole.size() - 5);
  const auto cut = read(alone);
  EXPECT_THAT(names(cut.interchanges.at(0).diagnostics), ElementsAre("INTERCHANGE_TRUNCATED"));
  EXPECT_EQ(all_sets(cut).at(0)->status, Status::accepted);
}

TEST(X12Reader, TA1BeforeGroupsAndAloneAreFine) {
  const auto text = interchange({"TA1*000000042*260301*1200*A*000"}, {}, "IEA*0*000000101");
  const auto file = read(text);
  EXPECT_THAT(names(all_diagnostics(file)), IsEmpty());
  ASSERT_EQ(file.interchanges.at(0).envelope.size(), 3U);
  EXPECT_EQ(file.interchanges[0].envelope[1].tag(), "TA1");
}

TEST(X12Reader, AnEmptyGroupIsAWarning) {
  const auto text = interchange(grouped({}, "GE*0*7"));
  const auto file = read(text);
  EXPECT_THAT(names(all_diagnostics(file)), ElementsAre("GROUP_EMPTY"));
}

TEST(X12Reader, SegmentsOutsideSetsAreReportedAtTheGroup) {
  const auto text = interchange(grouped({"N1*ST*NOWHERE", "ST*214*0001", "B10*1", "SE*3*0001", "SE*3*0001"}));
  const auto file = read(text);
  EXPECT_THAT(names(file.interchanges.at(0).groups.at(0).diagnostics),
              ElementsAre("SEGMENT_UNEXPECTED_IN_ENVELOPE", "SEGMENT_UNEXPECTED_IN_ENVELOPE"));
  EXPECT_EQ(all_sets(file).at(0)->status, Status::accepted);
}

TEST(X12Reader, ASetOutsideAGroupIsStillRead) {
  const auto text = interchange(small_set(), {}, "IEA*0*000000101");
  const auto file = read(text);
  EXPECT_THAT(names(all_diagnostics(file)), ElementsAre("SEGMENT_UNEXPECTED_IN_ENVELOPE"));
  EXPECT_EQ(all_sets(file).size(), 1U);
  EXPECT_TRUE(file.interchanges[0].groups[0].implicit);
}

TEST(X12Reader, ARepeatedSetControlNumberIsAWarning) {
  const auto text =
      interchange(grouped({"ST*214*0001", "B10*1", "SE*3*0001", "ST*214*0001", "B10*2", "SE*3*0001"}, "GE*2*7"));
  const auto file = read(text);
  EXPECT_THAT(names(all_sets(file).at(1)->diagnostics), ElementsAre("TRANSACTION_CONTROL_DUPLICATE"));
  EXPECT_EQ(all_sets(file)[1]->status, Status::accepted);
}

TEST(X12Reader, BinaryDataIsTakenByItsDeclaredLength) {
  const auto text = interchange(grouped({"ST*841*0001", "BIN*9*a~b*c\nISA", "SE*3*0001"}));
  const auto file = read(text);
  EXPECT_THAT(names(all_diagnostics(file)), IsEmpty());
  EXPECT_EQ(all_sets(file).at(0)->segments[1].element(2), "a~b*c\nISA");
  EXPECT_EQ(all_sets(file)[0]->segments[1].element_count(), 2U);
}

TEST(X12Reader, BytesThatAreNoASCIIWarnAndStay) {
  const auto text = interchange(grouped({"ST*214*0001", "B10*M\xFCnchen*caf\xC3\xA9", "SE*3*0001"}));
  const auto file = read(text);
  const auto& set = *all_sets(file).at(0);
  EXPECT_THAT(names(set.diagnostics), ElementsAre("CHARSET_INVALID"));
  EXPECT_EQ(set.diagnostics[0].element, 1U);
  EXPECT_EQ(set.diagnostics[0].byte_range->size(), 1U);
  EXPECT_EQ(set.segments[1].value(1), "M\xC3\xBCnchen");
  EXPECT_EQ(set.segments[1].value(2), "caf\xC3\xA9");
  EXPECT_EQ(set.segments[1].element(1), "M\xFCnchen");
  EXPECT_EQ(set.status, Status::accepted);
}

TEST(X12Reader, LimitsAreErrorsAndNeverACleanEnd) {
  const auto text = small_x12() + small_x12();
  ReadOptions options;
  options.limits.interchanges = 1;
  EXPECT_THAT(names(read(text, options).diagnostics), ElementsAre("LIMIT_REACHED"));
  options = {};
  options.limits.segments_per_transaction = 2;
  EXPECT_THAT(names(all_sets(read(text, options)).at(0)->diagnostics), ElementsAre("LIMIT_REACHED"));
  options = {};
  options.limits.segment_bytes = 12;
  EXPECT_THAT(names(read(text, options).interchanges.at(0).diagnostics), Contains("LIMIT_REACHED"));
  options = {};
  options.limits.elements_per_segment = 2;
  EXPECT_THAT(names(read(text, options).interchanges.at(0).diagnostics), Contains("LIMIT_REACHED"));
}

TEST(X12Reader, TooManyDiagnosticsEndInOneLimit) {
  std::vector<std::string> set{"ST*214*0001"};
  for (int i = 0; i < 20; ++i) set.emplace_back("bad*1");
  set.emplace_back("SE*22*0001");
  const auto text = interchange(grouped(set));
  ReadOptions options;
  options.limits.diagnostics = 5;
  const auto found = names(all_sets(read(text, options)).at(0)->diagnostics);
  EXPECT_EQ(found.size(), 6U);
  EXPECT_EQ(found.back(), "LIMIT_REACHED");
}

TEST(X12Reader, EmptyAndForeignInputs) {
  EXPECT_THAT(names(read("").diagnostics), ElementsAre("NO_INTERCHANGE"));
  EXPECT_THAT(names(read("\xFF\xD8\xFF\xE0JFIF and so on").diagnostics), ElementsAre("NO_INTERCHANGE"));
  EXPECT_THAT(names(read("   \n").diagnostics), ElementsAre("NO_INTERCHANGE"));
}

TEST(X12Reader, EveryPrefixAndEveryLostByteReadWithoutHarm) {
  const auto text = small_x12();
  for (std::size_t length = 0; length <= text.size(); ++length) {
    const auto prefix = text.substr(0, length);
    const auto file = read(prefix);
    if (length + 2 < text.size()) {
      EXPECT_FALSE(all_diagnostics(file).empty()) << length;
    }
  }
  for (std::size_t at = 0; at < text.size(); ++at) {
    auto damaged = text;
    damaged.erase(at, 1);
    const auto file = read(damaged);
    for (const auto* set : all_sets(file)) EXPECT_LE(set->byte_range.end, damaged.size());
  }
}

}  // namespace
}  // namespace longshore::parsers::test
