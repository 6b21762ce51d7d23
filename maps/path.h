#pragma once
#include "engine/model/location.h"
#include "engine/model/result.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace longshore::maps {

/// Which element of a segment: by position (`02`, `02.1`) or, in EDIFACT, by the number of its data element (`2380`).
struct ElementRef {
  std::uint32_t index = 0;      ///< from 1; 0 while `id` is not resolved yet
  std::uint32_t component = 1;  ///< from 1
  std::string id;               ///< "2380"; empty when given by position

  bool operator==(const ElementRef&) const = default;
};

/// One segment, or the loop it starts, narrowed by values it must carry: `REF[BM]`, `TD5{02=2}`.
struct Step {
  struct Condition {
    ElementRef element;
    std::string value;
    bool operator==(const Condition&) const = default;
  };
  std::string tag;                    ///< or, until it is resolved, a loop's name
  std::vector<Condition> conditions;  ///< all must hold; `[BM]` is the condition 01=BM
  std::string loop = {};              ///< only as the start of the loop of that name; empty: any place
  std::uint32_t key = 0;              ///< guide::tag_key of the tag, once resolved

  bool operator==(const Step&) const = default;
};

/// The ancestor that means the whole transaction set.
inline constexpr std::string_view whole_set = "set";

/// `^order/PRF/01`, `N1[ST]/N4/01`, `DTM[137]/2380`, `LX/AT7`.
struct Path {
  std::string ancestor;  ///< after '^': a tree level, the tag of an enclosing loop, or "set"; empty: none
  std::vector<Step> steps;
  std::optional<ElementRef> element;  ///< none: the path means segments or loops, not a value

  bool operator==(const Path&) const = default;
};

/// A path and the way to walk it: out of `climb` loops (or to the ancestor), down through `descend`, to the segments.
struct CompiledPath {
  Path path;
  std::uint32_t climb = 0;
  std::vector<Step> descend;  ///< loops to go down through, the path's own and those the dictionary implies
  Step last;
  bool at_loop = false;  ///< the segments start loops of their own; else they stand plainly in one
  SourceLocation where;
  std::uint32_t level = 0;            ///< the ancestor's number among the map's tree levels; 0: it is none of them
  std::uint32_t number = unnumbered;  ///< the same for all paths of a map that lead to the same segments

  static constexpr std::uint32_t unnumbered = 0xFFFF'FFFF;
};

/// Parses the text of a path; the error's column counts from the start of `text`.
Result<Path> parse_path(std::string_view text);

}  // namespace longshore::maps
