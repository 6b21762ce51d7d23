#pragma once
#include "engine/model/result.h"
#include "parsers/document.h"
#include "parsers/lines.h"

#include <string>
#include <string_view>

/// Partners' JSON, in the neutral tree: every value with its place and its numbers as written, which
/// engine/base/json, for our own JSON, does not keep.
namespace longshore::json {

/// Reads a JSON text (RFC 8259) in UTF-8, with or without byte order mark. A member's record has the member's name; the
/// byte range is the value's. Refused, with one diagnostic: JSON_MALFORMED (half of a surrogate pair too: it is no
/// character), JSON_DUPLICATE_KEY, CHARSET_INVALID (an error here), EMPTY_INPUT, LIMIT_REACHED.
parsers::ParsedDocument read(std::string_view payload, const parsers::DocumentLimits& limits = {});

class LinesEvents : public parsers::RecordEvents {
 public:
  /// `number` counts lines with something on them, from 1.
  virtual void record(std::uint64_t number, const parsers::Record&) = 0;
};

/// Reads one JSON text a line (NDJSON) to the input's end; never fails. Memory is bounded by the limits. A line that
/// cannot be read is told with the diagnostics of read(), and reading goes on with the next one.
void read_lines(parsers::Input& input, LinesEvents& events, const parsers::RecordLimits& limits = {},
                const parsers::DocumentLimits& each = {});
/// The same from memory.
void read_lines(std::string_view text, LinesEvents& events, const parsers::RecordLimits& limits = {},
                const parsers::DocumentLimits& each = {});

/// One line, or with two blanks a level. JSON_UNWRITABLE: attributes, two members of one name, a number or boolean that
/// JSON does not have, text that is no UTF-8.
Result<std::string> write_tree(const parsers::Record& record, bool indent = false);

}  // namespace longshore::json
