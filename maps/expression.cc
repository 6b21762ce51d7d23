#include "maps/expression.h"

#include "maps/functions.h"

#include <algorithm>

namespace longshore::maps {
namespace {

using Kind = Expression::Kind;

std::optional<Decimal> number_in(const Value& value) {
  if (value.kind == Value::Kind::number) return value.number;
  if (value.kind == Value::Kind::text) return Decimal::parse(value.text);
  return std::nullopt;
}

// Numbers where both are, else text, character by character.
int compare(const Value& a, const Value& b) {
  auto left = number_in(a);
  auto right = number_in(b);
  bool typed = a.kind == Value::Kind::number || b.kind == Value::Kind::number;
  if (typed && left && right) return *left == *right ? 0 : *left < *right ? -1 : 1;
  auto text = a.str();
  auto other = b.str();
  return text == other ? 0 : text < other ? -1 : 1;
}

bool is_any_of(const Value& value, const Value& candidate) {
  if (value.kind != Value::Kind::list) return value.present() == candidate.present() && compare(value, candidate) == 0;
  return std::ranges::any_of(value.list, [&](const auto& one) { return compare(Value::of(one), candidate) == 0; });
}

class Evaluation {
 public:
  explicit Evaluation(Environment& environment) : environment_(environment) {}

  Value value(const Expression& one) {
    switch (one.kind) {
      case Kind::text:
        return Value::of(one.text);
      case Kind::number:
        return Value::of(one.number);
      case Kind::boolean:
        return Value::of(one.truth);
      case Kind::none:
        return {};
      case Kind::path:
        return environment_.path(one);
      case Kind::reference:
        return environment_.reference(one);
      case Kind::call:
        return call(one, environment_);
      case Kind::negate:
      case Kind::add:
      case Kind::subtract:
      case Kind::multiply:
        return arithmetic(one);
      case Kind::concat:
        return Value::of(scalar(one.arguments[0]).str() + scalar(one.arguments[1]).str());
      case Kind::not_:
        return Value::of(!truth_of(value(one.arguments[0])));
      case Kind::and_:
        return Value::of(truth_of(value(one.arguments[0])) && truth_of(value(one.arguments[1])));
      case Kind::or_:
        return Value::of(truth_of(value(one.arguments[0])) || truth_of(value(one.arguments[1])));
      case Kind::conditional:
        return chosen(one);
      default:
        return comparison(one);
    }
  }

 private:
  // One value where a list would be a surprise.
  Value scalar(const Expression& one) {
    auto out = value(one);
    if (out.kind != Value::Kind::list) return out;
    environment_.unusable(one, "has " + std::to_string(out.list.size()) + " values where one is wanted");
    return {};
  }

  std::optional<Decimal> operand(const Expression& one) {
    auto found = scalar(one);
    if (!found.present()) return std::nullopt;
    auto number = number_in(found);
    if (!number) environment_.unusable(one, "\"" + found.str() + "\" is no number");
    return number;
  }

  // A sum with something absent is absent: nothing is guessed to be zero.
  Value arithmetic(const Expression& one) {
    auto left = operand(one.arguments[0]);
    if (!left) return {};
    if (one.kind == Kind::negate) return Value::of(left->negated());
    auto right = operand(one.arguments[1]);
    if (!right) return {};
    auto out = one.kind == Kind::add ? *left + *right : one.kind == Kind::subtract ? *left - *right : *left * *right;
    if (out.valid()) return Value::of(out);
    environment_.unusable(one, "the result has more than 34 digits");
    return {};
  }

  Value chosen(const Expression& one) {
    for (std::size_t i = 0; i + 1 < one.arguments.size(); i += 2)
      if (truth_of(value(one.arguments[i]))) return value(one.arguments[i + 1]);
    return value(one.arguments.back());
  }

  Value comparison(const Expression& one) {
    auto left = value(one.arguments[0]);
    if (one.kind == Kind::in)
      return Value::of(std::any_of(one.arguments.begin() + 1, one.arguments.end(),
                                   [&](const auto& candidate) { return is_any_of(left, value(candidate)); }));
    auto right = value(one.arguments[1]);
    if (one.kind == Kind::equal) return Value::of(is_any_of(left, right));
    if (one.kind == Kind::not_equal) return Value::of(!is_any_of(left, right));
    if (!left.present() || !right.present()) return Value::of(false);
    auto order = compare(left, right);
    return Value::of(one.kind == Kind::less         ? order < 0
                     : one.kind == Kind::less_equal ? order <= 0
                     : one.kind == Kind::greater    ? order > 0
                                                    : order >= 0);
  }

  Environment& environment_;
};

}  // namespace

Value Value::of(std::string text) {
  Value out;
  if (text.empty()) return out;
  out.kind = Kind::text;
  out.text = std::move(text);
  return out;
}

Value Value::of(Decimal number) {
  Value out;
  out.kind = Kind::number;
  out.number = number;
  return out;
}

Value Value::of(bool truth) {
  Value out;
  out.kind = Kind::boolean;
  out.truth = truth;
  return out;
}

Value Value::of(std::vector<std::string> values) {
  if (values.empty()) return {};
  if (values.size() == 1) return of(std::move(values.front()));
  Value out;
  out.kind = Kind::list;
  out.list = std::move(values);
  return out;
}

std::string Value::str() const {
  switch (kind) {
    case Kind::none:
      return {};
    case Kind::text:
      return text;
    case Kind::number:
      return number.str();
    case Kind::boolean:
      return truth ? "true" : "false";
    case Kind::list:
      break;
  }
  std::string out;
  for (const auto& one : list) out += (out.empty() ? "" : " ") + one;
  return out;
}

std::string Reference::str() const {
  std::string out;
  for (const auto& step : steps) {
    out += (out.empty() ? "" : ".") + step.name;
    if (!step.value.empty()) out += "[" + (step.key.empty() ? "" : step.key + "=") + step.value + "]";
  }
  return out;
}

bool truth_of(const Value& value) {
  if (value.kind == Value::Kind::boolean) return value.truth;
  return value.present();
}

Value evaluate(const Expression& expression, Environment& environment) {
  return Evaluation(environment).value(expression);
}

}  // namespace longshore::maps
