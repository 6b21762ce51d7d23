#include "parsers/acknowledged.h"

#include "parsers/edifact/aperak.h"
#include "parsers/edifact/contrl.h"
#include "parsers/guide/check.h"
#include "parsers/x12/acknowledgement.h"
#include "parsers/x12/application_advice.h"
#include "parsers/x12/ta1.h"
#include "tests/unit/parsers/fixtures.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace longshore::parsers {
namespace {

using namespace test;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

const CivilTime at{2026, 3, 3, 8, 15, 0};
const x12::AcknowledgementIds x12_ids{42, 43, 7, at, "T"};
const edifact::AnswerIds edifact_ids{42, 7, at, "P"};

/// What we sent, as the partner received it: the sender is us.
std::vector<std::string> lines_of(const std::string& answer) {
  const auto file = read(answer);
  std::vector<std::string> out;
  for (const auto& one : acknowledged_by(file.interchanges.at(0))) {
    EXPECT_EQ(one.sender.id, "NORTHWIND");
    EXPECT_EQ(one.receiver.id, "HARBOUR");
    auto line = one.by + " " + std::string(name(one.level)) + " " + one.interchange_control_number + "/" +
                one.functional_id + one.group_control_number + "/" + one.set + " " + one.control_number + ": " +
                std::string(name(one.verdict));
    for (const auto& code : one.errors) line += " " + code;
    out.push_back(std::move(line));
  }
  return out;
}

const std::string two_sets =
    interchange(grouped({"ST*214*0001", "B10*1*S1", "SE*9*0001", "ST*214*0002", "B10*2*S2", "SE*3*0002"}, "GE*2*7"));

TEST(AcknowledgedBy, A997NamesGroupAndSets) {
  const auto sent = read(two_sets);
  const auto& received = sent.interchanges.at(0);
  EXPECT_THAT(lines_of(x12::write_acknowledgements(received, x12::acknowledge(received), x12_ids).value()),
              ElementsAre("997 group /QM7/ : partly_accepted", "997 transaction /QM7/214 0001: rejected 4",
                          "997 transaction /QM7/214 0002: accepted"));
}

TEST(AcknowledgedBy, ATa1NamesTheInterchange) {
  const auto sent = read(two_sets);
  const auto& received = sent.interchanges.at(0);
  const auto duplicate = diagnose(Code::DUPLICATE_INTERCHANGE);
  const auto ta1 = x12::acknowledge_interchange(received, std::span(&duplicate, 1));
  EXPECT_THAT(lines_of(x12::write_ta1(received, ta1, x12_ids).value()),
              ElementsAre("TA1 interchange 000000101// : rejected 025"));
}

TEST(AcknowledgedBy, AnAdviceNamesTheDocument) {
  const auto sent = read(two_sets);
  const auto& received = sent.interchanges.at(0);
  const auto& group = received.groups.at(0);
  std::vector<ApplicationAdvice> advices;
  for (const auto& set : group.transactions) {
    advices.push_back(advise(received, group, set));
    advices.back().number = "A" + set.control_number;
  }
  const auto written = x12::write_824(received, group, advices, x12_ids).value();
  EXPECT_THAT(lines_of(written),
              ElementsAre("824 document /7/214 0001: rejected 024", "824 document /7/214 0002: accepted"));
  const auto file = read(written);
  EXPECT_EQ(acknowledged_by(file.interchanges[0]).at(0).reference, "S1");
  EXPECT_EQ(acknowledged_by(file.interchanges[0]).at(0).group_sender, "NWND");
}

std::string messages(bool grouped) {
  const std::string open = grouped ? "UNG+IFTSTA+NWND+HARB+260302:1405+G1+UN+D:96A'" : "";
  return "UNB+UNOA:3+NORTHWIND:14+HARBOUR:14+260302:1405+R1'" + open +
         "UNH+1+IFTSTA:D:96A:UN'BGM+77+4711'UNT+3+1'UNH+2+IFTSTA:D:96A:UN'BGM+77+4712'UNT+9+2'" +
         (grouped ? "UNE+2+G1'UNZ+1+R1'" : "UNZ+2+R1'");
}

TEST(AcknowledgedBy, AContrlNamesInterchangeGroupAndMessages) {
  const auto plain = messages(false);
  const auto sent = read(plain);
  const auto& received = sent.interchanges.at(0);
  EXPECT_THAT(lines_of(edifact::write_contrl(received, *edifact::acknowledge(received), edifact_ids).value()),
              ElementsAre("CONTRL interchange R1// : accepted", "CONTRL transaction R1//IFTSTA 1: accepted",
                          "CONTRL transaction R1//IFTSTA 2: rejected 29"));
  const auto receipt = edifact::acknowledge(received, edifact::ContrlDepth::receipt);
  EXPECT_THAT(lines_of(edifact::write_contrl(received, *receipt, edifact_ids).value()),
              ElementsAre("CONTRL interchange R1// : received"));
  const auto in_group = messages(true);
  const auto sent_in_group = read(in_group);
  const auto& grouped_one = sent_in_group.interchanges.at(0);
  EXPECT_THAT(
      lines_of(edifact::write_contrl(grouped_one, *edifact::acknowledge(grouped_one), edifact_ids).value()),
      ElementsAre("CONTRL interchange R1// : accepted", "CONTRL group R1/G1/ : accepted",
                  "CONTRL transaction R1/G1/IFTSTA 1: accepted", "CONTRL transaction R1/G1/IFTSTA 2: rejected 29"));
}

TEST(AcknowledgedBy, AnAperakNamesTheDocument) {
  const auto plain = messages(false);
  const auto sent = read(plain);
  const auto& received = sent.interchanges.at(0);
  auto advice = advise(received, received.groups.at(0), received.groups[0].transactions.at(1));
  advice.number = "A1";
  const auto written = edifact::write_aperak(received, "D:96A:UN", std::span(&advice, 1), edifact_ids).value();
  EXPECT_THAT(lines_of(written), ElementsAre("APERAK document // 2: rejected 18"));
  const auto file = read(written);
  EXPECT_EQ(acknowledged_by(file.interchanges[0]).at(0).reference, "4712");
}

TEST(AcknowledgedBy, OtherDocumentsAndRejectedAcknowledgementsSayNothing) {
  EXPECT_THAT(acknowledged_by(read(two_sets).interchanges.at(0)), IsEmpty());
  auto inner = grouped({"ST*997*0001", "AK1*QM*7", "AK9*A*1*1*1", "SE*9*0001"});
  const auto text = interchange(inner);
  EXPECT_THAT(acknowledged_by(read(text).interchanges.at(0)), IsEmpty());
}

TEST(Advice, An824CarriesTheLongTextInNotes) {
  const auto sent = read(two_sets);
  const auto& received = sent.interchanges.at(0);
  ApplicationAdvice advice{"A1", at, Decision::accepted_with_changes, {"BM", "B4711"}, "0001"};
  advice.errors.push_back({"007",
                           "The bill of lading names a consignee that is not known here, and a street that does "
                           "not exist in the town that it names*",
                           "x~", "N1", 4, 3});
  const auto written = x12::write_824(received, received.groups.at(0), std::span(&advice, 1), x12_ids).value();
  EXPECT_EQ(written.substr(106),
            "GS*AG*HARB*NWND*20260303*0815*43*X*004010~ST*824*0007~BGN*00*A1*20260303*0815~"
            "OTI*TC*BM*B4711******0001~"
            "TED*007*The bill of lading names a consignee that is not known here,*N1*4*3**x~"
            "NTE**and a street that does not exist in the town that it names~SE*6*0007~GE*1*43~IEA*1*000000042~");
}

TEST(Advice, AnAperakCarriesPlaceAndValueWithTheText) {
  const auto plain = messages(false);
  const auto sent = read(plain);
  ApplicationAdvice advice{"A1", at, Decision::rejected, {"ACW", "4711"}, "1"};
  advice.references = {{"ON", "P1"}};
  advice.errors.push_back({"12", "no such place: Gda\xC5\x84sk", "gda\xC5\x84sk", "LOC", 4, 2, 1});
  advice.errors.push_back({"13", ""});
  const auto written =
      edifact::write_aperak(sent.interchanges.at(0), "D:96A:UN", std::span(&advice, 1), edifact_ids).value();
  EXPECT_EQ(written,
            "UNB+UNOA:3+HARBOUR:14+NORTHWIND:14+260303:0815+42'UNH+7+APERAK:D:96A:UN'BGM+305+A1++RE'"
            "DTM+137:202603030815:203'RFF+ACW:4711'RFF+AGO:1'RFF+ON:P1'ERC+12'"
            "FTX+AAO+++NO SUCH PLACE?: GDASK:::LOC 4 2 1:GDASK'ERC+13'UNT+10+7'UNZ+1+42'");
}

TEST(Advice, APartnersOwnAperakIsUnderstood) {
  const std::string text =
      "UNB+UNOA:3+HARBOUR:14+NORTHWIND:14+260303:0815+42'UNH+7+APERAK:D:96A:UN'BGM+313+A1'DTM+137:20260303:102'"
      "RFF+ACE:4711'ERC+Z10'FTX+ABO+++FIRST "
      "LINE:SECOND:THIRD:FOURTH:FIFTH'RFF+LI:7'FTX+ABO+++IGNORED'UNT+9+7'UNZ+1+42'";
  const auto file = read(text);
  const auto advice = edifact::read_aperak(*all_sets(file).at(0)).value();
  EXPECT_EQ(advice.decision, Decision::rejected);
  EXPECT_EQ(advice.document, (Reference{"ACE", "4711"}));
  EXPECT_EQ(advice.errors.at(0), (ApplicationError{"Z10", "FIRST LINE SECOND THIRD FOURTH FIFTH"}));
}

TEST(Advice, WhatCannotBeNamedIsRefused) {
  const auto sent = read(two_sets);
  const auto& received = sent.interchanges.at(0);
  ApplicationAdvice advice{"A1", at, Decision::rejected, {"BM", std::string(10'000, 'x')}, "0001"};
  EXPECT_EQ(x12::write_824(received, received.groups.at(0), std::span(&advice, 1), x12_ids).error().code,
            "MIRRORED_ID_UNUSABLE");
  EXPECT_EQ(x12::write_824(received, received.groups.at(0), {}, x12_ids).error().code, "NOTHING_TO_ADVISE");
  const auto plain = messages(false);
  const auto file = read(plain);
  EXPECT_EQ(edifact::write_aperak(file.interchanges.at(0), "D:96A:UN", std::span(&advice, 1), edifact_ids).error().code,
            "MIRRORED_ID_UNUSABLE");
  EXPECT_EQ(edifact::aperak_version("D:96A:UN"), "D:96A:UN");
  EXPECT_EQ(edifact::aperak_version("D:00A:UN"), "D:96A:UN");
  EXPECT_EQ(edifact::aperak_version("D:01B:UN:EAN007"), "D:01B:UN");
  EXPECT_EQ(edifact::aperak_version("D:18A:UN"), "D:01B:UN");
}

}  // namespace
}  // namespace longshore::parsers
