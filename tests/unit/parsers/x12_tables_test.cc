// X12's table data becomes dictionary files that load. The tables here are of a set of our own.
#include "parsers/guide/check.h"
#include "parsers/guide/dictionary_text.h"
#include "parsers/guide/library.h"
#include "tests/support/temporary_folder.h"
#include "tests/unit/parsers/corpus.h"
#include "tests/unit/parsers/fixtures.h"

#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace longshore::guide {
namespace {

namespace fs = std::filesystem;
using parsers::test::names;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TableTexts tables() {
  TableTexts out;
  for (auto name : table_names())
    out[std::string(name)] = parsers::test::contents(fs::path(LONGSHORE_SOURCE_DIR) / "tests/golden/tables" / name);
  return out;
}

struct Made {
  std::optional<DictionaryText> text;
  std::vector<Error> errors;
  std::vector<Error> refused;
};

Made make(const TableTexts& texts, const std::vector<std::string>& sets = {}) {
  Made out;
  const auto read = read_x12_tables(texts, "tables", out.errors);
  if (!out.errors.empty()) return out;
  auto written = write_dictionary(read, "006020", sets, "own tables", out.refused);
  if (written)
    out.text = std::move(*written);
  else
    out.errors.push_back(written.error());
  return out;
}

/// The first fault of the tables after a change; others may follow from it.
std::string fault(const std::string& file, const std::string& from, const std::string& to) {
  auto texts = tables();
  auto& text = texts[file];
  const auto at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  text.replace(at, from.size(), to);
  const auto made = make(texts);
  EXPECT_FALSE(made.text.has_value());
  return made.errors.empty() ? "" : made.errors.front().describe();
}

const std::string* file(const DictionaryText& text, std::string_view name) {
  const auto found = std::ranges::find(text.files, name, &DictionaryFile::name);
  return found == text.files.end() ? nullptr : &found->text;
}

TEST(X12Tables, BecomeADictionaryAsFormatHasIt) {
  const auto made = make(tables());
  ASSERT_TRUE(made.text.has_value()) << made.errors.at(0).describe();
  EXPECT_THAT(made.refused, IsEmpty());
  EXPECT_THAT(made.text->sets, ElementsAre("856"));
  EXPECT_EQ(*file(*made.text, "856.yaml"), R"(set: "856"
standard: X12
version: "006020"
functional_id: "SH"
label: "Ship notice"
sources: ["own tables"]
structure:
  - {segment: "ST", req: M, max: 1}
  - {segment: "BEG", req: M, max: 1}
  - loop: "HL"
    req: M
    max: 0
    of:
      - {segment: "HL", req: M, max: 1}
      - {segment: "REF", req: O, max: 0}
      - loop: "N1"
        req: O
        max: 200
        of:
          - {segment: "N1", req: M, max: 1}
          - {segment: "N3", req: O, max: 2}
  - {segment: "CTT", req: O, max: 1}
  - {segment: "SE", req: M, max: 1}
)");
  EXPECT_EQ(*file(*made.text, "codes.yaml"),
            "codes:\n  \"2\":\n    sources: [\"own tables\"]\n    values:\n      \"A\": \"Alpha\"\n      \"B\": "
            "\"Beta, of two "
            "lines\"\n");
  EXPECT_THAT(*file(*made.text, "segments.yaml"),
              HasSubstr("{composite: \"C1\", req: O, repeat: 0}\n    notes: [\"R0203\"]\n"));
}

TEST(X12Tables, WhatIsMadeOfThemChecksDocuments) {
  const auto made = make(tables());
  ASSERT_TRUE(made.text.has_value());
  const test::TemporaryFolder folder;
  fs::create_directories(fs::path(folder.path()) / "x12/006020");
  for (const auto& one : made.text->files) std::ofstream(fs::path(folder.path()) / "x12/006020" / one.name) << one.text;
  Library library(folder.path());
  const auto dictionary = library.find(parsers::Standard::x12, "006020", "856");
  ASSERT_TRUE(dictionary.has_value()) << dictionary.error().describe();
  const auto text = parsers::test::interchange({"GS*SH*N*H*20260302*1405*7*X*006020", "ST*856*0001", "BEG*ABC*Z",
                                                "HL*1**S", "REF*A", "N3*X", "SE*6*0001", "GE*1*7"});
  const auto read = parsers::read(text);
  EXPECT_THAT(
      names(check(*parsers::test::all_sets(read).at(0), read.interchanges[0].delimiters, **dictionary).diagnostics),
      ElementsAre("ELEMENT_BAD_CODE", "NOTE_VIOLATED", "SEGMENT_MISPLACED"));
}

TEST(X12Tables, AnImportedDictionaryGoesBeforeTheShippedOne) {
  const test::TemporaryFolder folder;
  fs::create_directories(fs::path(folder.path()) / "x12/004010");
  auto made = make(tables());
  ASSERT_TRUE(made.text.has_value());
  for (const auto& one : made.text->files) std::ofstream(fs::path(folder.path()) / "x12/004010" / one.name) << one.text;
  Library library(std::string(LONGSHORE_SOURCE_DIR) + "/parsers/dictionaries");
  library.put_before(folder.path());
  EXPECT_EQ((*library.find(parsers::Standard::x12, "004010", "856"))->sources.at(0), "own tables");
  EXPECT_NE((*library.find(parsers::Standard::x12, "004010", "214"))->sources.at(0), "own tables");
  const auto all = library.list();
  EXPECT_EQ(std::ranges::count_if(all, [](const auto& one) { return one.set == "856" && one.version == "004010"; }), 1);
}

TEST(X12Tables, FaultsHaveTheirPlace) {
  EXPECT_EQ(fault("SETDETL.TXT", R"("856","1","020","BEG")", R"("856","1","020","BEX")"),
            "tables/SETDETL.TXT:2:17: TABLE_ORPHAN: segment BEX is not in SEGHEAD.TXT");
  EXPECT_EQ(fault("SETDETL.TXT", R"("BEG","M","1")", R"("BEG","Q","1")"),
            "tables/SETDETL.TXT:2:23: TABLE_REQUIREMENT: the requirement \"Q\" is none of M O C X F N");
  EXPECT_THAT(fault("SETDETL.TXT", R"("N1","O","1","2")", R"("N1","O","1","3")"),
              HasSubstr("SETDETL.TXT:5:30: TABLE_LEVEL: no loop is open that would have level 3 here"));
  EXPECT_THAT(fault("SETDETL.TXT", R"("REF","O",">1")", R"("REF","O","0")"),
              HasSubstr("SETDETL.TXT:4:27: TABLE_NUMBER: the maximum use \"0\" is no number that it can be — a number "
                        "from 1, or >1"));
  EXPECT_THAT(fault("SEGDETL.TXT", R"("REF","2","1")", R"("REF","3","1")"),
              HasSubstr("TABLE_SEQUENCE: segment REF should go on with 2"));
  EXPECT_THAT(fault("ELEDETL.TXT", R"("AN","1","5")", R"("AX","1","5")"),
              HasSubstr("ELEDETL.TXT:1:5: TABLE_TYPE: \"AX\" is no element type"));
  EXPECT_THAT(fault("ELEDETL.TXT", R"("AN","1","5")", R"("AN","6","5")"), HasSubstr("TABLE_LENGTHS"));
  EXPECT_THAT(fault("SEGHEAD.TXT", R"("BEG","Begin")", R"("BEG","Begin","more")"),
              HasSubstr("SEGHEAD.TXT:2:1: TABLE_COLUMNS"));
  EXPECT_THAT(fault("SETHEAD.TXT", R"("856",)", R"("856-A1",)"), HasSubstr("TABLE_SET"));
  EXPECT_THAT(fault("FREEFORM.TXT", "R0203", "X02"),
              HasSubstr("FREEFORM.TXT:10:1: TABLE_NOTE: \"X02\" is no syntax note"));
  EXPECT_THAT(fault("FREEFORM.TXT", "2,,A,1", "77,,A,1"), HasSubstr("TABLE_ORPHAN: element 77"));
  EXPECT_THAT(fault("ELEHEAD.TXT", R"("Word")", R"("Word)"), HasSubstr("ELEHEAD.TXT:1:1: TEXT_AFTER_QUOTE"));
}

TEST(X12Tables, AMissingTableIsNamed) {
  auto texts = tables();
  texts.erase("COMDETL.TXT");
  EXPECT_THAT(make(texts).errors.at(0).describe(), HasSubstr("TABLE_MISSING: the table COMDETL.TXT is not there"));
  texts = tables();
  texts.erase("FREEFORM.TXT");
  EXPECT_TRUE(make(texts).text.has_value());
}

TEST(X12Tables, AnAmbiguousSetIsRefusedAndTheOthersAreMade) {
  auto texts = tables();
  texts["SETHEAD.TXT"] += "\"940\",\"Order\",\"OW\"\n";
  texts["SETDETL.TXT"] += R"("940","1","010","ST","M","1","0","",""
"940","1","020","N1","O","1","1","5","N1"
"940","2","010","N1","O","1","1","5","N1"
"940","3","010","SE","M","1","0","",""
)";
  const auto made = make(texts);
  ASSERT_TRUE(made.text.has_value());
  EXPECT_THAT(made.text->sets, ElementsAre("856"));
  EXPECT_THAT(made.refused.at(0).describe(), HasSubstr("940.yaml:14:5: STRUCTURE_AMBIGUOUS"));
  EXPECT_EQ(make(texts, {"850"}).errors.at(0).code, "SET_UNKNOWN");
  EXPECT_THAT(make(texts, {"940"}).text->sets, IsEmpty());
}

}  // namespace
}  // namespace longshore::guide
