#pragma once
#include <string_view>

namespace longshore::parsers {

/// Whether a header of either standard stands at `at` that can really be read: a segment that merely has its tag is
/// data.
bool is_header_at(std::string_view text, std::size_t at);

}  // namespace longshore::parsers
