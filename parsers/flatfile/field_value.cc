#include "parsers/flatfile/field_value.h"

#include "engine/model/decimal.h"
#include "engine/model/text.h"
#include "engine/model/timestamp.h"
#include "parsers/source.h"

#include <algorithm>
#include <array>
#include <cstdio>

namespace longshore::flatfile {
namespace {

using Type = LayoutField::Type;

/// One part of a pattern: where its number goes, or a character of its own.
struct Part {
  std::string_view letters;
  int CivilTime::* number = nullptr;
};

constexpr std::array date_parts{Part{"YYYY", &CivilTime::year}, Part{"YY", &CivilTime::year},
                                Part{"MM", &CivilTime::month}, Part{"DD", &CivilTime::day}};
constexpr std::array time_parts{Part{"HH", &CivilTime::hour}, Part{"MM", &CivilTime::minute},
                                Part{"SS", &CivilTime::second}};

std::vector<Part> parts_of(std::string_view pattern, Type type) {
  const auto known = type == Type::date ? std::span<const Part>(date_parts) : std::span<const Part>(time_parts);
  std::vector<Part> out;
  while (!pattern.empty()) {
    const auto found = std::ranges::find_if(known, [&](const Part& one) { return pattern.starts_with(one.letters); });
    out.push_back(found == known.end() ? Part{pattern.substr(0, 1)} : *found);
    pattern.remove_prefix(out.back().letters.size());
  }
  return out;
}

constexpr std::string_view iso(Type type) {
  return type == Type::date ? "YYYY-MM-DD" : "HH:MM:SS";
}

int full_year(int year, int century_pivot) {
  return year + (year >= century_pivot ? 1900 : 2000);
}

std::optional<CivilTime> parse(std::string_view pattern, Type type, std::string_view text, int century_pivot) {
  CivilTime out;
  for (const auto& part : parts_of(pattern, type)) {
    const auto here = text.substr(0, part.letters.size());
    if (here.size() != part.letters.size()) return std::nullopt;
    text.remove_prefix(here.size());
    if (part.number == nullptr && here != part.letters) return std::nullopt;
    if (part.number == nullptr) continue;
    const auto number = parsers::parse_count(here);
    if (!number) return std::nullopt;
    out.*part.number = static_cast<int>(*number);
    if (part.letters == "YY") out.year = full_year(out.year, century_pivot);
  }
  if (!text.empty() || !out.valid()) return std::nullopt;
  return out;
}

std::string by_pattern(std::string_view pattern, Type type, const CivilTime& at) {
  std::string out;
  for (const auto& part : parts_of(pattern, type)) {
    if (part.number == nullptr) {
      out += part.letters;
      continue;
    }
    std::array<char, 16> digits{};
    const int number = part.letters == "YY" ? at.year % 100 : at.*part.number;
    std::snprintf(digits.data(), digits.size(), "%0*d", static_cast<int>(part.letters.size()), number);
    out += digits.data();
  }
  return out;
}

/// What the pattern does not have is not shown: 14:05, but 14:05:09.
std::string_view shown(const LayoutField& field) {
  const auto whole = iso(field.type);
  return field.type == Type::time && !field.pattern.contains("SS") ? whole.substr(0, 5) : whole;
}

std::optional<std::string> number_text(const LayoutField& field, std::string_view value) {
  const auto number = Decimal::parse(value);
  if (!number) return std::nullopt;
  auto text = number->str();
  auto point = std::min(text.find('.'), text.size());
  if (!field.decimals) {
    std::ranges::replace(text, '.', field.mark);
    return text;
  }
  auto fraction = point == text.size() ? std::string() : text.substr(point + 1);
  text.resize(point);
  const auto places = static_cast<std::size_t>(*field.decimals);
  if (fraction.find_first_not_of('0', std::min(places, fraction.size())) != std::string::npos) return std::nullopt;
  fraction.resize(places, '0');
  const bool negative = text.starts_with('-');
  auto digits = text.substr(negative ? 1 : 0) + fraction;
  digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size() - 1));
  return (negative ? "-" : "") + digits;
}

}  // namespace

bool is_pattern(std::string_view pattern, Type type) {
  int years = 0;
  std::array<int, 5> seen{};
  constexpr std::array numbers{&CivilTime::month, &CivilTime::day, &CivilTime::hour, &CivilTime::minute,
                               &CivilTime::second};
  for (const auto& part : parts_of(pattern, type)) {
    const auto lead = static_cast<unsigned char>(part.letters[0]);
    if (part.number == nullptr && (parsers::is_alphanumeric(part.letters[0]) || lead >= 0x80)) return false;
    if (part.number == &CivilTime::year) ++years;
    for (std::size_t i = 0; i < numbers.size(); ++i) seen[i] += part.number == numbers[i] ? 1 : 0;
  }
  if (type == Type::date) return years == 1 && seen[0] == 1 && seen[1] == 1;
  return seen[2] == 1 && seen[3] == 1 && seen[4] <= 1;
}

std::string_view without_padding(const LayoutField& field, std::string_view written) {
  const bool zeros_count = field.type == Type::number && field.pad == '0';
  if (!zeros_count) {
    const auto first = written.find_first_not_of(field.pad);
    const auto last = written.find_last_not_of(field.pad);
    if (first == std::string_view::npos) return {};
    written = field.align == LayoutField::Align::left ? written.substr(0, last + 1) : written.substr(first);
  }
  if (written.find_first_not_of(' ') == std::string_view::npos) return {};
  if (field.type == Type::text) return written;
  const auto bare = parsers::trim_blanks(written.substr(std::min(written.find_first_not_of(' '), written.size())));
  return field.type == Type::date && bare.find_first_not_of('0') == std::string_view::npos ? std::string_view{} : bare;
}

std::optional<std::string> value_of(const LayoutField& field, std::string_view text, int century_pivot) {
  switch (field.type) {
    case Type::number: {
      const auto number =
          field.decimals ? Decimal::parse_implied(text, *field.decimals) : Decimal::parse(text, field.mark);
      return number ? std::optional(number->str()) : std::nullopt;
    }
    case Type::date:
    case Type::time: {
      const auto at = parse(field.pattern, field.type, text, century_pivot);
      return at ? std::optional(by_pattern(shown(field), field.type, *at)) : std::nullopt;
    }
    case Type::text:
      break;
  }
  return std::string(text);
}

std::optional<std::string> text_of(const LayoutField& field, std::string_view value, int century_pivot) {
  if (field.type == Type::text) return std::string(value);
  if (field.type == Type::number) return number_text(field, value);
  auto at = parse(iso(field.type), field.type, value, century_pivot);
  if (!at && field.type == Type::time) at = parse("HH:MM", field.type, value, century_pivot);
  if (!at) return std::nullopt;
  auto text = by_pattern(field.pattern, field.type, *at);
  const bool same = parse(field.pattern, field.type, text, century_pivot) == at;  // a century or seconds may be lost
  return same ? std::optional(std::move(text)) : std::nullopt;
}

}  // namespace longshore::flatfile
