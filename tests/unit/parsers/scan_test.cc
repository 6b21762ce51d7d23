#include "parsers/scan/scan.h"

#include <iostream>
#include <string>

#include <gtest/gtest.h>

namespace longshore::scan {
namespace {

using Indexer = void (*)(std::string_view, const Needles&, Carry&, std::uint32_t, std::vector<std::uint32_t>&);

std::vector<std::uint32_t> run(Indexer indexer, std::string_view text, const Needles& needles, std::size_t split) {
  std::vector<std::uint32_t> out;
  Carry carry;
  split = std::min(split, text.size());
  indexer(text.substr(0, split), needles, carry, 0, out);
  indexer(text.substr(split), needles, carry, static_cast<std::uint32_t>(split), out);
  return out;
}

/// What the standard says, one byte at a time over the whole text.
std::vector<std::uint32_t> reference(std::string_view text, const Needles& needles) {
  std::vector<std::uint32_t> out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (needles.release && text[i] == *needles.release) {
      ++i;
    } else if (text[i] == needles.segment || text[i] == needles.element) {
      out.push_back(static_cast<std::uint32_t>(i));
    }
  }
  return out;
}

/// Every variant that this machine can run; the tests' output names them.
std::vector<Indexer> variants() {
  std::vector<Indexer> out{index_scalar};
  if (has_avx2()) out.push_back(index_avx2);
  std::cout << "variants: scalar" << (has_avx2() ? " avx2" : "; this machine has no AVX2") << "\n";
  return out;
}

std::string word(std::uint32_t number, std::size_t length) {
  constexpr std::string_view alphabet = "a'+?";
  std::string out;
  for (std::size_t i = 0; i < length; ++i, number /= 4) out += alphabet[number % 4];
  return out;
}

TEST(Scan, EveryShortWordOverASmallAlphabetIsIndexedAlike) {
  const Needles needles{'\'', '+', '?'};
  for (std::uint32_t number = 0; number < 4096; ++number) {
    const auto text = word(number, 6);
    ASSERT_EQ(run(index_scalar, text, needles, number % 7), reference(text, needles)) << text;
  }
}

TEST(Scan, TwinsAgreeOnLongTextsSplitAnywhere) {
  const auto indexers = variants();
  const Needles needles{'\'', '+', '?'};
  std::uint32_t state = 7;
  for (int round = 0; round < 400; ++round) {
    std::string text;
    const auto length = 60 + round % 150;
    for (int i = 0; i < length; ++i) {
      state = state * 1664525U + 1013904223U;
      text += word(state >> 13, 1);
    }
    for (std::size_t split = 0; split <= text.size(); split += 7) {
      const auto expected = reference(text, needles);
      for (auto indexer : indexers) ASSERT_EQ(run(indexer, text, needles, split), expected) << text;
    }
  }
}

TEST(Scan, OddAndEvenRunsOfReleaseCharactersCrossBlocks) {
  const Needles needles{'\'', '+', '?'};
  const auto indexers = variants();
  for (std::size_t lead = 0; lead < 70; ++lead) {
    for (std::size_t run_length = 0; run_length < 70; ++run_length) {
      const auto text = std::string(lead, 'a') + std::string(run_length, '?') + "+" + std::string(64, 'b') + "'";
      for (auto indexer : indexers)
        ASSERT_EQ(run(indexer, text, needles, 64), reference(text, needles)) << lead << " " << run_length;
    }
  }
}

TEST(Scan, WithoutReleaseCharacterEveryDelimiterCounts) {
  const Needles needles{'~', '*', {}};
  const std::string text = "A?*B~" + std::string(100, '*');
  EXPECT_EQ(run(index, text, needles, 3), reference(text, needles));
}

}  // namespace
}  // namespace longshore::scan
