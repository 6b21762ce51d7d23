// The reader against a folder of real sample files, where there is one. What the files' own trailers say is found by a
// splitter of the test's own.
#include "tests/unit/parsers/corpus.h"

#include "engine/model/text.h"
#include "parsers/guide/check.h"
#include "parsers/guide/library.h"
#include "tests/unit/parsers/fixtures.h"

#include <array>
#include <charconv>
#include <filesystem>
#include <iostream>

#include <gtest/gtest.h>

namespace longshore::parsers::test {
namespace {

namespace fs = std::filesystem;

/// Marked as invalid, yet sound as far as syntax goes.
struct Sound {
  std::string_view file;
  std::string_view reason;
};
constexpr std::array sound{
    Sound{"850/015-Inteligenz_X12Parser.edi",
          "ISA16 is '~' and the terminator '|': unusual, and consistent throughout"},
    Sound{"210/005-xlate_staedi.edi", "lines wrapped at 80 columns; joined again everything fits"},
    Sound{"misc/002-xlate_staedi.edi", "lines wrapped at 15 columns; joined again everything fits"},
    Sound{"271/020-Inteligenz_X12Parser.edi", "what is wrong is the content: a matter of a 271 dictionary"},
    Sound{"837/049-Inteligenz_X12Parser.edi",
          "what is wrong is the content: NM1 without entity code, a matter of an 837 dictionary"},
    Sound{"997/006-xlate_staedi.edi",
          "what is wrong is the content: codes and lengths, a matter of a 005010 997 dictionary"},
    Sound{"ORDERS/011-EdiFabric_EDIFACT_NET.edi",
          "what is wrong is the content: COM without its composite, a matter of an ORDERS dictionary"},
};

/// What the trailers of a file say, in file order.
struct Trailers {
  std::vector<std::pair<std::string, std::string>> sets;          // SE01 SE02, UNT 0074 0062
  std::vector<std::pair<std::string, std::string>> groups;        // GE, UNE
  std::vector<std::pair<std::string, std::string>> interchanges;  // IEA, UNZ
};

using Words = std::vector<std::string>;

void note_trailer(const Words& segment, const std::array<std::string_view, 3>& tags, Trailers& out) {
  const auto word = [&](std::size_t i) { return i < segment.size() ? std::string(trim(segment[i])) : std::string{}; };
  const std::pair entry{word(1), word(2)};
  const auto& tag = segment.front();
  if (tag == tags[0]) out.sets.push_back(entry);
  if (tag == tags[1]) out.groups.push_back(entry);
  if (tag == tags[2]) out.interchanges.push_back(entry);
}

std::string_view without_filler(std::string_view text) {
  const auto at = text.find_first_not_of(std::string_view(" \t\r\n\0\x1A\xEF\xBB\xBF", 9));
  return at == std::string_view::npos ? std::string_view{} : text.substr(at);
}

Trailers x12_trailers(std::string_view text) {
  Trailers out;
  char element = '*';
  char terminator = '~';
  for (text = without_filler(text); !text.empty(); text = without_filler(text)) {
    if (text.starts_with("ISA") && text.size() > 105) {
      element = text[3];
      terminator = text[105];
    }
    const auto end = text.starts_with("ISA") ? std::size_t{105} : std::min(text.find(terminator), text.size());
    Words words;
    for (auto word : split(text.substr(0, end), element)) words.emplace_back(trim(word));
    note_trailer(words, {"SE", "GE", "IEA"}, out);
    text.remove_prefix(std::min(text.size(), end + 1));
  }
  return out;
}

Trailers edifact_trailers(std::string_view text) {
  Trailers out;
  char element = '+';
  char terminator = '\'';
  char release = '?';
  for (text = without_filler(text); !text.empty(); text = without_filler(text)) {
    if (text.starts_with("UNA") && text.size() > 9) {
      element = text[4];
      release = text[6];
      terminator = text[8];
      text.remove_prefix(9);
      continue;
    }
    Words words{""};
    std::size_t at = 0;
    for (; at < text.size() && text[at] != terminator; ++at) {
      if (text[at] == release && release != ' ' && at + 1 < text.size()) {
        words.back() += text[++at];
      } else if (text[at] == element) {
        words.emplace_back();
      } else {
        words.back() += text[at];
      }
    }
    note_trailer(words, {"UNT", "UNE", "UNZ"}, out);
    text.remove_prefix(std::min(text.size(), at + 1));
  }
  return out;
}

Trailers found_in(const ParsedFile& file) {
  Trailers out;
  for (const auto& one : file.interchanges) {
    std::size_t groups = 0;
    std::size_t sets = 0;
    for (const auto& group : one.groups) {
      for (const auto& set : group.transactions)
        out.sets.emplace_back(std::to_string(set.segments.size()), set.control_number);
      sets += group.transactions.size();
      if (group.implicit) continue;
      ++groups;
      out.groups.emplace_back(std::to_string(group.transactions.size()), group.control_number);
    }
    const bool by_groups = one.standard == Standard::x12 || groups != 0;
    out.interchanges.emplace_back(std::to_string(by_groups ? groups : sets), one.control_number);
  }
  return out;
}

/// Counts compare as numbers: "0012" is 12.
void expect_same(const std::vector<std::pair<std::string, std::string>>& found,
                 const std::vector<std::pair<std::string, std::string>>& declared, const std::string& what) {
  ASSERT_EQ(found.size(), declared.size()) << what;
  for (std::size_t i = 0; i < found.size(); ++i) {
    EXPECT_EQ(std::atol(found[i].first.c_str()), std::atol(declared[i].first.c_str())) << what << " " << i;
    EXPECT_EQ(found[i].second, declared[i].second) << what << " " << i;
  }
}

void expect_valid(const Sample& sample, const std::string& text, const ParsedFile& file) {
  const auto declared = sample.x12 ? x12_trailers(text) : edifact_trailers(text);
  const auto found = found_in(file);
  expect_same(found.sets, declared.sets, sample.file + " set");
  expect_same(found.groups, declared.groups, sample.file + " group");
  expect_same(found.interchanges, declared.interchanges, sample.file + " interchange");
  for (const auto& one : all_diagnostics(file)) {
    EXPECT_NE(one.severity, Severity::error) << sample.file << ": " << info(one.code).name << " " << one.message;
  }
}

void expect_finding(const Sample& sample, const ParsedFile& file) {
  const auto diagnostics = all_diagnostics(file);
  const bool located = std::ranges::any_of(
      diagnostics, [](const Diagnostic& one) { return one.severity != Severity::info && one.byte_range.has_value(); });
  const bool excepted = std::ranges::find(sound, std::string_view(sample.file), &Sound::file) != sound.end();
  EXPECT_NE(located, excepted) << sample.file;
}

/// Nothing may crash, and nothing may point outside the payload, whatever is read and checked.
void check_everything(ParsedFile& file, guide::Library& library, std::size_t size) {
  for (const auto& one : all_diagnostics(file)) {
    if (!one.byte_range) continue;
    ASSERT_LE(one.byte_range->end, size);
  }
  for (auto& one : file.interchanges) {
    ASSERT_LE(one.byte_range.end, size);
    for (auto& group : one.groups) {
      for (auto& set : group.transactions) {
        ASSERT_LE(set.byte_range.end, size);
        const auto dictionary = library.find(one.standard, set);
        if (!dictionary || *dictionary == nullptr) continue;
        const auto checked = guide::check(set, one.delimiters, **dictionary);
        ASSERT_EQ(checked.placement.segments.size(), set.segments.size());
      }
    }
  }
}

TEST(Corpus, EveryFileIsReadAsItsTrailersSay) {
  const auto folder = corpus_folder();
  std::error_code ignored;
  if (!fs::exists(folder / "MANIFEST.tsv", ignored)) {
    std::cout << "corpus: absent\n";
    return;
  }
  guide::Library library(fs::path(LONGSHORE_SOURCE_DIR) / "parsers/dictionaries");
  std::size_t count = 0;
  for (const auto& sample : manifest(folder)) {
    const auto text = contents(folder / "files" / sample.file);
    auto file = read(text);
    if (sample.valid) {
      expect_valid(sample, text, file);
    } else {
      expect_finding(sample, file);
    }
    check_everything(file, library, text.size());
    for (const std::size_t part : {3U, 7U, 10U}) {
      const auto prefix = text.substr(0, text.size() * part / 11);
      auto cut = read(prefix);
      check_everything(cut, library, prefix.size());
    }
    ++count;
  }
  std::cout << "corpus: " << count << " checked\n";
}

}  // namespace
}  // namespace longshore::parsers::test
