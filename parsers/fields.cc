#include "parsers/fields.h"

#include "parsers/source.h"

namespace longshore::parsers {

std::string field(const Segment& segment, std::uint32_t element, std::uint32_t component, std::uint32_t repetition) {
  return std::string(trim_blanks(segment.value(element, component, repetition)));
}

std::uint32_t count_field(const Segment& segment, std::uint32_t element, std::uint32_t component) {
  return parse_count(field(segment, element, component)).value_or(0);
}

std::vector<std::string> fields_from(const Segment& segment, std::uint32_t first) {
  std::vector<std::string> out;
  for (auto i = first; i <= segment.element_count(); ++i) {
    if (!segment.element(i).empty()) out.push_back(field(segment, i));
  }
  return out;
}

CivilTime civil_time(std::string_view date, std::string_view time) {
  CivilTime out;
  const auto number = [](std::string_view digits) { return static_cast<int>(parse_count(digits).value_or(0)); };
  if (date.size() == 8 && parse_count(date)) {
    out.year = number(date.substr(0, 4));
    out.month = number(date.substr(4, 2));
    out.day = number(date.substr(6, 2));
  }
  if (time.size() >= 4 && parse_count(time.substr(0, 4))) {
    out.hour = number(time.substr(0, 2));
    out.minute = number(time.substr(2, 2));
  }
  return out.valid() ? out : CivilTime{};
}

}  // namespace longshore::parsers
