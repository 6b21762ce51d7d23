#pragma once
#include "engine/model/diagnostic.h"

#include <string_view>

/// Internal to parsers/edifact: which 0085 says what a diagnostic found, at which level of a CONTRL.
namespace longshore::edifact {

/// UCI, UCF, UCM: about service segments.
struct ServiceCode {
  std::string_view code;      ///< 0085; empty: not a service segment's fault
  std::string_view tag;       ///< the service segment; empty: the diagnostic names it
  std::uint32_t element = 0;  ///< of that segment; 0: as the diagnostic says
  bool rejects = false;       ///< nothing below can be trusted
};
ServiceCode interchange_code(const Diagnostic& one);
ServiceCode group_code(Code code);
ServiceCode message_code(Code code);

/// UCS: about a segment as a whole. Empty: not its fault.
std::string_view segment_code(Code code);
/// UCD. `later`: syntax version 4. Empty: not an element's fault.
std::string_view element_code(Code code, bool later);

bool is_service_tag(std::string_view tag);

}  // namespace longshore::edifact
