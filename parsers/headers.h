#pragma once
#include <string_view>

namespace longshore::parsers {

/// Whether `text` starts with a header of either standard that can really be read: a segment that merely has its tag
/// is data.
bool is_header(std::string_view text);

}  // namespace longshore::parsers
