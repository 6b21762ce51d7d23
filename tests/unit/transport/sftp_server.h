#pragma once
#include "engine/transport/sftp/sftp.h"
#include "tests/support/sshd.h"

#include <fstream>
#include <iterator>
#include <random>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace longshore::test {

inline std::string read_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

inline void write_file(const std::filesystem::path& path, std::string_view bytes) {
  std::ofstream(path, std::ios::binary) << bytes;
}

/// Bytes that no compression or padding bug leaves alone; the same ones every time.
inline std::string noise(std::size_t size) {
  std::mt19937_64 random(4711);
  std::string bytes(size, '\0');
  for (auto& byte : bytes) byte = static_cast<char>(random());
  return bytes;
}

/// Options that get in.
inline sftp::Options options_for(Sshd& server) {
  sftp::Options options;
  options.host = "127.0.0.1";
  options.port = server.port();
  options.user = server.user();
  options.private_key_file = server.authorized_key();
  options.host_keys = {server.fingerprint()};
  options.connect_timeout = std::chrono::seconds(10);
  options.step_timeout = std::chrono::seconds(20);
  return options;
}

/// A misbehaving server, its mode as hostile_sftp.cc lists them.
inline Sshd::Options hostile(const std::string& mode) {
  return {.sftp_server = LONGSHORE_HOSTILE_SFTP, .sftp_arguments = mode};
}

/// A session, or a test that ends here.
inline std::unique_ptr<RemoteStore> must_connect(const sftp::Options& options) {
  sftp::SftpConnector connector(options);
  auto store = connector.connect();
  if (!store) throw std::runtime_error(store.error().describe());
  return *std::move(store);
}

/// The error that something must have ended in.
template <class T>
Error error_of(const Result<T>& result) {
  return result ? Error{Lasting::permanent, "", "NO_ERROR", "", "", std::nullopt} : result.error();
}

MATCHER_P(HasCode, code, "") {
  *result_listener << arg.describe();
  return arg.code == code;
}

}  // namespace longshore::test
