#pragma once
#include "engine/base/json/json.h"

#include <memory>
#include <string>
#include <vector>

namespace longshore::json {

/// One place where a value does not fit its schema.
struct Violation {
  std::string pointer;  ///< RFC 6901, into the value; "" is the whole
  std::string what;     ///< one sentence
  bool operator==(const Violation&) const = default;
};

/// A JSON Schema (draft-07), ready to judge values. References must stay within the document (`#/definitions/…`);
/// nothing is fetched. Keywords that the draft does not have, `x-` ones too, are ignored, and so are `format`s that it
/// leaves open. Immutable: copies share, and any number of threads may use one.
class Schema {
 public:
  /// SCHEMA_INVALID when a keyword has a value that it cannot have, or a reference leads nowhere.
  static Result<Schema> compile(const Value& schema);

  /// Everything about `value` that does not fit, outermost first; empty when it fits. A text of more than
  /// `max_pattern_bytes` where a pattern is asked for is a violation: it is not tried.
  std::vector<Violation> validate(const Value& value) const;

  static constexpr std::size_t max_pattern_bytes = 1024;

 private:
  struct Compiled;
  explicit Schema(std::shared_ptr<const Compiled> compiled) : compiled_(std::move(compiled)) {}
  std::shared_ptr<const Compiled> compiled_;
};

}  // namespace longshore::json
