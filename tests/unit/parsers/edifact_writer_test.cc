#include "parsers/edifact/writer.h"
#include "tests/unit/parsers/fixtures.h"

#include <functional>
#include <random>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace longshore::edifact {
namespace {

using namespace parsers::test;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

OutInterchange outbound(const std::string& data, const std::string& syntax = "UNOA", const std::string& version = "3") {
  OutInterchange out;
  out.syntax = syntax;
  out.version = version;
  out.sender = {"14", "HARBOUR", ""};
  out.receiver = {"ZZ", "NORTHWIND", "DESK"};
  out.at = {2026, 3, 3, 8, 15, 0};
  out.control_number = "R7";
  out.messages.push_back({"1",
                          "IFTSTA",
                          "D:96A:UN",
                          {{"BGM", {"77", data}}, {"FTX", {"AAI", "", "", OutElement::composite({"A", "", "B"})}}}});
  return out;
}

TEST(EdifactWriter, AnInterchangeHasItsTrailersCounted) {
  EXPECT_EQ(write(outbound("4711")).value(),
            "UNB+UNOA:3+HARBOUR:14+NORTHWIND:ZZ:DESK+260303:0815+R7'UNH+1+IFTSTA:D:96A:UN'BGM+77+4711'FTX+AAI+++A::B'"
            "UNT+4+1'UNZ+1+R7'");
}

TEST(EdifactWriter, GroupsAreCountedInsteadOfMessages) {
  auto out = outbound("4711");
  out.application_reference = "IFTSTA";
  out.acknowledgement_requested = true;
  out.test = true;
  out.groups.push_back({"IFTSTA", "US", "THEM", out.at, "G1", "UN", "D:96A", out.messages});
  EXPECT_EQ(write(out).error().code, "GROUPS_AND_MESSAGES_MIXED");
  out.messages.clear();
  const auto text = write(out).value();
  const auto file = parsers::read(text);
  EXPECT_THAT(all_diagnostics(file), IsEmpty());
  const auto& one = file.interchanges.at(0);
  EXPECT_EQ(one.application_reference, "IFTSTA");
  EXPECT_TRUE(one.acknowledgement_requested);
  EXPECT_EQ(one.usage, "T");
  EXPECT_EQ(one.groups.at(0).version, "D:96A");
  EXPECT_EQ(one.groups[0].declared_count, 1U);
}

TEST(EdifactWriter, AnAdviceIsWrittenWhereTheDelimitersAreNotTheDefault) {
  Layout layout;
  EXPECT_TRUE(write(outbound("1"), layout)->starts_with("UNB"));
  layout.advice = true;
  EXPECT_TRUE(write(outbound("1"), layout)->starts_with("UNA:+.? 'UNB"));
  layout.advice = false;
  EXPECT_TRUE(write(outbound("1", "UNOB"), layout)->starts_with("UNA:+.? 'UNB"));
  EXPECT_TRUE(write(outbound("1", "UNOA", "4"), layout)->starts_with("UNA:+.? 'UNB"));
  layout.delimiters = default_delimiters("UNOA", "4");
  EXPECT_TRUE(
      write(outbound("1", "UNOA", "4"), layout)->starts_with("UNB+UNOA:4+HARBOUR:14+NORTHWIND:ZZ:DESK+20260303"));
  layout.delimiters = default_delimiters("UNOB", "3");
  EXPECT_TRUE(write(outbound("1", "UNOB"), layout)
                  ->starts_with("UNB\x1DUNOB\x1F"
                                "3\x1D"));
}

TEST(EdifactWriter, DelimitersInDataAreReleased) {
  for (const std::string version : {"3", "4"}) {
    Layout layout;
    layout.delimiters = default_delimiters("UNOC", version);
    const std::string data = "IT'S 5+5: SURE?*";
    const auto text = write(outbound(data, "UNOC", version), layout).value();
    const auto file = parsers::read(text);
    EXPECT_THAT(all_diagnostics(file), IsEmpty()) << text;
    EXPECT_EQ(all_sets(file).at(0)->segments.at(1).value(2), data);
  }
  Layout bare;
  bare.delimiters.release = std::nullopt;
  EXPECT_EQ(write(outbound("A+B"), bare).error().code, "DATA_HOLDS_DELIMITER");
}

TEST(EdifactWriter, RepetitionsNeedVersion4) {
  auto out = outbound("1", "UNOC", "4");
  out.messages[0].body.push_back({"RFF", {OutElement::repeated({"A", "B*"})}});
  Layout layout;
  layout.delimiters.repetition = '*';
  const auto text = write(out, layout).value();
  const auto file = parsers::read(text);
  EXPECT_EQ(all_sets(file).at(0)->segments.at(3).value(1, 1, 2), "B*");
  out.version = "3";
  EXPECT_EQ(write(out, layout).error().code, "REPETITION_UNAVAILABLE");
}

TEST(EdifactWriter, WhatTheRepertoireLacksIsRefused) {
  const auto code = [](const std::string& data, const std::string& syntax) {
    const auto written = write(outbound(data, syntax));
    return written ? std::string() : written.error().code;
  };
  EXPECT_EQ(code("lower", "UNOA"), "DATA_NOT_IN_REPERTOIRE");
  EXPECT_EQ(code("lower", "UNOC"), "");
  EXPECT_EQ(code("A\nB", "UNOC"), "DATA_NOT_IN_REPERTOIRE");
  EXPECT_EQ(code("gr\xC3\xBC\xC3\x9F", "UNOC"), "");
  EXPECT_EQ(code("gr\xC3\xBC\xC3\x9F", "UNOE"), "DATA_NOT_IN_REPERTOIRE");
  EXPECT_EQ(code("\xFF\xFE", "UNOC"), "DATA_NOT_IN_REPERTOIRE");
  const auto text = write(outbound("gr\xC3\xBC\xC3\x9F", "UNOC")).value();
  EXPECT_NE(text.find("gr\xFC\xDF"), std::string::npos);
  const auto cyrillic = write(outbound("\xD0\x96", "UNOE")).value();
  const auto read_back = parsers::read(cyrillic);
  EXPECT_EQ(all_sets(read_back).at(0)->segments.at(1).value(2), "\xD0\x96");
}

TEST(EdifactWriter, EnvelopeValuesMustFit) {
  const auto code = [](const std::function<void(OutInterchange&)>& spoil) {
    auto out = outbound("1");
    spoil(out);
    return write(out).error().code;
  };
  EXPECT_EQ(code([](auto& out) { out.control_number = "FIFTEEN LETTERS"; }), "ENVELOPE_VALUE_TOO_LONG");
  EXPECT_EQ(code([](auto& out) { out.sender.id = ""; }), "ENVELOPE_VALUE_MISSING");
  EXPECT_EQ(code([](auto& out) { out.version = "5"; }), "SYNTAX_UNSUPPORTED");
  EXPECT_EQ(code([](auto& out) { out.syntax = "UNO"; }), "SYNTAX_UNSUPPORTED");
  EXPECT_EQ(code([](auto& out) { out.messages[0].body[0].tag = "bgm"; }), "SEGMENT_TAG_INVALID");
  Layout layout;
  layout.delimiters.component = '+';
  EXPECT_EQ(write(outbound("1"), layout).error().code, "DELIMITERS_UNUSABLE");
}

/// Data of every kind of character that the syntax has, in elements of every shape.
TEST(EdifactWriter, WhatIsWrittenReadsBackOverManyInterchanges) {
  std::mt19937 random(4711);
  const auto pick = [&](std::size_t below) { return static_cast<std::size_t>(random() % below); };
  const std::string_view characters = "ABC019 +:'?*.,-()/=!\"%&;<>";
  const auto data = [&] {
    std::string out(1 + pick(9), 'X');
    for (auto& c : out) c = characters[pick(characters.size())];
    return out.find_first_not_of(' ') == std::string::npos ? std::string("X") : out;
  };
  for (int round = 0; round < 500; ++round) {
    const std::string version = pick(2) == 0 ? "3" : "4";
    auto out = outbound("1", "UNOA", version);
    Layout layout;
    layout.line_break = pick(2) == 0 ? "\n" : "";
    if (pick(2) == 0) layout.delimiters = default_delimiters("UNOA", version);
    if (pick(3) == 0) layout.delimiters = {'!', '*', ';', version == "4" ? std::optional('%') : std::nullopt, '=', ','};
    auto& body = out.messages[0].body;
    body.clear();
    for (std::size_t s = 0; s <= pick(4); ++s) {
      OutSegment segment{"FTX", {}};
      for (std::size_t e = 0; e <= pick(4); ++e) {
        std::vector<std::vector<std::string>> repetitions(layout.delimiters.repetition ? 1 + pick(3) : 1);
        for (auto& components : repetitions)
          for (std::size_t c = 0; c <= pick(3); ++c) components.push_back(data());
        OutElement element("");
        element.repetitions = std::move(repetitions);
        segment.elements.push_back(std::move(element));
      }
      body.push_back(std::move(segment));
    }
    const auto text = write(out, layout).value();
    const auto file = parsers::read(text);
    ASSERT_THAT(all_diagnostics(file), IsEmpty()) << text;
    const auto& segments = all_sets(file).at(0)->segments;
    ASSERT_EQ(segments.size(), body.size() + 2);
    for (std::size_t s = 0; s < body.size(); ++s) {
      for (std::uint32_t e = 0; e < body[s].elements.size(); ++e) {
        const auto& repetitions = body[s].elements[e].repetitions;
        for (std::uint32_t r = 0; r < repetitions.size(); ++r)
          for (std::uint32_t c = 0; c < repetitions[r].size(); ++c)
            ASSERT_EQ(segments[s + 1].value(e + 1, c + 1, r + 1), repetitions[r][c]) << text;
      }
    }
  }
}

}  // namespace
}  // namespace longshore::edifact
