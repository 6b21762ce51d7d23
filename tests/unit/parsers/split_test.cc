// However the bytes arrive, the reader tells the same.
#include "tests/support/inputs.h"
#include "tests/support/transcript.h"
#include "tests/unit/parsers/corpus.h"
#include "tests/unit/parsers/fixtures.h"

#include <iostream>
#include <random>

#include <gtest/gtest.h>

namespace longshore::parsers::test {
namespace {

std::uint64_t whole(std::string_view payload) {
  Transcript out;
  read(payload, out);
  return out.hash();
}

std::string told(std::string_view payload, Pieces pieces) {
  Transcript expected(true);
  Transcript got(true);
  read(payload, expected);
  read(pieces, got);
  auto [a, b] = std::ranges::mismatch(expected.text(), got.text());
  const auto at = static_cast<std::size_t>(std::max<std::ptrdiff_t>(0, a - expected.text().begin() - 200));
  return "whole:\n" + expected.text().substr(std::min(at, expected.text().size()), 400) + "\nin pieces:\n" +
         got.text().substr(std::min(at, got.text().size()), 400);
}

testing::AssertionResult same(std::string_view payload, std::uint64_t expected, const Pieces& pieces) {
  Transcript got;
  Pieces input = pieces;
  read(input, got);
  if (got.hash() == expected) return testing::AssertionSuccess();
  return testing::AssertionFailure() << told(payload, pieces);
}

void expect_same_at_every_byte(std::string_view payload) {
  const auto expected = whole(payload);
  for (std::size_t at = 1; at < payload.size(); ++at)
    ASSERT_TRUE(same(payload, expected, Pieces(payload, at))) << "split at " << at;
  for (std::size_t piece : {1U, 7U, 64U}) ASSERT_TRUE(same(payload, expected, Pieces(payload, piece, piece))) << piece;
}

/// Offsets within two bytes of sampled delimiters, of `count` of them.
std::vector<std::size_t> around_delimiters(std::string_view payload, std::size_t count) {
  std::vector<std::size_t> delimiters;
  for (std::size_t i = 0; i < payload.size(); ++i)
    if (std::string_view("*~+':?^\n").contains(payload[i])) delimiters.push_back(i);
  std::vector<std::size_t> sampled;
  std::ranges::sample(delimiters, std::back_inserter(sampled), static_cast<std::ptrdiff_t>(count), std::mt19937(1));
  std::vector<std::size_t> out;
  for (auto at : sampled)
    for (std::size_t near = at < 2 ? 0 : at - 2; near <= at + 2; ++near) out.push_back(near);
  return out;
}

TEST(Split, AFileInPiecesIsTheSameFile) {
  const Look wide{'*', ':', "~", "\r\n", '^', "00501"};
  for (const auto& payload :
       {small_x12(), small_x12(wide), small_edifact(),
        "\xEF\xBB\xBF\n" + small_x12() + "junk ISA junk\n" + small_edifact(),
        small_x12() + small_x12() + std::string("\0\x1A", 2), std::string("nothing here"), std::string("ISA*00*")})
    expect_same_at_every_byte(payload);
}

TEST(Split, LinesWrappedInTheMiddleOfDataToo) {
  for (std::size_t width : {20U, 80U}) {
    std::string wrapped;
    const auto flat = small_x12({.line_break = ""});
    for (std::size_t at = 0; at < flat.size(); at += width) wrapped += flat.substr(at, width) + "\r\n";
    expect_same_at_every_byte(wrapped);
    expect_same_at_every_byte(wrapped + small_edifact());
  }
}

TEST(Split, BinaryDataAndEmptySegmentsToo) {
  expect_same_at_every_byte(interchange(grouped({"ST*841*0001", "BIN*12*ab~*cd\n~GE*1~*", "SE*3*0001"}, "GE*1*7")) +
                            "~~\n~");
  expect_same_at_every_byte(
      "UNB+UNOC:4+A:14+B:14+20260302:1405+R1'UNO+P1+AAA:X1+1:PNG+14:1'XYZ+1'UNT'UNZ+1+\n?'UNP+9+P1'UNZ+1+R1'");
  expect_same_at_every_byte("UNB+UNOC:4+A:14+B:14+20260302:1405+R1'UNO+P1+AAA:X1+1:PNG+9'UNT'UNZ+1UNP+9+P1'UNZ+1+R1'");
}

TEST(Split, JunkLargerThanTheWindowIsSkippedInBoundedMemory) {
  std::string junk;
  for (int i = 0; i < 300'000; ++i) junk += "In Utah: IS UN ";
  const auto payload = junk + small_x12() + junk + small_edifact();
  EXPECT_TRUE(same(payload, whole(payload), Pieces(payload, 1000, 60'000)));
}

// Small files at every byte, large ones around sampled delimiters.
TEST(Split, CorpusFilesToo) {
#if defined(__SANITIZE_ADDRESS__)
  constexpr std::size_t most_delimiters = 5;
  constexpr std::size_t most_bytes = 512;
#else
  constexpr std::size_t most_delimiters = 1000;
  constexpr std::size_t most_bytes = 8192;
#endif
  std::size_t splits = 0;
  const auto samples = corpus_samples();
  for (const auto& sample : samples) {
    const auto payload = contents(corpus_folder() / "files" / sample.file);
    ASSERT_FALSE(payload.empty()) << sample.file;
    if (payload.size() <= most_bytes) {
      expect_same_at_every_byte(payload);
      splits += payload.size();
    } else {
      const auto expected = whole(payload);
      const auto places = around_delimiters(payload, most_delimiters);
      for (auto at : places) ASSERT_TRUE(same(payload, expected, Pieces(payload, at))) << sample.file << " at " << at;
      splits += places.size();
    }
    if (HasFatalFailure()) FAIL() << sample.file;
  }
  if (samples.empty())
    std::cout << "corpus: absent\n";
  else
    std::cout << "corpus: " << samples.size() << " split at " << splits << " places\n";
}

}  // namespace
}  // namespace longshore::parsers::test
