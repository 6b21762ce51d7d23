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

}  // namespace longshore::parsers
