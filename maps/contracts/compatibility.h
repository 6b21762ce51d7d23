#pragma once
#include "engine/base/json/json.h"
#include "maps/contracts/contract.h"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace longshore::contracts {

/// One difference between a published promise and what it has become.
struct Change {
  bool breaking = false;
  std::string code;  ///< of what kind, when it is breaking: EVENT_FIELD_REMOVED …
  std::string what;  ///< one sentence; fields as "/lines/*/quantity"
};

/// What of a contract is promised, without wording, in one form: schemas that promise the same give equal values.
///   {"schema", "owner", "authoritativeFor", "identity", "types": {type: state row or null}, "data": JSON Schema}
json::Value promise(const Contract& contract);

/// The states that published rows name, by object.
using KnownStates = std::map<std::string, std::set<std::string>>;
KnownStates states_of(const std::vector<json::Value>& promises);

/// What has changed between two promises of one file. Two things must stay true of a published version: who was written
/// against it understands every event of today, and every event of then still keeps to the schema of today.
/// docs/events.md has the rules. A state row may come to leave states that are not in `known`: those are new
/// themselves.
std::vector<Change> compare(const json::Value& published, const json::Value& current, const KnownStates& known);

}  // namespace longshore::contracts
