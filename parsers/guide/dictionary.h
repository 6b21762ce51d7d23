#pragma once
#include "engine/model/result.h"
#include "parsers/guide/code_table.h"
#include "parsers/guide/tag_index.h"
#include "parsers/interchange.h"

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

/// The facts of one release of a standard, as `parsers/dictionaries/FORMAT.md` lays them down. Everything here is
/// immutable once loaded and may be read from any thread; pointers between the parts stay valid as long as their
/// Library.
namespace longshore::guide {

enum class ElementType : std::uint8_t {
  text,     ///< X12 AN, EDIFACT an
  code,     ///< X12 ID
  letters,  ///< EDIFACT a
  number,   ///< EDIFACT n: sign and decimal mark do not count as length
  real,     ///< X12 R
  integer,  ///< X12 N0…N9, `decimals` of them implied
  date,     ///< X12 DT: 6 or 8 digits
  time,     ///< X12 TM: HHMM, HHMMSS, HHMMSSd…
  binary,   ///< X12 B
};

struct CodeList {
  bool complete = true;  ///< false: a value outside the list is no finding
  std::map<std::string, std::string, std::less<>> labels;
  CodeTable table;  ///< the same codes

  bool has(std::string_view code) const { return labels.contains(code); }
};

struct Element {
  std::string id;  ///< "353", "2005"
  std::string label;
  ElementType type = ElementType::text;
  std::uint8_t decimals = 0;
  std::uint64_t min = 0;  ///< characters, as the standards count them: without sign and decimal mark
  std::uint64_t max = 0;
  const CodeList* codes = nullptr;  ///< null where the release folder has no list
};

struct ComponentUse {
  const Element* element = nullptr;
  bool mandatory = false;
};

struct Composite {
  std::string id;
  std::string label;
  std::vector<ComponentUse> components;
};

/// What may stand at one position of a segment: exactly one of `element` and `composite` is set.
struct ElementUse {
  const Element* element = nullptr;
  const Composite* composite = nullptr;
  bool mandatory = false;
  std::uint32_t repeat = 1;

  std::string_view id() const { return element ? std::string_view(element->id) : std::string_view(composite->id); }
  std::string_view label() const {
    return element ? std::string_view(element->label) : std::string_view(composite->label);
  }
};

/// An X12 syntax note: P (all or none), R (at least one), E (at most one), C (the first requires all others), L (the
/// first requires one).
struct SyntaxNote {
  char kind = 'P';
  std::vector<std::uint32_t> positions;  ///< from 1
  std::string text() const;              ///< "P0304"
};

struct SegmentRules;
struct GuideRules;

struct SegmentDefinition {
  std::string tag;
  std::string label;
  std::vector<ElementUse> elements;  ///< index 0 is position 1
  std::vector<SyntaxNote> notes;
  std::shared_ptr<const SegmentRules> rules;  ///< the same facts, laid out for QuickCheck

  /// Position counts from 1; null past the last.
  const ElementUse* at(std::uint32_t position) const {
    return position >= 1 && position <= elements.size() ? &elements[position - 1] : nullptr;
  }
};

/// A tag of up to three bytes as one number, which depends on its size too. What is longer or empty is no tag: 0.
constexpr std::uint32_t tag_key(std::string_view tag) {
  const auto size = tag.size();
  if (size == 0 || size > 3) return 0;
  const auto byte = [tag](std::size_t i) { return std::uint32_t{static_cast<unsigned char>(tag[i])}; };
  return static_cast<std::uint32_t>(size) << 24 | byte(0) << 16 | byte(size / 2) << 8 | byte(size - 1);
}

struct Use;

/// The lines of one level of a structure, with what a placer asks of them again and again.
struct Level {
  std::vector<Use> uses;
  std::vector<std::uint32_t> keys;              ///< tag_key of each line's first segment
  std::vector<std::uint32_t> mandatory_before;  ///< how many lines before each are mandatory, and before the end
  TagIndex lines;                               ///< by those keys

  void index();
};

/// One line of a set's structure: a segment, or a loop that starts with the first segment of `of`.
struct Use {
  const SegmentDefinition* segment = nullptr;  ///< of a loop: its first segment's
  std::string loop;                            ///< id of the loop; empty for a plain segment
  bool mandatory = false;
  std::uint32_t max = 1;  ///< 0: no limit
  Level of;               ///< of a loop: its content, the starting segment first
  SourceLocation where;

  bool is_loop() const { return !loop.empty(); }
  std::string_view tag() const { return segment->tag; }
};

/// One transaction set or message of one release.
struct Dictionary {
  std::string set;
  parsers::Standard standard = parsers::Standard::x12;
  std::string version;  ///< "004010", "D:96A:UN"
  std::string functional_id;
  std::string label;
  std::vector<std::string> sources;
  Level structure;

  /// Null where this set has no such segment.
  const SegmentDefinition* segment(std::string_view tag) const;
  /// Whether any set of the release that has a dictionary uses such a segment.
  bool knows_segment(std::string_view tag) const;
  /// Any element of the release by its id; null where unknown.
  const Element* element(std::string_view id) const;

  std::unordered_map<std::string_view, const SegmentDefinition*> segments;  ///< those of `structure`, by tag
  std::shared_ptr<const struct Release> release;                            ///< keeps what the pointers point to
  std::shared_ptr<const GuideRules> guide;  ///< of a dictionary that a partner's guide was laid over; else null
};

}  // namespace longshore::guide
