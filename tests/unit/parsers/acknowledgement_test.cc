#include "parsers/x12/acknowledgement.h"

#include "parsers/guide/check.h"
#include "parsers/guide/library.h"
#include "parsers/x12/ta1.h"
#include "tests/unit/parsers/fixtures.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace longshore::x12 {
namespace {

using namespace parsers::test;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
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
  const auto written = write_acknowledgements(file.interchanges[0], found, ids);
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
  const auto written = write_acknowledgements(file.interchanges[0], found, ids);
  ASSERT_TRUE(written) << written.error().describe();
  const auto back = parsers::read(*written);
  EXPECT_THAT(all_diagnostics(back), IsEmpty());
  auto expected = found.at(0);
  expected.sets[0].segments[0].elements[0].bad_value = "NWD";
  EXPECT_EQ(read_acknowledgement(*all_sets(back).at(0)).value(), expected);
  EXPECT_EQ(expected.status, "E");
}

TEST(Acknowledgement, AcknowledgementsAreNeverAcknowledged) {
  auto inner = grouped({"ST*997*0001", "AK1*QM*7", "AK9*A*1*1*1", "SE*4*0001"});
  inner[0] = "GS*FA*NWND*HARB*20260302*1405*7*X*004010";
  const auto text = interchange(inner);
  const auto file = parsers::read(text);
  EXPECT_THAT(acknowledge(file.interchanges[0]), IsEmpty());
  EXPECT_FALSE(write_acknowledgements(file.interchanges[0], {}, ids));
  EXPECT_EQ(read_acknowledgement(*all_sets(file).at(0)).value().control_number, "7");
  const auto other = small_x12();
  const auto no_997 = parsers::read(other);
  EXPECT_FALSE(read_acknowledgement(*all_sets(no_997).at(0)));
}

TEST(Acknowledgement, SeveralGroupsGiveOne997Each) {
  auto inner = grouped(small_set());
  auto second = inner;
  second[0] = "GS*QM*NWND*HARB*20260302*1405*8*X*004010";
  second.back() = "GE*1*8";
  inner.insert(inner.end(), second.begin(), second.end());
  const auto text = interchange(inner, {}, "IEA*2*000000101");
  const auto file = parsers::read(text);
  const auto written = write_acknowledgements(file.interchanges.at(0), acknowledge(file.interchanges[0]), ids).value();
  const auto back = parsers::read(written);
  ASSERT_EQ(all_sets(back).size(), 2U);
  EXPECT_EQ(all_sets(back)[1]->control_number, "0008");
  EXPECT_EQ(read_acknowledgement(*all_sets(back)[1])->control_number, "8");
}

const Look later{.repetition = '^', .version = "00501"};

std::string later_set(const std::string& version, const std::vector<std::string>& body) {
  std::vector<std::string> inner{"GS*QM*NWND*HARB*20260302*1405*7*X*" + version};
  inner.insert(inner.end(), body.begin(), body.end());
  inner.emplace_back("GE*1*7");
  return interchange(inner, later);
}

TEST(Acknowledgement, AGuideInGs08GivesA999FromRelease005010On) {
  const auto set_of = [](const std::string& version) {
    parsers::Group group;
    group.version = version;
    return usual_set(group);
  };
  EXPECT_EQ(set_of("005010X214A1"), AcknowledgementSet::implementation);
  EXPECT_EQ(set_of("005010X214"), AcknowledgementSet::implementation);
  EXPECT_EQ(set_of("005010"), AcknowledgementSet::functional);
  EXPECT_EQ(set_of("005010VICS"), AcknowledgementSet::functional);
  EXPECT_EQ(set_of("004010X098A1"), AcknowledgementSet::functional);
  EXPECT_EQ(set_of("X"), AcknowledgementSet::functional);
}

TEST(Acknowledgement, A999NamesTheGuideTheDocumentAndWhatMadeARuleApply) {
  const auto text =
      later_set("005010X214A1", {"ST*214*0001*005010X214A1", "B10*4711*SHP1*NWND", "MS1*DALLAS*TX", "SE*4*0001"});
  auto file = parsers::read(text);
  auto found = diagnose(Code::NOTE_VIOLATED);
  found.segment_position = 3;
  found.segment_id = "MS1";
  found.loop = "LX";
  found.element = 3;
  found.expected = "C0203: with the first also all others";
  guide::apply(file.interchanges.at(0).groups.at(0).transactions.at(0), {found});
  const auto acknowledgements = acknowledge(file.interchanges[0]);
  const auto written = write_acknowledgements(file.interchanges[0], acknowledgements, ids);
  ASSERT_TRUE(written) << written.error().describe();
  EXPECT_EQ(written->substr(106),
            "GS*FA*HARB*NWND*20260303*0815*43*X*005010X231A1~ST*999*0007*005010X231A1~AK1*QM*7*005010X214A1~"
            "AK2*214*0001*005010X214A1~IK3*MS1*3*LX*8~CTX*B1002:SHP1~IK4*3**2~CTX*SITUATIONAL TRIGGER*MS1*3*LX*2~"
            "IK5*E*5~AK9*E*1*1*1~SE*10*0007~GE*1*43~IEA*1*000000042~");
  const auto back = parsers::read(*written);
  EXPECT_THAT(all_diagnostics(back), IsEmpty());
  EXPECT_EQ(read_acknowledgement(*all_sets(back).at(0)).value(), acknowledgements.at(0));
}

TEST(Acknowledgement, ThePartnerMayAskForTheOtherOne) {
  const auto guided = later_set("005010X214A1", small_set());
  EXPECT_EQ(acknowledge(parsers::read(guided).interchanges[0], {}, AcknowledgementSet::functional).at(0).as,
            AcknowledgementSet::functional);
  const auto plain = later_set("005010", small_set());
  EXPECT_EQ(acknowledge(parsers::read(plain).interchanges[0], {}, AcknowledgementSet::implementation).at(0).as,
            AcknowledgementSet::implementation);
  const auto early = small_x12();
  EXPECT_EQ(acknowledge(parsers::read(early).interchanges[0], {}, AcknowledgementSet::implementation).at(0).as,
            AcknowledgementSet::functional);
}

TEST(Acknowledgement, ThePlaceOfAFaultIsAsExactAsTheReleaseCanSay) {
  const auto fault = [](parsers::ParsedFile& file) {
    auto found = diagnose(Code::ELEMENT_TOO_LONG);
    found.segment_position = 2;
    found.segment_id = "B10";
    found.element = 3;
    found.component = 2;
    found.repetition = 4;
    found.value = "LONG";
    guide::apply(file.interchanges.at(0).groups.at(0).transactions.at(0), {found});
    return write_acknowledgements(file.interchanges[0], acknowledge(file.interchanges[0]), ids).value();
  };
  const auto early_text = small_x12();
  auto early = parsers::read(early_text);
  EXPECT_THAT(fault(early), HasSubstr("~AK1*QM*7~AK2*214*0001~AK3*B10*2**8~AK4*3:2**5*LONG~AK5*R*5~"));
  const auto later_text = later_set("005010", small_set());
  auto file = parsers::read(later_text);
  EXPECT_THAT(fault(file), HasSubstr("~AK1*QM*7*005010~AK2*214*0001~AK3*B10*2**8~AK4*3:2:4**5*LONG~AK5*R*5~"));
}

TEST(Acknowledgement, GroupsOfOtherApplicationsAndReleasesAreAnsweredInGroupsOfTheirOwn) {
  auto inner = grouped(small_set());
  const auto add = [&inner](const std::string& gs, const std::string& number) {
    inner.push_back(gs);
    for (const auto& one : small_set()) inner.push_back(one);
    inner.push_back("GE*1*" + number);
  };
  add("GS*QM*OTHER*HARB*20260302*1405*8*X*004010", "8");
  add("GS*QM*NWND*HARB*20260302*1405*9*X*004010VICS", "9");
  add("GS*QM*NWND*HARB*20260302*1405*10*X*005010", "10");
  const auto text = interchange(inner, {}, "IEA*4*000000101");
  const auto file = parsers::read(text);
  const auto written = write_acknowledgements(file.interchanges.at(0), acknowledge(file.interchanges[0]), ids).value();
  const auto back = parsers::read(written);
  EXPECT_THAT(all_diagnostics(back), IsEmpty());
  std::vector<std::string> seen;
  for (const auto& group : back.interchanges.at(0).groups) {
    auto line = group.control_number + " " + group.receiver + " " + group.version + ":";
    for (const auto& set : group.transactions) line += " " + read_acknowledgement(set)->control_number;
    seen.push_back(std::move(line));
  }
  EXPECT_THAT(seen, ElementsAre("43 NWND 004010: 7 9", "44 OTHER 004010: 8", "45 NWND 005010: 10"));
}

TEST(Acknowledgement, TheDictionaryTellsElementNumbersAndSegmentsOfOtherSets) {
  guide::Library library(std::filesystem::path(LONGSHORE_SOURCE_DIR) / "parsers/dictionaries");
  const auto dictionary_of = [&](const parsers::Transaction& set) {
    return library.find(parsers::Standard::x12, set).value();
  };
  const auto text = interchange(
      grouped({"ST*214*0001", "B10*4711*SHP1*NWND", "BSN*00*1", "QQQ*1", "L11*" + std::string(60, 'X'), "SE*6*0001"}));
  auto file = parsers::read(text);
  auto& set = file.interchanges.at(0).groups.at(0).transactions.at(0);
  guide::apply(set, guide::check(set, file.interchanges[0].delimiters, *dictionary_of(set)).diagnostics);
  const auto written =
      write_acknowledgements(file.interchanges[0], acknowledge(file.interchanges[0], dictionary_of), ids).value();
  EXPECT_THAT(written, HasSubstr("AK3*BSN*3**6~"));
  EXPECT_THAT(written, HasSubstr("AK3*QQQ*4**1~"));
  EXPECT_THAT(written, HasSubstr("AK4*1*127*5*" + std::string(60, 'X') + "~"));
}

TEST(Acknowledgement, WhatX12CannotCarryIsLeftOutOrRefused) {
  const std::string long_value(10'000, 'x');
  const auto text = interchange(grouped({"ST*2144*0001", "B10*1", "SE*3*0001", "ST*214*" + long_value, "B10*1",
                                         "SE*3*" + long_value, "ST*214*0003", "B10*1", "SE*3*0003"},
                                        "GE*3*7"));
  auto file = parsers::read(text);
  auto& sets = file.interchanges.at(0).groups.at(0).transactions;
  for (const auto& value :
       {long_value, std::string("a~b*c:d\n\x7F\0e", 12), std::string("gr\xC3\xBC\xDF"), std::string("*~")}) {
    auto found = diagnose(Code::ELEMENT_BAD_CODE);
    found.segment_position = 2;
    found.segment_id = "B10";
    found.element = 1;
    found.value = value;
    guide::apply(sets.at(2), {found});
  }
  const auto written = write_acknowledgements(file.interchanges[0], acknowledge(file.interchanges[0]), ids);
  ASSERT_TRUE(written) << written.error().describe();
  EXPECT_THAT(*written, HasSubstr("~AK1*QM*7~AK2*214*0003~AK3*B10*2**8~AK4*1**7*" + std::string(99, 'x') +
                                  "~AK4*1**7*abcde~AK4*1**7*gr~AK4*1**7~AK5*E*5~AK9*E*3*3*3~"));
  const auto back = parsers::read(*written);
  EXPECT_THAT(all_diagnostics(back), IsEmpty());
  const auto unnameable = interchange({"GS*QM*NWND*HARB*20260302*1405*" + long_value + "*X*004010", "ST*214*0001",
                                       "B10*1", "SE*3*0001", "GE*1*" + long_value});
  const auto parsed = parsers::read(unnameable);
  EXPECT_EQ(write_acknowledgements(parsed.interchanges[0], acknowledge(parsed.interchanges[0]), ids).error().code,
            "MIRRORED_ID_UNUSABLE");
}

struct NoteCase {
  Code code;
  std::optional<std::uint32_t> element;
  std::string_view status;
  std::string_view note;
};

TEST(InterchangeAcknowledgement, EveryDiagnosticThatHasANoteCode) {
  std::vector<NoteCase> cases{{Code::INTERCHANGE_CONTROL_MISMATCH, {}, "E", "001"},
                              {Code::SYNTAX_UNSUPPORTED, {}, "R", "003"},
                              {Code::PARTNER_UNKNOWN, {}, "R", "006"},
                              {Code::SENDER_NOT_PARTNER, {}, "R", "006"},
                              {Code::TEST_ON_LIVE, {}, "R", "020"},
                              {Code::LIVE_ON_TEST, {}, "R", "020"},
                              {Code::INTERCHANGE_COUNT_WRONG, {}, "E", "021"},
                              {Code::SEGMENT_UNEXPECTED_IN_ENVELOPE, {}, "E", "022"},
                              {Code::ISA_MALFORMED, {}, "R", "022"},
                              {Code::INTERCHANGE_TRUNCATED, {}, "R", "023"},
                              {Code::INTERCHANGE_TRAILER_MISSING, {}, "R", "023"},
                              {Code::SEGMENT_TAG_INVALID, {}, "E", "024"},
                              {Code::LIMIT_REACHED, {}, "R", "024"},
                              {Code::DUPLICATE_INTERCHANGE, {}, "R", "025"},
                              {Code::DELIMITERS_AMBIGUOUS, {}, "R", "027"},
                              {Code::DELIMITERS_AMBIGUOUS, 11, "R", "016"},
                              {Code::JUNK_SKIPPED, {}, "A", "000"},
                              {Code::GROUP_COUNT_WRONG, {}, "A", "000"}};
  const std::vector<std::string_view> of_header{"010", "011", "012", "013", "005", "006", "007", "008",
                                                "015", "015", "016", "017", "018", "019", "020", "027"};
  for (std::uint32_t i = 0; i < of_header.size(); ++i) cases.push_back({Code::ISA_MALFORMED, i + 1, "R", of_header[i]});
  const auto text = small_x12();
  const auto file = parsers::read(text);
  for (const auto& one : cases) {
    auto found = diagnose(one.code);
    found.element = one.element;
    const auto said = acknowledge_interchange(file.interchanges[0], std::span(&found, 1));
    EXPECT_EQ(said.status, one.status) << info(one.code).name << " " << one.element.value_or(0);
    EXPECT_EQ(said.note, one.note) << info(one.code).name << " " << one.element.value_or(0);
  }
}

TEST(InterchangeAcknowledgement, DelimitersAndDatesAreToldApart) {
  const auto note = [](const std::function<void(parsers::Interchange&)>& spoil, Code code, std::uint32_t element) {
    parsers::Interchange one;
    one.date = "260302";
    spoil(one);
    auto found = diagnose(code);
    if (element != 0) found.element = element;
    one.diagnostics.push_back(found);
    return acknowledge_interchange(one).note;
  };
  const auto date = [](parsers::Interchange& one) { one.date = "269902"; };
  EXPECT_EQ(note(date, Code::ISA_MALFORMED, 9), "014");
  EXPECT_EQ(note([](auto& one) { one.delimiters.segment = '*'; }, Code::DELIMITERS_AMBIGUOUS, 0), "004");
  EXPECT_EQ(note([](auto& one) { one.delimiters.element = 'A'; }, Code::DELIMITERS_AMBIGUOUS, 0), "026");
  EXPECT_EQ(note([](auto& one) { one.delimiters.component = '*'; }, Code::DELIMITERS_AMBIGUOUS, 0), "027");
}

TEST(InterchangeAcknowledgement, ARejectionComesBeforeAnErrorAndAWarningAboutTheHeaderIsAnError) {
  const auto text = small_x12();
  auto one = parsers::read(text).interchanges.at(0);
  auto warning = diagnose(Code::ISA_MALFORMED);
  warning.severity = Severity::warning;
  one.diagnostics = {warning, diagnose(Code::INTERCHANGE_COUNT_WRONG)};
  EXPECT_EQ(acknowledge_interchange(one).note, "022");
  EXPECT_EQ(acknowledge_interchange(one).status, "E");
  one.diagnostics.push_back(diagnose(Code::INTERCHANGE_TRUNCATED));
  EXPECT_EQ(acknowledge_interchange(one).note, "023");
  EXPECT_EQ(acknowledge_interchange(one).status, "R");
  one.date = "26:302";
  EXPECT_EQ(write_ta1(one, acknowledge_interchange(one), ids).error().code, "MIRRORED_ID_UNUSABLE");
}

TEST(InterchangeAcknowledgement, AmbiguousDelimitersAreAnsweredWithTheUsualOnes) {
  const auto text = small_x12();
  auto one = parsers::read(text).interchanges.at(0);
  one.delimiters.component = one.delimiters.element;
  one.diagnostics.push_back(diagnose(Code::DELIMITERS_AMBIGUOUS));
  const auto written = write_ta1(one, acknowledge_interchange(one), ids).value();
  const auto back = parsers::read(written);
  EXPECT_THAT(all_diagnostics(back), IsEmpty());
  EXPECT_EQ(read_ta1(back.interchanges.at(0)).at(0).note, "027");
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
