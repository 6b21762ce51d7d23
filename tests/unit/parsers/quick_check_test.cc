// The quick check may only say yes where the thorough one finds nothing.
#include "parsers/guide/quick_check.h"

#include "parsers/guide/element_check.h"
#include "parsers/guide/library.h"
#include "parsers/guide/placer.h"
#include "tests/unit/parsers/corpus.h"
#include "tests/unit/parsers/fixtures.h"

#include <iostream>
#include <random>

#include <gtest/gtest.h>

namespace longshore::guide {
namespace {

namespace fs = std::filesystem;

class QuickCheckTest : public testing::Test {
 protected:
  /// Both checks on every segment of a text that a dictionary defines.
  void compare(const std::string& text) {
    const auto file = parsers::read(text);
    for (const auto& interchange : file.interchanges)
      for (const auto& group : interchange.groups)
        for (const auto& transaction : group.transactions) compare(interchange, transaction);
  }

  std::uint64_t quick_ = 0;
  std::uint64_t thorough_ = 0;

 private:
  void compare(const parsers::Interchange& interchange, const parsers::Transaction& transaction) {
    const auto found = library_.find(interchange.standard, transaction);
    if (!found || *found == nullptr) return;
    const QuickCheck quick(interchange.delimiters);
    const QuickCheck scalar(interchange.delimiters, QuickCheck::Variant::scalar);
    const Levels levels;
    std::vector<Diagnostic> findings;
    ElementCheck thorough(interchange.delimiters, interchange.standard, levels, findings);
    Placer placer(**found, nullptr, nullptr);
    for (const auto& segment : transaction.segments) {
      const auto place = placer.place(segment);
      if (place.segment == nullptr) continue;
      const bool sound = quick.is_sound(segment, *place.segment);
      ASSERT_EQ(scalar.is_sound(segment, *place.segment), sound) << segment.text();
      ++(sound ? quick_ : thorough_);
      thorough.check(segment, *place.segment, {});
      if (sound) {
        ASSERT_TRUE(findings.empty()) << segment.text() << "\n" << info(findings.front().code).name;
      }
      findings.clear();
    }
  }

  Library library_{fs::path(LONGSHORE_SOURCE_DIR) / "parsers/dictionaries"};
};

std::vector<std::string> golden_files() {
  std::vector<std::string> out;
  for (const auto& file :
       fs::recursive_directory_iterator(fs::path(LONGSHORE_SOURCE_DIR) / "tests/golden/dictionaries"))
    if (file.path().extension() == ".edi") out.push_back(parsers::test::contents(file.path()));
  return out;
}

TEST_F(QuickCheckTest, NeverContradictsTheThoroughOne) {
  for (const auto& text : golden_files()) compare(text);
  EXPECT_GT(quick_, 10 * thorough_) << "most segments are sound, and quickly so";
}

TEST_F(QuickCheckTest, NorDoesItWhereBytesWereChanged) {
  std::mt19937 random(7);
  constexpr std::string_view alphabet = "*~:'+?^0A9a- .\n\x01\xC3";
  for (auto text : golden_files()) {
    for (int round = 0; round < 20; ++round) {
      auto changed = text;
      for (int i = 0; i < 40; ++i)
        changed[110 + random() % (changed.size() - 110)] = alphabet[random() % alphabet.size()];
      compare(changed);
      if (HasFatalFailure()) return;
    }
  }
  std::cout << quick_ << " segments were quickly sound, " << thorough_ << " were looked at\n";
}

TEST_F(QuickCheckTest, NorOnRealFiles) {
  for (const auto& sample : parsers::test::corpus_samples())
    compare(parsers::test::contents(parsers::test::corpus_folder() / "files" / sample.file));
  std::cout << quick_ << " segments were quickly sound, " << thorough_ << " were looked at\n";
}

}  // namespace
}  // namespace longshore::guide
