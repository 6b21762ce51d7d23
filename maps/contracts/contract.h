#pragma once
#include "engine/base/json/schema.h"
#include "engine/model/result.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace longshore::contracts {

/// What an event of one type does to the state of its object: a row of `x-states`.
struct StateRow {
  std::string object;  ///< "shipment"
  bool from_any = false;
  std::vector<std::string> from;  ///< empty, and not `from_any`: the object is not known yet
  std::string to;                 ///< empty: moves nothing
  bool operator==(const StateRow&) const = default;
};

/// A file of maps/canonical: what is promised of the event types that share its schema.
struct Contract {
  std::string file;  ///< as found, for errors
  std::string name;  ///< the file's name: what `dataschema` ends in
  std::string title;
  std::string owner;                            ///< whose system these facts belong to
  std::vector<std::string> authoritative;       ///< fields of which the owner's word counts
  std::vector<std::string> identity;            ///< JSON pointers into `data`: what the idempotency key is made of
  std::vector<std::string> types;               ///< in the file's order
  std::map<std::string, StateRow> states;       ///< by type; a type without a row, or with a wrong one, has none
  std::map<std::string, json::Value> examples;  ///< whole events, by type
  json::Value document;                         ///< the file as it stands
  json::Value data;                             ///< the same with every reference replaced by what it leads to
  json::Schema schema;                          ///< of `data`
};

/// The contract that a schema says. Pure; `file` is for errors and for the contract's name. SCHEMA_INVALID,
/// SCHEMA_REFERENCE.
Result<Contract> contract_of(json::Value document, const std::string& file);

/// A violation within one event.
struct EventViolation {
  std::string schema;   ///< the schema file that says so
  std::string pointer;  ///< into the event
  std::string what;
  /// "/data/quantity: … (order.shipped.v1.json)".
  std::string describe() const;
};

/// All contracts of a folder. Immutable after load, thread-safe.
class Contracts {
 public:
  /// Reads `*.json`, `envelope/event.v1.json` and `examples/*.json`. Fails at the first file that is no JSON or no
  /// JSON Schema; whether a contract keeps to the conventions is another question (conventions.h).
  static Result<Contracts> load(const std::string& folder);

  const std::vector<Contract>& all() const { return all_; }  ///< by file name
  /// The one that lists this event type, or, for `….retracted.v1` of any type, the one of retractions.
  const Contract* find(std::string_view type) const;
  const json::Value& envelope() const { return envelope_; }  ///< the schema of an event's attributes

  /// A whole event against the envelope's schema and, for `data`, its type's. Empty when it keeps to both.
  std::vector<EventViolation> validate(const json::Value& event) const;

 private:
  explicit Contracts(json::Schema envelope) : envelope_schema_(std::move(envelope)) {}
  Result<void> read_examples(const std::string& folder);

  json::Value envelope_;
  json::Schema envelope_schema_;
  std::vector<Contract> all_;
};

/// Under this type the schema of all retractions stands in maps/canonical; the events end in `retracted_suffix`.
inline constexpr std::string_view retraction_type = "logistics.fact.retracted.v1";
inline constexpr std::string_view retracted_suffix = ".retracted.v1";
/// Whether an event of `type` is one of those that a schema lists as `listed`.
bool is_of(std::string_view type, std::string_view listed);

inline constexpr std::string_view envelope_name = "envelope/event.v1.json";
/// What `dataschema` says before the file's name.
inline constexpr std::string_view dataschema_prefix = "urn:longshore:schema:";

}  // namespace longshore::contracts
