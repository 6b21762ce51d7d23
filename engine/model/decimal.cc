#include "engine/model/decimal.h"

#include <algorithm>

namespace longshore {
namespace {
constexpr int max_digits = 34;

__extension__ constexpr __int128 power_of_ten(int exponent) {
  __extension__ __int128 out = 1;
  for (; exponent > 0; --exponent) out *= 10;
  return out;
}
constexpr auto limit = power_of_ten(max_digits) - 1;
}  // namespace

std::optional<Decimal> Decimal::parse(std::string_view text, char mark) {
  Decimal out;
  bool negative = false;
  if (!text.empty() && (text[0] == '-' || text[0] == '+')) {
    negative = text[0] == '-';
    text.remove_prefix(1);
  }
  int digits = 0;
  bool any = false;
  bool fraction = false;
  for (char c : text) {
    if (c == mark && !fraction) {
      fraction = true;
      continue;
    }
    if (c < '0' || c > '9') return std::nullopt;
    any = true;
    if (out.digits_ != 0 || c != '0') ++digits;
    if (digits > max_digits || out.scale_ >= max_digits) return std::nullopt;
    out.digits_ = out.digits_ * 10 + (c - '0');
    if (fraction) ++out.scale_;
  }
  if (!any) return std::nullopt;
  if (negative) out.digits_ = -out.digits_;
  return out;
}

std::optional<Decimal> Decimal::parse_implied(std::string_view text, int implied) {
  if (text.find('.') != std::string_view::npos) return std::nullopt;
  auto out = parse(text);
  if (out) out->scale_ = implied;
  return out;
}

Decimal Decimal::from_integer(std::int64_t value) {
  Decimal out;
  out.digits_ = value;
  return out;
}

std::string Decimal::str() const {
  if (!valid_) return "";
  std::string text;
  bool negative = digits_ < 0;
  for (Wide rest = negative ? -digits_ : digits_; rest != 0; rest /= 10)
    text += static_cast<char>('0' + static_cast<int>(rest % 10));
  while (static_cast<int>(text.size()) <= scale_) text += '0';
  if (scale_ > 0) text.insert(static_cast<std::size_t>(scale_), 1, '.');
  if (negative) text += '-';
  std::reverse(text.begin(), text.end());
  return text;
}

bool Decimal::is_canonical(std::string_view text) {
  if (text.starts_with('-')) {
    text.remove_prefix(1);
    if (text.find_first_of("123456789") == std::string_view::npos) return false;  // no negative zero
  }
  const auto point = text.find('.');
  const auto whole = text.substr(0, point);
  const auto fraction = point == std::string_view::npos ? std::string_view("0") : text.substr(point + 1);
  const auto digits = [](std::string_view part) {
    return !part.empty() && std::ranges::all_of(part, [](char c) { return c >= '0' && c <= '9'; });
  };
  const bool led_by_zero = whole.size() > 1 && whole[0] == '0';
  return text.size() <= max_digits && digits(whole) && digits(fraction) && !led_by_zero;
}

std::optional<std::string> Decimal::str_implied(int implied) const {
  Wide scaled = 0;
  auto shortest = without_trailing_zeros();
  if (!valid_ || shortest.scale_ > implied || !shortest.at_scale(implied, scaled)) return std::nullopt;
  Decimal whole;
  whole.digits_ = scaled;
  return whole.str();
}

Decimal Decimal::invalid() {
  Decimal out;
  out.valid_ = false;
  return out;
}

Decimal Decimal::checked(Wide digits, int scale, bool overflow) {
  if (overflow || digits > limit || digits < -limit || scale > max_digits) return invalid();
  Decimal out;
  out.digits_ = digits;
  out.scale_ = scale;
  return out;
}

bool Decimal::at_scale(int scale, Wide& out) const {
  out = digits_;
  for (int at = scale_; at < scale; ++at)
    if (__builtin_mul_overflow(out, Wide{10}, &out)) return false;
  return true;
}

Decimal Decimal::without_trailing_zeros() const {
  auto out = *this;
  for (; out.scale_ > 0 && out.digits_ % 10 == 0; --out.scale_) out.digits_ /= 10;
  return out;
}

Decimal Decimal::operator+(const Decimal& other) const {
  if (!valid_ || !other.valid_) return invalid();
  auto scale = std::max(scale_, other.scale_);
  Wide a = 0;
  Wide b = 0;
  bool fits = at_scale(scale, a) && other.at_scale(scale, b);
  Wide sum = 0;
  bool overflow = !fits || __builtin_add_overflow(a, b, &sum);
  return checked(sum, scale, overflow);
}

Decimal Decimal::negated() const {
  auto out = *this;
  out.digits_ = -out.digits_;
  return out;
}

Decimal Decimal::operator-(const Decimal& other) const {
  return *this + other.negated();
}

Decimal Decimal::operator*(const Decimal& other) const {
  if (!valid_ || !other.valid_) return invalid();
  auto a = *this;
  auto b = other;
  if (a.scale_ + b.scale_ > max_digits) {
    a = a.without_trailing_zeros();
    b = b.without_trailing_zeros();
  }
  Wide product = 0;
  bool overflow = __builtin_mul_overflow(a.digits_, b.digits_, &product);
  return checked(product, a.scale_ + b.scale_, overflow);
}

Decimal Decimal::rounded(int places) const {
  if (!valid_ || places < 0 || places > max_digits) return invalid();
  auto out = *this;
  if (places >= scale_) {
    Wide digits = 0;
    bool overflow = !at_scale(places, digits);
    return checked(digits, places, overflow);
  }
  Wide dropped = 0;
  for (; out.scale_ > places; --out.scale_) {
    dropped = out.digits_ % 10;
    out.digits_ /= 10;
  }
  if (dropped >= 5) ++out.digits_;
  if (dropped <= -5) --out.digits_;
  return out;
}

Decimal Decimal::divided_by(const Decimal& divisor, int places) const {
  if (!valid_ || !divisor.valid_ || divisor.digits_ == 0 || places < 0 || places > max_digits) return invalid();
  auto a = without_trailing_zeros();
  auto b = divisor.without_trailing_zeros();
  Wide dividend = 0;  // a at as many places as b has, and the places wanted, and one to round by
  int wanted = places + 1 + b.scale_;
  if (!a.at_scale(wanted, dividend)) return invalid();
  for (int at = std::max(wanted, a.scale_); at > wanted; --at) dividend /= 10;
  return checked(dividend / b.digits_, places + 1, false).rounded(places);
}

bool Decimal::operator==(const Decimal& other) const {
  if (!valid_ || !other.valid_) return false;
  auto a = without_trailing_zeros();
  auto b = other.without_trailing_zeros();
  return a.digits_ == b.digits_ && (a.scale_ == b.scale_ || a.digits_ == 0);
}

bool Decimal::operator<(const Decimal& other) const {
  if (!valid_ || !other.valid_) return false;
  auto integral_digits = [](const Decimal& one) {
    int digits = -one.scale_;
    for (Wide rest = one.digits_; rest != 0; rest /= 10) ++digits;
    return digits;
  };
  auto a = without_trailing_zeros();
  auto b = other.without_trailing_zeros();
  if (a.digits_ == 0 || b.digits_ == 0 || (a.digits_ < 0) != (b.digits_ < 0)) return a.digits_ < b.digits_;
  if (auto left = integral_digits(a), right = integral_digits(b); left != right)
    return (left < right) == (a.digits_ > 0);
  auto scale = std::max(a.scale_, b.scale_);  // as many integral digits on both sides: neither can overflow
  Wide left = 0;
  Wide right = 0;
  return a.at_scale(scale, left) && b.at_scale(scale, right) && left < right;
}

}  // namespace longshore
