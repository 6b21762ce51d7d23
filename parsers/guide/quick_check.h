#pragma once
#include "parsers/guide/dictionary.h"

#include <array>
#include <memory>

namespace longshore::guide {

/// A simple element's or component's facts in one place.
struct ValueRule {
  const CodeTable* codes = nullptr;  ///< null: any value
  std::uint32_t min = 0;
  std::uint32_t more = 0;  ///< than `min`, at most
  ElementType type = ElementType::text;
  bool any_character = true;  ///< of its type: only length and codes are to be looked at
  bool mandatory = false;
};

struct PositionRule {
  std::uint32_t first = 0;  ///< in SegmentRules::values
  std::uint32_t count = 1;  ///< components; 1 of a simple element too
  std::uint32_t least = 0;  ///< up to the last mandatory component
  bool composite = false;
};

/// What must hold of the positions that have data, as masks of which bit 0 is position 1: where one of `when` has,
/// all of `all_of`, one of `one_of` and none of `none_of`. The mandatory positions and every syntax note are that.
struct PresenceRule {
  std::uint64_t when = ~std::uint64_t{0};
  std::uint64_t all_of = 0;
  std::uint64_t one_of = ~std::uint64_t{0};
  std::uint64_t none_of = 0;

  bool holds(std::uint64_t present) const {
    if ((present & when) == 0) return true;
    return (present & all_of) == all_of && (present & one_of) != 0 && (present & none_of) == 0;
  }
};

/// What is asked of the first positions where none has more than one component, laid out for comparing all lengths at
/// once.
struct FrontRules {
  static constexpr std::size_t most = 16;

  std::array<std::uint32_t, most> min{};
  std::array<std::uint32_t, most> more{};  ///< than `min`, at most
  std::uint64_t typed = 0;                 ///< positions that allow only some characters
  std::uint64_t coded = 0;
  std::uint64_t several = 0;  ///< composites of which one component is not enough
};

struct SegmentRules {
  std::vector<PositionRule> positions;
  std::vector<ValueRule> values;
  std::vector<PresenceRule> presence;
  FrontRules front;

  /// Null where the segment has more positions than fit.
  static std::shared_ptr<const SegmentRules> of(const SegmentDefinition& definition);
};

/// Tells at once of most sound segments that they are sound, at all levels. One of which it cannot tell may be sound
/// too: that is for ElementCheck, which knows all the rules and says what is wrong.
class QuickCheck {
 public:
  /// How bytes are told apart: by what the machine has, or one after the other. The answers are the same.
  enum class Variant : std::uint8_t { fastest, scalar };

  explicit QuickCheck(const parsers::Delimiters& delimiters, Variant variant = Variant::fastest);

  bool is_sound(const parsers::Segment& segment, const SegmentDefinition& definition) const {
    const auto* rules = definition.rules.get();
    const auto count = segment.element_count();
    if (rules == nullptr || count == 0 || count > rules->positions.size()) return false;
    const auto text = segment.text();
    if (text.size() > most_bytes) return is_long_one_sound(segment, *rules);
    return vector_ ? is_sound_vector(segment, text, *rules) : is_sound_scalar(segment, text, *rules);
  }

 private:
  static constexpr std::size_t most_bytes = 63;  // that are looked at at once: a bit for each, and one for their end

  /// Of a text of 63 bytes at most, a bit for each byte that is in a class; bits beyond the text are 0.
  struct Masks {
    std::uint64_t digits = 0;
    std::uint64_t components = 0;  // delimiters, released ones not among them
    std::uint64_t releases = 0;
    std::uint64_t unusual = 0;
  };
  class Values;

  bool is_sound_scalar(const parsers::Segment& segment, std::string_view text, const SegmentRules& rules) const;
  bool is_sound_vector(const parsers::Segment& segment, std::string_view text, const SegmentRules& rules) const;
  /// The same of a segment that is too long to be looked at at once, element by element.
  bool is_long_one_sound(const parsers::Segment& segment, const SegmentRules& rules) const;
  Masks classify_scalar(std::string_view text) const;
  Masks classify_vector(std::string_view text) const;

  char element_;
  char component_;
  char release_;     // the component delimiter where there is none
  char repetition_;  // the same
  bool vector_ = false;
};

}  // namespace longshore::guide
