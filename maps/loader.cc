#include "maps/loader.h"

#include "engine/base/schedule/zone.h"
#include "engine/model/text.h"
#include "maps/binder.h"
#include "maps/numbering.h"
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
  Compiler(const guide::Dictionary& dictionary, const CompileInput& input, std::vector<Error>& errors)
      : input_(input), errors_(errors) {
    map_.dictionary = &dictionary;
  }

  std::optional<Map> run(const Node& root);

 private:
  void error(const SourceLocation& where, std::string code, std::string what, std::string hint = {}) {
    errors_.push_back({Lasting::permanent, "maps", std::move(code), std::move(what), std::move(hint), where});
  }
  void tree(const Node& node);
  std::optional<ElementRef> tree_element(Fields& fields, std::string_view key, Presence presence);
  void purpose(const Node& node);
  void unread(const Node& node);
  void rule(const Node& node);
  void check_type(const EmitRule& rule);
  void check_fields(const EmitRule& rule, const std::vector<std::string_view>& known, const std::string& schema);
  Names names(const Scope& scope) const;
  std::optional<CompiledPath> path(const Node* node, const Scope& scope, bool value = true);
  std::vector<CompiledPath> paths(const Node* node, const Scope& scope);
  /// Of a path, or of `{expr: …}`.
  std::vector<Expression> values(const Node* node, const Scope& scope);
  void when(const Node* node, const Scope& scope, EmitRule& out);
  std::optional<Iteration> iteration(const Node* node, const Scope& scope, Scope& inside);
  std::vector<Field> fields(const Node* node, const Scope& scope);
  std::optional<Field> field(const std::string& name, const Node& node, const Scope& scope);
  void field_source(Fields& keys, const Node& node, const Scope& scope, Field& out);
  void date_source(const Node& node, const Scope& scope, FieldSource& out);
  void pair_source(const Node& node, const Scope& scope, Field& out);
  bool for_this_release(Fields& keys);
  void policies(Fields& keys, Field& out);

  const CompileInput& input_;
  Map map_;
  std::vector<LookupUse> lookups_;
  std::vector<std::string> variables_;  // of the rule that is being read
  std::vector<Error>& errors_;
};

std::optional<ElementRef> Compiler::tree_element(Fields& fields, std::string_view key, Presence presence) {
  const auto* node = fields.get(key, presence);
  if (!node) return std::nullopt;
  auto parsed = parse_path(map_.tree->segment + "/" + node->text);
  if (!parsed || parsed->steps.size() != 1 || !parsed->element) {
    error(node->where, "TREE_ELEMENT", std::string(key) + " must be an element of the segment, such as 01 or \"7164\"");
    return std::nullopt;
  }
  Scope scope(*map_.dictionary, nullptr);
  auto resolved = scope.resolve(*parsed, node->where, true);
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
  if (tree.allow.size() > 64) error(keys.where(), "TREE_SHAPES", "allow takes at most 64 shapes");
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

// A mapping of paths to what they must be, or one expression.
void Compiler::when(const Node* node, const Scope& scope, EmitRule& out) {
  if (!node) return;
  if (node->is_scalar()) {
    out.when_true = bind_expression(*node, names(scope), errors_);
    return;
  }
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
    out.when.push_back(std::move(condition));
  }
}

Names Compiler::names(const Scope& scope) const {
  auto known = [this](const Reference& reference) {
    if (reference.steps.size() == 2 && reference.steps[0].name == "profile") return true;
    if (reference.str() == "index") return true;
    return reference.steps.size() == 1 && std::ranges::find(variables_, reference.steps[0].name) != variables_.end();
  };
  return {
      [&scope](const Path& path, const SourceLocation& where, bool value) { return scope.resolve(path, where, value); },
      [known](const Reference& reference, const SourceLocation& where) -> std::optional<Error> {
        if (known(reference)) return std::nullopt;
        return yaml::error_at(where, "NAME_UNKNOWN",
                              reference.str() + " is neither a variable of let: nor profile.NAME",
                              "a path begins with a segment's tag; text stands in single quotes");
      },
      &lookups_};
}

std::vector<Expression> Compiler::values(const Node* node, const Scope& scope) {
  std::vector<Expression> out;
  auto take = [&](const Node& one) {
    if (one.is_mapping()) {
      Fields keys(one, "a value", errors_);
      if (const auto* text = keys.get("expr", Presence::required))
        if (auto bound = bind_expression(*text, names(scope), errors_)) out.push_back(std::move(*bound));
      keys.finish();
    } else if (auto compiled = path(&one, scope)) {
      Expression plain;
      plain.kind = Expression::Kind::path;
      plain.path = compiled->path;
      plain.compiled = std::move(*compiled);
      out.push_back(std::move(plain));
    }
  };
  if (node && node->is_sequence())
    std::ranges::for_each(node->items, take);
  else if (node)
    take(*node);
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
  if (const auto* value = keys.get("date")) one(Kind::date), date_source(*value, scope, source);
  if (const auto* value = keys.get("pair")) ++sources, pair_source(*value, scope, out);
  if (const auto* value = keys.get("const")) one(Kind::constant), source.text = value->text;
  if (const auto* value = keys.get("profile")) one(Kind::profile), source.text = value->text;
  if (const auto* value = keys.get("var")) one(Kind::variable), source.text = value->text;
  if (const auto* value = keys.get("expr"))
    one(Kind::expression), source.expression = bind_expression(*value, names(scope), errors_);
  if (const auto* value = keys.get("group")) one(Kind::group), source.over = iteration(value, scope, inside);
  if (const auto* value = keys.get("for")) one(Kind::list), source.over = iteration(value, scope, inside);
  if (const auto* value = keys.get("refs")) {
    one(Kind::refs);
    for (const auto& item : value->items)
      if (auto ref = field("refs", item, scope)) source.fields.push_back(std::move(*ref));
  }
  if (const auto* value = keys.get("list")) {
    one(Kind::lists);
    for (const auto& item : value->items)
      if (auto part = field(out.name, item, scope)) source.fields.push_back(std::move(*part));
  }
  if (const auto* value = keys.get("when")) source.when = bind_expression(*value, names(inside), errors_);
  if (const auto* value = keys.get("set")) {
    if (sources == 0) one(Kind::group);
    source.fields = fields(value, inside);
  }
  if (sources != 1)
    error(node.where, "FIELD_SOURCE",
          out.name + " needs exactly one of path, date, pair, group, for, set, list, refs, expr, const, profile, var");
  source.place_state = path(keys.get("place"), scope);
}

// EDIFACT: paths, the first that has a value. X12: [DATE, TIME, ZONE], or a list of such.
void Compiler::date_source(const Node& node, const Scope& scope, FieldSource& out) {
  if (map_.standard != parsers::Standard::x12) {
    out.paths = paths(&node, scope);
    return;
  }
  auto take = [&](const Node& one) {
    auto parts = paths(&one, scope);
    if (parts.size() > 3) error(one.where, "FIELD_DATE", "date takes at most a date, a time and a zone code");
    if (parts.empty()) return;
    FieldSource::WrittenDate date{std::move(parts[0]), {}, {}};
    if (parts.size() > 1) date.time = std::move(parts[1]);
    if (parts.size() > 2) date.zone = std::move(parts[2]);
    out.dates.push_back(std::move(date));
  };
  bool alternatives = !node.items.empty() && node.items.front().is_sequence();
  if (alternatives)
    std::ranges::for_each(node.items, take);
  else
    take(node);
  if (out.dates.empty()) return;
  out.paths.push_back(out.dates.front().date);
}

void Compiler::policies(Fields& keys, Field& out) {
  out.many = as_enum<Many>(keys.choice("many", many_words, "error"), many_words);
  out.separator = keys.string("separator", Presence::optional, " ");
  out.type = as_enum<ValueType>(keys.choice("type", type_words, "text"), type_words);
  if (const auto* value = keys.get("lookup")) out.lookup = find_lookup(value->text, value->where, lookups_, errors_);
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
  out.needs = keys.string("needs");
  keys.get("zone");
}

std::optional<Field> Compiler::field(const std::string& name, const Node& node, const Scope& scope) {
  Field out;
  out.name = name;
  out.where = node.where;
  out.quality_name = name == "occurredAt" ? "timeQuality" : name + "Quality";
  out.precision_name = name == "occurredAt" ? "timePrecision" : name + "Precision";
  bool plain = std::ranges::all_of(name, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  });
  if (!plain)
    error(node.where, "FIELD_NAME", "\"" + printable(name) + "\" is no field name", "use letters, digits and _");
  if (node.is_scalar()) {
    out.source.paths = paths(&node, scope);
    return out;
  }
  Fields keys(node, name, errors_);
  if (!for_this_release(keys)) return std::nullopt;
  field_source(keys, node, scope, out);
  policies(keys, out);
  keys.finish();
  return out;
}

// `versions:` of a field or rule: only for documents of these releases; elsewhere it is as if it were not there.
bool Compiler::for_this_release(Fields& keys) {
  auto versions = keys.strings("versions");
  const auto& version = map_.dictionary->version;
  return versions.empty() || std::ranges::any_of(versions, [&](const auto& one) { return version.starts_with(one); });
}

std::vector<Field> Compiler::fields(const Node* node, const Scope& scope) {
  std::vector<Field> out;
  if (!node) return out;
  if (!node->is_mapping() && !node->is_sequence())
    error(node->where, "FIELDS", "a mapping of field names is wanted here, or a list of such");
  for (const auto& item : node->items)  // the later of two equal names counts
    for (auto& one : fields(&item, scope)) out.push_back(std::move(one));
  for (const auto& pair : node->pairs)
    if (auto compiled = field(pair.key, pair.value, scope)) out.push_back(std::move(*compiled));
  return out;
}

void Compiler::rule(const Node& node) {
  Fields keys(node, "an emit rule", errors_);
  if (!for_this_release(keys)) return;
  EmitRule out;
  out.where = node.where;
  out.event = keys.string("event", Presence::required);
  Scope scope(*map_.dictionary, map_.tree ? &*map_.tree : nullptr);
  Scope inside = scope;
  variables_.clear();
  out.over = iteration(keys.get("for"), scope, inside);
  if (const auto* let = keys.get("let")) {
    for (const auto& pair : let->pairs) {
      if (auto compiled = field(pair.key, pair.value, inside)) out.let.push_back(std::move(*compiled));
      variables_.push_back(pair.key);
    }
  }
  when(keys.get("when"), inside, out);
  out.subject = values(keys.get("subject", Presence::required), inside);
  out.partition = values(keys.get("partition"), inside);
  out.key = values(keys.get("key", Presence::required), inside);
  out.set = fields(keys.get("set", Presence::required), inside);
  keys.finish();
  bool listed = std::ranges::any_of(map_.emits, [&](const auto& type) { return type == out.event; });
  if (!listed) error(node.where, "EVENT_NOT_LISTED", "emits: does not list " + out.event, "add it there");
  if (input_.canonical) check_type(out);
  map_.rules.push_back(std::move(out));
}

// `{fact}` may become anything: one type at least must be possible, and each field must be one of some of them.
void Compiler::check_type(const EmitRule& rule) {
  auto pattern = rule.event;
  if (auto open = pattern.find('{'); open != std::string::npos)
    pattern.replace(open, pattern.find('}', open) + 1 - open, "*");
  std::vector<std::string_view> fields;
  std::string schema;
  for (const auto& [name, type] : input_.canonical->types()) {
    if (!glob_match(pattern, name)) continue;
    fields.insert(fields.end(), type.properties.begin(), type.properties.end());
    schema = type.schema;
  }
  if (!fields.empty()) return check_fields(rule, fields, schema);
  std::vector<std::string_view> known;
  for (const auto& [name, type] : input_.canonical->types()) known.push_back(name);
  auto near = nearest(rule.event, known);
  error(rule.where, "EVENT_TYPE_UNKNOWN", "no schema under maps/canonical describes " + rule.event,
        near.empty() ? "" : "did you mean " + near + "?");
}

void Compiler::check_fields(const EmitRule& rule, const std::vector<std::string_view>& known,
                            const std::string& schema) {
  for (const auto& field : rule.set) {
    if (std::ranges::find(known, field.name) != known.end()) continue;
    auto near = nearest(field.name, known);
    error(field.where, "FIELD_NOT_IN_SCHEMA", schema + " has no field " + field.name,
          near.empty() ? "" : "did you mean " + near + "?");
  }
}

void Compiler::purpose(const Node& node) {
  Fields keys(node, "purpose", errors_);
  Scope whole(*map_.dictionary, nullptr);
  auto found = values(keys.get("path", Presence::required), whole);
  if (!found.empty()) map_.purpose = std::move(found.front());
  map_.purposes = keys.strings("known");
  map_.purpose_absent = keys.string("absent");
  keys.finish();
}

// Segments that are left alone, and why. Whether any release has such a segment is lint's question.
void Compiler::unread(const Node& node) {
  for (const auto& [text, where, reason] : node.pairs) {
    if (!reason.is_scalar() || trim(reason.text).empty())
      error(where, "UNREAD_REASON", "why " + text + " is left alone is not said", "write " + text + ": the reason");
    map_.unread.emplace_back(text, reason.text);
  }
}

std::optional<Map> Compiler::run(const Node& root) {
  auto before = errors_.size();
  Fields keys(root, "a map", errors_);
  map_.name = keys.string("map", Presence::required);
  map_.file = root.where.file;
  for (const auto* key : {"label", "source", "lookups", "compose"}) keys.get(key);
  if (auto source = read_source(root, errors_)) {
    map_.standard = source->standard;
    map_.set = source->set;
    map_.versions = source->versions;
  }
  map_.emits = keys.strings("emits");
  lookups_ = read_lookups(root.find("lookups"), input_.tables, errors_);
  if (const auto* node = keys.get("tree")) tree(*node);
  if (const auto* node = keys.get("purpose")) purpose(*node);
  if (const auto* node = keys.get("unread")) unread(*node);
  if (const auto* node = keys.get("emit", Presence::required))
    for (const auto& item : node->items) rule(item);
  keys.finish();
  if (errors_.size() != before) return std::nullopt;
  return std::move(map_);
}

}  // namespace

std::optional<MapSource> read_source(const yaml::Node& root, std::vector<Error>& errors) {
  const auto* node = root.find("source");
  if (!node) {
    errors.push_back(yaml::error_at(root.where, "MAP_SOURCE_MISSING", "the map has no source:",
                                    "add source: {standard: X12, set: \"214\", versions: [\"004010\"]}"));
    return std::nullopt;
  }
  MapSource out;
  auto before = errors.size();
  Fields keys(*node, "source", errors);
  constexpr std::string_view standards[] = {"X12", "EDIFACT"};
  out.standard = keys.choice("standard", standards, "X12", Presence::required) == "X12" ? parsers::Standard::x12
                                                                                        : parsers::Standard::edifact;
  out.set = keys.string("set", Presence::required);
  out.versions = keys.strings("versions");
  keys.finish();
  if (out.versions.empty())
    errors.push_back(
        yaml::error_at(node->where, "MAP_VERSIONS_MISSING", "source needs versions", "add versions: [\"004010\"]"));
  if (errors.size() != before) return std::nullopt;
  return out;
}

std::vector<LookupUse> read_lookups(const yaml::Node* node, const std::vector<std::string>& tables,
                                    std::vector<Error>& errors) {
  std::vector<LookupUse> out;
  if (!node) return out;
  for (const auto& [name, where, spec] : node->pairs) {
    Fields keys(spec, "lookup " + name, errors);
    LookupUse one;
    one.name = name;
    one.number = static_cast<std::uint32_t>(out.size());
    one.table = keys.string("codes", Presence::required);
    one.on_miss = as_enum<OnFault>(keys.choice("on_miss", fault_words, "hold"), fault_words);
    one.miss_value = keys.string("miss_value");
    keys.finish();
    if (std::ranges::find(tables, one.table) == tables.end()) {
      std::vector<std::string_view> known(tables.begin(), tables.end());
      auto near = nearest(one.table, known);
      errors.push_back({Lasting::permanent, "maps", "LOOKUP_TABLE_MISSING", "there is no code table " + one.table,
                        near.empty() ? "" : "did you mean " + near + "?", spec.where});
    }
    out.push_back(std::move(one));
  }
  return out;
}

std::optional<Map> compile(const Node& root, const guide::Dictionary& dictionary, const CompileInput& input,
                           std::vector<Error>& errors) {
  auto map = Compiler(dictionary, input, errors).run(root);
  if (map) number(*map);
  return map;
}

}  // namespace longshore::maps
