#pragma once
#include "parsers/guide/dictionary.h"

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

/// What a partner's guide narrows, ready to be checked. What it widens is in the dictionary laid under it.
namespace longshore::guide {

/// The written form of a date or time: CCYYMMDD, HHMM and the like, or two of them with a hyphen between.
class DateForm {
 public:
  /// Nullopt where `text` is none of the forms known.
  static std::optional<DateForm> parse(std::string_view text);

  bool fits(std::string_view data) const;
  const std::string& text() const { return text_; }
  /// "CCYYMMDD, YYMMDD, HHMM …"
  static std::string all();

 private:
  std::string text_;
};

/// A position of a segment, or one component of it.
struct ElementPlace {
  std::uint32_t element = 0;
  std::uint32_t component = 0;  ///< 0: the whole element

  bool operator==(const ElementPlace&) const = default;
  std::string text() const;  ///< "02", "02.1"
};

struct ElementRule {
  ElementPlace place;
  bool mandatory = false;
  bool not_used = false;
  std::uint32_t repeat = 0;  ///< 0: as the dictionary has it
  std::optional<std::uint64_t> min;
  std::optional<std::uint64_t> max;
  std::vector<std::string> values;  ///< sorted; empty: any
  bool fixed = false;               ///< `values` is one value and not a choice of codes
  std::optional<DateForm> form;
  const Element* element = nullptr;  ///< null: a composite as a whole
};

/// A value by which a segment is told from others of its tag.
struct Condition {
  ElementPlace place;
  std::string value;

  bool operator==(const Condition&) const = default;
};

struct RuleLine;

/// The rules about what stands in the set, or in one loop.
struct RuleScope {
  std::vector<std::unique_ptr<RuleLine>> lines;
};

/// The rules about one line of a structure, or those of its occurrences that meet all conditions.
struct RuleLine {
  const Use* use = nullptr;
  std::vector<Condition> conditions;
  std::string name;  ///< "HL{03=S}", as the guide writes it
  SourceLocation where;
  bool mandatory = false;
  bool not_used = false;
  std::uint32_t max = 0;  ///< 0: as the dictionary has it
  std::vector<ElementRule> elements;
  RuleScope inside;  ///< of a loop
};

struct SegmentRule {
  bool not_used = false;
  std::vector<ElementRule> elements;
};

/// Immutable once loaded; may be read from any thread.
struct GuideRules {
  std::string name;
  RuleScope set;
  std::unordered_map<std::uint32_t, SegmentRule> anywhere;  ///< by tag_key: wherever the segment stands

  // What the guide widens has facts of its own. Deques, so that the addresses of their values stay.
  std::deque<CodeList> codes;
  std::deque<Element> elements;
  std::deque<Composite> composites;
  std::deque<SegmentDefinition> segments;
};

}  // namespace longshore::guide
