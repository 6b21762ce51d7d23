#pragma once
#include "maps/contracts/contract.h"

#include <gtest/gtest.h>

namespace longshore::contracts::test {

/// A contract with something of everything, to be bent by a test.
inline json::Value order_schema() {
  return *json::parse(R"({
    "$schema": "http://json-schema.org/draft-07/schema#",
    "$id": "urn:longshore:schema:order.thing.v1.json",
    "title": "Something about an order",
    "x-types": ["logistics.order.placed.v1", "logistics.order.shipped.v1", "logistics.order.noted.v1"],
    "x-owner": "buyer",
    "x-authoritative-for": ["po", "lines/quantity"],
    "x-identity": ["/po", "/kind", "/lines"],
    "x-states": {
      "logistics.order.placed.v1": {"object": "sales order", "from": [], "to": "placed"},
      "logistics.order.shipped.v1": {"object": "sales order", "from": ["placed"], "to": "shipped"},
      "logistics.order.noted.v1": {"object": "sales order", "from": "any", "to": null}
    },
    "type": "object",
    "required": ["po", "classifier", "provenance"],
    "properties": {
      "classifier": {"type": "string", "enum": ["planned", "actual"]},
      "po": {"type": "string", "minLength": 1, "maxLength": 35, "description": "the buyer's number"},
      "kind": {"type": "string"},
      "count": {"type": "integer", "minimum": 0, "maximum": 99},
      "value": {"type": ["string", "null"], "pattern": "^\\d+$"},
      "lines": {"type": "array", "minItems": 1, "items": {"$ref": "#/definitions/line"}},
      "provenance": {"type": "object", "additionalProperties": false, "properties": {}}
    },
    "additionalProperties": false,
    "definitions": {
      "line": {"type": "object", "required": ["sku"], "additionalProperties": false,
        "properties": {"sku": {"type": "string"}, "quantity": {"type": "string"}}}
    }
  })");
}

inline Contract contract(const json::Value& document, const std::string& file = "order.thing.v1.json") {
  auto out = contract_of(document, file);
  EXPECT_TRUE(out) << out.error().describe();
  return *std::move(out);
}

/// The value at a pointer, to be written to.
inline json::Value& at(json::Value& value, std::string_view pointer) {
  return const_cast<json::Value&>(*value.at_pointer(pointer));
}

inline void set(json::Value& value, std::string_view pointer, const std::string& key, std::string_view text) {
  at(value, pointer).object()->set(key, *json::parse(text));
}

inline void erase(json::Value& value, std::string_view pointer, std::string_view key) {
  at(value, pointer).object()->erase(key);
}

}  // namespace longshore::contracts::test
