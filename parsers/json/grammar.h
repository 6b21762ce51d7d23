#pragma once
#include "parsers/document.h"

#include <string_view>

/// Internal to json.
namespace longshore::json {

/// read() of a text that begins at `offset` of its payload.
parsers::ParsedDocument read_at(std::string_view text, std::uint64_t offset, const parsers::DocumentLimits& limits);

/// Length of the number (RFC 8259) that the text begins with; 0 for none.
std::size_t number_length(std::string_view text);

/// Two members of the same name: the later one. Null for none.
const parsers::Record* duplicate_member(const parsers::Record& object);

}  // namespace longshore::json
