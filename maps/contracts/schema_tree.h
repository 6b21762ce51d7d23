#pragma once
#include "engine/base/json/json.h"
#include "engine/model/result.h"

#include <functional>
#include <set>
#include <string>
#include <string_view>

namespace longshore::contracts {

/// What a keyword of JSON Schema (draft-07) holds; decides how one walks on from it.
enum class Holds { nothing_known, data, schema, list_of_schemas, schemas_by_name };
Holds holds(std::string_view keyword);

/// Keywords that only tell a person something: a change of them changes no event.
bool is_wording(std::string_view keyword);

/// The schema with every local reference (`#/…`) replaced by what it leads to, and `definitions` gone.
/// SCHEMA_REFERENCE when one leads nowhere, out of the file, or round in a circle.
Result<json::Value> inlined(const json::Value& schema, const std::string& file);

/// Calls `visit` for the schema and each one within it, with its JSON pointer from the root.
void walk(const json::Value& schema, const std::function<void(const json::Value&, const std::string&)>& visit);

/// The same schema with `change` applied to each within it, innermost first, itself last.
json::Value rewritten(const json::Value& schema, const std::function<json::Value(json::Value)>& change);

/// The members of an array of texts; anything else is none.
std::set<std::string> texts(const json::Value* list);

/// The schema of the field at `path`, a list of property names; of a list it looks into the items. Null when there is
/// none.
const json::Value* field(const json::Value& schema, std::string_view path, bool into_lists);

/// Members in byte order at every level: two files that say the same are the same.
json::Value sorted(const json::Value& value);

}  // namespace longshore::contracts
