#pragma once
#include "maps/canonical.h"
#include "maps/expression.h"

#include <vector>

namespace longshore::maps {

/// What the names in a template may be: the fields that the schemas of the accepted events have at a place.
class SchemaScope {
 public:
  /// The fields of `data` of every type that a pattern of `accepts` fits.
  SchemaScope(const Canonical& canonical, const std::vector<std::string>& accepts);

  /// Why the reference means nothing here.
  std::optional<Error> check(const Reference& reference, const SourceLocation& where) const;
  /// The scope of one item of the list that the reference names.
  SchemaScope inside(const Reference& reference) const;

  std::vector<std::string> variables;  ///< of `let`, known as names too
  bool of_group = false;               ///< `items` is a name

 private:
  struct Place {
    const json::Value* schema;
    const json::Value* root;  // what "#/definitions/…" is looked up in
  };
  static void step_into(std::vector<Place>& places, const std::string& name);
  static Place resolved(Place place);
  std::vector<std::string_view> names_at(const std::vector<Place>& places) const;

  std::vector<Place> data_;  // the whole event's
  std::vector<Place> here_;
};

}  // namespace longshore::maps
