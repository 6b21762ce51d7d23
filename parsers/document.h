#pragma once
#include "engine/model/diagnostic.h"
#include "parsers/record.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace longshore::parsers {

/// Of one XML or JSON document, which is held in memory as a whole: about 250 bytes a node, and three times its text.
struct DocumentLimits {
  std::uint64_t bytes = 64U << 20;
  std::uint32_t depth = 100;        ///< elements, arrays and objects within one another
  std::uint64_t nodes = 2'000'000;  ///< elements, attributes and texts; values
};

/// A document, or the fault that keeps it from being one. Neither format can be read on after a fault.
struct ParsedDocument {
  std::optional<Record> record = {};
  std::vector<Diagnostic> diagnostics = {};
};

/// LIMIT_REACHED, for a document of so many bytes.
Diagnostic too_large(std::uint64_t bytes, const DocumentLimits& limits);

}  // namespace longshore::parsers
