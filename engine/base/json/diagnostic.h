#pragma once
#include "engine/base/json/json.h"
#include "engine/model/diagnostic.h"

#include <span>

namespace longshore::json {

/// The contract's form of a diagnostic: every member present, absent parts null.
Value to_json(const Diagnostic& diagnostic);
Value to_json(std::span<const Diagnostic> diagnostics);
/// `[begin, end]`.
Value to_json(const ByteRange& range);

}  // namespace longshore::json
