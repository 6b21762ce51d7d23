#include "parsers/writing.h"

#include <algorithm>

namespace longshore::parsers {
namespace {

std::string digits(int number, std::size_t width) {
  return padded_number(static_cast<std::uint64_t>(std::max(0, number)), width);
}

bool continues_character(char c) {
  return (static_cast<unsigned char>(c) & 0xC0U) == 0x80;
}

/// Where the first line of `text`, which is longer than `width`, ends.
std::size_t line_end(std::string_view text, std::size_t width) {
  const auto blank = text.rfind(' ', width);
  if (blank != std::string_view::npos && blank > 0) return blank;
  auto end = width;
  while (end > 1 && continues_character(text[end])) --end;
  return end;
}

}  // namespace

OutElement OutElement::composite(std::vector<std::string> components) {
  OutElement out("");
  out.repetitions = {std::move(components)};
  return out;
}

OutElement OutElement::repeated(std::vector<std::string> values) {
  OutElement out("");
  out.repetitions.clear();
  for (auto& value : values) out.repetitions.push_back({std::move(value)});
  return out;
}

bool OutElement::empty() const {
  return std::ranges::all_of(repetitions, [](const auto& components) {
    return std::ranges::all_of(components, [](const auto& one) { return one.empty(); });
  });
}

std::size_t OutSegment::written_count() const {
  auto count = elements.size();
  while (count > 0 && elements[count - 1].empty()) --count;
  return count;
}

std::string padded_number(std::uint64_t number, std::size_t width) {
  auto text = std::to_string(number);
  return text.size() >= width ? text : std::string(width - text.size(), '0') + text;
}

std::string number_or_empty(std::uint32_t number) {
  return number == 0 ? std::string{} : std::to_string(number);
}

std::string date6(const CivilTime& at) {
  return digits(at.year % 100, 2) + digits(at.month, 2) + digits(at.day, 2);
}

std::string date8(const CivilTime& at) {
  return digits(at.year, 4) + digits(at.month, 2) + digits(at.day, 2);
}

std::string time4(const CivilTime& at) {
  return digits(at.hour, 2) + digits(at.minute, 2);
}

bool is_control_character(char c) {
  return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
}

std::vector<std::string> lines_of(std::string_view text, std::size_t width) {
  std::vector<std::string> out;
  while (!text.empty()) {
    const auto end = text.size() <= width ? text.size() : line_end(text, width);
    out.emplace_back(text.substr(0, end));
    text.remove_prefix(end);
    if (text.starts_with(' ')) text.remove_prefix(1);
  }
  return out;
}

std::string joined_lines(const std::vector<std::string>& lines) {
  std::string out;
  for (const auto& line : lines) {
    if (line.empty()) continue;
    if (!out.empty()) out += ' ';
    out += line;
  }
  return out;
}

}  // namespace longshore::parsers
