#pragma once
#include "engine/base/yaml/yaml.h"
#include "maps/expression.h"

#include <functional>
#include <optional>
#include <vector>

namespace longshore::maps {

/// What the names in an expression may mean where it stands.
struct Names {
  /// `value`: whether an element is wanted, or segments.
  std::function<Result<CompiledPath>(const Path&, const SourceLocation&, bool value)> path;
  /// Why a reference means nothing there; nullopt when it does.
  std::function<std::optional<Error>(const Reference&, const SourceLocation&)> reference;
  const std::vector<LookupUse>* lookups = nullptr;
};

/// Parses the scalar and finds out what every name in it is. Faults are appended with their own line and column:
/// EXPRESSION_SYNTAX, FUNCTION_UNKNOWN, FUNCTION_ARGUMENTS, LOOKUP_UNKNOWN, and those of paths and references.
std::optional<Expression> bind_expression(const yaml::Node& text, const Names& names, std::vector<Error>& errors);
/// The same of a parsed one, whose columns count from `where`.
bool bind_expression(Expression& expression, const SourceLocation& where, const Names& names,
                     std::vector<Error>& errors);
/// The look-up of that name, or an error with "did you mean".
std::optional<LookupUse> find_lookup(const std::string& name, const SourceLocation& where,
                                     const std::vector<LookupUse>& lookups, std::vector<Error>& errors);
/// Where the text of a scalar begins: behind its quote.
SourceLocation text_place(const yaml::Node& scalar);

}  // namespace longshore::maps
