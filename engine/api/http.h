#pragma once
#include "engine/base/json/json.h"
#include "engine/model/result.h"

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace longshore::api {

struct Request {
  std::string method;  ///< "GET", "POST"
  std::string target;  ///< "/api/v1/documents?state=held", percent-encoded
  std::string body;
  std::string actor;  ///< who asks, for the audit
};

struct Response {
  unsigned status = 200;
  std::string type = "application/json";
  std::string body;
};

/// The path and the decoded query of a target.
struct Target {
  std::vector<std::string> path;  ///< "/api/v1/documents" -> {"api", "v1", "documents"}
  std::multimap<std::string, std::string, std::less<>> query;

  std::string text(std::string_view key) const;
};
Target parse_target(std::string_view target);
std::string percent_encode(std::string_view text);

Response json_response(const json::Value& value, unsigned status = 200);
/// RFC 9457 problem details; the status comes from the error's code.
Response problem(const Error& error);
/// The error that a problem response tells.
Error problem_error(const Response& response);

}  // namespace longshore::api
