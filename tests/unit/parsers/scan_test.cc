#include "parsers/scan/scan.h"

#include <iostream>
#include <string>

#include <gtest/gtest.h>

namespace longshore::scan {
namespace {

std::vector<std::uint32_t> run(Index index, std::string_view text, const Needles& needles, std::size_t split) {
  std::vector<std::uint32_t> out(text.size() + slack);
  Carry carry;
  split = std::min(split, text.size());
  auto* middle = index(text.substr(0, split), needles, carry, 0, out.data());
  auto* end = index(text.substr(split), needles, carry, static_cast<std::uint32_t>(split), middle);
  out.resize(static_cast<std::size_t>(end - out.data()));
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
    for (const auto& variant : variants())
      ASSERT_EQ(run(variant.index, text, needles, number % 7), reference(text, needles)) << variant.name << text;
  }
}

TEST(Scan, TwinsAgreeOnLongTextsSplitAnywhere) {
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
      for (const auto& variant : variants()) ASSERT_EQ(run(variant.index, text, needles, split), expected) << text;
    }
  }
}

TEST(Scan, OddAndEvenRunsOfReleaseCharactersCrossBlocks) {
  const Needles needles{'\'', '+', '?'};
  for (std::size_t lead = 0; lead < 70; ++lead) {
    for (std::size_t run_length = 0; run_length < 70; ++run_length) {
      const auto text = std::string(lead, 'a') + std::string(run_length, '?') + "+" + std::string(64, 'b') + "'";
      for (const auto& variant : variants())
        ASSERT_EQ(run(variant.index, text, needles, 64), reference(text, needles)) << lead << " " << run_length;
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
