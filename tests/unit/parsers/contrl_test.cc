#include "parsers/edifact/contrl.h"

#include "parsers/guide/check.h"
#include "tests/unit/parsers/fixtures.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace longshore::edifact {
namespace {

using namespace parsers::test;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const AnswerIds ids{42, 7, {2026, 3, 3, 8, 15, 0}, "P"};

std::string received(const std::string& unb, const std::vector<std::string>& messages) {
  std::string out = "UNB+" + unb + "'";
  for (std::size_t i = 0; i < messages.size(); ++i) {
    const auto reference = std::to_string(i + 1);
    out += "UNH+" + reference + "+" + messages[i] + "'BGM+77'UNT+3+" + reference + "'";
  }
  return out + "UNZ+" + std::to_string(messages.size()) + "+R1'";
}

const std::string usual = "UNOA:3+NORTHWIND:14+HARBOUR:14+260302:1405+R1";

TEST(Contrl, AReceiptSaysOnlyThatTheInterchangeArrived) {
  const auto text = received(usual, {"IFTSTA:D:96A:UN"});
  const auto file = parsers::read(text);
  const auto receipt = acknowledge(file.interchanges.at(0), ContrlDepth::receipt).value();
  EXPECT_EQ(write_contrl(file.interchanges[0], receipt, ids).value(),
            "UNB+UNOA:3+HARBOUR:14+NORTHWIND:14+260303:0815+42'UNH+7+CONTRL:D:3:UN'"
            "UCI+R1+NORTHWIND:14+HARBOUR:14+8'UNT+3+7'UNZ+1+42'");
}

TEST(Contrl, EveryMessageHasItsVerdict) {
  const auto text = received(usual, {"IFTSTA:D:96A:UN", "DESADV:D:96A:UN:EAN005", "CONTRL:D:3:UN"});
  auto file = parsers::read(text);
  auto fault = diagnose(Code::SEGMENT_TOO_MANY);
  fault.segment_position = 2;
  guide::apply(file.interchanges.at(0).groups.at(0).transactions.at(1), {fault});
  const auto found = acknowledge(file.interchanges[0]).value();
  EXPECT_THAT(*write_contrl(file.interchanges[0], found, ids),
              HasSubstr("HARBOUR:14+7'UCM+1+IFTSTA:D:96A:UN+7'UCM+2+DESADV:D:96A:UN:EAN005+4'UCS+2+35'UNT+6+7'"));
}

TEST(Contrl, AContrlIsNeverAcknowledged) {
  const auto text = received(usual, {"CONTRL:D:3:UN"});
  EXPECT_FALSE(acknowledge(parsers::read(text).interchanges.at(0)));
  EXPECT_FALSE(acknowledge(parsers::read(small_x12()).interchanges.at(0)));
}

TEST(Contrl, TheApplicationReferenceIsAnsweredInKindAndNoAnswerIsAskedFor) {
  const auto text = received(usual + "++IFTSTA++1++1", {"IFTSTA:D:96A:UN"});
  const auto file = parsers::read(text);
  auto test_ids = ids;
  test_ids.usage = file.interchanges.at(0).usage;
  const auto written = write_contrl(file.interchanges[0], acknowledge(file.interchanges[0]).value(), test_ids).value();
  EXPECT_TRUE(written.starts_with("UNB+UNOA:3+HARBOUR:14+NORTHWIND:14+260303:0815+42++CONTRL++++1'")) << written;
}

TEST(Contrl, TheRejectedInterchangeNamesNoMessage) {
  const auto text = received(usual, {"IFTSTA:D:96A:UN"});
  const auto file = parsers::read(text);
  const auto duplicate = diagnose(Code::DUPLICATE_INTERCHANGE);
  const auto found = acknowledge(file.interchanges.at(0), ContrlDepth::full, std::span(&duplicate, 1)).value();
  EXPECT_EQ(found.action, action::rejected);
  EXPECT_EQ(found.error, (ServiceError{"26", "UNB", 5, 0}));
  EXPECT_THAT(found.messages, IsEmpty());
}

TEST(Contrl, DelimitersAndSyntaxAreThoseReceived) {
  const auto text =
      "UNA;*,! |"
      "UNB*UNOB;3*NORTHWIND;14*HARBOUR;14*260302;1405*R!*1|UNH*1*IFTSTA;D;96A;UN|BGM*77|"
      "UNT*3*1|UNZ*1*R!*1|";
  const std::string payload = text;
  const auto file = parsers::read(payload);
  const auto written = write_contrl(file.interchanges.at(0), acknowledge(file.interchanges[0]).value(), ids).value();
  EXPECT_TRUE(written.starts_with("UNA;*,! |UNB*UNOB;3*HARBOUR;14*NORTHWIND;14*260303;0815*42|")) << written;
  const auto back = parsers::read(written);
  EXPECT_EQ(read_contrl(*all_sets(back).at(0))->reference, "R*1");
}

TEST(Contrl, AnIdOutsideItsOwnRepertoireIsAnsweredInAWiderOne) {
  const auto lower = received("UNOA:3+Northwind:14+HARBOUR:14+260302:1405+R1", {"IFTSTA:D:96A:UN"});
  const auto answer = [](const std::string& text) {
    const auto file = parsers::read(text);
    const auto contrl = acknowledge(file.interchanges.at(0)).value();
    const auto written = write_contrl(file.interchanges[0], contrl, ids);
    EXPECT_TRUE(written) << written.error().describe();
    const auto back = parsers::read(*written);
    EXPECT_THAT(names(all_diagnostics(back)), IsEmpty());
    EXPECT_EQ(read_contrl(*all_sets(back).at(0)).value(), contrl);
    return back.interchanges.at(0).syntax;
  };
  EXPECT_EQ(answer(lower), "UNOB");
  EXPECT_EQ(answer(received("UNOA:3+gr\xC3\xBCn:14+HARBOUR:14+260302:1405+R1", {"IFTSTA:D:96A:UN"})), "UNOC");
}

TEST(Contrl, WhatCannotBeNamedIsRefusedOrLeftOut) {
  const std::string long_value(10'000, 'X');
  const auto code = [](const std::string& text) {
    const auto file = parsers::read(text);
    return write_contrl(file.interchanges.at(0), acknowledge(file.interchanges[0]).value(), ids);
  };
  EXPECT_EQ(code(received("UNOA:3+" + long_value + ":14+HARBOUR:14+260302:1405+R1", {"IFTSTA:D:96A:UN"})).error().code,
            "MIRRORED_ID_UNUSABLE");
  EXPECT_EQ(code(received("UNOA:3+N\x01:14+HARBOUR:14+260302:1405+R1", {"IFTSTA:D:96A:UN"})).error().code,
            "MIRRORED_ID_UNUSABLE");
  EXPECT_EQ(code(received("UNOA:3++HARBOUR:14+260302:1405+R1", {"IFTSTA:D:96A:UN"})).error().code,
            "MIRRORED_ID_UNUSABLE");
  EXPECT_THAT(*code(received(usual, {"IFTSTA:D:96A:UN", "VERYLONGTYPE:D:96A:UN"})),
              HasSubstr("HARBOUR:14+7'UCM+1+IFTSTA:D:96A:UN+7'UNT"));
  const auto text = received(usual, {"VERYLONGTYPE:D:96A:UN"});
  auto file = parsers::read(text);
  file.interchanges.at(0).groups.at(0).transactions.at(0).status = parsers::Status::rejected;
  EXPECT_EQ(write_contrl(file.interchanges[0], acknowledge(file.interchanges[0]).value(), ids).error().code,
            "MIRRORED_ID_UNUSABLE");
}

TEST(Contrl, ARejectionWithoutAKnownReasonSaysSo) {
  const auto text = received(usual, {"IFTSTA:D:96A:UN"});
  auto file = parsers::read(text);
  file.interchanges.at(0).groups.at(0).transactions.at(0).status = parsers::Status::rejected;
  EXPECT_EQ(acknowledge(file.interchanges[0])->messages.at(0).error.code, "18");
}

TEST(Contrl, GroupsAndMessagesSideBySideAreRejected) {
  const std::string text =
      "UNB+" + usual + "'UNH+1+IFTSTA:D:96A:UN'BGM+77'UNT+3+1'" +
      "UNG+IFTSTA+N+H+260302:1405+G1+UN+D:96A'UNH+2+IFTSTA:D:96A:UN'BGM+77'UNT+3+2'UNE+1+G1'UNZ+1+R1'";
  const auto file = parsers::read(text);
  const auto found = acknowledge(file.interchanges.at(0)).value();
  EXPECT_EQ(found.action, action::rejected);
  EXPECT_EQ(found.error.code, "30");
  EXPECT_THAT(found.messages, IsEmpty());
}

TEST(Contrl, AnotherMessageIsNoContrl) {
  const auto text = received(usual, {"IFTSTA:D:96A:UN"});
  const auto file = parsers::read(text);
  EXPECT_EQ(read_contrl(*all_sets(file).at(0)).error().code, "NOT_A_CONTRL");
}

}  // namespace
}  // namespace longshore::edifact
