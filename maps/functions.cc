#include "maps/functions.h"

#include "engine/base/schedule/zone.h"
#include "engine/model/text.h"
#include "engine/model/timestamp.h"

#include <algorithm>
#include <charconv>

namespace longshore::maps {
namespace {

constexpr std::size_t longest_text = 64U << 10;  // what padding and replacing may come to

constexpr FunctionInfo functions[] = {
    {"abs", 1, 1, "abs(number)", "The number without its sign."},
    {"absent", 1, 1, "absent(value)", "True where there is no value."},
    {"coalesce", 1, 0, "coalesce(value, …)", "The first that has a value."},
    {"concat", 1, 0, "concat(value, …)", "All values as one text; what is absent adds nothing."},
    {"contains", 2, 2, "contains(text, part)", "Whether the part stands in the text."},
    {"count", 1, 1, "count(path)", "How many values, segments or list items there are."},
    {"date_add", 2, 2, "date_add(time, days)", "The time so many days later, its local time of day and offset kept."},
    {"digits", 1, 1, "digits(text)", "Only its digits."},
    {"divide", 3, 3, "divide(number, divisor, places)", "The quotient, rounded; absent where the divisor is zero."},
    {"ends_with", 2, 2, "ends_with(text, part)", "Whether the text ends so."},
    {"first", 1, 1, "first(path)", "The first value."},
    {"format_date", 2, 2, "format_date(time, pattern)", "CCYY, YY, MM, DD, HH, MM, SS of a time, in its own offset."},
    {"in_zone", 2, 2, "in_zone(time, zone)", "The same instant with the offset of an IANA zone."},
    {"join", 2, 2, "join(path, separator)", "All values as one text."},
    {"last", 1, 1, "last(path)", "The last value."},
    {"left", 2, 2, "left(text, count)", "Its first characters."},
    {"length", 1, 1, "length(text)", "How many characters it has."},
    {"lookup", 2, 3, "lookup('name', value, 'attribute')",
     "The attribute (default: value) of the row of a code table."},
    {"lower", 1, 1, "lower(text)", "ASCII letters in lower case."},
    {"max", 1, 0, "max(number, …)", "The greatest."},
    {"min", 1, 0, "min(number, …)", "The least."},
    {"number", 1, 1, "number(text)", "The text as a number."},
    {"pad_left", 3, 3, "pad_left(text, count, character)", "Filled up at its beginning."},
    {"pad_right", 3, 3, "pad_right(text, count, character)", "Filled up at its end."},
    {"present", 1, 1, "present(value)", "True where there is a value."},
    {"replace", 3, 3, "replace(text, part, by)", "Every such part replaced."},
    {"right", 2, 2, "right(text, count)", "Its last characters."},
    {"round", 2, 2, "round(number, places)", "Halves away from zero."},
    {"split", 3, 3, "split(text, separator, n)", "The nth piece, from 1."},
    {"starts_with", 2, 2, "starts_with(text, part)", "Whether the text begins so."},
    {"strip_left", 2, 2, "strip_left(text, character)", "Without that character at its beginning."},
    {"strip_right", 2, 2, "strip_right(text, character)", "Without that character at its end."},
    {"substring", 3, 3, "substring(text, from, count)", "Characters from a position on, from 1."},
    {"sum", 1, 1, "sum(path)", "All values added up."},
    {"text", 1, 1, "text(value)", "The value as text."},
    {"trim", 1, 1, "trim(text)", "Without blanks at both ends."},
    {"upper", 1, 1, "upper(text)", "ASCII letters in upper case."},
};
static_assert(std::size(functions) == function_count);

bool starts_character(char c) {
  return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
}

// How many characters a UTF-8 text has.
std::int64_t length_of(std::string_view text) {
  return std::ranges::count_if(text, starts_character);
}

// What is left of a UTF-8 text without its first characters.
std::string_view without_first(std::string_view text, std::int64_t count) {
  std::size_t at = 0;
  while (count-- > 0 && at < text.size())
    for (++at; at < text.size() && !starts_character(text[at]);) ++at;
  return text.substr(at);
}

// Those that there are of `count` characters from `from` on, which may lie before the first.
std::string characters(std::string_view text, std::int64_t from, std::int64_t count) {
  const auto rest = without_first(text, from);
  const auto wanted = std::max<std::int64_t>(0, count) + std::min<std::int64_t>(0, from);
  return std::string(rest.substr(0, rest.size() - without_first(rest, wanted).size()));
}

std::string with_case(std::string text, char low, char high, int shift) {
  for (auto& c : text)
    if (c >= low && c <= high) c = static_cast<char>(c + shift);
  return text;
}

std::string replaced(std::string_view text, std::string_view part, std::string_view by) {
  std::string out;
  while (!part.empty()) {
    auto at = text.find(part);
    if (at == std::string_view::npos || out.size() > longest_text) break;
    out += text.substr(0, at);
    out += by;
    text.remove_prefix(at + part.size());
  }
  return out += text;
}

// The pieces between separators; a separator may be several characters.
std::string piece(std::string_view text, std::string_view separator, std::int64_t wanted) {
  for (std::int64_t n = 1;; ++n) {
    auto at = separator.empty() ? std::string_view::npos : text.find(separator);
    if (n == wanted) return std::string(text.substr(0, at));
    if (at == std::string_view::npos) return {};
    text.remove_prefix(at + separator.size());
  }
}

struct Written {
  CivilTime local;
  int offset_minutes = 0;
};

std::optional<Written> written_time(std::string_view text) {
  auto instant = from_rfc3339(text);
  if (!instant) return std::nullopt;
  Written out;
  auto sign = text.find_last_of("+-");
  if (!text.ends_with('Z') && sign != std::string_view::npos && sign + 6 == text.size()) {
    auto two = [&](std::size_t at) { return (text[at] - '0') * 10 + (text[at + 1] - '0'); };
    out.offset_minutes = (two(sign + 1) * 60 + two(sign + 4)) * (text[sign] == '-' ? -1 : 1);
  }
  out.local = to_civil(*instant, out.offset_minutes);
  return out;
}

std::string padded(int value, std::size_t width) {
  auto out = std::to_string(value);
  return out.insert(0, width - std::min(width, out.size()), '0');
}

class Call {
 public:
  Call(const Expression& expression, Environment& environment) : expression_(expression), environment_(environment) {}

  Value run() {
    switch (expression_.function) {
      case Function::count:
        return Value::of(Decimal::from_integer(environment_.count(argument(0))));
      case Function::present:
        return Value::of(any(argument(0)));
      case Function::absent:
        return Value::of(!any(argument(0)));
      case Function::coalesce:
        return coalesce();
      case Function::concat:
        return concat();
      case Function::first:
      case Function::last:
      case Function::join:
      case Function::sum:
        return over_all();
      case Function::lookup:
        return look_up();
      case Function::date_add:
      case Function::format_date:
      case Function::in_zone:
        return of_time();
      case Function::abs:
      case Function::divide:
      case Function::max:
      case Function::min:
      case Function::number:
      case Function::round:
        return of_numbers();
      default:
        return of_text();
    }
  }

 private:
  const Expression& argument(std::size_t index) const { return expression_.arguments[index]; }

  bool any(const Expression& one) {
    bool places = one.kind == Expression::Kind::path && !one.path.element;
    return places || one.kind == Expression::Kind::reference ? environment_.count(one) > 0
                                                             : evaluate(one, environment_).present();
  }

  Value coalesce() {
    for (const auto& one : expression_.arguments)
      if (auto value = evaluate(one, environment_); value.present()) return value;
    return {};
  }

  Value concat() {
    std::string out;
    for (const auto& one : expression_.arguments) out += evaluate(one, environment_).str();
    return Value::of(std::move(out));
  }

  Value over_all() {
    auto value = evaluate(argument(0), environment_);
    const bool one_of_it = expression_.function == Function::first || expression_.function == Function::last;
    if (value.kind == Value::Kind::text && one_of_it) return value;
    std::vector<std::string> all = std::move(value.list);
    if (value.present() && value.kind != Value::Kind::list) all.push_back(value.str());
    if (all.empty()) return {};
    if (expression_.function == Function::first) return Value::of(all.front());
    if (expression_.function == Function::last) return Value::of(all.back());
    if (expression_.function == Function::sum) return total(all);
    auto separator = text(1);
    std::string out;
    for (const auto& one : all) out += (out.empty() ? "" : separator) + one;
    return Value::of(std::move(out));
  }

  Value total(const std::vector<std::string>& all) {
    auto out = Decimal::from_integer(0);
    for (const auto& one : all) {
      auto number = Decimal::parse(one);
      if (!number) return complain(argument(0), "\"" + one + "\" is no number");
      out = out + *number;
    }
    return out.valid() ? Value::of(out) : complain(argument(0), "the sum has more than 34 digits");
  }

  Value look_up() {
    auto code = text(1);
    if (code.empty()) return {};
    return environment_.lookup(expression_, code, expression_.arguments.size() > 2 ? text(2) : "value");
  }

  std::string text(std::size_t index) {
    auto value = evaluate(argument(index), environment_);
    if (value.kind == Value::Kind::list) {
      environment_.unusable(argument(index),
                            "has " + std::to_string(value.list.size()) + " values where one is wanted");
      return {};
    }
    return value.kind == Value::Kind::text ? std::move(value.text) : value.str();
  }

  Value complain(const Expression& about, std::string why) {
    environment_.unusable(about, std::move(why));
    return {};
  }

  std::optional<Decimal> number(std::size_t index) {
    auto written = text(index);
    if (written.empty()) return std::nullopt;
    auto out = Decimal::parse(written);
    if (!out) complain(argument(index), "\"" + printable(written) + "\" is no number");
    return out;
  }

  std::optional<std::int64_t> whole(std::size_t index) {
    auto written = text(index);
    std::int64_t out = 0;
    auto [end, error] = std::from_chars(written.data(), written.data() + written.size(), out);
    if (error == std::errc{} && end == written.data() + written.size() && out >= -1'000'000 && out <= 1'000'000)
      return out;
    complain(argument(index), "\"" + printable(written) + "\" is no whole number");
    return std::nullopt;
  }

  Value exact(const Expression& about, const Decimal& result) {
    return result.valid() ? Value::of(result) : complain(about, "the result has more digits than a number may have");
  }

  Value of_numbers() {
    auto first = number(0);
    if (expression_.function == Function::min || expression_.function == Function::max) return extreme();
    if (!first) return {};
    if (expression_.function == Function::number) return Value::of(*first);
    if (expression_.function == Function::abs)
      return Value::of(*first < Decimal::from_integer(0) ? first->negated() : *first);
    if (expression_.function == Function::round) {
      auto places = whole(1);
      return places ? exact(argument(0), first->rounded(static_cast<int>(*places))) : Value{};
    }
    auto divisor = number(1);
    auto places = whole(2);
    if (!divisor || !places || *divisor == Decimal::from_integer(0)) return {};
    return exact(argument(0), first->divided_by(*divisor, static_cast<int>(*places)));
  }

  Value extreme() {
    std::optional<Decimal> out;
    for (std::size_t i = 0; i < expression_.arguments.size(); ++i) {
      auto one = number(i);
      if (!one) continue;
      bool better = !out || (expression_.function == Function::min ? *one < *out : *out < *one);
      if (better) out = one;
    }
    return out ? Value::of(*out) : Value{};
  }

  Value of_time() {
    auto when = text(0);
    if (when.empty()) return {};
    auto written = written_time(when);
    if (!written) return complain(argument(0), "\"" + printable(when) + "\" is no time");
    if (expression_.function == Function::format_date) {
      auto out = format_date(when, text(1));
      return out ? Value::of(std::move(*out)) : Value{};
    }
    if (expression_.function == Function::date_add) {
      auto days = whole(1);
      if (!days) return {};
      auto moved = to_civil(written->local.at_offset(0).plus_seconds(*days * 86'400));
      return Value::of(to_rfc3339(moved, written->offset_minutes));
    }
    auto instant = written->local.at_offset(written->offset_minutes);
    auto offset = schedule::offset_at(text(1), instant);
    if (!offset) return complain(argument(1), offset.error().what);
    return Value::of(to_rfc3339(to_civil(instant, *offset), *offset));
  }

  Value pad(bool left) {
    auto subject = text(0);
    auto count = whole(1);
    auto with = text(2);
    if (!count || subject.empty() || with.empty()) return Value::of(subject);
    auto have = length_of(subject);
    std::string fill;
    for (auto i = have; i < *count && fill.size() < longest_text; ++i) fill += characters(with, 0, 1);
    return Value::of(left ? fill + subject : subject + fill);
  }

  Value stripped(bool left) {
    auto subject = text(0);
    auto what = text(1);
    std::string_view rest = subject;
    while (left && !what.empty() && rest.starts_with(what)) rest.remove_prefix(what.size());
    while (!left && !what.empty() && rest.ends_with(what)) rest.remove_suffix(what.size());
    return Value::of(std::string(rest));
  }

  Value of_text() {
    switch (expression_.function) {
      case Function::contains:
        return Value::of(text(0).find(text(1)) != std::string::npos);
      case Function::starts_with:
        return Value::of(text(0).starts_with(text(1)));
      case Function::ends_with:
        return Value::of(text(0).ends_with(text(1)));
      case Function::digits: {
        auto subject = text(0);
        std::erase_if(subject, [](char c) { return c < '0' || c > '9'; });
        return Value::of(std::move(subject));
      }
      case Function::length:
        return Value::of(Decimal::from_integer(length_of(text(0))));
      case Function::left:
      case Function::right:
      case Function::substring:
        return part();
      case Function::lower:
        return Value::of(with_case(text(0), 'A', 'Z', 'a' - 'A'));
      case Function::upper:
        return Value::of(with_case(text(0), 'a', 'z', 'A' - 'a'));
      case Function::pad_left:
      case Function::pad_right:
        return pad(expression_.function == Function::pad_left);
      case Function::strip_left:
      case Function::strip_right:
        return stripped(expression_.function == Function::strip_left);
      case Function::replace:
        return Value::of(replaced(text(0), text(1), text(2)));
      case Function::split: {
        auto wanted = whole(2);
        return wanted ? Value::of(piece(text(0), text(1), *wanted)) : Value{};
      }
      case Function::trim:
        return Value::of(std::string(longshore::trim(text(0))));
      default:
        return Value::of(text(0));
    }
  }

  Value part() {
    auto subject = text(0);
    auto first = whole(1);
    if (!first || subject.empty()) return {};
    if (expression_.function == Function::left) return Value::of(characters(subject, 0, *first));
    if (expression_.function == Function::right) {
      return Value::of(characters(subject, std::max<std::int64_t>(0, length_of(subject) - *first), *first));
    }
    auto count = whole(2);
    return count ? Value::of(characters(subject, *first - 1, *count)) : Value{};
  }

  const Expression& expression_;
  Environment& environment_;
};

}  // namespace

const FunctionInfo& info(Function function) {
  return functions[static_cast<std::size_t>(function)];
}

std::optional<Function> function_named(std::string_view name) {
  const auto* found = std::ranges::lower_bound(functions, name, {}, &FunctionInfo::name);
  if (found == std::end(functions) || found->name != name) return std::nullopt;
  return static_cast<Function>(found - std::begin(functions));
}

Value call(const Expression& expression, Environment& environment) {
  return Call(expression, environment).run();
}

std::optional<std::string> format_date(std::string_view rfc3339, std::string_view pattern) {
  auto written = written_time(rfc3339);
  if (!written) return std::nullopt;
  const auto& t = written->local;
  std::string out;
  bool clock = false;
  while (!pattern.empty()) {
    std::size_t used = 2;
    if (pattern.starts_with("CCYY") || pattern.starts_with("YYYY")) {
      out += padded(t.year, 4);
      used = 4;
    } else if (pattern.starts_with("YY")) {
      out += padded(t.year % 100, 2);
    } else if (pattern.starts_with("MM")) {
      out += padded(clock ? t.minute : t.month, 2);
    } else if (pattern.starts_with("DD")) {
      out += padded(t.day, 2);
    } else if (pattern.starts_with("HH")) {
      out += padded(t.hour, 2);
      clock = true;
    } else if (pattern.starts_with("SS")) {
      out += padded(t.second, 2);
    } else {
      out += pattern[0];
      used = 1;
    }
    pattern.remove_prefix(used);
  }
  return out;
}

}  // namespace longshore::maps
