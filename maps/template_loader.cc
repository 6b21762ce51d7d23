#include "engine/model/text.h"
#include "maps/binder.h"
#include "maps/schema_scope.h"
#include "maps/scope.h"
#include "maps/template.h"

#include <algorithm>

namespace longshore::maps {
namespace {

using yaml::Fields;
using yaml::Node;
using yaml::Presence;

bool is_tag(std::string_view key) {
  bool upper = key.size() >= 2 && key.size() <= 3 && key[0] >= 'A' && key[0] <= 'Z';
  return upper && std::ranges::all_of(key, [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); });
}

// Whether the value has anything to do with the event.
bool reads_event(const Expression& one) {
  if (one.kind == Expression::Kind::reference) {
    const auto& first = one.reference.steps.front().name;
    return first != "profile" && first != "index";
  }
  return std::ranges::any_of(one.arguments, reads_event);
}

class Loader {
 public:
  Loader(Template& out, const CompileInput& input, std::vector<Error>& errors)
      : out_(out), input_(input), errors_(errors) {}

  void run(const Node& root) {
    lookups_ = read_lookups(root.find("lookups"), input_.tables, errors_);
    out_.name = root.find("map") ? root.find("map")->text : "";
    const auto* compose = root.find("compose");
    Fields keys(*compose, "compose", errors_);
    out_.accepts = keys.strings("accepts");
    keys.get("accepts", Presence::required);
    SchemaScope scope(*input_.canonical, out_.accepts);
    per(keys.get("per"), scope);
    if (!edi() && out_.format != Format::xml && out_.format != Format::json && !keys.get("per")) out_.one_each = false;
    if (out_.format == Format::csv) {
      columns(keys, scope);
    } else if (edi()) {
      steps(keys.get("segments", Presence::required), scope, out_.steps);
    } else if (out_.format == Format::xml || out_.format == Format::json) {
      root_step(keys, scope);
    } else {
      steps(keys.get("records", Presence::required), scope, out_.steps);
    }
    keys.finish();
  }

 private:
  bool edi() const { return out_.format == Format::x12 || out_.format == Format::edifact; }

  void error(const SourceLocation& where, std::string code, std::string what, std::string hint = {}) {
    errors_.push_back({Lasting::permanent, "maps", std::move(code), std::move(what), std::move(hint), where});
  }

  void per(const Node* node, const SchemaScope& scope) {
    if (!node) return;
    if (node->is_mapping()) {
      Fields keys(*node, "per", errors_);
      if (const auto* by = keys.get("by", Presence::required)) out_.by = expression(*by, scope);
      keys.finish();
      out_.one_each = false;
    } else if (node->text == "all") {
      out_.one_each = false;
    } else if (node->text != "event") {
      error(node->where, "COMPOSE_PER", "per is event, all, or {by: EXPRESSION}");
    }
  }

  // A row for each event, or for each item of a list in it.
  void columns(Fields& keys, const SchemaScope& outer) {
    OutStep row;
    auto scope = outer;
    if (const auto* over = keys.get("for")) iteration(*over, scope, row);
    if (const auto* when = keys.get("when")) row.when = expression(*when, scope);
    if (const auto* list = keys.get("columns", Presence::required)) {
      for (const auto& item : list->items) {
        OutStep::Part part;
        part.name = item.find("title") ? item.find("title")->text : "";
        if (part.name.empty()) error(item.where, "COLUMN_TITLE", "a column needs a title");
        part.value = value(item, scope);
        row.parts.push_back(std::move(part));
      }
    }
    out_.steps.push_back(std::move(row));
  }

  void root_step(Fields& keys, const SchemaScope& scope) {
    OutStep root;
    root.tag = keys.string("root", out_.format == Format::xml ? Presence::required : Presence::optional);
    if (const auto* set = keys.get("set", Presence::required)) members(*set, scope, root);
    out_.steps.push_back(std::move(root));
  }

  Names names(const SchemaScope& scope) {
    return {
        [](const Path& path, const SourceLocation& where, bool value) -> Result<CompiledPath> {
          if (value || path.steps.size() != 1 || !path.ancestor.empty())
            return fail(yaml::error_at(where, "COMPOSE_PATH", "here a path can only be a segment's tag, to be counted",
                                       "write count(HL); names of the event's fields begin with a small letter"));
          CompiledPath out;
          out.path = path;
          out.last = path.steps.front();
          return out;
        },
        [&scope](const Reference& reference, const SourceLocation& where) { return scope.check(reference, where); },
        &lookups_};
  }

  std::optional<Expression> expression(const Node& node, const SchemaScope& scope) {
    return bind_expression(node, names(scope), errors_);
  }

  void steps(const Node* list, const SchemaScope& scope, std::vector<OutStep>& out) {
    if (!list) return;
    if (!list->is_sequence())
      return error(list->where, "COMPOSE_STEPS", "a list is wanted here, each item a segment or group");
    for (const auto& item : list->items) step(item, scope, out);
  }

  void step(const Node& node, const SchemaScope& outer, std::vector<OutStep>& out) {
    Fields keys(node, "a step", errors_);
    auto versions = keys.strings("versions");
    bool of_release = versions.empty() || std::ranges::any_of(versions, [&](const auto& one) {
                        return out_.dictionary && out_.dictionary->version.starts_with(one);
                      });
    if (!of_release) return;
    OutStep made;
    made.where = node.where;
    auto scope = outer;
    if (const auto* over = keys.get("for")) iteration(*over, scope, made);
    if (const auto* by = keys.get("group_by")) {
      made.group_by = expression(*by, scope);
      scope.of_group = true;
    }
    if (const auto* let = keys.get("let")) {
      for (const auto& pair : let->pairs) {
        if (auto bound = expression(pair.value, scope)) made.let.emplace_back(pair.key, std::move(*bound));
        scope.variables.push_back(pair.key);
      }
    }
    if (const auto* when = keys.get("when")) made.when = expression(*when, scope);
    const auto* below = keys.get(edi() ? "segments" : "records");
    std::size_t bodies = below ? 1 : 0;
    for (const auto& pair : node.pairs) {
      bool segment = edi() ? is_tag(pair.key) : !is_keyword(pair.key);
      if (!segment) continue;
      ++bodies;
      keys.get(pair.key);
      made.tag = pair.key;
      if (edi())
        elements(pair, scope, made);
      else
        members(pair.value, scope, made);
    }
    if (below) steps(below, scope, made.steps);
    keys.finish();
    if (bodies != 1)
      error(node.where, "COMPOSE_STEP", "a step writes exactly one segment or record, or has a list of steps",
            edi() ? "write - N1: {\"01\": …} or - for: … with segments: […]" : "write - TYPE: {field: …}");
    out.push_back(std::move(made));
  }

  static bool is_keyword(std::string_view key) {
    return key == "for" || key == "group_by" || key == "let" || key == "when" || key == "records" || key == "versions";
  }

  void iteration(const Node& over, SchemaScope& scope, OutStep& out) {
    out.over = expression(over, scope);
    if (!out.over) return;
    if (out.over->kind != Expression::Kind::reference)
      return error(over.where, "COMPOSE_FOR", "for takes the name of a list, such as lines or refs[po]");
    scope = scope.inside(out.over->reference);
  }

  void elements(const Node::Pair& segment, const SchemaScope& scope, OutStep& out) {
    out.segment = out_.dictionary->segment(segment.key);
    if (!out.segment) {
      std::vector<std::string_view> tags;
      for (const auto& [tag, definition] : out_.dictionary->segments) tags.push_back(tag);
      std::ranges::sort(tags);
      auto near = nearest(segment.key, tags);
      return error(segment.key_where, "PATH_SEGMENT_UNKNOWN",
                   out_.dictionary->set + " " + out_.dictionary->version + " has no segment " + segment.key,
                   near.empty() ? "" : "did you mean " + near + "?");
    }
    Scope resolver(*out_.dictionary, nullptr);
    for (const auto& pair : segment.value.pairs) {
      auto path = parse_path(segment.key + "/" + pair.key);
      if (!path || !path->element) {
        error(pair.key_where, "PATH_SYNTAX", "\"" + printable(pair.key) + "\" is no element", "write 02, 02.1 or 2380");
        continue;
      }
      auto at = resolver.resolve_element(*path->element, segment.key, pair.key_where);
      if (!at) {
        errors_.push_back(at.error());
        continue;
      }
      OutStep::Part part;
      part.name = pair.key;
      part.at = *at;
      const auto* use = out.segment->at(at->index);
      part.element = use->element ? use->element : use->composite->components[at->component - 1].element;
      part.value = value(pair.value, scope);
      out.parts.push_back(std::move(part));
    }
  }

  void members(const Node& set, const SchemaScope& scope, OutStep& out) {
    for (const auto& pair : set.pairs) {
      OutStep::Part part;
      part.name = pair.key;
      bool nested = pair.value.is_mapping() && pair.value.find("set");
      if (nested && out_.format != Format::fixed && out_.format != Format::csv)
        part.below.push_back(object(pair.value, scope));
      else
        part.value = value(pair.value, scope);
      out.parts.push_back(std::move(part));
    }
  }

  OutStep object(const Node& node, const SchemaScope& outer) {
    OutStep out;
    out.where = node.where;
    auto scope = outer;
    Fields keys(node, "an object", errors_);
    if (const auto* over = keys.get("for")) iteration(*over, scope, out);
    if (const auto* when = keys.get("when")) out.when = expression(*when, scope);
    if (const auto* set = keys.get("set")) members(*set, scope, out);
    keys.finish();
    return out;
  }

  static Expression constant(const std::string& text) {
    Expression out;
    out.kind = Expression::Kind::text;
    out.text = text;
    return out;
  }

  // A quoted scalar is that text, or behind '=' an expression; an unquoted one is an expression; a mapping says more.
  OutValue value(const Node& node, const SchemaScope& scope) {
    OutValue out;
    out.where = node.where;
    if (node.is_scalar() && node.quoted && node.text.starts_with('=')) {
      auto text = node;
      text.text.erase(0, 1);
      ++text.where.column;
      if (auto bound = expression(text, scope)) out.expression = std::move(*bound);
    } else if (node.is_scalar() && node.quoted) {
      out.expression = constant(node.text);
    } else if (node.is_scalar()) {
      if (auto bound = expression(node, scope)) out.expression = std::move(*bound);
    } else {
      value_keys(node, scope, out);
    }
    out.constant = !reads_event(out.expression) &&
                   std::ranges::none_of(out.match, [](const auto& one) { return reads_event(one.second); });
    return out;
  }

  void value_keys(const Node& node, const SchemaScope& scope, OutValue& out) {
    Fields keys(node, "a value", errors_);
    if (out_.format == Format::csv) keys.get("title");
    int sources = 0;
    if (const auto* text = keys.get("const")) ++sources, out.expression = constant(text->text);
    for (const auto* key : {"expr", "path", "date"}) {
      const auto* text = keys.get(key);
      if (!text) continue;
      ++sources;
      if (auto bound = expression(*text, scope)) out.expression = std::move(*bound);
      if (std::string_view(key) == "date") date_keys(keys, *text, scope, out);
    }
    if (const auto* match = keys.get("match")) {
      ++sources;
      for (const auto& pair : match->pairs)
        if (auto bound = expression(pair.value, scope)) out.match.emplace_back(pair.key, std::move(*bound));
    }
    if (const auto* name = keys.get("lookup")) out.lookup = find_lookup(name->text, name->where, lookups_, errors_);
    out.attribute = keys.string("of", Presence::optional, "value");
    out.required = keys.boolean("required", false);
    out.cut = keys.boolean("cut", false);
    if (out_.format == Format::json) {
      constexpr std::string_view kinds[] = {"text", "number", "boolean"};
      auto kind = keys.choice("type", kinds, "text");
      using Kind = parsers::Record::Kind;
      out.kind = kind == "number" ? Kind::number : kind == "boolean" ? Kind::boolean : Kind::text;
    }
    if (const auto* fallback = keys.get("default")) {
      if (!fallback->quoted && fallback->text.starts_with("profile."))
        out.fallback_profile = fallback->text.substr(8);
      else
        out.fallback = fallback->text;
    }
    keys.finish();
    if (sources != 1) error(node.where, "FIELD_SOURCE", "a value needs exactly one of expr, path, date, const, match");
    if (!out.match.empty() && !out.lookup)
      error(node.where, "FIELD_SOURCE", "match needs a lookup", "add lookup: NAME");
  }

  // The member beside a time that says whether it has a time of day: occurredAt has timePrecision.
  void date_keys(Fields& keys, const Node& text, const SchemaScope& scope, OutValue& out) {
    out.date_pattern = keys.string("as", Presence::required);
    if (out.expression.kind != Expression::Kind::reference) return;
    auto precision = out.expression;
    auto& last = precision.reference.steps.back();
    last.name = last.name == "occurredAt" ? "timePrecision" : last.name + "Precision";
    if (!scope.check(precision.reference, text.where)) out.precision = std::move(precision);
  }

  Template& out_;
  const CompileInput& input_;
  std::vector<LookupUse> lookups_;
  std::vector<Error>& errors_;
};

// False: without it nothing says what kind of file is written, so nothing more can be checked.
bool read_target(const Node& root, Template& out, std::vector<Error>& errors) {
  const auto* target = root.find("target");
  if (!target) {
    errors.push_back(yaml::error_at(root.where, "TARGET_MISSING", "the map has no target: and no source:",
                                    "add target: {format: csv} or source: {standard: X12, …}"));
    return false;
  }
  Fields keys(*target, "target", errors);
  constexpr std::string_view formats[] = {"csv", "fixed", "xml", "json"};
  auto format = keys.choice("format", formats, "csv", Presence::required);
  out.format = format == "csv"     ? Format::csv
               : format == "fixed" ? Format::fixed
               : format == "xml"   ? Format::xml
                                   : Format::json;
  if (out.format == Format::csv) {
    auto delimiter = keys.string("delimiter", Presence::optional, ",");
    if (delimiter.size() == 1)
      out.csv.delimiter = delimiter[0];
    else
      keys.error(target->where, "DELIMITER", "delimiter must be one character");
    out.csv.header = keys.boolean("header", true);
  }
  if (out.format == Format::fixed)
    if (const auto* layout = keys.get("layout", Presence::required)) {
      auto read = flatfile::read_layout(*layout, errors);
      if (read) out.layout = std::make_shared<flatfile::Layout>(std::move(*read));
    }
  if (out.format == Format::xml || out.format == Format::json) out.indent = keys.boolean("indent", false);
  keys.finish();
  return true;
}

}  // namespace

bool Template::takes(std::string_view type) const {
  return std::ranges::any_of(accepts, [&](const auto& pattern) { return glob_match(pattern, type); });
}

std::optional<Template> compile_template(const Node& root, const guide::Dictionary* dictionary,
                                         const CompileInput& input, std::vector<Error>& errors) {
  auto before = errors.size();
  Template out;
  out.dictionary = dictionary;
  if (dictionary)
    out.format = dictionary->standard == parsers::Standard::x12 ? Format::x12 : Format::edifact;
  else if (!read_target(root, out, errors))
    return std::nullopt;
  if (root.find("compose"))
    Loader(out, input, errors).run(root);
  else
    errors.push_back(yaml::error_at(root.where, "COMPOSE_MISSING", "the map has no compose:"));
  if (errors.size() != before) return std::nullopt;
  return out;
}

}  // namespace longshore::maps
