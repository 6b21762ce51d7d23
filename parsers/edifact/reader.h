#pragma once
#include "parsers/events.h"
#include "parsers/source.h"

#include <optional>

namespace longshore::edifact {

/// Reads the interchange whose UNA or UNB stands at `at`; nothing, and nothing told, where it has no UNB that can be
/// split. The result is where it ends
/// in the source's text.
std::optional<std::uint64_t> read_interchange(const parsers::Source& source, std::uint64_t at,
                                              const parsers::ReadOptions& options, parsers::Events& events);

}  // namespace longshore::edifact
