#pragma once
#include "engine/api/http.h"
#include "spool/spool.h"

#include <functional>
#include <string>

namespace longshore::api {

/// The admin API over one spool. Thread-safe. Authorisation is the caller's.
class Router {
 public:
  /// `changed` is called after something was asked for that the stages should look at.
  explicit Router(spool::Spool& spool, std::function<void()> changed = {})
      : spool_(spool), changed_(std::move(changed)) {}

  Response handle(const Request& request);

 private:
  Result<Response> route(const Request& request, const Target& target);
  Result<Response> list_documents(const Target& target);
  Result<Response> one_document(const std::string& id);
  Result<Response> raw_document(const std::string& id, bool whole);
  Result<Response> act_on_document(const std::string& id, const std::string& action, const Request& request);
  Result<Response> act_on_documents(const std::string& action, const Request& request);
  Result<Response> list_deliveries(const Target& target);
  Result<Response> one_delivery_raw(const std::string& id);
  Result<Response> act_on_delivery(const std::string& id, const std::string& action, const Request& request);
  Result<Response> act_on_partner(const std::string& id, const std::string& action, const Request& request);
  Result<Response> status();
  Result<Response> events(const Target& target);
  Result<Response> audit();
  Result<Response> metrics();

  spool::Spool& spool_;
  std::function<void()> changed_;
};

/// The filter that a query asks for; REQUEST_INVALID names what is wrong.
Result<spool::DocumentFilter> document_filter(const Target& target);

}  // namespace longshore::api
