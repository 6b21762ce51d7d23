#pragma once
#include "engine/api/http.h"

#include <functional>
#include <memory>
#include <string>

namespace longshore::api {

struct ServerOptions {
  std::string host = "127.0.0.1";
  std::uint16_t port = 0;  ///< 0: any free one
  std::string token;       ///< what "Authorization: Bearer" must carry, but for /healthz and /readyz
};

/// The admin listener: HTTP/1.1, one thread, bounded bodies, 30 s for a request.
class Server {
 public:
  using Handler = std::function<Response(const Request&)>;
  /// ADDRESS_IN_USE when it cannot listen there.
  static Result<std::unique_ptr<Server>> start(const ServerOptions& options, Handler handler);
  ~Server();

  const std::string& url() const { return url_; }

 private:
  struct Listener;
  Server() = default;
  std::unique_ptr<Listener> listener_;
  std::string url_;
};

}  // namespace longshore::api
