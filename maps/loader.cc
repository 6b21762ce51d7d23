#include "maps/loader.h"

#include "engine/base/schedule/zone.h"
#include "engine/model/text.h"
#include "maps/scope.h"

#include <algorithm>

namespace longshore::maps {
namespace {

using yaml::Fields;
using yaml::Node;
using yaml::Presence;

constexpr std::string_view fault_words[] = {"hold", "reject", "warn", "null"};
constexpr std::string_view many_words[] = {"error", "first", "last", "join", "list"};
constexpr std::string_view type_words[] = {"text", "decimal", "integer"};

template <class Enum, std::size_t N>
Enum as_enum(const std::string& word, const std::string_view (&words)[N]) {
  return static_cast<Enum>(std::ranges::find(words, word) - std::begin(words));
}

class Compiler {
 public:
  Compiler(const std::vector<std::string>& tables, std::vector<Error>& errors) : tables_(tables), errors_(errors) {}

  std::optional<Map> run(const Node& root, guide::Library& dictionaries);

 private:
  void error(const SourceLocation& where, std::string code, std::string what, std::string hint = {}) {
    errors_.push_back({Lasting::permanent, "maps", std::move(code), std::move(what), std::move(hint), where});
  }
  void source(const Node& node, guide::Library& dictionaries);
  void lookups(const Node& node);
  void tree(const Node& node);
  std::optional<ElementRef> tree_element(Fields& fields, std::string_view key, Presence presence);
  void rule(const Node& node);
  std::optional<CompiledPath> path(const Node* node, const Scope& scope, bool value = true);
  std::vector<CompiledPath> paths(const Node* node, const Scope& scope);
  std::vector<Condition> conditions(const Node* node, const Scope& scope);
  std::optional<Iteration> iteration(const Node* node, const Scope& scope, Scope& inside);
  std::vector<Field> fields(const Node* node, const Scope& scope);
  std::optional<Field> field(const std::string& name, const Node& node, const Scope& scope);
  void field_source(Fields& keys, const Node& node, const Scope& scope, Field& out);
  void pair_source(const Node& node, const Scope& scope, Field& out);
  void policies(Fields& keys, Field& out);
  std::optional<LookupUse> lookup(const Node* node);

  Map map_;
  std::vector<LookupUse> lookups_;
  const std::vector<std::string>& tables_;
  std::vector<Error>& errors_;
};

void Compiler::source(const Node& node, guide::Library& dictionaries) {
  Fields keys(node, "source", errors_);
  constexpr std::string_view standards[] = {"X12", "EDIFACT"};
  map_.standard = keys.choice("standard", standards, "X12", Presence::required) == "X12" ? parsers::Standard::x12
                                                                                         : parsers::Standard::edifact;
  map_.set = keys.string("set", Presence::required);
  map_.versions = keys.strings("versions");
  keys.finish();
  if (map_.versions.empty())
    error(node.where, "MAP_VERSIONS_MISSING", "source needs versions", "add versions: [\"004010\"]");
  for (const auto& version : map_.versions) {
    auto found = dictionaries.find(map_.standard, version, map_.set);
    if (!found)
      errors_.push_back(found.error());
    else if (!*found)
      error(node.where, "MAP_DICTIONARY_MISSING", "there is no dictionary for " + map_.set + " " + version);
    else if (!map_.dictionary)
      map_.dictionary = *found;
  }
}

void Compiler::lookups(const Node& node) {
  for (const auto& [name, where, spec] : node.pairs) {
    Fields keys(spec, "lookup " + name, errors_);
    LookupUse out;
    out.name = name;
    out.table = keys.string("codes", Presence::required);
    out.on_miss = as_enum<OnFault>(keys.choice("on_miss", fault_words, "hold"), fault_words);
    out.miss_value = keys.string("miss_value");
    keys.finish();
    if (std::ranges::find(tables_, out.table) == tables_.end()) {
      std::vector<std::string_view> names(tables_.begin(), tables_.end());
      auto near = nearest(out.table, names);
      error(spec.where, "LOOKUP_TABLE_MISSING", "there is no code table " + out.table,
            near.empty() ? "" : "did you mean " + near + "?");
    }
    lookups_.push_back(std::move(out));
  }
}

std::optional<ElementRef> Compiler::tree_element(Fields& fields, std::string_view key, Presence presence) {
  auto text = fields.string(key, presence);
  if (text.empty()) return std::nullopt;
  auto parsed = parse_path(map_.tree->segment + "/" + text);
  if (!parsed) {
    error(fields.where(), "TREE_ELEMENT", std::string(key) + " must be an element such as 01 or \"7164\"");
    return std::nullopt;
  }
  auto where = fields.where();
  Scope scope(*map_.dictionary, nullptr);
  auto resolved = scope.resolve(*parsed, where, true);
  if (!resolved) {
    errors_.push_back(resolved.error());
    return std::nullopt;
  }
  return resolved->path.element;
}

void Compiler::tree(const Node& node) {
  Fields keys(node, "tree", errors_);
  auto& tree = map_.tree.emplace();
  tree.segment = keys.string("segment", Presence::required);
  if (auto id = tree_element(keys, "id", Presence::required)) tree.id = *id;
  if (auto parent = tree_element(keys, "parent", Presence::required)) tree.parent = *parent;
  tree.level = tree_element(keys, "level", Presence::optional);
  if (const auto* levels = keys.get("levels", Presence::required))
    for (const auto& pair : levels->pairs) tree.levels.emplace_back(pair.key, pair.value.text);
  for (const auto& shape : keys.strings("allow")) {
    auto& codes = tree.allow.emplace_back();
    for (auto code : split(shape, '-')) codes.emplace_back(code);
  }
  constexpr std::string_view orphans[] = {"reject_transaction", "attach_to_root"};
  tree.orphan_to_root = keys.choice("orphan", orphans, "reject_transaction") == "attach_to_root";
  keys.finish();
}

std::optional<CompiledPath> Compiler::path(const Node* node, const Scope& scope, bool value) {
  if (!node) return std::nullopt;
  auto parsed = node->is_scalar()
                    ? parse_path(node->text)
                    : Result<Path>(fail(yaml::error_at(node->where, "PATH_SYNTAX", "a path must be a single value")));
  if (!parsed) {
    auto bad = parsed.error();
    auto column = bad.where ? bad.where->column : 1;
    bad.where = node->where;
    if (node->is_scalar()) bad.where->column += column - 1 + (node->quoted ? 1 : 0);
    errors_.push_back(std::move(bad));
    return std::nullopt;
  }
  auto resolved = scope.resolve(*parsed, node->where, value);
  if (resolved) return std::move(*resolved);
  errors_.push_back(resolved.error());
  return std::nullopt;
}

std::vector<CompiledPath> Compiler::paths(const Node* node, const Scope& scope) {
  std::vector<CompiledPath> out;
  if (!node) return out;
  auto take = [&](const Node& one) {
    if (auto compiled = path(&one, scope)) out.push_back(std::move(*compiled));
  };
  if (node->is_sequence())
    std::ranges::for_each(node->items, take);
  else
    take(*node);
  return out;
}

std::vector<Condition> Compiler::conditions(const Node* node, const Scope& scope) {
  std::vector<Condition> out;
  if (!node) return out;
  for (const auto& [text, where, value] : node->pairs) {
    Node key;
    key.kind = Node::Kind::scalar;
    key.text = text;
    key.where = where;
    auto compiled = path(&key, scope);
    if (!compiled) continue;
    Condition condition{std::move(*compiled), Condition::Kind::any_of, {}};
    if (value.is_scalar() && !value.quoted && value.text == "present")
      condition.kind = Condition::Kind::present;
    else if (value.is_scalar() && !value.quoted && value.text == "absent")
      condition.kind = Condition::Kind::absent;
    else if (value.is_scalar())
      condition.values.push_back(value.text);
    for (const auto& item : value.items) condition.values.push_back(item.text);
    out.push_back(std::move(condition));
  }
  return out;
}

std::optional<Iteration> Compiler::iteration(const Node* node, const Scope& scope, Scope& inside) {
  if (!node) return std::nullopt;
  Iteration out;
  Result<Scope> next = scope;
  if (node->is_scalar() && node->text.starts_with("tree.")) {
    out.level = node->text.substr(5);
    next = scope.inside_level(out.level, node->where);
  } else {
    out.path = path(node, scope, false);
    if (!out.path) return std::nullopt;
    next = scope.inside(*out.path);
  }
  if (!next) {
    errors_.push_back(next.error());
    return std::nullopt;
  }
  inside = std::move(*next);
  return out;
}

std::optional<LookupUse> Compiler::lookup(const Node* node) {
  if (!node) return std::nullopt;
  auto found = std::ranges::find(lookups_, node->text, &LookupUse::name);
  if (found != lookups_.end()) return *found;
  std::vector<std::string_view> names;
  for (const auto& one : lookups_) names.push_back(one.name);
  auto near = nearest(node->text, names);
  error(node->where, "LOOKUP_UNKNOWN", "lookups: has no " + node->text,
        near.empty() ? "add it under lookups:" : "did you mean " + near + "?");
  return std::nullopt;
}

// [LIN, 2.., VN]: the value that follows qualifier VN among the pairs from element 2 on.
void Compiler::pair_source(const Node& node, const Scope& scope, Field& out) {
  out.source.kind = FieldSource::Kind::pair;
  bool fits = node.is_sequence() && node.items.size() == 3 && node.items[1].text.ends_with("..");
  if (fits)
    fits = std::from_chars(node.items[1].text.data(), node.items[1].text.data() + node.items[1].text.size(),
                           out.source.pair_from)
               .ec == std::errc{};
  if (!fits)
    return error(node.where, "PAIR_SYNTAX", "pair must be a segment, its first qualifier and the qualifier wanted",
                 "write it like [LIN, 2.., VN]");
  if (auto compiled = path(&node.items[0], scope, false)) out.source.paths.push_back(std::move(*compiled));
  out.source.text = node.items[2].text;
}

void Compiler::field_source(Fields& keys, const Node& node, const Scope& scope, Field& out) {
  using Kind = FieldSource::Kind;
  auto& source = out.source;
  Scope inside = scope;
  int sources = 0;
  auto one = [&](Kind kind) {
    source.kind = kind;
    ++sources;
  };
  if (const auto* value = keys.get("path")) one(Kind::path), source.paths = paths(value, scope);
  if (const auto* value = keys.get("date")) one(Kind::date), source.paths = paths(value, scope);
  if (const auto* value = keys.get("pair")) ++sources, pair_source(*value, scope, out);
  if (const auto* value = keys.get("const")) one(Kind::constant), source.text = value->text;
  if (const auto* value = keys.get("profile")) one(Kind::profile), source.text = value->text;
  if (const auto* value = keys.get("var")) one(Kind::variable), source.text = value->text;
  if (const auto* value = keys.get("group")) one(Kind::group), source.over = iteration(value, scope, inside);
  if (const auto* value = keys.get("for")) one(Kind::list), source.over = iteration(value, scope, inside);
  if (const auto* value = keys.get("refs")) {
    one(Kind::refs);
    for (const auto& item : value->items)
      if (auto ref = field("refs", item, scope)) source.fields.push_back(std::move(*ref));
  }
  if (const auto* value = keys.get("set")) {
    if (sources == 0) one(Kind::group);
    source.fields = fields(value, inside);
  }
  if (sources != 1)
    error(node.where, "FIELD_SOURCE",
          out.name + " needs exactly one of path, date, pair, group, for, set, refs, const, profile, var");
  source.place_state = path(keys.get("place"), scope);
  bool x12 = map_.standard == parsers::Standard::x12;
  if (source.kind == Kind::date && x12 && source.paths.size() > 3)
    error(node.where, "FIELD_DATE", "date takes at most a date, a time and a zone code");
}

void Compiler::policies(Fields& keys, Field& out) {
  out.many = as_enum<Many>(keys.choice("many", many_words, "error"), many_words);
  out.separator = keys.string("separator", Presence::optional, " ");
  out.type = as_enum<ValueType>(keys.choice("type", type_words, "text"), type_words);
  out.lookup = lookup(keys.get("lookup"));
  out.lookup_attribute = keys.string("of", Presence::optional, "value");
  out.required = keys.boolean("required", false);
  keys.boolean("optional", true);
  out.on_missing = as_enum<OnFault>(keys.choice("on_missing", fault_words, "hold"), fault_words);
  out.on_invalid = as_enum<OnFault>(keys.choice("on_invalid", fault_words, "hold"), fault_words);
  if (const auto* value = keys.get("default")) {
    if (!value->quoted && value->text.starts_with("profile."))
      out.fallback_profile = value->text.substr(8);
    else
      out.fallback = value->text;
  }
  out.ref_type = keys.string("type_is");
  keys.get("zone");
}

std::optional<Field> Compiler::field(const std::string& name, const Node& node, const Scope& scope) {
  Field out;
  out.name = name;
  out.where = node.where;
  if (node.is_scalar()) {
    out.source.paths = paths(&node, scope);
    return out;
  }
  Fields keys(node, name, errors_);
  field_source(keys, node, scope, out);
  policies(keys, out);
  keys.finish();
  return out;
}

std::vector<Field> Compiler::fields(const Node* node, const Scope& scope) {
  std::vector<Field> out;
  if (!node) return out;
  if (!node->is_mapping()) error(node->where, "FIELDS", "a mapping of field names is wanted here");
  for (const auto& pair : node->pairs)
    if (auto compiled = field(pair.key, pair.value, scope)) out.push_back(std::move(*compiled));
  return out;
}

void Compiler::rule(const Node& node) {
  Fields keys(node, "an emit rule", errors_);
  EmitRule out;
  out.where = node.where;
  out.event = keys.string("event", Presence::required);
  Scope scope(*map_.dictionary, map_.tree ? &*map_.tree : nullptr);
  Scope inside = scope;
  out.over = iteration(keys.get("for"), scope, inside);
  out.when = conditions(keys.get("when"), inside);
  out.let = fields(keys.get("let"), inside);
  out.subject = paths(keys.get("subject", Presence::required), inside);
  out.partition = paths(keys.get("partition"), inside);
  out.key = paths(keys.get("key", Presence::required), inside);
  out.set = fields(keys.get("set", Presence::required), inside);
  keys.finish();
  bool listed = std::ranges::any_of(map_.emits, [&](const auto& type) { return type == out.event; });
  if (!listed) error(node.where, "EVENT_NOT_LISTED", "emits: does not list " + out.event, "add it there");
  map_.rules.push_back(std::move(out));
}

std::optional<Map> Compiler::run(const Node& root, guide::Library& dictionaries) {
  auto before = errors_.size();
  Fields keys(root, "a map", errors_);
  map_.name = keys.string("map", Presence::required);
  map_.file = root.where.file;
  keys.get("label");
  keys.get("unread");
  if (const auto* node = keys.get("source", Presence::required)) source(*node, dictionaries);
  map_.emits = keys.strings("emits");
  if (!map_.dictionary) return std::nullopt;
  if (const auto* node = keys.get("lookups")) lookups(*node);
  if (const auto* node = keys.get("tree")) tree(*node);
  Scope whole(*map_.dictionary, nullptr);
  if (const auto* node = keys.get("purpose")) {
    Fields purpose(*node, "purpose", errors_);
    map_.purpose = path(purpose.get("path", Presence::required), whole);
    map_.purposes = purpose.strings("known");
    purpose.finish();
  }
  if (const auto* node = keys.get("emit", Presence::required))
    for (const auto& item : node->items) rule(item);
  keys.finish();
  if (errors_.size() != before) return std::nullopt;
  return std::move(map_);
}

}  // namespace

std::optional<Map> compile(const Node& root, guide::Library& dictionaries, const std::vector<std::string>& tables,
                           std::vector<Error>& errors) {
  return Compiler(tables, errors).run(root, dictionaries);
}

}  // namespace longshore::maps
