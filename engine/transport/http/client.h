#pragma once
#include "engine/model/result.h"

#include <string>
#include <string_view>

namespace longshore::http {

struct Answer {
  long status = 0;
  std::string body;
};

/// One HTTP request by libcurl, 30 s at most. HTTP_UNREACHABLE (temporary) when there was no answer; any status is an
/// answer. `bearer` and `actor` may be empty.
Result<Answer> request(const std::string& method, const std::string& url, const std::string& body,
                       const std::string& bearer, const std::string& actor);

}  // namespace longshore::http
