#pragma once
#include "engine/model/location.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace longshore {

enum class Severity : std::uint8_t { info, warning, error };

/// Every fault the engine can find in a document, a closed list: `diagnostic_codes.inc` has the stable name and one
/// sentence of each.
enum class Code : std::uint16_t {
#define LONGSHORE_CODE(name, severity, sentence) name,
#include "engine/model/diagnostic_codes.inc"
#undef LONGSHORE_CODE
};

struct CodeInfo {
  std::string_view name;
  Severity usual = Severity::error;
  std::string_view sentence;
};

const CodeInfo& info(Code code);
std::optional<Code> code_from_name(std::string_view name);
std::string_view name(Severity severity);

/// One located fault. Positions count from 1; segment positions count from ST or UNH within their set. In a flat file
/// the segment is the record, counted from the file's first, its id the record's type, and an element is a field.
struct Diagnostic {
  Code code{};
  Severity severity = Severity::error;
  std::string message;  ///< one sentence with the particulars; the code's own sentence when nothing is to be added
  std::optional<std::uint32_t> segment_position = {};
  std::string segment_id = {};
  std::string loop = {};
  std::optional<std::uint32_t> element = {};
  std::optional<std::uint32_t> component = {};
  std::optional<std::uint32_t> repetition = {};
  std::optional<ByteRange> byte_range = {};
  std::optional<std::string> value = {};     ///< the offending value as written, cut to 200 bytes
  std::optional<std::string> expected = {};  ///< in words: "1..60 characters"
};

/// A diagnostic with the code's usual severity and sentence.
Diagnostic diagnose(Code code, std::string message = {});

/// The worst severity present; info for none.
Severity worst(std::span<const Diagnostic> diagnostics);

}  // namespace longshore
