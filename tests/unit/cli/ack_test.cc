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

TEST(Ack, WhatIsNotComposedYetIsSaid) {
  const std::vector<std::pair<std::vector<std::string>, std::string>> cases{{{"--kind", "999"}, one_notice()},
                                                                            {{"--kind", "contrl"}, despatch_advice()},
                                                                            {{}, despatch_advice()},
                                                                            {{}, one_notice() + despatch_advice()}};
  for (const auto& [arguments, input] : cases) {
    auto ran = ack(arguments, input);
    EXPECT_EQ(ran.exit, 2);
    EXPECT_EQ(ran.out, "");
    EXPECT_THAT(ran.err, HasSubstr("not composed yet by this version"));
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
