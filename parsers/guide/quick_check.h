#pragma once
#include "parsers/guide/dictionary.h"

#include <array>
#include <memory>

namespace longshore::guide {

/// A simple element's or component's facts in one place.
struct ValueRule {
  const CodeTable* codes = nullptr;  ///< null: any value
  std::uint32_t min = 0;
  std::uint32_t max = 0;
  ElementType type = ElementType::text;
  bool any_character = true;  ///< of its type: only length and codes are to be looked at
  bool mandatory = false;
};

struct PositionRule {
  std::uint32_t first = 0;  ///< in SegmentRules::values
  std::uint32_t count = 1;  ///< components; 1 of a simple element too
  bool composite = false;
};

/// A syntax note as masks over positions, bit 0 being position 1.
struct NoteRule {
  char kind = 'P';
  std::uint64_t all = 0;
  std::uint64_t first = 0;
};

struct SegmentRules {
  std::vector<PositionRule> positions;
  std::vector<ValueRule> values;
  std::vector<NoteRule> notes;
  std::uint64_t mandatory = 0;

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

  bool is_sound(const parsers::Segment& segment, const SegmentDefinition& definition) const;

 private:
  enum Class : std::uint8_t { digit = 1, other = 2, component = 4, unusual = 8 };

  /// Of a text of 64 bytes at most, a bit for each byte that is in a class; bits beyond the text are 0.
  struct Masks {
    std::uint64_t digits = 0;
    std::uint64_t components = 0;
    std::uint64_t unusual = 0;
  };
  class Values;

  Masks classify(std::string_view text) const { return vector_ ? classify_vector(text) : classify_scalar(text); }
  Masks classify_scalar(std::string_view text) const;
  Masks classify_vector(std::string_view text) const;

  std::array<std::uint8_t, 256> classes_{};
  std::array<char, 3> separators_{};  // component, repetition, release; the first again where there is none
  bool vector_ = false;
};

}  // namespace longshore::guide
