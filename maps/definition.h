#pragma once
#include "engine/model/location.h"
#include "maps/expression.h"
#include "parsers/guide/dictionary.h"

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <string>
#include <vector>

/// A map as it was compiled: every path checked against the dictionary and told where to look. Immutable; may be shared
/// by threads.
namespace longshore::maps {

enum class Many : std::uint8_t { error, first, last, join, list };
enum class ValueType : std::uint8_t { text, decimal, integer };

struct Condition {
  CompiledPath path;
  enum class Kind { any_of, present, absent } kind = Kind::present;
  std::vector<std::string> values;
};

struct Field;

/// What to go through: the nodes of a tree level, or the segments or loops that a path meets.
struct Iteration {
  std::string level;  ///< "item" of `tree.item`; empty: `path`
  std::optional<CompiledPath> path;
  std::uint32_t level_number = 0;  ///< TreeSpec::number_of the level
};

struct FieldSource {
  enum class Kind : std::uint8_t {
    path,
    date,
    group,
    list,
    lists,
    constant,
    profile,
    variable,
    pair,
    refs,
    expression
  } kind = Kind::path;
  std::vector<CompiledPath> paths;  ///< path: alternatives in order; date: EDIFACT alternatives
  struct WrittenDate {
    CompiledPath date;
    std::optional<CompiledPath> time;
    std::optional<CompiledPath> zone;
  };
  std::vector<WrittenDate> dates;           ///< date: X12 alternatives, in order
  std::optional<CompiledPath> place_state;  ///< date: the state or province of the place, for its zone
  std::string text;                         ///< constant's value, profile's key, variable's name, pair's qualifier
  std::uint32_t pair_from = 0;              ///< pair: first element of the qualifier/value pairs
  std::optional<Iteration> over;            ///< group, list
  std::vector<Field> fields;                ///< group, list; lists: one behind the other
  std::optional<Expression> expression;
  std::optional<Expression> when;  ///< group, list: only places where it is true
};

struct Field {
  std::string name;
  SourceLocation where;
  FieldSource source;
  Many many = Many::error;
  std::string separator = " ";
  ValueType type = ValueType::text;
  std::optional<LookupUse> lookup;
  std::string lookup_attribute = "value";
  bool required = false;
  OnFault on_missing = OnFault::reject;  ///< when required
  OnFault on_invalid = OnFault::hold;
  std::optional<std::string> fallback;
  std::optional<std::string> fallback_profile;
  std::string needs;         ///< group, list: an object without this member is left out
  std::string ref_type;      ///< refs: a constant type; empty: by lookup
  std::string quality_name;  ///< date: the members beside it
  std::string precision_name;
  /// Where its members come among all that the object may have, sorted by name: its own, the quality's, the
  /// precision's.
  std::array<std::uint32_t, 3> ranks{};
  std::uint32_t number = 0;  ///< the same for all fields of a map that come to the same value in the same place
  bool kept = false;         ///< worth keeping: asked for again in the same place, and the same then
  bool items_kept = false;   ///< group, list: so are the objects it writes
};

/// The hierarchy of HL or CPS loops; at most 64 shapes.
struct TreeSpec {
  std::string segment;  ///< "HL", "CPS"
  ElementRef id;
  ElementRef parent;
  std::optional<ElementRef> level;                          ///< none: "root" and "child" are the level codes
  std::vector<std::pair<std::string, std::string>> levels;  ///< code to name
  std::vector<std::vector<std::string>> allow;              ///< sequences of codes from the root; empty: any
  bool orphan_to_root = false;                              ///< else the transaction set is rejected

  /// From 1, the same for all codes of a level; 0: none has that name.
  std::uint32_t number_of(std::string_view name) const {
    auto found = std::ranges::find(levels, name, &std::pair<std::string, std::string>::second);
    return found == levels.end() ? 0 : static_cast<std::uint32_t>(found - levels.begin()) + 1;
  }
};

struct EmitRule {
  SourceLocation where;
  std::string event;  ///< type; `{name}` stands for a variable of `let`
  std::optional<Iteration> over;
  std::vector<Condition> when;          ///< all must hold
  std::optional<Expression> when_true;  ///< and this
  std::vector<Field> let;
  std::vector<Expression> subject;    ///< alternatives, in order
  std::vector<Expression> partition;  ///< likewise; none: the subject
  std::vector<Expression> key;
  std::vector<Field> set;
};

struct Map {
  std::string name;
  std::string file;
  parsers::Standard standard = parsers::Standard::x12;
  std::string set;
  std::vector<std::string> versions;
  std::vector<std::string> emits;                 ///< event types, exact or with a `*` fact
  const guide::Dictionary* dictionary = nullptr;  ///< what its paths were checked against
  std::optional<TreeSpec> tree;
  std::optional<Expression> purpose;  ///< a path
  std::vector<std::string> purposes;  ///< the purpose codes the map knows
  std::string purpose_absent;         ///< what it counts as where there is none
  std::vector<EmitRule> rules;
  std::vector<std::pair<std::string, std::string>> unread;  ///< path of a segment left alone, and why
  std::string revision;                                     ///< SHA-256 of the map's text and what it extends, hex
};

}  // namespace longshore::maps
