#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace longshore {

/// A decimal number that keeps its digits: "12.50" stays "12.50". At most 34 significant digits, at most 34 of them
/// after the point; more is no Decimal. Comparison is by value. Arithmetic is exact or the result is not `valid`.
class Decimal {
 public:
  /// Accepts an optional sign, digits and one `mark` ('.' or ','); ".5" and "5." too. No exponent, no blanks.
  static std::optional<Decimal> parse(std::string_view text, char mark = '.');
  /// X12 type N2 and its like: digits with `implied` decimal places that are not written.
  static std::optional<Decimal> parse_implied(std::string_view text, int implied);
  static Decimal from_integer(std::int64_t value);

  /// Canonical form: no leading zeros, no plus sign, a digit before the point, trailing zeros kept.
  std::string str() const;
  /// Whether it is what str() would write for what parse() reads of it.
  static bool is_canonical(std::string_view text);
  /// With the point left out, as X12 type N2 and its like are written; nullopt if digits would be lost.
  std::optional<std::string> str_implied(int implied) const;

  /// False for the result of arithmetic that needed too many digits; it stays so through further arithmetic, and
  /// compares false with everything.
  bool valid() const { return valid_; }
  int places() const { return scale_; }  ///< digits after the point
  Decimal operator+(const Decimal& other) const;
  Decimal operator-(const Decimal& other) const;
  Decimal operator*(const Decimal& other) const;
  Decimal negated() const;
  /// To so many places after the point (0…34), halves away from zero.
  Decimal rounded(int places) const;
  /// The quotient rounded likewise; not valid where the divisor is zero.
  Decimal divided_by(const Decimal& divisor, int places) const;
  bool operator==(const Decimal& other) const;
  bool operator<(const Decimal& other) const;

 private:
  __extension__ using Wide = __int128;
  Wide digits_ = 0;
  int scale_ = 0;
  bool valid_ = true;
  static Decimal invalid();
  static Decimal checked(Wide digits, int scale, bool overflow);
  /// digits_ with `scale` places; false if they would be too many.
  bool at_scale(int scale, Wide& out) const;
  Decimal without_trailing_zeros() const;
};

}  // namespace longshore
