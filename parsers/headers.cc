#include "parsers/headers.h"

#include "parsers/edifact/grammar.h"
#include "parsers/source.h"
#include "parsers/x12/grammar.h"

namespace longshore::parsers {

bool is_header(std::string_view text) {
  const auto start = start_at(text);
  if (!start) return false;
  switch (*start) {
    case StartKind::isa:
      return x12::parse_isa(text).has_value();
    case StartKind::una:
    case StartKind::unb:
      return edifact::parse_service_header(text).has_value();
    case StartKind::uib:
      break;
  }
  return true;
}

}  // namespace longshore::parsers
