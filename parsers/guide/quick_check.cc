#include "parsers/guide/quick_check.h"

#include "parsers/guide/element_check.h"

#include <bit>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace longshore::guide {
namespace {

constexpr std::size_t most_positions = 64;
constexpr std::size_t most_bytes = 64;  // of a segment: a bit for each

ValueRule value_rule(const Element& element, bool mandatory) {
  constexpr std::uint64_t longest = 0xFFFF'FFFF;
  const auto* codes = element.codes != nullptr && element.codes->complete ? &element.codes->table : nullptr;
  const auto type = element.type;
  const bool any = type == ElementType::text || type == ElementType::code || type == ElementType::binary;
  return {codes,
          static_cast<std::uint32_t>(std::min(element.min, longest)),
          static_cast<std::uint32_t>(std::min(element.max, longest)),
          type,
          any,
          mandatory};
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

QuickCheck::QuickCheck(const parsers::Delimiters& delimiters, Variant variant)
    : separators_{delimiters.component, delimiters.repetition.value_or(delimiters.component),
                  delimiters.release.value_or(delimiters.component)} {
  for (std::size_t byte = 0; byte < classes_.size(); ++byte) {
    const char c = static_cast<char>(byte);
    const bool plain = byte >= 0x20 && byte < 0x7F && c != delimiters.release && c != delimiters.repetition;
    classes_.at(byte) = !plain ? unusual : c == delimiters.component ? component : c >= '0' && c <= '9' ? digit : other;
  }
#if defined(__x86_64__)
  vector_ = variant == Variant::fastest && __builtin_cpu_supports("avx512bw") != 0;
#else
  static_cast<void>(variant);
#endif
}

QuickCheck::Masks QuickCheck::classify_scalar(std::string_view text) const {
  Masks out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto one = classes_[static_cast<unsigned char>(text[i])];
    out.digits |= std::uint64_t{one == digit} << i;
    out.components |= std::uint64_t{one == component} << i;
    out.unusual |= std::uint64_t{one == unusual} << i;
  }
  return out;
}

#if defined(__x86_64__)
// A masked load touches nothing beyond the text.
[[gnu::target("avx512f,avx512bw,bmi2")]] QuickCheck::Masks QuickCheck::classify_vector(std::string_view text) const {
  const auto held = _bzhi_u64(~std::uint64_t{0}, static_cast<unsigned>(text.size()));
  const auto bytes = _mm512_maskz_loadu_epi8(held, text.data());
  const auto is = [&](char c) __attribute__((target("avx512f,avx512bw"))) {
    return _mm512_mask_cmpeq_epi8_mask(held, bytes, _mm512_set1_epi8(c));
  };
  const auto from_zero = _mm512_sub_epi8(bytes, _mm512_set1_epi8('0'));
  const auto from_blank = _mm512_sub_epi8(bytes, _mm512_set1_epi8(' '));
  const auto printable = _mm512_mask_cmplt_epu8_mask(held, from_blank, _mm512_set1_epi8(0x7F - 0x20));
  Masks out;
  out.components = is(separators_[0]);
  std::uint64_t separators = 0;
  if (separators_[1] != separators_[0]) separators |= is(separators_[1]);
  if (separators_[2] != separators_[0]) separators |= is(separators_[2]);
  out.unusual = (held & ~printable) | separators;
  out.components &= ~out.unusual;
  out.digits = _mm512_mask_cmplt_epu8_mask(held, from_zero, _mm512_set1_epi8(10)) & ~out.unusual & ~out.components;
  return out;
}
#else
QuickCheck::Masks QuickCheck::classify_vector(std::string_view text) const {
  return classify_scalar(text);
}
#endif

/// The values of one segment, by where they stand in it.
class QuickCheck::Values {
 public:
  Values(std::string_view text, const Masks& masks, const SegmentRules& rules)
      : text_(text), masks_(masks), rules_(rules) {}

  bool is_sound(std::size_t begin, std::size_t end, const PositionRule& position) const {
    if (!position.composite) return is_value_sound(begin, end, rules_.values[position.first]);
    std::uint32_t index = 0;
    for (auto components = masks_.components & range(begin, end);; components &= components - 1) {
      const auto stop = components == 0 ? end : static_cast<std::size_t>(std::countr_zero(components));
      if (index == position.count) return false;
      const auto& rule = rules_.values[position.first + index++];
      if (begin == stop ? rule.mandatory : !is_value_sound(begin, stop, rule)) return false;
      if (stop == end) break;
      begin = stop + 1;
    }
    for (; index < position.count; ++index)
      if (rules_.values[position.first + index].mandatory) return false;
    return true;
  }

 private:
  static std::uint64_t range(std::size_t begin, std::size_t end) {
    const auto below = [](std::size_t bits) { return bits == 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << bits) - 1; };
    return below(end) & ~below(begin);
  }

  bool is_value_sound(std::size_t begin, std::size_t end, const ValueRule& rule) const {
    const auto bytes = range(begin, end);
    if (((masks_.unusual | masks_.components) & bytes) != 0) return false;
    auto length = end - begin;
    if (!rule.any_character && !has_type(bytes, begin, length, rule.type)) return false;
    if (length < rule.min || length > rule.max) return false;
    return rule.codes == nullptr || rule.codes->has(text_.substr(begin, end - begin));
  }

  /// `length` becomes what counts as length.
  bool has_type(std::uint64_t bytes, std::size_t begin, std::size_t& length, ElementType type) const {
    const auto others = bytes & ~masks_.digits;
    if (type == ElementType::letters) return others == bytes;
    if (type == ElementType::real || type == ElementType::number) return others == 0 || is_decimal(others, length--);
    if (others != 0) return false;
    if (type == ElementType::date) return is_common_day(begin, length) || is_date(text_.substr(begin, length));
    if (type == ElementType::time) return is_time(text_.substr(begin, length));
    return true;
  }

  /// The first 28 days of any month.
  bool is_common_day(std::size_t begin, std::size_t length) const {
    if (length != 8 && length != 6) return false;
    const auto two = [this](std::size_t at) { return (text_[at] - '0') * 10 + (text_[at + 1] - '0'); };
    const auto month = two(begin + length - 4);
    const auto day = two(begin + length - 2);
    return month >= 1 && month <= 12 && day >= 1 && day <= 28 && (length == 6 || text_[begin] != '0');
  }

  /// Whether the one byte that is no digit is a decimal point.
  bool is_decimal(std::uint64_t others, std::size_t length) const {
    return length > 1 && std::has_single_bit(others) &&
           text_[static_cast<std::size_t>(std::countr_zero(others))] == '.';
  }

  std::string_view text_;
  const Masks& masks_;
  const SegmentRules& rules_;
};

bool QuickCheck::is_sound(const parsers::Segment& segment, const SegmentDefinition& definition) const {
  const auto* rules = definition.rules.get();
  const auto count = segment.element_count();
  const auto text = segment.text();
  if (rules == nullptr || count == 0 || count > rules->positions.size() || text.size() > most_bytes) return false;
  const auto masks = classify(text);
  const Values values(text, masks, *rules);
  std::uint64_t present = 0;
  auto begin = segment.tag().size() + 1;
  for (std::uint32_t i = 1; i <= count; ++i) {
    const auto end = begin + segment.element(i).size();
    if (begin != end) {
      present |= bit(i);
      if (!values.is_sound(begin, end, rules->positions[i - 1])) return false;
    }
    begin = end + 1;
  }
  if ((present & bit(count)) == 0 || (rules->mandatory & ~present) != 0) return false;
  return std::ranges::all_of(rules->notes, [present](const NoteRule& note) { return holds(note, present); });
}

}  // namespace longshore::guide
