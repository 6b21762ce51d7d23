#include "parsers/x12/grammar.h"

#include <boost/spirit/home/x3.hpp>

namespace longshore::x12 {
namespace {

namespace x3 = boost::spirit::x3;
using Iterator = std::string_view::const_iterator;

constexpr std::array<unsigned, 17> element_lengths{3, 2, 10, 2, 10, 2, 15, 2, 15, 6, 4, 1, 5, 9, 1, 1, 1};
constexpr unsigned longest_element = 100;

unsigned char byte_of(char c) {
  return static_cast<unsigned char>(c);
}
bool is_line_break(char c) {
  return c == '\r' || c == '\n';
}
bool is_continuation(char c) {
  return (byte_of(c) & 0xC0U) == 0x80;
}
bool is_multibyte_lead(char c) {
  return byte_of(c) >= 0xC2 && byte_of(c) < 0xF5;
}

struct Collector {
  std::array<std::string_view, 17>& elements;
  std::size_t count = 0;

  template <class Range>
  void add(const Range& range) {
    if (count + 1 < elements.size()) elements[++count] = std::string_view(range.begin(), range.end());
  }
};

/// ISA01…ISA15 and the first byte of ISA16, each element as long as it must be.
bool match_fixed(std::string_view text, std::array<std::string_view, 17>& elements) {
  Collector found{elements};
  const auto keep = [&found](auto& context) { found.add(x3::_attr(context)); };
  const auto separator = x3::lit(text[3]);
  const auto field = [&](std::size_t index) {
    return x3::raw[x3::repeat(element_lengths.at(index))[x3::char_ - separator]][keep];
  };
  auto at = text.begin();
  bool matched = x3::parse(at, text.end(), x3::lit("ISA"));
  for (std::size_t i = 1; matched && i < element_lengths.size(); ++i)
    matched = x3::parse(at, text.end(), separator >> field(i));
  return matched;
}

/// The same by separators alone, lengths as they come.
bool match_separated(std::string_view text, std::array<std::string_view, 17>& elements) {
  Collector found{elements};
  const auto keep = [&found](auto& context) { found.add(x3::_attr(context)); };
  const auto separator = x3::lit(text[3]);
  const auto field = x3::raw[x3::repeat(0U, longest_element)[x3::char_ - separator - x3::char_("\r\n")]][keep];
  const auto last = x3::raw[x3::char_ - separator][keep];
  auto at = text.begin();
  return x3::parse(at, text.end(), x3::lit("ISA") >> x3::repeat(15)[separator >> field] >> separator >> last);
}

/// ISA12 is a number even where everything else is out of place: tells a damaged header from data.
bool has_version(const IsaHeader& isa) {
  const auto version = parsers::trim_blanks(isa.elements[12]);
  return version.size() >= 3 && version.size() <= 6 && std::ranges::all_of(version, parsers::is_digit);
}

/// Bytes of a multi-byte character that follow its lead at `at`.
std::string_view continuation(std::string_view text, std::size_t at) {
  if (at >= text.size() || !is_multibyte_lead(text[at])) return {};
  std::size_t end = at + 1;
  while (end < text.size() && end < at + 4 && is_continuation(text[end])) ++end;
  return text.substr(at + 1, end - at - 1);
}

/// With a line break for a terminator: does the next line end in the character that stands for ISA16? Then ISA16 is
/// absent.
bool isa16_absent(std::string_view text, std::size_t terminator) {
  if (!is_line_break(text[terminator])) return false;
  const auto line = text.find_first_not_of("\r\n", terminator);
  if (line == std::string_view::npos) return false;
  const auto end = std::min(text.find_first_of("\r\n", line), text.size());
  return text[end - 1] == text[terminator - 1];
}

bool frame(std::string_view text, IsaHeader& isa) {
  const auto component = static_cast<std::size_t>(isa.elements[16].data() - text.data());
  const auto wide = continuation(text, component);
  auto terminator = component + 1 + wide.size();
  if (!wide.empty()) isa.trusted = false;
  if (terminator >= text.size()) return false;
  auto& delimiters = isa.framing.delimiters;
  delimiters.element = text[3];
  delimiters.component = text[component];
  if (isa16_absent(text, terminator)) {
    terminator = component;
    delimiters.component = ':';
    isa.elements[16] = {};
    isa.trusted = false;
  } else if (text[terminator] == ' ') {
    isa.trusted = false;
    if (terminator + 1 < text.size() && is_line_break(text[terminator + 1])) ++terminator;
  }
  delimiters.segment = text[terminator];
  isa.framing.suffix = continuation(text, terminator);
  isa.size = terminator + 1 + isa.framing.suffix.size();
  delimiters.repetition = repetition_separator(isa.elements[11], isa.elements[12]);
  return !parsers::is_alphanumeric(delimiters.segment) && delimiters.segment != delimiters.element;
}

}  // namespace

std::optional<IsaHeader> parse_isa(std::string_view text) {
  if (text.size() < 4 || !text.starts_with("ISA")) return std::nullopt;
  IsaHeader isa;
  isa.elements[0] = text.substr(0, 3);
  isa.fixed = match_fixed(text, isa.elements);
  if (!isa.fixed && !(match_separated(text, isa.elements) && has_version(isa))) return std::nullopt;
  if (!frame(text, isa)) return std::nullopt;
  return isa;
}

std::optional<char> repetition_separator(std::string_view isa11, std::string_view version) {
  if (version < "00402" || isa11.size() != 1) return std::nullopt;
  const char c = isa11.front();
  if (parsers::is_alphanumeric(c) || c == ' ') return std::nullopt;
  return c;
}

}  // namespace longshore::x12
