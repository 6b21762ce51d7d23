#include "parsers/xml/outline.h"

#include "parsers/source.h"

#include <algorithm>
#include <charconv>
#include <ranges>

namespace longshore::xml {
namespace {

constexpr std::string_view blanks = " \t\r\n";

bool starts_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == ':' ||
         static_cast<unsigned char>(c) >= 0x80;
}
bool in_name(char c) {
  return starts_name(c) || parsers::is_digit(c) || c == '-' || c == '.';
}

bool is_character_reference(std::string_view digits) {
  const bool hex = digits.starts_with('x');
  if (hex) digits.remove_prefix(1);
  std::uint32_t point = 0;
  const auto* last = digits.data() + digits.size();
  const auto [stop, bad] = std::from_chars(digits.data(), last, point, hex ? 16 : 10);
  return bad == std::errc{} && stop == last && is_character(point);
}

class Scanner {
 public:
  Scanner(const Text& text, const parsers::DocumentLimits& limits)
      : source_(text), text_(text.utf8()), limits_(limits) {}

  std::expected<Outline, Diagnostic> run() {
    if (text_.starts_with("<?xml") && text_.size() > 5 && blanks.contains(text_[5])) skip_past("?>", "XML declaration");
    while (!fault_ && at_ < text_.size()) {
      if (text_[at_] == '<')
        markup();
      else
        characters();
    }
    if (!fault_ && !open_.empty())
      malformed(out_.elements[open_.back()].begin, text_.size(), "The element is not closed before the input ends.");
    if (!fault_ && out_.elements.empty()) malformed(0, text_.size(), "There is no root element.");
    if (fault_) return std::unexpected(*std::move(fault_));
    return std::move(out_);
  }

 private:
  bool here(std::string_view what) const { return text_.substr(at_).starts_with(what); }
  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  void skip_blanks() { at_ = std::min(text_.find_first_not_of(blanks, at_), text_.size()); }

  void tell(Code code, std::size_t begin, std::size_t end, std::string message) {
    if (fault_) return;
    fault_ = diagnose(code, std::move(message));
    fault_->byte_range = source_.range(begin, end);
    fault_->value = parsers::excerpt(text_.substr(begin, end - begin));
  }
  void malformed(std::size_t begin, std::size_t end, std::string message) {
    tell(Code::XML_MALFORMED, begin, end, std::move(message));
  }
  void malformed_here(std::string message) {
    malformed(std::min(at_, text_.size()), std::min(at_ + 1, text_.size()), std::move(message));
  }

  void markup() {
    if (here("<!--")) return comment();
    if (here("<![CDATA[")) return cdata();
    if (here("<!DOCTYPE")) return tell(Code::XML_DTD_REFUSED, at_, at_ + 9, {});
    if (here("<?")) return instruction();
    if (here("</")) return end_tag();
    start_tag();
  }

  std::string_view skip_past(std::string_view end, std::string_view what) {
    const auto begin = at_;
    const auto found = text_.find(end, at_);
    if (found == std::string_view::npos) {
      malformed(begin, text_.size(), "The " + std::string(what) + " is not closed before the input ends.");
      return {};
    }
    at_ = found + end.size();
    return text_.substr(begin, found - begin);
  }

  void comment() {
    const auto begin = at_;
    at_ += 4;
    const auto text = skip_past("-->", "comment");
    if (text.contains("--") || text.ends_with('-')) malformed(begin, at_, "A comment has two hyphens in it.");
  }

  void cdata() {
    if (open_.empty()) return malformed_here("Text stands outside the root element.");
    count_node();
    at_ += 9;
    skip_past("]]>", "CDATA section");
  }

  void instruction() {
    const auto begin = at_;
    at_ += 2;
    const auto target = name();
    if (target.size() == 3 && (target[0] | 32) == 'x' && (target[1] | 32) == 'm' && (target[2] | 32) == 'l')
      malformed(begin, at_, "An XML declaration stands elsewhere than at the beginning.");
    skip_past("?>", "processing instruction");
  }

  std::string_view name() {
    const auto begin = at_;
    if (!starts_name(peek())) {
      malformed_here("A name was expected.");
      return {};
    }
    while (at_ < text_.size() && in_name(text_[at_])) ++at_;
    return text_.substr(begin, at_ - begin);
  }

  void start_tag() {
    if (open_.empty() && !out_.elements.empty()) return malformed_here("There is a second root element.");
    if (open_.size() >= limits_.depth) return limit("elements within one another", limits_.depth);
    ElementPlace place{.begin = at_++};
    const auto element = name();
    attributes();
    const bool empty = peek() == '/';
    if (empty) ++at_;
    if (!fault_ && peek() != '>') malformed_here("A tag is not closed with \">\".");
    if (fault_) return;
    place.content_begin = place.content_end = place.end = ++at_;
    count_node();
    out_.elements.push_back(place);
    if (empty) return;
    open_.push_back(out_.elements.size() - 1);
    names_.push_back(element);
  }

  void attributes() {
    std::vector<std::string_view> seen;
    while (!fault_) {
      const auto before = at_;
      skip_blanks();
      if (!starts_name(peek())) break;
      if (before == at_) return malformed_here("There is no blank before the attribute.");
      seen.push_back(attribute());
    }
    std::ranges::sort(seen, {}, [](std::string_view one) { return std::pair(one, one.data()); });
    const auto twice = std::ranges::adjacent_find(std::views::reverse(seen));
    if (twice == seen.rend() || twice->empty()) return;
    const auto begin = static_cast<std::size_t>(twice->data() - text_.data());
    malformed(begin, begin + twice->size(), "Two attributes of the element have the same name.");
  }

  std::string_view attribute() {
    const auto begin = at_;
    const auto found = name();
    skip_blanks();
    if (peek() != '=') {
      malformed_here("The attribute has no value.");
      return {};
    }
    ++at_;
    skip_blanks();
    const char quote = peek();
    if (quote != '"' && quote != '\'') {
      malformed_here("The attribute's value is not quoted.");
      return {};
    }
    ++at_;
    const auto value_at = at_;
    const auto value = skip_past(std::string_view(&quote, 1), "attribute's value");
    if (const auto less = value.find('<'); less != std::string_view::npos)
      malformed(value_at + less, value_at + less + 1, "\"<\" stands in an attribute's value.");
    references(value_at, value);
    count_node();
    out_.attributes.push_back({begin, at_});
    return found;
  }

  void end_tag() {
    const auto begin = at_;
    at_ += 2;
    const auto found = name();
    skip_blanks();
    if (!fault_ && peek() != '>') return malformed_here("A tag is not closed with \">\".");
    ++at_;
    if (fault_) return;
    if (open_.empty()) return malformed(begin, at_, "An end tag stands outside the root element.");
    if (found != names_.back())
      return malformed(begin, at_,
                       "The end tag is not that of the open element " + parsers::excerpt(names_.back()) + ".");
    auto& element = out_.elements[open_.back()];
    element.content_end = begin;
    element.end = at_;
    open_.pop_back();
    names_.pop_back();
  }

  void characters() {
    const auto begin = at_;
    at_ = std::min(text_.find('<', at_), text_.size());
    const auto run = text_.substr(begin, at_ - begin);
    if (open_.empty()) {
      const auto bad = run.find_first_not_of(blanks);
      if (bad != std::string_view::npos) malformed(begin + bad, at_, "Text stands outside the root element.");
      return;
    }
    count_node();
    if (const auto end = run.find("]]>"); end != std::string_view::npos)
      malformed(begin + end, begin + end + 3, "\"]]>\" stands in text.");
    references(begin, run);
  }

  void references(std::size_t begin, std::string_view text) {
    constexpr std::string_view five[] = {"lt", "gt", "amp", "apos", "quot"};
    for (auto from = text.find('&'); from != std::string_view::npos; from = text.find('&', from + 1)) {
      const auto rest = text.substr(from + 1, 64);
      const auto end = rest.find(';');
      const auto inside = rest.substr(0, end);
      const auto stop = begin + from + 1 + std::min(inside.size() + 1, rest.size());
      if (end == std::string_view::npos) return malformed(begin + from, begin + from + 1, "\"&\" begins no reference.");
      if (std::ranges::find(five, inside) != std::end(five)) continue;
      if (inside.starts_with('#') && is_character_reference(inside.substr(1))) continue;
      if (is_name(inside)) return tell(Code::XML_ENTITY_UNKNOWN, begin + from, stop, {});
      return malformed(begin + from, stop, "The reference is to no character.");
    }
  }

  void count_node() {
    if (++nodes_ > limits_.nodes) limit("elements, attributes and texts", limits_.nodes);
  }
  void limit(std::string_view what, std::uint64_t most) {
    tell(Code::LIMIT_REACHED, std::min(at_, text_.size() - 1), std::min(at_ + 1, text_.size()),
         "The document has more than " + std::to_string(most) + " " + std::string(what) + ".");
  }

  const Text& source_;
  std::string_view text_;
  const parsers::DocumentLimits& limits_;
  Outline out_;
  std::vector<std::size_t> open_;
  std::vector<std::string_view> names_;
  std::optional<Diagnostic> fault_;
  std::uint64_t nodes_ = 0;
  std::size_t at_ = 0;
};

}  // namespace

bool is_name(std::string_view name) {
  return !name.empty() && starts_name(name[0]) && std::ranges::all_of(name, in_name);
}

std::expected<Outline, Diagnostic> outline(const Text& text, const parsers::DocumentLimits& limits) {
  return Scanner(text, limits).run();
}

}  // namespace longshore::xml
