#include "engine/model/decimal.h"

#include <algorithm>

namespace longshore {
namespace {
constexpr int max_digits = 34;
}

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

void Decimal::align(Decimal& a, Decimal& b) {
  for (; a.scale_ < b.scale_; ++a.scale_) a.digits_ *= 10;
  for (; b.scale_ < a.scale_; ++b.scale_) b.digits_ *= 10;
}

Decimal Decimal::operator+(const Decimal& other) const {
  Decimal a = *this;
  Decimal b = other;
  align(a, b);
  a.digits_ += b.digits_;
  return a;
}

Decimal Decimal::operator-(const Decimal& other) const {
  Decimal b = other;
  b.digits_ = -b.digits_;
  return *this + b;
}

Decimal Decimal::operator*(const Decimal& other) const {
  Decimal out = *this;
  out.digits_ *= other.digits_;
  out.scale_ += other.scale_;
  return out;
}

bool Decimal::operator==(const Decimal& other) const {
  Decimal a = *this;
  Decimal b = other;
  align(a, b);
  return a.digits_ == b.digits_;
}

bool Decimal::operator<(const Decimal& other) const {
  Decimal a = *this;
  Decimal b = other;
  align(a, b);
  return a.digits_ < b.digits_;
}

}  // namespace longshore
