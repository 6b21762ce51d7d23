#include "maps/binder.h"

#include "engine/model/text.h"

#include <algorithm>

namespace longshore::maps {
namespace {

using Kind = Expression::Kind;

class Binding {
 public:
  Binding(const SourceLocation& where, const Names& names, std::vector<Error>& errors)
      : where_(where), names_(names), errors_(errors) {}

  void bind(Expression& one, bool value = true) {
    if (one.kind == Kind::path) return path(one, value);
    if (one.kind == Kind::reference) return reference(one);
    if (one.kind == Kind::call) return call(one);
    for (auto& argument : one.arguments) bind(argument);
  }

 private:
  SourceLocation place(const Expression& one) const {
    auto out = where_;
    out.column += one.column - 1;
    return out;
  }

  void error(const Expression& one, std::string code, std::string what, std::string hint = {}) {
    errors_.push_back({Lasting::permanent, "maps", std::move(code), std::move(what), std::move(hint), place(one)});
  }

  void path(Expression& one, bool value) {
    if (auto compiled = names_.path(one.path, place(one), value))
      one.compiled = std::move(*compiled);
    else
      errors_.push_back(compiled.error());
  }

  void reference(const Expression& one) {
    if (auto fault = names_.reference(one.reference, place(one))) errors_.push_back(std::move(*fault));
  }

  void call(Expression& one) {
    auto function = function_named(one.text);
    if (!function) return unknown_function(one);
    one.function = *function;
    const auto& facts = info(*function);
    auto given = one.arguments.size();
    if (given < facts.fewest || (facts.most != 0 && given > facts.most))
      error(one, "FUNCTION_ARGUMENTS", one.text + " takes other arguments: " + std::string(facts.usage));
    bool counts = *function == Function::count || *function == Function::present || *function == Function::absent;
    if (*function == Function::lookup && !one.arguments.empty()) lookup(one);
    for (auto& argument : one.arguments) bind(argument, !counts || argument.path.element.has_value());
  }

  void lookup(Expression& one) {
    const auto& name = one.arguments.front();
    if (name.kind != Kind::text)
      return error(name, "LOOKUP_UNKNOWN", "the first argument of lookup() is a name in quotes", "lookup('uom', …)");
    if (names_.lookups) one.lookup = find_lookup(name.text, place(name), *names_.lookups, errors_);
  }

  void unknown_function(const Expression& one) {
    std::vector<std::string_view> known;
    for (std::size_t i = 0; i < function_count; ++i) known.push_back(info(static_cast<Function>(i)).name);
    auto near = nearest(one.text, known);
    error(one, "FUNCTION_UNKNOWN", "there is no function " + one.text,
          near.empty() ? "see the functions in docs/maps.md" : "did you mean " + near + "?");
  }

  const SourceLocation& where_;
  const Names& names_;
  std::vector<Error>& errors_;
};

}  // namespace

SourceLocation text_place(const yaml::Node& scalar) {
  auto out = scalar.where;
  if (scalar.quoted) ++out.column;
  return out;
}

bool bind_expression(Expression& expression, const SourceLocation& where, const Names& names,
                     std::vector<Error>& errors) {
  auto before = errors.size();
  Binding(where, names, errors).bind(expression);
  return errors.size() == before;
}

std::optional<Expression> bind_expression(const yaml::Node& text, const Names& names, std::vector<Error>& errors) {
  if (!text.is_scalar()) {
    errors.push_back(yaml::error_at(text.where, "EXPRESSION_SYNTAX", "an expression must be a single value"));
    return std::nullopt;
  }
  auto where = text_place(text);
  auto parsed = parse_expression(text.text);
  if (!parsed) {
    auto bad = parsed.error();
    auto column = bad.where ? bad.where->column : 1;
    bad.where = where;
    bad.where->column += column - 1;
    errors.push_back(std::move(bad));
    return std::nullopt;
  }
  if (!bind_expression(*parsed, where, names, errors)) return std::nullopt;
  return std::move(*parsed);
}

std::optional<LookupUse> find_lookup(const std::string& name, const SourceLocation& where,
                                     const std::vector<LookupUse>& lookups, std::vector<Error>& errors) {
  auto found = std::ranges::find(lookups, name, &LookupUse::name);
  if (found != lookups.end()) return *found;
  std::vector<std::string_view> names;
  for (const auto& one : lookups) names.push_back(one.name);
  auto near = nearest(name, names);
  errors.push_back({Lasting::permanent, "maps", "LOOKUP_UNKNOWN", "lookups: has no " + name,
                    near.empty() ? "add it under lookups:" : "did you mean " + near + "?", where});
  return std::nullopt;
}

}  // namespace longshore::maps
