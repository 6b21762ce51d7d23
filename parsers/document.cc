#include "parsers/document.h"

namespace longshore::parsers {

Diagnostic too_large(std::uint64_t bytes, const DocumentLimits& limits) {
  auto out = diagnose(Code::LIMIT_REACHED, "The document has more than " + std::to_string(limits.bytes) + " bytes.");
  out.byte_range = ByteRange{limits.bytes, bytes};
  return out;
}

}  // namespace longshore::parsers
