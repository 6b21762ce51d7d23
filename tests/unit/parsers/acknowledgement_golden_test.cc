// What each diagnostic becomes in a 997, a 999 and a CONTRL: one file a kind and code under
// tests/golden/acknowledgements, a segment a line. LONGSHORE_UPDATE_GOLDEN=1 writes them anew.
#include "parsers/edifact/contrl.h"
#include "parsers/guide/check.h"
#include "parsers/guide/library.h"
#include "parsers/x12/acknowledgement.h"
#include "tests/unit/parsers/corpus.h"
#include "tests/unit/parsers/fixtures.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace longshore::parsers::test {
namespace {

namespace fs = std::filesystem;
using ::testing::IsEmpty;

enum class Where { interchange, group, set };

struct Fault {
  Code code;
  Where where = Where::set;
  std::optional<std::uint32_t> segment = {};
  std::optional<std::uint32_t> element = {};
  std::optional<std::uint32_t> component = {};
  std::optional<std::uint32_t> repetition = {};
  std::optional<std::string> value = {};
  std::string expected = {};
};

/// Every fault stands at the second segment; an element's at its third element, as exactly as its kind can be located.
const std::vector<Fault>& faults() {
  static const std::vector<Fault> all{
      {Code::INTERCHANGE_TRUNCATED, Where::interchange},
      {Code::INTERCHANGE_TRAILER_MISSING, Where::interchange},
      {Code::INTERCHANGE_COUNT_WRONG, Where::interchange},
      {Code::INTERCHANGE_CONTROL_MISMATCH, Where::interchange},
      {Code::SEGMENT_UNEXPECTED_IN_ENVELOPE, Where::interchange},
      {Code::UNB_MALFORMED, Where::interchange, {}, 4, {}, {}, "269902"},
      {Code::UNA_MALFORMED, Where::interchange},
      {Code::DELIMITERS_AMBIGUOUS, Where::interchange},
      {Code::SYNTAX_UNSUPPORTED, Where::interchange},
      {Code::LIMIT_REACHED, Where::interchange},
      {Code::PARTNER_UNKNOWN, Where::interchange},
      {Code::SENDER_NOT_PARTNER, Where::interchange},
      {Code::TEST_ON_LIVE, Where::interchange},
      {Code::LIVE_ON_TEST, Where::interchange},
      {Code::DUPLICATE_INTERCHANGE, Where::interchange},
      {Code::GROUP_TRAILER_MISSING, Where::group},
      {Code::GROUP_COUNT_WRONG, Where::group},
      {Code::GROUP_CONTROL_MISMATCH, Where::group},
      {Code::GROUP_EMPTY, Where::group},
      {Code::TRANSACTION_TRAILER_MISSING, Where::set, 4},
      {Code::TRANSACTION_COUNT_WRONG, Where::set, 4, 1, {}, {}, "9"},
      {Code::TRANSACTION_CONTROL_MISMATCH, Where::set, 4, 2, {}, {}, "9"},
      {Code::TRANSACTION_CONTROL_DUPLICATE, Where::set, 1, 2, {}, {}, "0001"},
      {Code::SEGMENT_TAG_INVALID, Where::set, 2},
      {Code::SEGMENT_UNKNOWN, Where::set, 2},
      {Code::SEGMENT_MISPLACED, Where::set, 2},
      {Code::SEGMENT_MISSING, Where::set, 2},
      {Code::SEGMENT_TOO_MANY, Where::set, 2},
      {Code::LOOP_TOO_MANY, Where::set, 2},
      {Code::SEGMENT_EMPTY, Where::set, 2},
      {Code::ELEMENT_MISSING, Where::set, 2, 3, 2},
      {Code::ELEMENT_TOO_SHORT, Where::set, 2, 3, 2, 4, "A"},
      {Code::ELEMENT_TOO_LONG, Where::set, 2, 3, 2, 4, "ABCDEFGHI"},
      {Code::ELEMENT_TOO_MANY, Where::set, 2, 9, {}, {}, "X"},
      {Code::COMPONENT_TOO_MANY, Where::set, 2, 3, 5, 4, "X"},
      {Code::REPETITION_TOO_MANY, Where::set, 2, 3, {}, 6, "X"},
      {Code::ELEMENT_BAD_TYPE, Where::set, 2, 3, 2, 4, "12A"},
      {Code::ELEMENT_BAD_DATE, Where::set, 2, 3, 2, 4, "20261301"},
      {Code::ELEMENT_BAD_TIME, Where::set, 2, 3, 2, 4, "2460"},
      {Code::ELEMENT_BAD_CODE, Where::set, 2, 3, 2, 4, "ZZ"},
      {Code::CHARSET_INVALID, Where::set, 2, 3, {}, {}, "gr\xC3\xBC\xC3\x9F"},
      {Code::NOTE_VIOLATED, Where::set, 2, 3, {}, {}, {}, "C0203: with the first also all others"},
      {Code::BALANCE_WRONG, Where::set, 2, 3, {}, {}, "7"},
      {Code::GUIDE_SEGMENT_MISSING, Where::set, 2},
      {Code::GUIDE_SEGMENT_NOT_USED, Where::set, 2},
      {Code::GUIDE_SEGMENT_TOO_MANY, Where::set, 2},
      {Code::GUIDE_LOOP_TOO_MANY, Where::set, 2},
      {Code::GUIDE_ELEMENT_MISSING, Where::set, 2, 3, 2},
      {Code::GUIDE_ELEMENT_NOT_USED, Where::set, 2, 3, {}, {}, "X"},
      {Code::GUIDE_REPETITION_TOO_MANY, Where::set, 2, 3, {}, 6, "X"},
      {Code::GUIDE_ELEMENT_TOO_SHORT, Where::set, 2, 3, 2, 4, "A"},
      {Code::GUIDE_ELEMENT_TOO_LONG, Where::set, 2, 3, 2, 4, "ABCDEFGHI"},
      {Code::GUIDE_BAD_CODE, Where::set, 2, 3, 2, 4, "ZZ"},
      {Code::GUIDE_BAD_VALUE, Where::set, 2, 3, {}, {}, "7"},
      {Code::GUIDE_BAD_DATE, Where::set, 2, 3, 2, 4, "260302"},
  };
  return all;
}

void inject(const Fault& fault, ParsedFile& file) {
  auto found = diagnose(fault.code);
  found.severity = Severity::error;
  auto& interchange = file.interchanges.at(0);
  auto& group = interchange.groups.at(0);
  auto& set = group.transactions.at(0);
  found.segment_position = fault.segment;
  if (fault.segment) {
    found.segment_id = set.segments.at(*fault.segment - 1).tag();
    if (fault.segment == 2U) found.loop = "LX";
  }
  found.element = fault.element;
  found.component = fault.component;
  found.repetition = fault.repetition;
  found.value = fault.value;
  if (!fault.expected.empty()) found.expected = fault.expected;
  if (fault.where == Where::interchange) interchange.diagnostics.push_back(found);
  if (fault.where == Where::group) group.diagnostics.push_back(found);
  if (fault.where == Where::set) guide::apply(set, {found});
}

const CivilTime at{2026, 3, 3, 8, 15, 0};

std::string x12_file(const std::string& version, const std::string& isa_version) {
  return interchange({"GS*QM*NWND*HARB*20260302*1405*7*X*" + version, "ST*214*0001", "B10*4711*SHP1*NWND",
                      "L11*4711*PO", "SE*4*0001", "GE*1*7"},
                     {.repetition = '^', .version = isa_version});
}

std::string edifact_file(const std::string& syntax, bool grouped) {
  const bool later = syntax.ends_with('4');
  const std::string date = later ? "20260302:1405" : "260302:1405";
  return "UNB+" + syntax + "+NORTHWIND:14:DESK+HARBOUR:14+" + date + "+R1++++1'\n" +
         (grouped ? "UNG+IFTSTA+NWND+HARB+" + date + "+G1+UN+D:96A'\n" : "") +
         "UNH+1+IFTSTA:D:96A:UN'\nBGM+77+4711+9'\nFTX+AAA+++X'\nUNT+4+1'\n" + (grouped ? "UNE+1+G1'\n" : "") +
         "UNZ+1+R1'\n";
}

struct Kind {
  std::string name;
  std::string received;
  std::string (*answer)(const Interchange& received);
};

std::string x12_answer(const Interchange& received) {
  return x12::write_acknowledgements(received, x12::acknowledge(received), {42, 43, 7, at, "T"}).value();
}

std::string contrl_answer(const Interchange& received) {
  return edifact::write_contrl(received, edifact::acknowledge(received).value(), {42, 7, at, "P"}).value();
}

std::vector<Kind> kinds() {
  return {{"997-004010", x12_file("004010", "00401"), x12_answer},
          {"997-005010", x12_file("005010", "00501"), x12_answer},
          {"999-005010", x12_file("005010X214", "00501"), x12_answer},
          {"CONTRL-3", edifact_file("UNOC:3", false), contrl_answer},
          {"CONTRL-3-groups", edifact_file("UNOC:3", true), contrl_answer},
          {"CONTRL-4", edifact_file("UNOC:4", false), contrl_answer}};
}

/// A segment a line.
std::string lines_of(const std::string& text, char terminator) {
  std::string out;
  for (char c : text) {
    out += c;
    if (c == terminator) out += '\n';
  }
  return out;
}

std::string answer_to(const Kind& kind, const Fault* fault) {
  auto file = read(kind.received);
  EXPECT_THAT(all_diagnostics(file), IsEmpty());
  if (fault != nullptr) inject(*fault, file);
  const auto& received = file.interchanges.at(0);
  const auto text = kind.answer(received);
  const auto back = read(text);
  EXPECT_THAT(names(all_diagnostics(back)), IsEmpty()) << text;
  return lines_of(text, received.delimiters.segment);
}

void expect_golden(const Kind& kind, const std::string& name, const std::string& text) {
  const auto path = fs::path(LONGSHORE_SOURCE_DIR) / "tests/golden/acknowledgements" / kind.name / (name + ".edi");
  if (std::getenv("LONGSHORE_UPDATE_GOLDEN") != nullptr) {
    fs::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << text;
  }
  EXPECT_EQ(text, contents(path)) << path;
}

TEST(AcknowledgementGolden, EveryDiagnosticIsSaidAsItsGoldenFileSays) {
  for (const auto& kind : kinds()) {
    const auto clean = answer_to(kind, nullptr);
    expect_golden(kind, "ACCEPTED", clean);
    for (const auto& fault : faults()) {
      const bool of_syntax = fault.code == Code::UNB_MALFORMED || fault.code == Code::UNA_MALFORMED;
      const bool x12 = kind.answer == x12_answer;
      if (x12 && (of_syntax || fault.where == Where::interchange)) continue;  // a TA1's matter
      const bool without_group = kind.name == "CONTRL-3" || kind.name == "CONTRL-4";
      if (without_group && fault.where == Where::group) continue;
      if (kind.name == "CONTRL-3-groups" && fault.where != Where::group) continue;
      const auto text = answer_to(kind, &fault);
      EXPECT_NE(text, clean) << info(fault.code).name;
      expect_golden(kind, std::string(info(fault.code).name), text);
    }
  }
}

/// Where the repository has their dictionary.
TEST(AcknowledgementGolden, TheGoldenFilesAreSoundDocuments) {
  guide::Library library(fs::path(LONGSHORE_SOURCE_DIR) / "parsers/dictionaries");
  std::size_t checked = 0;
  for (const auto& entry :
       fs::recursive_directory_iterator(fs::path(LONGSHORE_SOURCE_DIR) / "tests/golden/acknowledgements")) {
    if (!entry.is_regular_file()) continue;
    const auto text = contents(entry.path());
    const auto file = read(text);
    for (const auto* set : all_sets(file)) {
      const auto& received = file.interchanges.at(0);
      const auto dictionary = library.find(received.standard, *set);
      if (!dictionary || *dictionary == nullptr) continue;
      ++checked;
      for (const auto& one : guide::check(*set, received.delimiters, **dictionary).diagnostics)
        ADD_FAILURE() << entry.path() << ": " << info(one.code).name << " " << one.segment_id << " " << one.message;
    }
  }
  EXPECT_GT(checked, 0U);
}

TEST(AcknowledgementGolden, WhatTheGoldenFilesSayReadsBack) {
  for (const auto& kind : kinds()) {
    for (const auto& fault : faults()) {
      auto file = read(kind.received);
      inject(fault, file);
      const auto& received = file.interchanges.at(0);
      const auto text = kind.answer(received);
      const auto back = read(text);
      const auto& set = *all_sets(back).at(0);
      if (kind.answer == x12_answer) {
        EXPECT_EQ(x12::read_acknowledgement(set).value(), x12::acknowledge(received).at(0)) << text;
      } else {
        EXPECT_EQ(edifact::read_contrl(set).value(), edifact::acknowledge(received).value()) << text;
      }
    }
  }
}

}  // namespace
}  // namespace longshore::parsers::test
