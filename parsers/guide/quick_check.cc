#include "parsers/guide/quick_check.h"

#include "parsers/guide/element_check.h"

#include <bit>
#include <cstring>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace longshore::guide {
namespace {

constexpr std::size_t most_positions = 64;
constexpr std::size_t most_bytes = 63;  // of a segment: a bit for each, and one for its end
constexpr std::size_t word_bytes = 8;

ValueRule value_rule(const Element& element, bool mandatory) {
  constexpr std::uint64_t longest = 0xFFFF'FFFF;
  const auto* codes = element.codes != nullptr && element.codes->complete ? &element.codes->table : nullptr;
  const auto type = element.type;
  const bool any = type == ElementType::text || type == ElementType::code || type == ElementType::binary;
  const bool possible = element.min <= element.max;
  const auto min = possible ? std::min(element.min, longest) : longest;
  const auto max = possible ? std::min(element.max, longest) : longest;
  return {codes, static_cast<std::uint32_t>(min), static_cast<std::uint32_t>(max - min), type, any, mandatory};
}

constexpr std::uint64_t bit(std::uint32_t position) {
  return std::uint64_t{1} << (position - 1);
}

void add_note(const SyntaxNote& note, std::vector<PresenceRule>& out) {
  std::uint64_t all = 0;
  for (auto position : note.positions) all |= bit(position);
  const auto first = bit(note.positions.front());
  switch (note.kind) {
    case 'P':
      out.push_back({.when = all, .all_of = all});
      break;
    case 'R':
      out.push_back({.one_of = all});
      break;
    case 'E':
      for (auto position : note.positions) out.push_back({.when = bit(position), .none_of = all & ~bit(position)});
      break;
    case 'C':
      out.push_back({.when = first, .all_of = all});
      break;
    default:
      out.push_back({.when = first, .one_of = all & ~first});
      break;
  }
}

}  // namespace

std::shared_ptr<const SegmentRules> SegmentRules::of(const SegmentDefinition& definition) {
  if (definition.elements.size() > most_positions) return nullptr;
  auto out = std::make_shared<SegmentRules>();
  PresenceRule mandatory;
  for (const auto& use : definition.elements) {
    PositionRule position{static_cast<std::uint32_t>(out->values.size()), 1, use.composite != nullptr};
    if (use.composite != nullptr) {
      position.count = static_cast<std::uint32_t>(use.composite->components.size());
      for (const auto& one : use.composite->components) out->values.push_back(value_rule(*one.element, one.mandatory));
    } else {
      out->values.push_back(value_rule(*use.element, use.mandatory));
    }
    out->positions.push_back(position);
    if (use.mandatory) mandatory.all_of |= bit(static_cast<std::uint32_t>(out->positions.size()));
  }
  out->presence.push_back(mandatory);
  for (const auto& note : definition.notes) add_note(note, out->presence);
  return out;
}

QuickCheck::QuickCheck(const parsers::Delimiters& delimiters, Variant variant)
    : element_(delimiters.element),
      component_(delimiters.component),
      released_or_repeated_{delimiters.release.value_or(delimiters.element),
                            delimiters.repetition.value_or(delimiters.element)} {
#if defined(__x86_64__)
  vector_ =
      variant == Variant::fastest && __builtin_cpu_supports("avx512bw") != 0 && __builtin_cpu_supports("bmi2") != 0;
#else
  static_cast<void>(variant);
#endif
}

// What is more than one of these: an element delimiter first, then unusual.
QuickCheck::Masks QuickCheck::classify_scalar(std::string_view text) const {
  Masks out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const auto here = std::uint64_t{1} << i;
    if (c == element_)
      out.elements |= here;
    else if (c == released_or_repeated_[0] || c == released_or_repeated_[1])
      out.unusual |= here;
    else if (c == component_)
      out.components |= here;
    else if (c < 0x20 || c >= 0x7F)
      out.unusual |= here;
    else if (c >= '0' && c <= '9')
      out.digits |= here;
  }
  return out;
}

/// The values of one segment, by where they stand in it. Inlined into what is compiled for a machine.
class QuickCheck::Values {
 public:
  [[gnu::always_inline]] Values(std::string_view text, const Masks& masks, const SegmentRules& rules)
      : text_(text), masks_(masks), rules_(rules) {
    if (text.size() < word_bytes) std::memcpy(short_text_.data(), text.data(), text.size());
  }

  [[gnu::always_inline]] bool are_sound(std::uint32_t count) const {
    const bool countable = masks_.unusual == 0 && count != 0 && count <= rules_.positions.size() &&
                           static_cast<std::uint32_t>(std::popcount(masks_.elements)) == count;
    if (!countable) return false;
    auto stops = masks_.elements | std::uint64_t{1} << text_.size();
    auto begin = next(stops) + 1;
    std::uint64_t present = 0;
    for (std::uint32_t i = 0; i < count; ++i) {
      const auto end = next(stops);
      if (begin != end) {
        present |= std::uint64_t{1} << i;
        if (!is_position_sound(begin, end, rules_.positions[i])) return false;
      }
      begin = end + 1;
    }
    if ((present >> (count - 1)) == 0) return false;
    bool sound = true;
    for (const auto& rule : rules_.presence) sound &= rule.holds(present);
    return sound;
  }

 private:
  /// The lowest bit's place; the bit is taken away.
  [[gnu::always_inline]] static std::size_t next(std::uint64_t& bits) {
    const auto at = static_cast<std::size_t>(std::countr_zero(bits));
    bits &= bits - 1;
    return at;
  }
  [[gnu::always_inline]] static std::uint64_t range(std::size_t begin, std::size_t end) {
    return (std::uint64_t{1} << end) - (std::uint64_t{1} << begin);
  }

  [[gnu::always_inline]] bool is_position_sound(std::size_t begin, std::size_t end,
                                                const PositionRule& position) const {
    const auto* rule = &rules_.values[position.first];
    auto components = masks_.components & range(begin, end);
    if (!position.composite) return components == 0 && is_value_sound(begin, end, *rule);
    const auto* const behind = rule + position.count;
    for (components |= std::uint64_t{1} << end; components != 0; ++rule) {
      const auto stop = next(components);
      if (rule == behind || (begin == stop ? rule->mandatory : !is_value_sound(begin, stop, *rule))) return false;
      begin = stop + 1;
    }
    for (; rule != behind; ++rule)
      if (rule->mandatory) return false;
    return true;
  }

  [[gnu::always_inline]] bool is_value_sound(std::size_t begin, std::size_t end, const ValueRule& rule) const {
    auto length = end - begin;
    if (!rule.any_character && !has_type(begin, length, rule.type)) return false;
    if (length - rule.min > rule.more) return false;
    return rule.codes == nullptr || (length <= CodeTable::longest && rule.codes->has(key(begin, length)));
  }

  /// CodeTable::key_of, of a word that was loaded whole.
  [[gnu::always_inline]] std::uint64_t key(std::size_t begin, std::size_t length) const {
    static_assert(std::endian::native == std::endian::little);
    const bool short_text = text_.size() < word_bytes;
    const auto at = short_text ? 0 : std::min(begin, text_.size() - word_bytes);
    std::uint64_t word = 0;
    std::memcpy(&word, short_text ? short_text_.data() : text_.data() + at, word_bytes);
    return word >> 8 * (begin - at) & ~std::uint64_t{0} >> 8 * (word_bytes - length);
  }

  /// `length` becomes what counts as length.
  [[gnu::always_inline]] bool has_type(std::size_t begin, std::size_t& length, ElementType type) const {
    const auto bytes = range(begin, begin + length);
    const auto others = bytes & ~masks_.digits;
    if (type == ElementType::letters) return others == bytes;
    if (type == ElementType::real || type == ElementType::number) return others == 0 || is_decimal(others, length--);
    if (others != 0) return false;
    if (type == ElementType::date) return is_common_day(begin, length) || is_date(text_.substr(begin, length));
    if (type == ElementType::time) return is_common_time(begin, length) || is_time(text_.substr(begin, length));
    return true;
  }

  std::uint32_t two_digits(std::size_t at) const {
    return static_cast<std::uint32_t>(text_[at] - '0') * 10 + static_cast<std::uint32_t>(text_[at + 1] - '0');
  }

  /// The first 28 days of any month.
  bool is_common_day(std::size_t begin, std::size_t length) const {
    if (length != 8 && length != 6) return false;
    const auto month = two_digits(begin + length - 4);
    const auto day = two_digits(begin + length - 2);
    return month - 1 < 12 && day - 1 < 28 && (length == 6 || text_[begin] != '0');
  }

  /// HHMM before midnight.
  bool is_common_time(std::size_t begin, std::size_t length) const {
    return length == 4 && two_digits(begin) < 24 && two_digits(begin + 2) < 60;
  }

  /// Whether the one byte that is no digit is a decimal point.
  bool is_decimal(std::uint64_t others, std::size_t length) const {
    return length > 1 && std::has_single_bit(others) &&
           text_[static_cast<std::size_t>(std::countr_zero(others))] == '.';
  }

  std::string_view text_;
  const Masks& masks_;
  const SegmentRules& rules_;
  std::array<char, word_bytes> short_text_{};
};

bool QuickCheck::is_sound_scalar(std::string_view text, std::uint32_t count, const SegmentRules& rules) const {
  const auto masks = classify_scalar(text);
  return Values(text, masks, rules).are_sound(count);
}

#if defined(__x86_64__)
#define LONGSHORE_AVX512 gnu::target("avx512f,avx512bw,bmi,bmi2,popcnt")

// A masked load touches nothing beyond the text.
[[LONGSHORE_AVX512, gnu::always_inline]] inline QuickCheck::Masks QuickCheck::classify_vector(
    std::string_view text) const {
  const auto held = _bzhi_u64(~std::uint64_t{0}, static_cast<unsigned>(text.size()));
  const auto bytes = _mm512_maskz_loadu_epi8(held, text.data());
  const auto is = [&](char c) __attribute__((target("avx512f,avx512bw"))) {
    return _mm512_mask_cmpeq_epi8_mask(held, bytes, _mm512_set1_epi8(c));
  };
  const auto from_zero = _mm512_sub_epi8(bytes, _mm512_set1_epi8('0'));
  const auto from_blank = _mm512_sub_epi8(bytes, _mm512_set1_epi8(' '));
  const std::uint64_t printable = _mm512_mask_cmplt_epu8_mask(held, from_blank, _mm512_set1_epi8(0x7F - 0x20));
  const std::uint64_t digits = _mm512_mask_cmplt_epu8_mask(held, from_zero, _mm512_set1_epi8(10));
  Masks out;
  out.elements = is(element_);
  const auto special = (is(released_or_repeated_[0]) | is(released_or_repeated_[1])) & ~out.elements;
  out.components = is(component_) & ~out.elements & ~special;
  out.unusual = special | (held & ~printable & ~out.elements & ~out.components);
  out.digits = digits & ~out.elements & ~special & ~out.components;
  return out;
}

[[LONGSHORE_AVX512]] bool QuickCheck::is_sound_vector(std::string_view text, std::uint32_t count,
                                                      const SegmentRules& rules) const {
  const auto masks = classify_vector(text);
  return Values(text, masks, rules).are_sound(count);
}
#else
bool QuickCheck::is_sound_vector(std::string_view text, std::uint32_t count, const SegmentRules& rules) const {
  return is_sound_scalar(text, count, rules);
}
#endif

bool QuickCheck::is_sound(const parsers::Segment& segment, const SegmentDefinition& definition) const {
  const auto* rules = definition.rules.get();
  const auto text = segment.text();
  if (rules == nullptr || text.size() > most_bytes) return false;
  const auto count = segment.element_count();
  return vector_ ? is_sound_vector(text, count, *rules) : is_sound_scalar(text, count, *rules);
}

}  // namespace longshore::guide
