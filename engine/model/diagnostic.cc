#include "engine/model/diagnostic.h"

#include <algorithm>
#include <array>

namespace longshore {
namespace {

constexpr std::array code_infos{
#define LONGSHORE_CODE(name, severity, sentence) CodeInfo{#name, Severity::severity, sentence},
#include "engine/model/diagnostic_codes.inc"
#undef LONGSHORE_CODE
};

}  // namespace

const CodeInfo& info(Code code) {
  return code_infos.at(static_cast<std::size_t>(code));
}

std::optional<Code> code_from_name(std::string_view name) {
  auto found = std::ranges::find(code_infos, name, &CodeInfo::name);
  if (found == code_infos.end()) return std::nullopt;
  return static_cast<Code>(found - code_infos.begin());
}

std::string_view name(Severity severity) {
  switch (severity) {
    case Severity::info:
      return "info";
    case Severity::warning:
      return "warning";
    case Severity::error:
      break;
  }
  return "error";
}

Diagnostic diagnose(Code code, std::string message) {
  const auto& facts = info(code);
  return {.code = code,
          .severity = facts.usual,
          .message = message.empty() ? std::string(facts.sentence) : std::move(message)};
}

Severity worst(std::span<const Diagnostic> diagnostics) {
  auto found = Severity::info;
  for (const auto& one : diagnostics) found = std::max(found, one.severity);
  return found;
}

}  // namespace longshore
