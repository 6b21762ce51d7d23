#include "tests/support/temporary_folder.h"
#include "tests/unit/cli/program.h"
#include "tests/unit/cli/samples.h"

#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace longshore::cli::test {
namespace {

namespace fs = std::filesystem;
using longshore::test::TemporaryFolder;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

const std::string tables = LONGSHORE_SOURCE_DIR "/tests/golden/tables";

TEST(DictionaryImport, WhatItWritesIsUsed) {
  TemporaryFolder folder;
  auto ran = longshore({"dictionary", "import", tables, "--release", "006020", "--to", folder.path()});
  EXPECT_EQ(ran.exit, 0) << ran.err;
  EXPECT_EQ(ran.out, folder.path() + "/x12/006020: 1 set\n");
  auto listed = longshore({"dictionary", "list", "--dictionaries", folder.path()});
  EXPECT_THAT(listed.out,
              AllOf(HasSubstr("x12/856@006020"), HasSubstr("x12/856@004010"), HasSubstr("edifact/DESADV@D96A")));
  auto shown = longshore({"dictionary", "show", "x12/856@006020", "--dictionaries", folder.path()});
  EXPECT_EQ(shown.out,
            "x12/856@006020  Ship notice  (X12 table data)\nST  M 1  Start\nBEG  M 1  Begin\nloop HL  M >1\n  HL  M 1  "
            "Level\n  REF  O >1  Reference\n  loop N1  O 200\n    N1  M 1  Party\n    N3  O 2  Street\nCTT  O 1  "
            "Totals\nSE  M 1  End\n");
  const auto notice = std::string(isa) +
                      "GS*SH*NWND*HARB*20260302*1405*7*X*006020~ST*856*0001~BEG*ABC*Z~HL*1**S~SE*4*0001~GE*1*7~"
                      "IEA*1*000000101~";
  EXPECT_THAT(longshore({"validate", "-"}, notice).out, HasSubstr("DICTIONARY_MISSING"));
  EXPECT_THAT(longshore({"validate", "--dictionaries", folder.path(), "-"}, notice).out,
              AllOf(HasSubstr("ELEMENT_BAD_CODE"), Not(HasSubstr("DICTIONARY_MISSING"))));
}

TEST(DictionaryImport, GoesToTheInstallation) {
  TemporaryFolder folder;
  std::ofstream(fs::path(folder.path()) / "longshore.yaml") << "data: data\n";
  auto ran = longshore({"--config", folder.path(), "dictionary", "import", tables, "--release", "006020"});
  EXPECT_EQ(ran.exit, 0) << ran.err;
  EXPECT_TRUE(fs::exists(folder.path() + "/dictionaries/x12/006020/856.yaml"));
  EXPECT_EQ(longshore({"dictionary", "import", tables, "--release", "006020"}).exit, 2);
}

TEST(DictionaryImport, WhatIsThereStaysUnlessReplaced) {
  TemporaryFolder folder;
  const std::vector<std::string> command{"dictionary", "import", tables, "--release", "006020", "--to", folder.path()};
  EXPECT_EQ(longshore(command).exit, 0);
  const auto old = fs::path(folder.path()) / "x12/006020/999.yaml";
  std::ofstream(old) << "old\n";
  auto again = longshore(command);
  EXPECT_EQ(again.exit, 8);
  EXPECT_THAT(again.err, HasSubstr("--replace"));
  EXPECT_TRUE(fs::exists(old));
  auto replacing = command;
  replacing.emplace_back("--replace");
  EXPECT_EQ(longshore(replacing).exit, 0);
  EXPECT_FALSE(fs::exists(old));
}

TEST(DictionaryImport, FaultsAreToldAndNothingIsWritten) {
  TemporaryFolder source;
  TemporaryFolder folder;
  for (const auto& one : fs::directory_iterator(tables)) {  // small letters are as good
    auto name = one.path().filename().string();
    std::ranges::transform(name, name.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    fs::copy_file(one.path(), fs::path(source.path()) / name);
  }
  std::ofstream(fs::path(source.path()) / "elehead.txt", std::ios::app) << "\"bad\"\n";
  auto ran = longshore({"dictionary", "import", source.path(), "--release", "006020", "--to", folder.path()});
  EXPECT_EQ(ran.exit, 3);
  EXPECT_THAT(ran.err, HasSubstr(source.path() + "/ELEHEAD.TXT:5:1: TABLE_COLUMNS"));
  EXPECT_FALSE(fs::exists(folder.path() + "/x12"));
  EXPECT_EQ(longshore({"dictionary", "import", "/nowhere", "--release", "006020", "--to", folder.path()}).exit, 5);
  EXPECT_EQ(longshore({"dictionary", "import", tables, "--release", "6020", "--to", folder.path()}).exit, 2);
}

TEST(DictionaryShow, AnUnknownOneIsSaid) {
  EXPECT_EQ(longshore({"dictionary", "show", "x12/999@004010"}).exit, 5);
  EXPECT_EQ(longshore({"dictionary", "show", "856"}).exit, 2);
}

}  // namespace
}  // namespace longshore::cli::test
