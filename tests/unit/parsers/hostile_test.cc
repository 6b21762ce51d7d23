// Input made to exhaust: time and memory stay bounded, and a limit is reported as a limit.
#include "parsers/guide/checker.h"
#include "parsers/guide/library.h"
#include "tests/unit/parsers/fixtures.h"

#include <cstring>
#include <map>

#include <gtest/gtest.h>
#include <sys/resource.h>

namespace longshore::parsers::test {
namespace {

/// Pieces one after the other, each as often as it is wanted; nothing is held but the pieces.
class Repeated final : public Input {
 public:
  struct Piece {
    std::string text;
    std::uint64_t times = 1;
  };
  explicit Repeated(std::vector<Piece> pieces) : pieces_(std::move(pieces)) {}

  std::size_t read(std::span<char> out) override {
    std::size_t written = 0;
    while (written < out.size() && piece_ < pieces_.size()) {
      const auto& [text, times] = pieces_[piece_];
      const auto count = std::min(out.size() - written, text.size() - at_);
      std::memcpy(out.data() + written, text.data() + at_, count);
      written += count;
      at_ += count;
      if (at_ < text.size()) continue;
      at_ = 0;
      if (++done_ < times) continue;
      done_ = 0;
      ++piece_;
    }
    return written;
  }

 private:
  std::vector<Piece> pieces_;
  std::size_t piece_ = 0;
  std::size_t at_ = 0;
  std::uint64_t done_ = 0;
};

class Counts final : public guide::CheckedEvents {
 public:
  void begin_interchange(const Interchange&) override { ++interchanges; }
  void begin_transaction(const Transaction&, const guide::Dictionary*) override { ++transactions; }
  void segment(const Segment& segment, const guide::SegmentPlace&) override {
    ++segments;
    largest = std::max<std::uint64_t>(largest, segment.text().size());
  }
  void diagnostic(Part, Diagnostic one) override { ++codes[std::string(info(one.code).name)]; }

  std::uint64_t interchanges = 0;
  std::uint64_t transactions = 0;
  std::uint64_t segments = 0;
  std::uint64_t largest = 0;
  std::map<std::string, std::uint64_t> codes;
};

/// What the process holds at its most, in MiB.
std::uint64_t peak() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<std::uint64_t>(usage.ru_maxrss) / 1024;
}

class HostileInput : public testing::Test {
 protected:
  Counts read_checked(std::vector<Repeated::Piece> pieces) {
    static guide::Library library(std::string(LONGSHORE_SOURCE_DIR) + "/parsers/dictionaries");
    Repeated input(std::move(pieces));
    Counts counts;
    guide::Checker checker(
        [](Standard standard, const Transaction& one) {
          const auto found = library.find(standard, one);
          return found ? *found : nullptr;
        },
        5, counts);
    read(input, checker);
    return counts;
  }

  void TearDown() override {
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
    EXPECT_LE(peak() - before_, 64U) << "MiB beyond what the process held before";
#endif
  }

  const std::string open_ = isa() + "\nGS*SH*NWND*HARB*20260302*1405*7*X*004010~\nST*856*0001~\n";
  const std::string close_ = "SE*3*0001~\nGE*1*7~\nIEA*1*000000101~\n";

 private:
  std::uint64_t before_ = peak();
};

TEST_F(HostileInput, TenMillionEmptySegments) {
  const auto counts = read_checked({{open_}, {"~", 10'000'000}, {close_}});
  EXPECT_EQ(counts.codes.at("SEGMENT_TAG_INVALID"), 1000U);
  EXPECT_EQ(counts.codes.at("LIMIT_REACHED"), 1U);
  EXPECT_EQ(counts.transactions, 1U);
  EXPECT_EQ(counts.segments, 2U);
}

TEST_F(HostileInput, AnElementOfAGibibyte) {
  const auto counts = read_checked({{open_}, {"REF*CN*"}, {std::string(1024, 'A'), 1U << 20}, {"~\n"}, {close_}});
  EXPECT_GE(counts.codes.at("LIMIT_REACHED"), 1U);
  EXPECT_EQ(counts.interchanges, 1U);
  EXPECT_EQ(counts.segments, 1U);
}

TEST_F(HostileInput, AnElementBelowTheLimitIsRead) {
  const auto counts = read_checked({{open_}, {"REF*CN*"}, {std::string(1024, 'A'), 8U << 10}, {"~\n"}, {close_}});
  EXPECT_EQ(counts.largest, (8U << 20) + 7);
  EXPECT_EQ(counts.codes.at("ELEMENT_TOO_LONG"), 1U);
  EXPECT_FALSE(counts.codes.contains("LIMIT_REACHED"));
}

TEST_F(HostileInput, AHundredThousandLevels) {
  std::string levels;
  for (int i = 2; i <= 100'000; ++i) levels += "HL*" + std::to_string(i) + "*" + std::to_string(i - 1) + "*I*1~\n";
  const auto counts = read_checked({{open_}, {"BSN*00*1*20260302*1405~\nHL*1**S*1~\n"}, {levels}, {close_}});
  EXPECT_EQ(counts.segments, 100'003U);
  EXPECT_FALSE(counts.codes.contains("LIMIT_REACHED"));
}

TEST_F(HostileInput, AMillionRepetitions) {
  const Look look{'*', ':', "~", "\n", '^', "00501"};
  const auto head = isa(look) + "\nGS*SH*NWND*HARB*20260302*1405*7*X*005010~\nST*856*0001~\n";
  const auto counts = read_checked({{head}, {"REF*CN*1"}, {"^1", 1'000'000}, {"~\n"}, {close_}});
  EXPECT_EQ(counts.codes.at("REPETITION_TOO_MANY"), 1U);
  EXPECT_EQ(counts.segments, 3U);
}

TEST_F(HostileInput, MillionsOfElements) {
  const auto counts = read_checked({{open_}, {"REF"}, {"*", 5'000'000}, {"~\n"}, {close_}});
  EXPECT_GE(counts.codes.at("LIMIT_REACHED"), 1U);
}

// Its trailers and headers begin with the letter of an interchange's: each is looked at ahead.
TEST_F(HostileInput, AMillionMessagesOfEdifact) {
  const std::string message =
      "UNH+1+IFTSTA:D:96A:UN'\nBGM+77+4711+9'\nFTX+AAA+++" + std::string(90, 'A') + "'\nUNT+4+1'\n";
  const auto counts = read_checked(
      {{"UNB+UNOA:3+NORTHWIND:14+HARBOUR:14+260302:1405+R1'\n"}, {message, 1'000'000}, {"UNZ+1000000+R1'\n"}});
  EXPECT_EQ(counts.transactions, 1'000'000U);
}

TEST_F(HostileInput, AMillionSetsWithATerminatorOfSeveralCharacters) {
  const std::string set = "ST*214*0001~~\nB10*4711*SHP1*NWND~~\nSE*3*0001~~\n";
  auto header = isa();
  const auto counts = read_checked({{header + "~\nGS*QM*A*B*20260302*1405*7*X*004010~~\n"},
                                    {set, 1'000'000},
                                    {"GE*1000000*7~~\nIEA*1*000000101~~\n"}});
  EXPECT_GE(counts.transactions, 1U);
}

TEST_F(HostileInput, MillionsOfHalfTerminators) {
  const Look look{'*', ':', "\xC2\xB6", "\n", 'U', "00401"};
  const auto counts = read_checked({{isa(look) + "\nGS*SH*A*B*20260302*1405*7*X*004010\xC2\xB6\nST*856*0001\xC2\xB6\n"},
                                    {"\xC2x", 10'000'000},
                                    {"\xC2\xB6\nSE*3*0001\xC2\xB6\nGE*1*7\xC2\xB6\nIEA*1*000000101\xC2\xB6\n"}});
  EXPECT_GE(counts.codes.at("LIMIT_REACHED"), 1U);
  EXPECT_EQ(counts.transactions, 1U);
}

TEST_F(HostileInput, FiftyThousandInterchanges) {
  const auto counts = read_checked({{small_x12(), 50'000}});
  EXPECT_EQ(counts.interchanges, 50'000U);
  EXPECT_EQ(counts.transactions, 50'000U);
}

TEST_F(HostileInput, MoreInterchangesThanTheLimitAreSaidOnce) {
  const auto counts = read_checked({{small_x12(), 100'010}});
  EXPECT_EQ(counts.interchanges, 100'000U);
  EXPECT_EQ(counts.codes.at("LIMIT_REACHED"), 1U);
}

TEST_F(HostileInput, BinaryLengthsPastTheEnd) {
  for (const auto* length : {"999999999", "100000000", "5000", "99999999999999999999", "-1", ""}) {
    const auto counts = read_checked({{open_}, {std::string("BIN*") + length + "*abc~\n"}, {close_}});
    EXPECT_EQ(counts.codes.at("ELEMENT_BAD_TYPE"), 1U) << length;
    EXPECT_EQ(counts.segments, 3U) << length;
  }
}

TEST_F(HostileInput, AMillionSetsWithTheSameAndWithScatteredNumbers) {
  const std::string set = "ST*856*0001~\nSE*2*0001~\n";
  auto counts = read_checked(
      {{isa() + "\nGS*SH*A*B*20260302*1405*7*X*004010~\n"}, {set, 1'000'000}, {"GE*1000000*7~\nIEA*1*000000101~\n"}});
  EXPECT_EQ(counts.transactions, 1'000'000U);
  EXPECT_EQ(counts.codes.at("TRANSACTION_CONTROL_DUPLICATE"), 999'999U);
  std::string scattered;
  for (std::uint64_t i = 0; i < 300'000; ++i) {
    const auto number = std::to_string(i * 7 % 900'000'000);
    scattered += "ST*856*" + number + "~SE*2*" + number + "~";
  }
  counts = read_checked(
      {{isa() + "\nGS*SH*A*B*20260302*1405*7*X*004010~\n"}, {scattered}, {"GE*300000*7~IEA*1*000000101~"}});
  EXPECT_EQ(counts.transactions, 300'000U);
}

}  // namespace
}  // namespace longshore::parsers::test
