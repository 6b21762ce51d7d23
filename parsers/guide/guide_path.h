#pragma once
#include "parsers/guide/guide_rules.h"

#include <string>
#include <string_view>
#include <vector>

/// Internal to parsers/guide: how a guide names places, in the words of the map language.
namespace longshore::guide {

/// One step of `HL{03=S}/N1[ST]/N4`.
struct PathStep {
  std::string name;           ///< a segment's tag or a loop's id
  std::uint32_t ordinal = 0;  ///< `N1#2`: the second line of that name at its level; 0: the only one
  struct Test {
    std::string element;  ///< "03", "02.1", "2005"
    std::string value;
  };
  std::vector<Test> tests;  ///< `[ST]` is the test 01=ST
};

/// Nullopt where it is no path.
std::optional<std::vector<PathStep>> parse_place(std::string_view text);

/// `02`, `02.1`, or in EDIFACT the number of a data element that stands at one place of the segment only, `2380`.
/// Nullopt where the segment has no such place.
std::optional<ElementPlace> find_element(std::string_view text, const SegmentDefinition& segment);

/// What stands there; null for a composite as a whole.
const Element* element_at(const SegmentDefinition& segment, const ElementPlace& place);

}  // namespace longshore::guide
