#pragma once
#include "parsers/events.h"
#include "parsers/source.h"

#include <optional>

namespace longshore::x12 {

/// Reads the interchange whose ISA stands at `at`; nothing, and nothing told, where its delimiters cannot be found. The
/// result is where it ends in the source's text.
std::optional<std::uint64_t> read_interchange(const parsers::Source& source, std::uint64_t at,
                                              const parsers::ReadOptions& options, parsers::Events& events);

}  // namespace longshore::x12
