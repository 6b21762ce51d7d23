#include "parsers/headers.h"

#include "parsers/edifact/grammar.h"
#include "parsers/source.h"
#include "parsers/x12/grammar.h"

namespace longshore::parsers {

bool is_header_at(std::string_view text, std::size_t at) {
  const auto start = start_at(text, at);
  if (!start) return false;
  switch (start->kind) {
    case StartKind::isa:
      return x12::parse_isa(text.substr(at)).has_value();
    case StartKind::una:
    case StartKind::unb:
      return edifact::parse_service_header(text.substr(at)).has_value();
    case StartKind::uib:
      break;
  }
  return true;
}

}  // namespace longshore::parsers
