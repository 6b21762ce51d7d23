#pragma once
#include "engine/model/location.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace longshore::parsers {

/// One node of a document that is neither X12 nor EDIFACT: a CSV or fixed-width record and its fields, an XML element
/// and its parts, a JSON value and its members. Every reader makes this, every writer takes it, so that a map
/// addresses all of them alike:
///
///   document   | a record's name       | its children          | /a/b
///   CSV        | ""                    | fields by column      | /sku
///   fixed      | the record's type     | fields by name        | /quantity
///   XML        | "" (the document)     | the root element …    | /Order/Line/Sku, /Order/@id
///   JSON       | ""                    | members, items        | /lines/0/sku, /lines/*/sku
///
/// Columns without a header are named by their number, from 1. What repeats under one name (XML elements, repeated
/// fixed-width fields) are several children of that name; items of a list have none.
struct Record {
  enum class Kind : std::uint8_t { text, number, boolean, null, object, list };

  Kind kind = Kind::text;  ///< formats without types know text, object, and (fixed width) number
  std::string name = {};   ///< as written, with its namespace prefix
  /// UTF-8. Numbers and booleans as the document spells them, so that no digit is lost. Empty for null and for what has
  /// children; text between an XML element's children is a child without a name.
  std::string text = {};
  std::vector<Record> attributes = {};  ///< XML only; each has a name and a text
  std::vector<Record> children = {};    ///< in the document's order
  ByteRange byte_range = {};            ///< in the payload, delimiters of its own included (quotes, tags, brackets)

  /// The first child of that name, or null.
  const Record* find(std::string_view child) const;
  const Record* attribute(std::string_view name) const;
};

/// Whether both say the same, wherever they stand.
bool equal(const Record& a, const Record& b);

/// Everything that a path meets below `from`, in order. Steps begin with '/': a name meets all children of that name, a
/// number meets an item of a list (from 0), `*` every child, `@name` an attribute. `~1` in a step is '/', `~0` is '~':
/// a JSON pointer (RFC 6901) is such a path. The empty path meets `from`; what does not begin with '/' meets nothing.
std::vector<const Record*> select(const Record& from, std::string_view path);

}  // namespace longshore::parsers
