#pragma once
#include "engine/base/json/json.h"
#include "engine/base/yaml/sources.h"
#include "engine/model/result.h"

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace longshore::maps {

/// A schema as JSON, parsed when first asked for. Thread-safe.
class SchemaText {
 public:
  explicit SchemaText(std::string text) : text_(std::move(text)) {}
  explicit SchemaText(json::Value value) : value_(std::move(value)) {}

  /// Null where the text is no JSON.
  const json::Value* value() const;

 private:
  mutable std::mutex mutex_;  // guards both
  mutable std::optional<std::string> text_;
  mutable std::optional<json::Value> value_;
};

/// What the published schemas under maps/canonical/ say of event types. Immutable after load.
class Canonical {
 public:
  struct Type {
    std::string name;    ///< "logistics.shipment.advised.v1"
    std::string schema;  ///< file name, the event's dataschema
    std::string owner;
    bool latest = false;  ///< `x-duplicates: latest`: equal to the latest of its subject, it says nothing new
    std::vector<std::string> identity;  ///< JSON pointers into `data`: the fields of the idempotency key
    std::vector<std::string> required;
    std::vector<std::string> properties;     ///< the fields of `data`
    std::shared_ptr<const SchemaText> text;  ///< the whole schema
  };

  /// Reads every `*.json` of the folder; one schema may describe several types (`x-types`).
  static Result<Canonical> load(const std::string& folder, const yaml::Sources& sources = {});

  /// `….retracted.v1` of any type is described by one schema.
  const Type* find(std::string_view type) const;
  const std::map<std::string, Type, std::less<>>& types() const { return types_; }

 private:
  std::map<std::string, Type, std::less<>> types_;
};

}  // namespace longshore::maps
