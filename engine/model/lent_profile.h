#pragma once
#include <map>
#include <string>

namespace longshore {

/// One row of a code table: attribute to value. A row written as a single value has it under "value".
using CodeRow = std::map<std::string, std::string, std::less<>>;
using CodeRows = std::map<std::string, CodeRow, std::less<>>;  ///< by code

/// What a partner's profile lends to a map. Default: no partner.
struct LentProfile {
  std::string partner;                                     ///< empty: none
  std::string timezone;                                    ///< IANA; empty: none
  std::map<std::string, std::string, std::less<>> values;  ///< `profile.x`
  std::map<std::string, CodeRows, std::less<>> codes;      ///< lookup name or table name -> own rows
};

}  // namespace longshore
