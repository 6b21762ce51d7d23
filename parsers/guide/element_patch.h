#pragma once
#include "engine/base/yaml/yaml.h"
#include "parsers/guide/guide_rules.h"

#include <map>
#include <vector>

/// Internal to parsers/guide: what a guide says about the elements of one place.
namespace longshore::guide {

/// Gives lines of a structure facts of their own, where a guide widens those they share.
class Widening {
 public:
  explicit Widening(GuideRules& rules) : rules_(rules) {}

  /// The line's own definition, a copy of what it had.
  SegmentDefinition& definition_of(Use& use);
  /// A copy of the element at that place, put there.
  Element& element_at(SegmentDefinition& segment, const ElementPlace& place);
  /// Its use, to be changed.
  ElementUse& use_at(SegmentDefinition& segment, std::uint32_t position);
  bool& mandatory_at(SegmentDefinition& segment, const ElementPlace& place);
  /// The element's codes and `more`.
  const CodeList& codes_with(const Element& element, const std::vector<std::string>& more);
  /// After all changes: what is derived from the definitions.
  void finish();

 private:
  Composite& composite_at(SegmentDefinition& segment, std::uint32_t position);

  GuideRules& rules_;
  std::map<const Use*, SegmentDefinition*> own_;
};

/// Reads an `elements` mapping. What it narrows becomes rules; what it widens is changed in `uses`, or is an error
/// where `conditional`.
class ElementPatch {
 public:
  ElementPatch(std::vector<Use*> uses, bool conditional, Widening& widening, std::vector<Error>& errors)
      : uses_(std::move(uses)), conditional_(conditional), widening_(widening), errors_(errors) {}

  std::vector<ElementRule> read(const yaml::Node& elements);

 private:
  void read_one(const yaml::Node::Pair& pair);
  void requirement(yaml::Fields& fields);
  void lengths(yaml::Fields& fields);
  void values(yaml::Fields& fields);
  void fixed_value(yaml::Fields& fields);
  void form(yaml::Fields& fields);
  void repetitions(yaml::Fields& fields);
  bool fits(const std::string& value, const SourceLocation& where);
  void refuse_for_composite(yaml::Fields& fields);
  template <class Change>
  void widen(const SourceLocation& where, Change change);
  template <class Change>
  void widen_element(const SourceLocation& where, Change change);
  void error(const SourceLocation& where, std::string code, std::string what, std::string hint = {});

  const SegmentDefinition& segment() const { return *uses_.front()->segment; }
  const Element* element() const;

  std::vector<Use*> uses_;
  bool conditional_;
  Widening& widening_;
  std::vector<Error>& errors_;
  std::vector<ElementRule> rules_;
  ElementRule rule_;  // of the element being read
};

}  // namespace longshore::guide
