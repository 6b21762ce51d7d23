#include "tests/unit/cli/program.h"
#include "tests/unit/cli/samples.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace longshore::cli::test {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

const std::vector<std::string> fixed{"--control-number", "42", "--at", "2026-03-02T14:05Z"};

Ran ack(std::vector<std::string> arguments, const std::string& input) {
  arguments.insert(arguments.begin(), {"ack", "-"});
  return longshore(arguments, input);
}

TEST(Ack, AnswersWithA997) {
  auto ran = ack(fixed, two_notices());
  EXPECT_EQ(ran.exit, 0) << ran.err;
  EXPECT_THAT(ran.out,
              StartsWith("ISA*00*          *00*          *ZZ*HARBOUR        *02*NORTHWIND      *260302*1405*"));
  EXPECT_THAT(ran.out, HasSubstr("AK1*SH*7~AK2*856*0001~AK5*A~AK2*856*0002~"));
  EXPECT_THAT(ran.out, HasSubstr("AK9*P*2*2*1~"));
  EXPECT_THAT(ran.out, HasSubstr("IEA*1*000000042~"));
  EXPECT_EQ(ran.out, ack(fixed, two_notices()).out);
}

TEST(Ack, WhatItWritesIsValidAndNotAcknowledgedAgain) {
  auto answer = ack(fixed, two_notices()).out;
  auto validated = longshore({"validate", "-"}, answer);
  EXPECT_EQ(validated.exit, 0) << validated.out;
  auto again = ack({}, answer);
  EXPECT_EQ(again.exit, 3);
  EXPECT_EQ(again.out, "");
}

TEST(Ack, AnswersWithATa1) {
  auto arguments = fixed;
  arguments.insert(arguments.end(), {"--kind", "ta1"});
  auto ran = ack(arguments, one_notice());
  EXPECT_EQ(ran.exit, 0);
  EXPECT_THAT(ran.out, HasSubstr("TA1*000000101*260302*1405*A*000~IEA*0*000000042~"));
}

TEST(Ack, EveryInterchangeHasItsAnswerAndNumber) {
  auto out = ack(fixed, one_notice() + one_notice()).out;
  EXPECT_THAT(out, HasSubstr("IEA*1*000000042~ISA*"));
  EXPECT_THAT(out, HasSubstr("IEA*1*000000043~"));
}

std::vector<std::string> as(const std::string& kind) {
  auto out = fixed;
  out.insert(out.end(), {"--kind", kind});
  return out;
}

std::string guided(std::string text) {
  for (const auto& [from, to] :
       {std::pair<std::string, std::string>{"U*00401", "^*00501"}, {"X*004010", "X*005010X214"}})
    text.replace(text.find(from), from.size(), to);
  return text;
}

TEST(Ack, AGuideInGs08IsAnsweredWithA999) {
  auto ran = ack(fixed, guided(one_notice()));
  EXPECT_EQ(ran.exit, 0) << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("*X*005010X231A1~ST*999*0001*005010X231A1~AK1*SH*7*005010X214~AK2*856*0001~IK5*"));
  EXPECT_THAT(ack(as("997"), guided(one_notice())).out, HasSubstr("*X*005010~ST*997*0001~AK1*SH*7*005010X214~"));
}

TEST(Ack, EdifactIsAnsweredWithAContrl) {
  auto ran = ack(fixed, one_notice() + despatch_advice());
  EXPECT_EQ(ran.exit, 0) << ran.err;
  EXPECT_THAT(
      ran.out,
      HasSubstr("IEA*1*000000042~UNB+UNOC:3+HARBOUR:14+NORDKAI:14+260302:1405+43'"
                "UNH+1+CONTRL:D:3:UN'UCI+REF1+NORDKAI:14+HARBOUR:14+7'UCM+1+DESADV:D:96A:UN+7'UNT+4+1'UNZ+1+43'"));
  auto miscounted = despatch_advice();
  miscounted.replace(miscounted.find("UNT+5"), 5, "UNT+9");
  EXPECT_THAT(ack(fixed, miscounted).out, HasSubstr("UCM+1+DESADV:D:96A:UN+4+29+UNT+2'UNT+4+1'"));
  auto again = ack({}, ack(fixed, despatch_advice()).out);
  EXPECT_EQ(again.exit, 3);
  EXPECT_EQ(again.out, "");
}

TEST(Ack, ATa1IsAddedWhereIsa14AsksForOne) {
  auto asking = one_notice();
  asking.replace(asking.find("*0*T*"), 5, "*1*T*");
  auto out = ack(fixed, asking).out;
  EXPECT_THAT(out, HasSubstr("TA1*000000101*260302*1405*A*000~IEA*0*000000042~ISA"));
  EXPECT_THAT(out, HasSubstr("IEA*1*000000043~"));
}

TEST(Ack, ApplicationAdvicesSayWhatTheFaultsMean) {
  EXPECT_THAT(ack(as("824"), two_notices()).out,
              HasSubstr("BGN*00*42-2*20260302*1405~OTI*TR*TN*0002*NWND*HARB***7*0002*856~"
                        "TED*007*"));
  EXPECT_THAT(ack(as("aperak"), despatch_advice()).out,
              HasSubstr("BGM+305+42-1++AP'DTM+137:202603021405:203'RFF+ACW:LS1'"));
}

TEST(Ack, AKindThatDoesNotFitIsSaid) {
  const std::vector<std::pair<std::vector<std::string>, std::string>> cases{{as("999"), one_notice()},
                                                                            {as("contrl"), one_notice()},
                                                                            {as("aperak"), one_notice()},
                                                                            {as("997"), despatch_advice()},
                                                                            {as("824"), despatch_advice()}};
  for (const auto& [arguments, input] : cases) {
    auto ran = ack(arguments, input);
    EXPECT_EQ(ran.exit, 2);
    EXPECT_EQ(ran.out, "");
    EXPECT_THAT(ran.err, HasSubstr("KIND_UNFIT"));
  }
}

TEST(Ack, ExitCodes) {
  EXPECT_EQ(ack({}, "").exit, 3);
  EXPECT_EQ(ack({"--at", "yesterday"}, one_notice()).exit, 2);
  EXPECT_EQ(ack({"--control-number", "0"}, one_notice()).exit, 2);
  EXPECT_EQ(longshore({"ack", "/nowhere/a.edi"}).exit, 5);
}

}  // namespace
}  // namespace longshore::cli::test
