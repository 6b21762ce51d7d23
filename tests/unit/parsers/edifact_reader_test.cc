#include "tests/unit/parsers/fixtures.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace longshore::parsers::test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::string message(const std::string& content = "BGM+77+4711+9'", const std::string& unt = "UNT+3+1'") {
  return "UNH+1+IFTSTA:D:96A:UN'" + content + unt;
}

std::string enclosed(const std::string& inner, const std::string& syntax = "UNOA:3",
                     const std::string& unz = "UNZ+1+R1'") {
  return "UNB+" + syntax + "+NORTHWIND:14+HARBOUR:14+260302:1405+R1'" + inner + unz;
}

TEST(EdifactReader, ASmallFileIsReadCompletely) {
  const auto text = small_edifact();
  const auto file = read(text);
  EXPECT_THAT(names(all_diagnostics(file)), IsEmpty());
  ASSERT_EQ(file.interchanges.size(), 1U);
  const auto& one = file.interchanges[0];
  EXPECT_EQ(one.standard, Standard::edifact);
  EXPECT_EQ(one.version, "3");
  EXPECT_EQ(one.syntax, "UNOA");
  EXPECT_EQ(one.sender, (EnvelopeParty{"14", "NORTHWIND", ""}));
  EXPECT_EQ(one.control_number, "R1");
  EXPECT_EQ(one.prepared_at, "2026-03-02T14:05");
  EXPECT_TRUE(one.acknowledgement_requested);
  EXPECT_EQ(one.usage, "P");
  EXPECT_EQ(one.byte_range.begin, 0U);
  ASSERT_EQ(one.groups.size(), 1U);
  EXPECT_TRUE(one.groups[0].implicit);
  const auto& set = one.groups[0].transactions.at(0);
  EXPECT_EQ(set.set, "IFTSTA");
  EXPECT_EQ(set.version, "D:96A:UN");
  EXPECT_EQ(set.segments.size(), 4U);
  EXPECT_EQ(set.segments[2].value(4), "IT'S 5+5?");
}

TEST(EdifactReader, UNAAbsentMeansTheDefaults) {
  const auto text = enclosed(message());
  const auto file = read(text);
  EXPECT_THAT(names(all_diagnostics(file)), IsEmpty());
  EXPECT_EQ(file.interchanges.at(0).delimiters, (Delimiters{'\'', '+', ':', std::nullopt, '?', '.'}));
}

TEST(EdifactReader, UNABeforeEachUNBWithItsOwnCharacters) {
  auto other = "UNA|*,! ~" + enclosed(message());
  for (auto& c : other.replace(0, 0, "")) c = c == '+' ? '*' : c == ':' ? '|' : c == '\'' ? '~' : c;
  const auto text = small_edifact() + other;
  const auto file = read(text);
  EXPECT_THAT(names(all_diagnostics(file)), IsEmpty());
  ASSERT_EQ(file.interchanges.size(), 2U);
  EXPECT_EQ(file.interchanges[1].delimiters, (Delimiters{'~', '*', '|', std::nullopt, '!', ','}));
  EXPECT_EQ(all_sets(file)[1]->set, "IFTSTA");
}

TEST(EdifactReader, AUNAOfWrongLengthIsUnderstoodAsFarAsItCanBe) {
  for (const std::string una : {"UNA:+.?'\n", "UNA:+.'\n", "UNA:+.?'\r\n"}) {
    const auto text = una + enclosed(message());
    const auto file = read(text);
    EXPECT_THAT(names(all_diagnostics(file)), ElementsAre("UNA_MALFORMED")) << una;
    EXPECT_EQ(all_sets(file).size(), 1U);
    EXPECT_EQ(worst(all_diagnostics(file)), Severity::warning);
  }
}

TEST(EdifactReader, AUNAThatContradictsItsUNBIsNotFollowed) {
  const auto text = "UNA|*,! ~" + enclosed(message());
  const auto file = read(text);
  EXPECT_THAT(names(all_diagnostics(file)), ElementsAre("UNA_MALFORMED"));
  EXPECT_EQ(all_sets(file).size(), 1U);
}

TEST(EdifactReader, UNOBMayUseItsControlCharacters) {
  auto text = enclosed(message(), "UNOB:3");
  for (auto& c : text) c = c == '+' ? '\x1D' : c == ':' ? '\x1F' : c == '\'' ? '\x1C' : c;
  const auto file = read(text);
  EXPECT_THAT(names(all_diagnostics(file)), IsEmpty());
  EXPECT_EQ(all_sets(file).at(0)->version, "D:96A:UN");
}

TEST(EdifactReader, TheReservedPositionRepeatsOnlyFromVersion4On) {
  const auto repetition = [](const std::string& una, const std::string& syntax) {
    const auto text = una + enclosed(message(), syntax);
    return read(text).interchanges.at(0).delimiters.repetition;
  };
  EXPECT_EQ(repetition("UNA:+.?*'", "UNOC:4"), '*');
  EXPECT_EQ(repetition("UNA:+.?*'", "UNOC:3"), std::nullopt);
  EXPECT_EQ(repetition("UNA:+.? '", "UNOC:4"), std::nullopt);
  EXPECT_EQ(repetition("UNA:+.?"
                       "?'",
                       "UNOC:4"),
            std::nullopt);  // taken: it releases
  EXPECT_EQ(repetition("UNA:+.?+'", "UNOC:4"), std::nullopt);
  EXPECT_EQ(repetition(std::string("UNA:+.?\0'", 9), "UNOC:4"), std::nullopt);
  EXPECT_EQ(repetition("", "UNOC:4"), '*');
  EXPECT_EQ(repetition("UNA:+.?*'", "IATA:1"), std::nullopt);
}

TEST(EdifactReader, SyntaxVersions1To4AndEightDigitDates) {
  for (const std::string syntax : {"UNOA:1", "UNOB:2", "UNOC:3", "UNOC:4", "UNOY:3", "IATA:1", "UNOW:4"}) {
    const auto text = enclosed(message(), syntax);
    EXPECT_THAT(names(all_diagnostics(read(text))), IsEmpty()) << syntax;
  }
  auto text = enclosed(message());
  text.replace(text.find("260302"), 6, "20260302");
  EXPECT_EQ(read(text).interchanges.at(0).prepared_at, "2026-03-02T14:05");
}

TEST(EdifactReader, GroupsUNGToUNE) {
  const auto group = [](const std::string& une) {
    return "UNG+IFTSTA+NWND+HARB+260302:1405+G1+UN+D:96A'" + message() + une;
  };
  const auto good = enclosed(group("UNE+1+G1'"));
  const auto file = read(good);
  EXPECT_THAT(names(all_diagnostics(file)), IsEmpty());
  EXPECT_EQ(file.interchanges.at(0).groups.at(0).functional_id, "IFTSTA");
  EXPECT_EQ(file.interchanges[0].groups[0].version, "D:96A");
  const auto bad = enclosed(group("UNE+5+G9'"));
  EXPECT_THAT(names(read(bad).interchanges.at(0).groups.at(0).diagnostics),
              ElementsAre("GROUP_COUNT_WRONG", "GROUP_CONTROL_MISMATCH"));
}

TEST(EdifactReader, UNZCountsMessagesWithoutGroups) {
  const auto text = enclosed(message() + "UNH+2+IFTSTA:D:96A:UN:EAN005'UNT+2+2'", "UNOA:3", "UNZ+2+R1'");
  const auto file = read(text);
  EXPECT_THAT(names(all_diagnostics(file)), IsEmpty());
  EXPECT_EQ(all_sets(file).at(1)->version, "D:96A:UN:EAN005");
}

TEST(EdifactReader, InteractiveInterchangesAreRefusedByName) {
  const std::string text = "UNA:+.? 'UIB+UNOA:4+REF+++SENDER+RECEIVER'UIH+IHCLME:D:96A:UN'UIT'UIZ'";
  const auto file = read(text.substr(9));
  EXPECT_THAT(file.interchanges, IsEmpty());
  EXPECT_THAT(names(file.diagnostics), ElementsAre("SYNTAX_UNSUPPORTED"));
}

TEST(EdifactReader, AReleasedBlankAtTheEndOfAReferenceLeavesNoReleaseCharacter) {
  const std::string text = "UNB+UNOC:3+A:14+B:14+260302:1405+R? 'UNH+1? +IFTSTA:D:96A:UN'BGM+77'UNT+3+1'UNZ+1+R'";
  const auto file = parsers::read(text);
  EXPECT_EQ(file.interchanges[0].control_number, "R");
  EXPECT_EQ(all_sets(file).at(0)->control_number, "1");
  EXPECT_THAT(names(all_diagnostics(file)), IsEmpty());
}

std::string package(const std::string& object, std::size_t declared, const std::string& trailer) {
  return "UNB+UNOC:4+NORDKAI:14+HARBOUR:14+20260302:1405+R1'UNO+P1+AAA:X1+1:PNG+" + std::to_string(declared) + "'" +
         object + trailer + "UNH+1+IFTSTA:D:96A:UN'BGM+77+4711+9'UNT+3+1'UNZ+2+R1'";
}

TEST(EdifactReader, AnObjectBetweenUNOAndUNPIsPassedOverByItsDeclaredLength) {
  const std::string object("UNT+3+1'UNZ+1+R1'\0?'\xFF UNH", 24);
  const auto text = package(object, object.size(), "UNP+24+P1'");
  const auto file = parsers::read(text);
  EXPECT_THAT(names(all_diagnostics(file)), IsEmpty());
  const auto sets = all_sets(file);
  ASSERT_EQ(sets.size(), 2U);
  EXPECT_EQ(sets[0]->set, "UNO");
  EXPECT_EQ(sets[0]->control_number, "P1");
  ASSERT_EQ(sets[0]->segments.size(), 2U);
  EXPECT_EQ(sets[0]->segments[1].tag(), "UNP");
  EXPECT_THAT(text.substr(sets[0]->byte_range.begin, sets[0]->byte_range.size()), testing::HasSubstr(object));
  EXPECT_EQ(sets[1]->set, "IFTSTA");
}

TEST(EdifactReader, AnObjectOfAnotherLengthThanDeclaredIsToldAndItsNeighbourDelivered) {
  for (const std::size_t declared : {3U, 4U, 400U, 999'999'999U}) {
    const auto text = package("ABC", declared, "UNP+" + std::to_string(declared) + "+P1'");
    const auto file = parsers::read(text);
    const auto found = names(all_diagnostics(file));
    const auto sets = all_sets(file);
    ASSERT_EQ(sets.size(), 2U) << declared;
    EXPECT_EQ(sets[0]->status, declared == 3 ? Status::accepted : Status::rejected);
    EXPECT_EQ(sets[1]->status, Status::accepted);
    if (declared == 3)
      EXPECT_THAT(found, IsEmpty());
    else
      EXPECT_THAT(found, testing::Contains("ELEMENT_BAD_TYPE"));
  }
  const auto wrong = parsers::read(package("ABC", 3, "UNP+4+P2'"));
  EXPECT_THAT(names(all_sets(wrong).at(0)->diagnostics),
              testing::ElementsAre("TRANSACTION_COUNT_WRONG", "TRANSACTION_CONTROL_MISMATCH"));
}

TEST(EdifactReader, WrongTrailersAreReportedAtTheNarrowestLevel) {
  const auto text = enclosed(message("BGM+77'", "UNT+9+2'") + "UNH+2+IFTSTA:D:96A:UN'UNT+2+2'", "UNOA:3", "UNZ+7+R9'");
  const auto file = read(text);
  const auto sets = all_sets(file);
  ASSERT_EQ(sets.size(), 2U);
  EXPECT_THAT(names(sets[0]->diagnostics), ElementsAre("TRANSACTION_COUNT_WRONG", "TRANSACTION_CONTROL_MISMATCH"));
  EXPECT_EQ(sets[0]->status, Status::rejected);
  EXPECT_EQ(sets[1]->status, Status::accepted);
  EXPECT_THAT(names(file.interchanges[0].diagnostics),
              ElementsAre("INTERCHANGE_COUNT_WRONG", "INTERCHANGE_CONTROL_MISMATCH"));
}

TEST(EdifactReader, ATruncatedInterchangeDeliversItsCompleteMessages) {
  const auto text = enclosed(message() + "UNH+2+IFTSTA:D:96A:UN'BGM+7", "UNOA:3", "");
  const auto file = read(text);
  const auto sets = all_sets(file);
  ASSERT_EQ(sets.size(), 2U);
  EXPECT_EQ(sets[0]->status, Status::accepted);
  EXPECT_EQ(sets[1]->status, Status::rejected);
  EXPECT_THAT(names(file.interchanges[0].diagnostics), ElementsAre("INTERCHANGE_TRUNCATED"));
}

TEST(EdifactReader, AMissingUNTLeavesTheNeighbourWhole) {
  const auto text = enclosed("UNH+1+IFTSTA:D:96A:UN'BGM+77'UNH+2+IFTSTA:D:96A:UN'UNT+2+2'", "UNOA:3", "UNZ+2+R1'");
  const auto sets_file = read(text);
  const auto sets = all_sets(sets_file);
  ASSERT_EQ(sets.size(), 2U);
  EXPECT_THAT(names(sets[0]->diagnostics), ElementsAre("TRANSACTION_TRAILER_MISSING"));
  EXPECT_THAT(names(sets[1]->diagnostics), IsEmpty());
}

TEST(EdifactReader, DeclaredCharsetDecodesAndOtherBytesWarn) {
  const auto latin = enclosed(message("FTX+AAA+++M\xFCnchen'"), "UNOC:3");
  const auto file = read(latin);
  EXPECT_THAT(names(all_diagnostics(file)), IsEmpty());
  EXPECT_EQ(all_sets(file).at(0)->segments[1].value(4), "M\xC3\xBCnchen");
  const auto cyrillic = enclosed(message("FTX+AAA+++\xBC\xDE\xE1\xDA\xD2\xD0'"), "UNOE:3");
  EXPECT_EQ(all_sets(read(cyrillic)).at(0)->segments[1].value(4), "Москва");
  const auto lower = enclosed(message("FTX+AAA+++lower'"), "UNOA:3");
  EXPECT_THAT(names(all_sets(read(lower)).at(0)->diagnostics), ElementsAre("CHARSET_INVALID"));
  const auto broken = enclosed(message("FTX+AAA+++\xC3('"), "UNOW:4");
  EXPECT_THAT(names(all_sets(read(broken)).at(0)->diagnostics), ElementsAre("CHARSET_INVALID"));
}

TEST(EdifactReader, BothStandardsInOneFile) {
  const auto text = small_x12() + small_edifact() + small_x12();
  const auto file = read(text);
  EXPECT_THAT(names(all_diagnostics(file)), IsEmpty());
  ASSERT_EQ(file.interchanges.size(), 3U);
  EXPECT_EQ(file.interchanges[1].standard, Standard::edifact);
}

TEST(EdifactReader, LinesWrappedInTheMiddleOfData) {
  const auto flat = "UNA:+.? '" + enclosed(message("FTX+AAA+++A LONG LINE OF FREE TEXT THAT GOES ON AND ON'"));
  std::string text;
  for (std::size_t at = 0; at < flat.size(); at += 35) text += flat.substr(at, 35) + "\n";
  const auto file = read(text);
  EXPECT_THAT(names(all_diagnostics(file)), IsEmpty());
  EXPECT_EQ(all_sets(file).at(0)->segments[1].value(4), "A LONG LINE OF FREE TEXT THAT GOES ON AND ON");
}

TEST(EdifactReader, EveryPrefixAndEveryLostByteReadWithoutHarm) {
  const auto text = small_edifact();
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

TEST(Segment, ElementsRepetitionsAndComponents) {
  Look look;
  look.version = "00501";
  look.repetition = '^';
  const auto text = interchange(grouped({"ST*214*0001", "REF*A:B^C:D:E**x*", "SE*3*0001"}), look);
  const auto file = read(text);
  const auto& segment = all_sets(file).at(0)->segments[1];
  EXPECT_EQ(segment.element_count(), 4U);
  EXPECT_EQ(segment.repetition_count(1), 2U);
  EXPECT_EQ(segment.repetition_count(2), 0U);
  EXPECT_EQ(segment.component_count(1, 2), 3U);
  EXPECT_EQ(segment.component(1, 3, 2), "E");
  EXPECT_EQ(segment.component(1, 3, 1), "");
  EXPECT_EQ(segment.component(3, 1), "x");
  EXPECT_EQ(segment.component(3, 2), "");
  EXPECT_EQ(segment.element(9), "");
  EXPECT_EQ(segment.value(1, 2), "B");
  const auto range = segment.range_of(segment.component(1, 3, 2));
  EXPECT_EQ(text.substr(range.begin, range.size()), "E");
}

}  // namespace
}  // namespace longshore::parsers::test
