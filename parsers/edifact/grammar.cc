#include "parsers/edifact/grammar.h"

#include <boost/spirit/home/x3.hpp>

namespace longshore::edifact {
namespace {

namespace x3 = boost::spirit::x3;
using parsers::Delimiters;

constexpr Delimiters level_a{'\'', '+', ':', std::nullopt, '?', '.'};
/// UNOB's own control characters IS4, IS3 and IS1 for segment, element and component.
constexpr Delimiters level_b{'\x1C', '\x1D', '\x1F', std::nullopt, std::nullopt, '.'};

bool is_line_break(char c) {
  return c == '\r' || c == '\n';
}

/// A line break as the sixth character is the terminator, unless the apostrophe before it is.
bool ends_in_line_break_terminator(std::string_view advice) {
  return advice.size() == 6 && is_line_break(advice[5]) && advice[4] != '\'' && !is_line_break(advice[4]);
}

/// The characters between "UNA" and "UNB", line breaks after them taken off; nothing where no UNB follows soon.
std::optional<std::string_view> advice_characters(std::string_view text) {
  std::string_view found;
  const auto keep = [&found](auto& context) {
    found = std::string_view(x3::_attr(context).begin(), x3::_attr(context).end());
  };
  const auto advice = x3::lit("UNA") >> x3::raw[x3::repeat(0U, 20U)[x3::char_ - "UNB"]][keep] >> &x3::lit("UNB");
  auto at = text.begin();
  if (!x3::parse(at, text.end(), advice)) return std::nullopt;
  while (found.size() > 3 && parsers::is_filler(found.back()) && !ends_in_line_break_terminator(found))
    found.remove_suffix(1);
  return found;
}

/// component, element, decimal mark, release, reserved or repetition, segment; the blank at the fifth place and the
/// release character are what gets lost.
Delimiters delimiters_of(std::string_view advice, bool& exact, char& fifth) {
  exact = advice.size() == 6;
  if (advice.size() < 4 || advice.size() > 6) return level_a;
  Delimiters out = level_a;
  out.component = advice[0];
  out.element = advice[1];
  out.decimal_mark = advice[2];
  out.segment = advice.back();
  if (advice.size() > 4) out.release = advice[3] == ' ' ? std::optional<char>{} : advice[3];
  if (exact) fifth = advice[4];
  return out;
}

/// `UNB` element-separator syntax-identifier component-separator version.
bool match_syntax(std::string_view text, const Delimiters& delimiters, ServiceHeader& out) {
  const auto view = [](auto& context) {
    return std::string_view(x3::_attr(context).begin(), x3::_attr(context).end());
  };
  const auto keep_syntax = [&](auto& context) { out.syntax = view(context); };
  const auto keep_version = [&](auto& context) { out.version = view(context); };
  const auto data =
      x3::char_ - x3::lit(delimiters.element) - x3::lit(delimiters.component) - x3::lit(delimiters.segment);
  const auto header = x3::lit("UNB") >> x3::lit(delimiters.element) >> x3::raw[x3::repeat(1U, 8U)[data]][keep_syntax] >>
                      -(x3::lit(delimiters.component) >> x3::raw[x3::repeat(0U, 8U)[data]][keep_version]);
  auto at = text.begin();
  return x3::parse(at, text.end(), header);
}

void set_repetition(ServiceHeader& header, char fifth) {
  auto& delimiters = header.framing.delimiters;
  if (header.version.empty() || header.version.front() < '4') return;
  if (!header.advice) delimiters.repetition = '*';
  const bool taken = fifth == delimiters.segment || fifth == delimiters.element || fifth == delimiters.component ||
                     fifth == delimiters.release;
  if (!taken && !parsers::is_alphanumeric(fifth) && !parsers::is_filler(fifth)) delimiters.repetition = fifth;
}

}  // namespace

std::optional<ServiceHeader> parse_service_header(std::string_view text) {
  ServiceHeader header;
  auto& delimiters = header.framing.delimiters;
  delimiters = level_a;
  char fifth = ' ';
  if (text.starts_with("UNA")) {
    const auto advice = advice_characters(text);
    if (!advice) return std::nullopt;
    header.advice = true;
    delimiters = delimiters_of(*advice, header.advice_exact, fifth);
    header.unb = text.find("UNB", 3 + advice->size());
  }
  const auto unb = text.substr(header.unb);
  if (unb.size() < 5) return std::nullopt;
  if (!header.advice && unb[3] == level_b.element) delimiters = level_b;
  if (unb[3] != delimiters.element) {
    header.advice_exact = false;
    delimiters = level_a;
    fifth = ' ';
  }
  if (!match_syntax(unb, delimiters, header)) return std::nullopt;
  set_repetition(header, fifth);
  return header;
}

bool is_known_syntax(std::string_view syntax) {
  if (syntax == "IATA" || syntax == "IATB" || syntax == "ANSI") return true;
  return syntax.size() == 4 && syntax.starts_with("UNO") &&
         ((syntax[3] >= 'A' && syntax[3] <= 'K') || (syntax[3] >= 'W' && syntax[3] <= 'Y'));
}

}  // namespace longshore::edifact
