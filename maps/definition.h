#pragma once
#include "engine/base/json/json.h"
#include "engine/model/location.h"
#include "maps/path.h"
#include "parsers/guide/dictionary.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

/// A map as it was compiled: every path checked against the dictionary and told where to look. Immutable; may be shared
/// by threads.
namespace longshore::maps {

/// What happens to the document when a value is missing or cannot be used.
enum class OnFault { hold, reject, warn, null };
enum class Many { error, first, last, join, list };
enum class ValueType { text, decimal, integer };

/// A path and the way to walk it: out of `climb` loops (or to the ancestor), down through `descend`, to the segments.
struct CompiledPath {
  Path path;
  std::uint32_t climb = 0;
  std::vector<Step> descend;  ///< loops to go down through, the path's own and those the dictionary implies
  Step last;
  SourceLocation where;
};

struct LookupUse {
  std::string name;   ///< the map's own name for it, which a profile's `codes:` extends
  std::string table;  ///< the shipped table's name
  OnFault on_miss = OnFault::hold;
  std::string miss_value;  ///< with on_miss null: what it becomes, if anything
};

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
};

struct FieldSource {
  enum class Kind { path, date, group, list, constant, profile, variable, pair, refs } kind = Kind::path;
  std::vector<CompiledPath>
      paths;  ///< path: alternatives in order; date: X12 date, time, zone code; EDIFACT alternatives
  std::optional<CompiledPath> place_state;  ///< date: the state or province of the place, for its zone
  std::string text;                         ///< constant's value, profile's key, variable's name, pair's qualifier
  std::uint32_t pair_from = 0;              ///< pair: first element of the qualifier/value pairs
  std::optional<Iteration> over;            ///< group, list
  std::vector<Field> fields;                ///< group, list
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
  std::string ref_type;  ///< refs: a constant type; empty: by lookup
};

struct TreeSpec {
  std::string segment;  ///< "HL", "CPS"
  ElementRef id;
  ElementRef parent;
  std::optional<ElementRef> level;                          ///< none: "root" and "child" are the level codes
  std::vector<std::pair<std::string, std::string>> levels;  ///< code to name
  std::vector<std::vector<std::string>> allow;              ///< sequences of codes from the root; empty: any
  bool orphan_to_root = false;                              ///< else the transaction set is rejected
};

struct EmitRule {
  SourceLocation where;
  std::string event;  ///< type; `{name}` stands for a variable of `let`
  std::optional<Iteration> over;
  std::vector<Condition> when;
  std::vector<Field> let;
  std::vector<CompiledPath> subject;    ///< alternatives, in order
  std::vector<CompiledPath> partition;  ///< likewise; none: the subject
  std::vector<CompiledPath> key;
  std::vector<Field> set;
};

struct Map {
  std::string name;
  std::string file;
  parsers::Standard standard = parsers::Standard::x12;
  std::string set;
  std::vector<std::string> versions;
  std::vector<std::string> emits;                 ///< event types, exact or with a `*` fact
  const guide::Dictionary* dictionary = nullptr;  ///< of the first version
  std::optional<TreeSpec> tree;
  std::optional<CompiledPath> purpose;
  std::vector<std::string> purposes;  ///< the purpose codes the map knows
  std::vector<EmitRule> rules;
  std::string revision;  ///< SHA-256 of the map's text and what it extends, hex
};

}  // namespace longshore::maps
