#include "engine/endpoints.h"

#include "engine/transport/directory/directory.h"
#include "engine/transport/sftp/sftp.h"
#include "partners/secrets.h"

namespace longshore {
namespace {

class SftpEndpoint final : public RemoteConnector {
 public:
  SftpEndpoint(partners::Endpoint endpoint, std::string secrets)
      : endpoint_(std::move(endpoint)), secrets_(std::move(secrets)) {}

  Result<std::unique_ptr<RemoteStore>> connect() override {
    sftp::Options options;
    options.host = endpoint_.host;
    options.port = endpoint_.port;
    options.user = endpoint_.user;
    options.host_keys = endpoint_.host_keys;
    options.connect_timeout = std::chrono::milliseconds(std::min<std::int64_t>(endpoint_.timeout_ms, 15'000));
    options.step_timeout = std::chrono::milliseconds(endpoint_.timeout_ms);
    options.max_file_bytes = endpoint_.max_file_bytes;
    auto read = [&](const std::string& reference, std::string& into) -> Result<void> {
      if (reference.empty()) return {};
      LONGSHORE_TRY(into, partners::read_secret(reference, secrets_));
      return {};
    };
    LONGSHORE_CHECK(read(endpoint_.key, options.private_key));
    LONGSHORE_CHECK(read(endpoint_.passphrase, options.passphrase));
    LONGSHORE_CHECK(read(endpoint_.password, options.password));
    auto strip = [](std::string& text) {
      while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.pop_back();
    };
    strip(options.passphrase);
    strip(options.password);
    return sftp::SftpConnector(std::move(options)).connect();
  }

 private:
  partners::Endpoint endpoint_;
  std::string secrets_;
};

}  // namespace

std::unique_ptr<RemoteConnector> make_connector(const partners::Endpoint& endpoint, const std::string& secrets) {
  if (endpoint.type == "sftp") return std::make_unique<SftpEndpoint>(endpoint, secrets);
  return std::make_unique<directory::DirectoryConnector>(
      directory::Options{.root = "/", .max_file_bytes = endpoint.max_file_bytes});
}

}  // namespace longshore
