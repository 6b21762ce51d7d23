#include "parsers/guide/guide_path.h"

#include "engine/model/text.h"

#include <charconv>

namespace longshore::guide {
namespace {

constexpr std::size_t id_digits = 4;  // of an EDIFACT data element's number

std::optional<std::uint32_t> number(std::string_view text) {
  std::uint32_t out = 0;
  const auto [end, bad] = std::from_chars(text.data(), text.data() + text.size(), out);
  if (bad != std::errc{} || end != text.data() + text.size() || out == 0) return std::nullopt;
  return out;
}

bool is_word(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
  });
}

/// Takes what stands between `open` and `close` at the end of `text`, if it does; false where only one of them is
/// there.
bool take_bracket(std::string_view& text, char open, char close, std::optional<std::string_view>& out) {
  const auto begin = text.find(open);
  if (begin == std::string_view::npos) return text.find(close) == std::string_view::npos;
  if (text.back() != close) return false;
  out = text.substr(begin + 1, text.size() - begin - 2);
  text = text.substr(0, begin);
  return true;
}

bool add_tests(std::string_view list, PathStep& step) {
  for (auto one : split(list, ',')) {
    const auto equals = one.find('=');
    if (equals == std::string_view::npos) return false;
    step.tests.push_back({std::string(trim(one.substr(0, equals))), std::string(trim(one.substr(equals + 1)))});
    if (step.tests.back().element.empty() || step.tests.back().value.empty()) return false;
  }
  return true;
}

std::optional<PathStep> parse_step(std::string_view text) {
  PathStep out;
  std::optional<std::string_view> tests;
  std::optional<std::string_view> first;
  if (!take_bracket(text, '{', '}', tests) || !take_bracket(text, '[', ']', first)) return std::nullopt;
  if (first) out.tests.push_back({"01", std::string(*first)});
  if (first && first->empty()) return std::nullopt;
  if (tests && !add_tests(*tests, out)) return std::nullopt;
  if (const auto hash = text.find('#'); hash != std::string_view::npos) {
    const auto ordinal = number(text.substr(hash + 1));
    if (!ordinal) return std::nullopt;
    out.ordinal = *ordinal;
    text = text.substr(0, hash);
  }
  out.name = std::string(text);
  return is_word(text) ? std::optional(std::move(out)) : std::nullopt;
}

std::optional<ElementPlace> find_by_number(std::string_view id, const SegmentDefinition& segment) {
  std::vector<ElementPlace> found;
  for (std::uint32_t i = 1; i <= segment.elements.size(); ++i) {
    const auto& use = segment.elements[i - 1];
    if (use.element != nullptr && use.element->id == id) found.push_back({i, 0});
    for (std::uint32_t c = 1; use.composite != nullptr && c <= use.composite->components.size(); ++c)
      if (use.composite->components[c - 1].element->id == id) found.push_back({i, c});
  }
  return found.size() == 1 ? std::optional(found.front()) : std::nullopt;
}

}  // namespace

std::optional<std::vector<PathStep>> parse_place(std::string_view text) {
  std::vector<PathStep> out;
  for (auto one : split(text, '/')) {
    auto step = parse_step(one);
    if (!step) return std::nullopt;
    out.push_back(std::move(*step));
  }
  return out;
}

std::optional<ElementPlace> find_element(std::string_view text, const SegmentDefinition& segment) {
  if (text.size() == id_digits && text.find('.') == std::string_view::npos) return find_by_number(text, segment);
  const auto dot = text.find('.');
  const auto position = number(text.substr(0, dot));
  if (!position) return std::nullopt;
  const auto* use = segment.at(*position);
  if (use == nullptr) return std::nullopt;
  if (dot == std::string_view::npos) return ElementPlace{*position, 0};
  const auto component = number(text.substr(dot + 1));
  if (!component || use->composite == nullptr || *component > use->composite->components.size()) return std::nullopt;
  return ElementPlace{*position, *component};
}

const Element* element_at(const SegmentDefinition& segment, const ElementPlace& place) {
  const auto& use = segment.elements[place.element - 1];
  return place.component == 0 ? use.element : use.composite->components[place.component - 1].element;
}

}  // namespace longshore::guide
