#pragma once
#include "engine/model/decimal.h"
#include "parsers/guide/check.h"

namespace longshore::guide {

/// Control totals (level 3) against what the set holds:
/// X12 CTT01 is the number of HL, PO1, POC, IT1, LIN or SLN lines that the set counts; W7601 of 940, W1401 of 944,
/// W0301 of 943 and 945 the sum of their lines' quantities; EDIFACT CNT with 6069 = 2 the number of LIN. A total in
/// other words, or for a set that is not listed here, is not judged.
class BalanceCheck {
 public:
  explicit BalanceCheck(const Dictionary& dictionary);

  /// As if made anew.
  void restart() {
    if (holds_) held_ = {};
    holds_ = false;
  }

  /// `key` is the segment's tag_key; what has none is neither line nor total.
  void take(const parsers::Segment& segment, std::uint32_t key) {
    const bool of_interest = key == counted_ || key == total_ || key == line_;
    if (key == 0 || !of_interest) return;
    holds_ = true;
    if (key == counted_) ++held_.count;
    if (key == total_) keep_total(segment);
    if (key == line_) add_line(segment);
  }
  /// After the last segment: the totals that were wrong.
  void finish(std::vector<Diagnostic>& out) const {
    if (!held_.totals.empty()) judge(out);
  }

 private:
  void judge(std::vector<Diagnostic>& out) const;
  void keep_total(const parsers::Segment& segment);
  void add_line(const parsers::Segment& segment);

  struct Total {
    Diagnostic at;
    std::string written;
    bool of_lines = false;  // a number of segments, else a sum
  };

  /// What the segments so far hold.
  struct Held {
    std::uint64_t count = 0;
    Decimal sum = Decimal::from_integer(0);
    std::optional<std::string> sum_unit;
    bool sum_means_something = true;
    std::vector<Total> totals;
  };

  bool x12_ = true;
  std::uint32_t counted_ = 0;  // tag keys; 0: none
  std::string_view counted_tag_;
  std::uint32_t total_ = 0;
  std::uint32_t line_ = 0;
  std::string_view line_tag_;
  std::uint32_t quantity_ = 0;  // of a line, by element
  std::uint32_t unit_ = 0;
  bool holds_ = false;  // anything
  Held held_;
};

}  // namespace longshore::guide
