#include "parsers/scan/scan.h"

#include <array>
#include <iostream>
#include <string>

#include <gtest/gtest.h>

namespace longshore::scan {
namespace {

std::vector<std::uint32_t> offsets(const Hits& hits) {
  return {hits.data(), hits.data() + hits.size()};
}

/// Whether exactly those are told to end a segment that stand on its delimiter.
bool tells_segments(const Hits& hits, std::string_view text, char segment) {
  std::size_t next = hits.next_segment(0);
  for (std::size_t i = 0; i < hits.size(); ++i) {
    if ((text[hits[i]] == segment) != (i == next)) return false;
    if (i == next) next = hits.next_segment(i + 1);
  }
  return next == hits.size();
}

std::vector<std::uint32_t> run(Index index, std::string_view text, const Needles& needles, std::size_t split) {
  Hits hits;
  Carry carry;
  split = std::min(split, text.size());
  index(text.substr(0, split), needles, carry, 0, hits);
  index(text.substr(split), needles, carry, static_cast<std::uint32_t>(split), hits);
  EXPECT_TRUE(tells_segments(hits, text, needles.segment)) << text;
  return offsets(hits);
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

#if defined(__SANITIZE_ADDRESS__)
constexpr std::size_t longest_word = 5;
#else
constexpr std::size_t longest_word = 7;
#endif

/// A word in neutral padding at one offset, indexed by one variant, as one block or as two.
class Placed {
 public:
  Placed(const Variant& variant, const Needles& needles) : variant_(variant), needles_(needles) { text_.fill('a'); }

  /// Whether the variant finds `expected`, offsets within the word, when the word stands at `offset`.
  bool finds(std::string_view word, std::span<const std::uint32_t> expected, std::size_t offset, std::size_t border) {
    std::ranges::copy(word, text_.begin() + static_cast<std::ptrdiff_t>(offset));
    const std::string_view text(text_.data(), text_.size());
    Carry carry;
    hits_.truncate(0);
    variant_.index(text.substr(0, border), needles_, carry, 0, hits_);
    variant_.index(text.substr(border), needles_, carry, static_cast<std::uint32_t>(border), hits_);
    const bool same = std::ranges::equal(offsets(hits_), expected, {}, [offset](auto at) { return at - offset; }) &&
                      tells_segments(hits_, text, needles_.segment);
    std::fill_n(text_.begin() + static_cast<std::ptrdiff_t>(offset), word.size(), 'a');
    return same;
  }

 private:
  static constexpr std::size_t bytes = 192;
  const Variant& variant_;
  Needles needles_;
  std::array<char, bytes> text_{};
  Hits hits_;
};

/// Every word up to the longest over an alphabet, each at the offsets 0 to 127, against the scalar twin.
void expect_twins(const Needles& needles, std::string_view alphabet) {
  std::uint64_t checked = 0;
  for (const auto& variant : variants().subspan(1)) {
    Placed placed(variant, needles);
    for (std::size_t length = 1, words = alphabet.size(); length <= longest_word; ++length, words *= alphabet.size()) {
      for (std::size_t number = 0; number < words; ++number) {
        std::string text;
        for (std::size_t i = 0, rest = number; i < length; ++i, rest /= alphabet.size())
          text += alphabet[rest % alphabet.size()];
        const auto expected = run(variants().front().index, text, needles, text.size());
        ASSERT_EQ(expected, reference(text, needles)) << text;
        for (std::size_t offset = 0; offset < 128; ++offset, ++checked)
          ASSERT_TRUE(placed.finds(text, expected, offset, number % 2 == 0 ? 192 : 64 + number % 7))
              << variant.name << " " << text << " at " << offset;
      }
    }
  }
  std::cout << variants().size() - 1 << " vector variants, " << checked << " words placed\n";
}

TEST(Scan, EveryShortX12WordIsIndexedAlikeAtEveryOffset) {
  expect_twins({'~', '*', {}}, "~*:?^a");
}

TEST(Scan, EveryShortEdifactWordIsIndexedAlikeAtEveryOffset) {
  expect_twins({'\'', '+', '?'}, "'+:?\na");
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
