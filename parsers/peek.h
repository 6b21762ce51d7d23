#pragma once
#include "parsers/interchange.h"
#include "parsers/window.h"

#include <optional>
#include <string_view>

namespace longshore::parsers {

/// What the header of the first interchange says — standard, sender, receiver, control number, version, delimiters —
/// without reading what comes after it: for routing, and for what is set aside unread. Groups and diagnostics are
/// empty. Nothing where no header can be read in the first `most_bytes`.
std::optional<Interchange> peek(Input& input, const ReadOptions& options = {}, std::uint64_t most_bytes = 1U << 20);
std::optional<Interchange> peek(std::string_view payload, const ReadOptions& options = {});

}  // namespace longshore::parsers
