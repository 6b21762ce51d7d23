#include "engine/api/server.h"

#include "engine/base/crypto/crypto.h"

#include <thread>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>

namespace longshore::api {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using tcp = asio::ip::tcp;

constexpr std::uint64_t body_limit = 16U << 20;
constexpr std::size_t connections_at_once = 64;

class Session : public std::enable_shared_from_this<Session> {
 public:
  Session(tcp::socket socket, const ServerOptions& options, const Server::Handler& handler, std::size_t& open)
      : stream_(std::move(socket)), options_(options), handler_(handler), open_(open) {
    ++open_;
  }
  ~Session() { --open_; }

  void read() {
    parser_.emplace();
    parser_->body_limit(body_limit);
    stream_.expires_after(std::chrono::seconds(30));
    http::async_read(stream_, buffer_, *parser_,
                     [self = shared_from_this()](beast::error_code ec, std::size_t) { self->answer(ec); });
  }

 private:
  bool allowed(const http::request<http::string_body>& request) const {
    if (request.target() == "/healthz" || request.target() == "/readyz") return true;
    auto sent = request[http::field::authorization];
    return crypto::equal_secret(std::string_view(sent.data(), sent.size()), "Bearer " + options_.token);
  }

  void answer(beast::error_code ec) {
    if (ec) return;
    const auto& request = parser_->get();
    auto view = [](auto text) { return std::string(text.data(), text.size()); };
    Response made;
    if (allowed(request))
      made = handler_(
          {view(request.method_string()), view(request.target()), request.body(), view(request["X-Longshore-Actor"])});
    else
      made = problem({Lasting::permanent, "api", "NOT_ALLOWED", "the request carries no valid token",
                      "send Authorization: Bearer and the token of DATA/api.json", std::nullopt});
    reply_ = {http::int_to_status(made.status), request.version()};
    reply_.set(http::field::content_type, made.type);
    reply_.set("X-Content-Type-Options", "nosniff");
    reply_.keep_alive(request.keep_alive());
    reply_.body() = std::move(made.body);
    reply_.prepare_payload();
    http::async_write(stream_, reply_, [self = shared_from_this()](beast::error_code failed, std::size_t) {
      if (!failed && self->reply_.keep_alive()) self->read();
    });
  }

  beast::tcp_stream stream_;
  const ServerOptions& options_;
  const Server::Handler& handler_;
  std::size_t& open_;
  beast::flat_buffer buffer_{64U << 10};
  std::optional<http::request_parser<http::string_body>> parser_;
  http::response<http::string_body> reply_;
};

}  // namespace

struct Server::Listener {
  ServerOptions options;
  Handler handler;
  asio::io_context context{1};
  tcp::acceptor acceptor{context};
  std::size_t open = 0;
  std::thread thread;

  void accept() {
    acceptor.async_accept([this](beast::error_code ec, tcp::socket socket) {
      if (ec == asio::error::operation_aborted) return;
      if (!ec && open < connections_at_once)
        std::make_shared<Session>(std::move(socket), options, handler, open)->read();
      accept();
    });
  }
};

Result<std::unique_ptr<Server>> Server::start(const ServerOptions& options, Handler handler) {
  auto out = std::unique_ptr<Server>(new Server);
  out->listener_ = std::make_unique<Listener>();
  auto& listener = *out->listener_;
  listener.options = options;
  listener.handler = std::move(handler);
  beast::error_code ec;
  auto address = asio::ip::make_address(options.host, ec);
  tcp::endpoint endpoint(address, options.port);
  if (!ec) listener.acceptor.open(endpoint.protocol(), ec);
  if (!ec) listener.acceptor.set_option(asio::socket_base::reuse_address(true), ec);
  if (!ec) listener.acceptor.bind(endpoint, ec);
  if (!ec) listener.acceptor.listen(asio::socket_base::max_listen_connections, ec);
  if (ec)
    return fail_permanent(
        "api", "ADDRESS_IN_USE",
        "the admin API cannot listen on " + options.host + ":" + std::to_string(options.port) + ": " + ec.message(),
        "set api: {host: …, port: …} in longshore.yaml");
  out->url_ = "http://" + options.host + ":" + std::to_string(listener.acceptor.local_endpoint().port());
  listener.accept();
  listener.thread = std::thread([&listener] { listener.context.run(); });
  return out;
}

Server::~Server() {
  if (!listener_) return;
  listener_->context.stop();
  if (listener_->thread.joinable()) listener_->thread.join();
}

}  // namespace longshore::api
