#pragma once
#include "parsers/source.h"

#include <optional>
#include <string_view>

namespace longshore::edifact {

/// What an interchange starts with, before its first segment can be split.
struct ServiceHeader {
  parsers::Framing framing;
  std::size_t unb = 0;       ///< where UNB starts
  bool advice = false;       ///< there was a UNA
  bool advice_exact = true;  ///< it had its six characters
  std::string syntax;        ///< S001/0001: "UNOA"
  std::string version;       ///< S001/0002: "3"
};

/// Reads `UNA? UNB` at the start of `text`. A UNA of wrong length is understood as far as it can be. Nothing where no
/// UNB follows.
std::optional<ServiceHeader> parse_service_header(std::string_view text);

/// A syntax identifier that this reader knows: UNOA…UNOK, UNOW, UNOX, UNOY, IATA, IATB, and the older national ones.
bool is_known_syntax(std::string_view syntax);

}  // namespace longshore::edifact
