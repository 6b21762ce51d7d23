#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace longshore {

/// A decimal number that keeps its digits: "12.50" stays "12.50". At most 34 significant digits; more is no Decimal.
/// Comparison is by value. Arithmetic is exact; division is not offered.
class Decimal {
 public:
  /// Accepts an optional sign, digits and one `mark` ('.' or ','); ".5" and "5." too. No exponent, no blanks.
  static std::optional<Decimal> parse(std::string_view text, char mark = '.');
  /// X12 type N2 and its like: digits with `implied` decimal places that are not written.
  static std::optional<Decimal> parse_implied(std::string_view text, int implied);
  static Decimal from_integer(std::int64_t value);

  /// Canonical form: no leading zeros, no plus sign, a digit before the point, trailing zeros kept.
  std::string str() const;
  Decimal operator+(const Decimal& other) const;
  Decimal operator-(const Decimal& other) const;
  Decimal operator*(const Decimal& other) const;
  bool operator==(const Decimal& other) const;
  bool operator<(const Decimal& other) const;

 private:
  __extension__ using Wide = __int128;
  Wide digits_ = 0;
  int scale_ = 0;  // digits after the point
  static void align(Decimal& a, Decimal& b);
};

}  // namespace longshore
