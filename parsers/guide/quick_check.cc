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

FrontRules front_rules(const SegmentRules& rules) {
  FrontRules out;
  for (std::size_t i = 0; i < std::min(FrontRules::most, rules.positions.size()); ++i) {
    const auto& position = rules.positions[i];
    const auto here = std::uint64_t{1} << i;
    if (position.count == 0 || position.least > 1) out.several |= here;
    if (position.count == 0) continue;
    const auto& rule = rules.values[position.first];
    out.min.at(i) = rule.min;
    out.more.at(i) = rule.more;
    if (!rule.any_character) out.typed |= here;
    if (rule.codes != nullptr) out.coded |= here;
  }
  return out;
}

/// The lowest bit's place; the bit is taken away.
[[gnu::always_inline]] inline std::size_t next(std::uint64_t& bits) {
  const auto at = static_cast<std::size_t>(std::countr_zero(bits));
  bits &= bits - 1;
  return at;
}

}  // namespace

std::shared_ptr<const SegmentRules> SegmentRules::of(const SegmentDefinition& definition) {
  if (definition.elements.size() > most_positions) return nullptr;
  auto out = std::make_shared<SegmentRules>();
  PresenceRule mandatory;
  for (const auto& use : definition.elements) {
    PositionRule position{.first = static_cast<std::uint32_t>(out->values.size()),
                          .composite = use.composite != nullptr};
    if (use.composite != nullptr) {
      position.count = 0;
      for (const auto& one : use.composite->components) {
        ++position.count;
        if (one.mandatory) position.least = position.count;
        out->values.push_back(value_rule(*one.element, one.mandatory));
      }
    } else {
      out->values.push_back(value_rule(*use.element, use.mandatory));
    }
    out->positions.push_back(position);
    if (use.mandatory) mandatory.all_of |= bit(static_cast<std::uint32_t>(out->positions.size()));
  }
  if (mandatory.all_of != 0) out->presence.push_back(mandatory);
  for (const auto& note : definition.notes) add_note(note, out->presence);
  out->front = front_rules(*out);
  return out;
}

QuickCheck::QuickCheck(const parsers::Delimiters& delimiters, Variant variant)
    : element_(delimiters.element),
      component_(delimiters.component),
      release_(delimiters.release.value_or(delimiters.component)),
      repetition_(delimiters.repetition.value_or(delimiters.component)) {
#if defined(__x86_64__)
  vector_ =
      variant == Variant::fastest && __builtin_cpu_supports("avx512bw") != 0 && __builtin_cpu_supports("bmi2") != 0;
#else
  static_cast<void>(variant);
#endif
}

// What is more than one of these: an element delimiter first, then a component delimiter. Release characters next to
// each other are unusual: then what follows one is what it releases.
QuickCheck::Masks QuickCheck::classify_scalar(std::string_view text) const {
  Masks out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const auto here = std::uint64_t{1} << i;
    if (c >= '0' && c <= '9') out.digits |= here;
    if (c == element_) continue;
    if (c == component_)
      out.components |= here;
    else if (c == release_)
      out.releases |= here;
    else if (c < 0x20 || c >= 0x7F || c == repetition_)
      out.unusual |= here;
  }
  out.unusual |= out.releases & out.releases << 1;
  out.components &= ~(out.releases << 1);
  return out;
}

/// The values of one segment, by where they stand in it. Inlined into what is compiled for a machine.
class QuickCheck::Values {
 public:
  /// `text` is the segment's or one element's.
  [[gnu::always_inline]] Values(const parsers::Segment& segment, std::string_view text, const Masks& masks,
                                const SegmentRules& rules)
      : text_(text), ends_(segment.ends()), begin_(segment.begin()), masks_(masks), rules_(rules) {}

  /// One value after the other.
  [[gnu::always_inline]] bool are_sound() const {
    if (masks_.unusual != 0) return false;
    std::uint64_t present = 0;
    for (std::size_t i = 0; i + 1 < ends_.size(); ++i) {
      const auto begin = end_of(i) + 1;
      const auto end = end_of(i + 1);
      if (begin == end) continue;
      present |= std::uint64_t{1} << i;
      if (!is_position_sound(begin, end, rules_.positions[i])) return false;
    }
    return is_presence_sound(present, rules_, ends_.size() - 1);
  }

  /// The same where nothing is divided into components or released and the lengths are known to be right, but for
  /// those of a type that does not count every character.
  [[gnu::always_inline]] bool are_sound(std::uint64_t present, const FrontRules& front) const {
    if ((present & front.several) != 0) return false;
    for (auto rest = present & front.typed; rest != 0;) {
      const auto i = next(rest);
      const auto begin = end_of(i) + 1;
      auto length = end_of(i + 1) - begin;
      const auto& rule = rules_.values[rules_.positions[i].first];
      if (!has_type(begin, length, rule.type) || length - rule.min > rule.more) return false;
    }
    for (auto rest = present & front.coded; rest != 0;) {
      const auto i = next(rest);
      const auto begin = end_of(i) + 1;
      if (!is_code(begin, end_of(i + 1) - begin, *rules_.values[rules_.positions[i].first].codes)) return false;
    }
    return is_presence_sound(present, rules_, ends_.size() - 1);
  }

  [[gnu::always_inline]] bool is_position_sound(std::size_t begin, std::size_t end,
                                                const PositionRule& position) const {
    if (position.composite) return is_composite_sound(begin, end, position);
    return (masks_.components & range(begin, end)) == 0 && is_value_sound(begin, end, rules_.values[position.first]);
  }

  /// The last position must have data: a delimiter behind which nothing comes is a finding.
  [[gnu::always_inline]] static bool is_presence_sound(std::uint64_t present, const SegmentRules& rules,
                                                       std::size_t count) {
    if (present >> (count - 1) == 0) return false;
    for (const auto& rule : rules.presence)
      if (!rule.holds(present)) return false;
    return true;
  }

 private:
  [[gnu::always_inline]] std::size_t end_of(std::size_t index) const { return ends_[index] - begin_; }
  [[gnu::always_inline]] static std::uint64_t range(std::size_t begin, std::size_t end) {
    return (std::uint64_t{1} << end) - (std::uint64_t{1} << begin);
  }

  [[gnu::always_inline]] bool is_composite_sound(std::size_t begin, std::size_t end,
                                                 const PositionRule& position) const {
    const auto* rule = &rules_.values[position.first];
    const auto* const behind = rule + position.count;
    auto components = masks_.components & range(begin, end);
    for (components |= std::uint64_t{1} << end; components != 0; ++rule) {
      const auto stop = next(components);
      if (rule == behind || (begin == stop ? rule->mandatory : !is_value_sound(begin, stop, *rule))) return false;
      begin = stop + 1;
    }
    return rule >= &rules_.values[position.first] + position.least;
  }

  [[gnu::always_inline]] bool is_value_sound(std::size_t begin, std::size_t end, const ValueRule& rule) const {
    auto length = end - begin;
    if (masks_.releases != 0) {
      const auto releases = static_cast<std::size_t>(std::popcount(masks_.releases & range(begin, end)));
      if (releases != 0 && (!rule.any_character || rule.codes != nullptr)) return false;
      length -= releases;
    }
    if (!rule.any_character && !has_type(begin, length, rule.type)) return false;
    if (length - rule.min > rule.more) return false;
    return rule.codes == nullptr || is_code(begin, end - begin, *rule.codes);
  }

  /// The code as CodeTable::key_of, of a word that was loaded whole.
  [[gnu::always_inline]] bool is_code(std::size_t begin, std::size_t length, const CodeTable& codes) const {
    static_assert(std::endian::native == std::endian::little);
    static constexpr auto kept = [] {
      std::array<std::uint64_t, word_bytes + 1> out{};
      for (std::size_t i = 1; i < out.size(); ++i) out.at(i) = ~std::uint64_t{0} >> 8 * (word_bytes - i);
      return out;
    }();
    if (length > CodeTable::longest) return false;
    if (text_.size() < word_bytes) return codes.has(text_.substr(begin, length));
    const auto at = std::min(begin, text_.size() - word_bytes);
    std::uint64_t word = 0;
    std::memcpy(&word, text_.data() + at, word_bytes);
    return codes.has(word >> 8 * (begin - at) & kept[length]);
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
  std::span<const std::uint32_t> ends_;
  std::uint32_t begin_;
  Masks masks_;
  const SegmentRules& rules_;
};

bool QuickCheck::is_sound_scalar(const parsers::Segment& segment, std::string_view text,
                                 const SegmentRules& rules) const {
  return Values(segment, text, classify_scalar(text), rules).are_sound();
}

bool QuickCheck::is_long_one_sound(const parsers::Segment& segment, const SegmentRules& rules) const {
  std::uint64_t present = 0;
  for (std::uint32_t i = 0; i < segment.element_count(); ++i) {
    const auto element = segment.element(i + 1);
    if (element.empty()) continue;
    present |= std::uint64_t{1} << i;
    if (element.size() > most_bytes) return false;
    const auto masks = vector_ ? classify_vector(element) : classify_scalar(element);
    const bool sound = masks.unusual == 0 &&
                       Values(segment, element, masks, rules).is_position_sound(0, element.size(), rules.positions[i]);
    if (!sound) return false;
  }
  return Values::is_presence_sound(present, rules, segment.element_count());
}

#if defined(__x86_64__)
#define LONGSHORE_AVX512 gnu::target("avx512f,avx512bw,bmi,bmi2,popcnt")

namespace {

/// Of a text, a bit for each byte that is one of these. Beyond it `held` alone has none.
struct Classes {
  __mmask64 held;
  __mmask64 element;
  __mmask64 component;
  __mmask64 release;
  __mmask64 repetition;
  __mmask64 printable;
  __mmask64 digit;

  /// Whether nothing but element delimiters is more than data.
  [[LONGSHORE_AVX512, gnu::always_inline]] bool undivided() const {
    const auto dividing = _kor_mask64(component, _kor_mask64(release, repetition));
    const auto known = _kor_mask64(element, _kandn_mask64(dividing, printable));
    return _kortestc_mask64_u8(known, _knot_mask64(held)) != 0;
  }
};

[[LONGSHORE_AVX512, gnu::always_inline]] inline __mmask64 are(__m512i bytes, char c) {
  return _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8(c));
}
[[LONGSHORE_AVX512, gnu::always_inline]] inline __mmask64 are_between(__m512i bytes, char first, char last) {
  const auto from_first = _mm512_sub_epi8(bytes, _mm512_set1_epi8(first));
  return _mm512_cmple_epu8_mask(from_first, _mm512_set1_epi8(static_cast<char>(last - first)));
}

// A masked load touches nothing beyond the text.
[[LONGSHORE_AVX512, gnu::always_inline]] inline Classes classes_of(std::string_view text, char element, char component,
                                                                   char release, char repetition) {
  const auto held = _bzhi_u64(~std::uint64_t{0}, static_cast<unsigned>(text.size()));
  const auto bytes = _mm512_maskz_loadu_epi8(held, text.data());
  return {held,
          are(bytes, element),
          are(bytes, component),
          are(bytes, release),
          are(bytes, repetition),
          are_between(bytes, ' ', '~'),
          are_between(bytes, '0', '9')};
}

template <class Masks>
[[LONGSHORE_AVX512, gnu::always_inline]] inline Masks masks_of(const Classes& of) {
  const std::uint64_t data = ~of.element & of.held;
  const std::uint64_t simple = data & ~of.component;
  Masks out;
  out.digits = of.digit;
  out.releases = of.release & simple;
  out.unusual = ((of.repetition | ~of.printable) & simple & ~out.releases) | (out.releases & out.releases << 1);
  out.components = of.component & data & ~(out.releases << 1);
  return out;
}

}  // namespace

[[LONGSHORE_AVX512]] QuickCheck::Masks QuickCheck::classify_vector(std::string_view text) const {
  return masks_of<Masks>(classes_of(text, element_, component_, release_, repetition_));
}

// Where nothing is divided, all lengths are looked at first.
[[LONGSHORE_AVX512]] bool QuickCheck::is_sound_vector(const parsers::Segment& segment, std::string_view text,
                                                      const SegmentRules& rules) const {
  const auto count = segment.element_count();
  const auto classes = classes_of(text, element_, component_, release_, repetition_);
  if (!classes.undivided() || count > FrontRules::most)
    return Values(segment, text, masks_of<Masks>(classes), rules).are_sound();
  const auto& front = rules.front;
  const auto held = static_cast<__mmask16>(_bzhi_u32(0xFFFF, count));
  const auto* ends = segment.ends().data();
  const auto begins = _mm512_add_epi32(_mm512_maskz_loadu_epi32(held, ends), _mm512_set1_epi32(1));
  const auto length = _mm512_sub_epi32(_mm512_maskz_loadu_epi32(held, ends + 1), begins);
  const auto present = _mm512_mask_test_epi32_mask(held, length, length);
  const auto above_min = _mm512_sub_epi32(length, _mm512_loadu_si512(front.min.data()));
  const std::uint64_t wrong = _mm512_mask_cmpgt_epu32_mask(present, above_min, _mm512_loadu_si512(front.more.data()));
  const Values values(segment, text, {.digits = classes.digit}, rules);
  return (wrong & ~front.typed) == 0 && values.are_sound(present, front);
}
#else
QuickCheck::Masks QuickCheck::classify_vector(std::string_view text) const {
  return classify_scalar(text);
}

bool QuickCheck::is_sound_vector(const parsers::Segment& segment, std::string_view text,
                                 const SegmentRules& rules) const {
  return is_sound_scalar(segment, text, rules);
}
#endif

}  // namespace longshore::guide
