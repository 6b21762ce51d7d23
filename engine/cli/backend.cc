#include "engine/api/router.h"
#include "engine/base/runtime/files.h"
#include "engine/cli/context.h"
#include "engine/transport/http/client.h"

#include <filesystem>

#include <unistd.h>

namespace longshore::cli {
namespace {

std::string actor_name() {
  const char* user = std::getenv("SUDO_USER");
  if (!user) user = std::getenv("USER");
  return user ? user : "uid " + std::to_string(getuid());
}

class RemoteBackend final : public Backend {
 public:
  RemoteBackend(std::string url, std::string token) : url_(std::move(url)), token_(std::move(token)) {}

  Result<api::Response> ask(const std::string& method, const std::string& target, const json::Value& body) override {
    LONGSHORE_TRY(auto answer,
                  http::request(method, url_ + target, body.is_null() ? "" : json::write(body), token_, actor_name()));
    return api::Response{static_cast<unsigned>(answer.status), "", std::move(answer.body)};
  }
  bool live() const override { return true; }

 private:
  std::string url_;
  std::string token_;
};

class LocalBackend final : public Backend {
 public:
  LocalBackend(Context& context, spool::SpoolOptions options) : context_(context), options_(std::move(options)) {}

  Result<api::Response> ask(const std::string& method, const std::string& target, const json::Value& body) override {
    LONGSHORE_CHECK(open(method != "GET"));
    return api::Router(*spool_).handle({method, target, body.is_null() ? "" : json::write(body), actor_name()});
  }
  bool live() const override { return false; }

 private:
  Result<void> open(bool writable) {
    if (spool_ && (writable_ || !writable)) return {};
    spool_.reset();
    writable_ = writable;
    if (writable) {
      LONGSHORE_TRY(spool_, spool::Spool::open(options_, context_.files, context_.clock, context_.random));
    } else {
      LONGSHORE_TRY(spool_, spool::Spool::open_read_only(options_, context_.files, context_.clock, context_.random));
    }
    return {};
  }

  Context& context_;
  spool::SpoolOptions options_;
  std::unique_ptr<spool::Spool> spool_;
  bool writable_ = false;
};

}  // namespace

// DATA/api.json is there while a service runs; one that a killed service left behind answers nobody.
Result<std::unique_ptr<Backend>> Backend::open(Context& context, const Config& config) {
  if (auto text = runtime::read_file(config.data + "/api.json")) {
    LONGSHORE_TRY(auto found, json::parse(*text));
    auto backend = std::make_unique<RemoteBackend>(found.text("url"), found.text("token"));
    auto alive = backend->ask("GET", "/healthz", {});
    if (alive && alive->status == 200) return backend;
  }
  if (!std::filesystem::exists(config.data + "/ledger.db"))
    return fail_permanent("cli", "NOT_FOUND", "there is no ledger under " + config.data,
                          "run longshore serve once, or name the installation with --config DIR");
  return std::make_unique<LocalBackend>(
      context, spool::SpoolOptions{.data_folder = config.data, .reserve = Bytes{config.reserve_bytes}});
}

Result<json::Value> Backend::ask_json(const std::string& method, const std::string& target, const json::Value& body) {
  LONGSHORE_TRY(auto answer, ask(method, target, body));
  if (answer.status >= 400) return std::unexpected(api::problem_error(answer));
  return json::parse(answer.body);
}

}  // namespace longshore::cli
