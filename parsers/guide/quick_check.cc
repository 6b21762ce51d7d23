#include "parsers/guide/quick_check.h"

#include "parsers/guide/element_check.h"

#include <bit>

namespace longshore::guide {
namespace {

constexpr std::size_t most_positions = 64;

ValueRule value_rule(const Element& element, bool mandatory) {
  constexpr std::uint64_t longest = 0xFFFF'FFFF;
  const auto* codes = element.codes != nullptr && element.codes->complete ? &element.codes->table : nullptr;
  return {codes, static_cast<std::uint32_t>(std::min(element.min, longest)),
          static_cast<std::uint32_t>(std::min(element.max, longest)), element.type, mandatory};
}

constexpr std::uint64_t bit(std::uint32_t position) {
  return std::uint64_t{1} << (position - 1);
}

NoteRule note_rule(const SyntaxNote& note) {
  NoteRule out{note.kind, 0, bit(note.positions.front())};
  for (auto position : note.positions) out.all |= bit(position);
  return out;
}

bool holds(const NoteRule& note, std::uint64_t present) {
  const auto here = present & note.all;
  const bool first = (present & note.first) != 0;
  switch (note.kind) {
    case 'P':
      return here == 0 || here == note.all;
    case 'R':
      return here != 0;
    case 'E':
      return std::popcount(here) <= 1;
    case 'C':
      return !first || here == note.all;
    default:
      return !first || here != note.first;
  }
}

}  // namespace

std::shared_ptr<const SegmentRules> SegmentRules::of(const SegmentDefinition& definition) {
  if (definition.elements.size() > most_positions) return nullptr;
  auto out = std::make_shared<SegmentRules>();
  for (const auto& use : definition.elements) {
    PositionRule position{static_cast<std::uint32_t>(out->values.size()), 1, use.composite != nullptr};
    if (use.composite != nullptr) {
      position.count = static_cast<std::uint32_t>(use.composite->components.size());
      for (const auto& one : use.composite->components) out->values.push_back(value_rule(*one.element, one.mandatory));
    } else {
      out->values.push_back(value_rule(*use.element, use.mandatory));
    }
    if (use.mandatory) out->mandatory |= bit(static_cast<std::uint32_t>(out->positions.size() + 1));
    out->positions.push_back(position);
  }
  for (const auto& note : definition.notes) out->notes.push_back(note_rule(note));
  return out;
}

QuickCheck::QuickCheck(const parsers::Delimiters& delimiters) {
  for (std::size_t byte = 0; byte < classes_.size(); ++byte) {
    const char c = static_cast<char>(byte);
    const bool plain = byte >= 0x20 && byte < 0x7F && c != delimiters.release && c != delimiters.repetition;
    classes_.at(byte) = !plain ? unusual : c == delimiters.component ? component : c >= '0' && c <= '9' ? digit : other;
  }
}

bool QuickCheck::is_sound(const parsers::Segment& segment, const SegmentDefinition& definition) const {
  const auto* rules = definition.rules.get();
  const auto count = segment.element_count();
  if (rules == nullptr || count == 0 || count > rules->positions.size()) return false;
  std::uint64_t present = 0;
  for (std::uint32_t i = 1; i <= count; ++i) {
    const auto element = segment.element(i);
    if (element.empty()) continue;
    present |= bit(i);
    const auto& position = rules->positions[i - 1];
    if (position.composite) {
      if (!is_composite_sound(element, *rules, position)) return false;
      continue;
    }
    if (!is_sound(element, classes_of(element), rules->values[position.first])) return false;
  }
  if ((present & bit(count)) == 0 || (rules->mandatory & ~present) != 0) return false;
  return std::ranges::all_of(rules->notes, [present](const NoteRule& note) { return holds(note, present); });
}

bool QuickCheck::is_composite_sound(std::string_view element, const SegmentRules& rules,
                                    const PositionRule& position) const {
  std::uint32_t index = 0;
  std::uint8_t classes = 0;
  const char* begin = element.data();
  const char* end = begin + element.size();
  for (const char* at = begin;; ++at) {
    if (at != end) {
      const auto one = classes_[static_cast<unsigned char>(*at)];
      if (one != component) {
        classes |= one;
        continue;
      }
    }
    if (index == position.count) return false;
    const auto& rule = rules.values[position.first + index++];
    if (at == begin) {
      if (rule.mandatory) return false;
    } else if (!is_sound({begin, at}, classes, rule)) {
      return false;
    }
    if (at == end) break;
    begin = at + 1;
    classes = 0;
  }
  for (; index < position.count; ++index)
    if (rules.values[position.first + index].mandatory) return false;
  return true;
}

bool QuickCheck::is_sound(std::string_view value, std::uint8_t classes, const ValueRule& rule) const {
  if ((classes & (unusual | component)) != 0) return false;
  switch (rule.type) {
    case ElementType::date:
      if (!is_date(value)) return false;
      break;
    case ElementType::time:
      if (!is_time(value)) return false;
      break;
    case ElementType::real:
    case ElementType::number:
      if (classes != digit) {
        const auto point = value.find('.');
        const bool simple = point != std::string_view::npos && classes_of(value.substr(0, point)) == digit &&
                            classes_of(value.substr(point + 1)) == digit;
        return simple && value.size() - 1 >= rule.min && value.size() - 1 <= rule.max && rule.codes == nullptr;
      }
      break;
    case ElementType::integer:
      if (classes != digit) return false;
      break;
    case ElementType::letters:
      if ((classes & digit) != 0) return false;
      break;
    case ElementType::text:
    case ElementType::code:
    case ElementType::binary:
      break;
  }
  return value.size() >= rule.min && value.size() <= rule.max && (rule.codes == nullptr || rule.codes->has(value));
}

}  // namespace longshore::guide
