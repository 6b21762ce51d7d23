#include "parsers/owed_acknowledgement.h"

#include "tests/unit/parsers/fixtures.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace longshore::parsers {
namespace {

using namespace test;
using ::testing::HasSubstr;

const CivilTime at{2026, 3, 3, 8, 15, 0};

std::string kind_of(const std::string& text, AcknowledgementWish wish) {
  const auto file = read(text);
  const auto owed = owe(file.interchanges.at(0), {}, wish);
  return owed ? std::string(owed->kind()) : "none";
}

std::string edifact_file(const std::string& tail) {
  return "UNB+UNOC:3+NORTHWIND:14+HARBOUR:14+260302:1405+R1" + tail + "'UNH+1+IFTSTA:D:96A:UN'BGM+77'UNT+3+1'UNZ+1+R1'";
}

TEST(Owed, TheAgreementOrTheInterchangeDecides) {
  const Look later{.repetition = '^', .version = "00501"};
  auto inner = grouped(small_set());
  inner[0] = "GS*QM*NWND*HARB*20260302*1405*7*X*005010X214";
  const auto guided = interchange(inner, later);
  EXPECT_EQ(kind_of(guided, wish_from_name("auto")), "999");
  EXPECT_EQ(kind_of(guided, wish_from_name("997")), "997");
  EXPECT_EQ(kind_of(small_x12(), wish_from_name("auto")), "997");
  EXPECT_EQ(kind_of(small_x12(), wish_from_name("999")), "997");
  EXPECT_EQ(kind_of(small_x12(), wish_from_name("contrl")), "997");
  EXPECT_EQ(kind_of(edifact_file(""), wish_from_name("auto")), "none");
  EXPECT_EQ(kind_of(edifact_file(""), wish_from_name("contrl")), "CONTRL");
  EXPECT_EQ(kind_of(edifact_file("++++1"), wish_from_name("997")), "CONTRL");
}

TEST(Owed, BytesThatAreNoUtf8ComeBackTheSame) {
  const auto text = small_x12();
  const auto file = read(text);
  auto received = file.interchanges.at(0);
  received.sender.id = "N\xD6RDWIND";
  const auto owed = owe(received, {}).value();
  const auto back = owed_from_json(to_json(owed)).value();
  EXPECT_EQ(back.received.sender, received.sender);
  EXPECT_THAT(*write(back, 42, at), HasSubstr("*02*N\xD6RDWIND       *"));
}

TEST(Owed, WhatAnEarlierVersionOwedIsStillRead) {
  const auto back = owed_from_json(
      R"({"kind":"997","version":"00401","sender":["02","NORTHWIND",""],"receiver":["ZZ","HARBOUR",""],)"
      R"("number":"000000101","date":"260302","time":"1405","usage":"T","delimiters":[126,42,58,-1,-1],)"
      R"("groups":[{"functionalId":"QM","number":"7","version":"004010","sender":"NWND","receiver":"HARB","agency":"X"}],)"
      R"("acknowledgements":[{"functionalId":"QM","number":"7","status":"A","included":1,"received":1,"accepted":1,)"
      R"("errors":[],"sets":[{"set":"214","number":"0001","status":"A","errors":[],"segments":[]}]}]})");
  ASSERT_TRUE(back) << back.error().describe();
  EXPECT_THAT(*write(*back, 42, at), HasSubstr("ST*997*0001~AK1*QM*7~AK2*214*0001~AK5*A~AK9*A*1*1*1~"));
  EXPECT_EQ(owed_from_json(R"({"kind":"855"})").error().code, "OWED_MALFORMED");
}

}  // namespace
}  // namespace longshore::parsers
