#pragma once
#include "engine/model/remote_store.h"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace longshore::sftp {

struct Options {
  std::string host;  ///< name or address; every address of a name is tried
  std::uint16_t port = 22;
  std::string user;

  /// A private key in PEM or OpenSSH form: its text, or else a file that is read at every connect. ed25519, ECDSA, RSA
  /// (signs by rsa-sha2).
  std::string private_key;
  std::string private_key_file;
  std::string passphrase;  ///< of the private key
  /// Tried after the key where the server still wants something, as "password" and as the answer to
  /// "keyboard-interactive".
  std::string password;

  /// "SHA256:base64" as `ssh-keygen -lf` prints it; any one of them is accepted, so that a rollover needs no downtime.
  /// Empty: refuse.
  std::vector<std::string> host_keys;

  std::chrono::milliseconds connect_timeout{
      15'000};  ///< for all addresses together; name lookup has the resolver's own limit
  std::chrono::milliseconds step_timeout{
      60'000};                         ///< for each request's answer, and for each piece of a transfer to move
  std::chrono::seconds keepalive{30};  ///< TCP keepalive of an idle session; see also RemoteStore::ping
  std::uint64_t max_file_bytes = std::uint64_t{1} << 30;
  std::uint32_t new_file_mode = 0644;    ///< before the server's umask
  std::uint32_t new_folder_mode = 0755;  ///< likewise
};

/// Sessions to one SFTP server (protocol 3, as OpenSSH, SFTPGo and mod_sftp speak it). Only algorithms that OpenSSH 9
/// still offers are negotiated: no SHA-1, CBC, DSS or compression.
///
/// connect() fails with, besides RemoteStore's codes: HOST_KEY_UNKNOWN (nothing is pinned; the hint shows what was
/// presented), HOST_KEY_CHANGED, AUTH_REFUSED, KEY_UNREADABLE (our own private key), NO_COMMON_ALGORITHM, NO_SFTP (the
/// server has no such subsystem). Everything of ours about the server's key is checked before the user name or any
/// credential is sent.
class SftpConnector final : public RemoteConnector {
 public:
  explicit SftpConnector(Options options);
  Result<std::unique_ptr<RemoteStore>> connect() override;

 private:
  Options options_;
  std::atomic<unsigned> preferred_family_{0};  ///< the kind of host key that matched last, to be asked for first
};

}  // namespace longshore::sftp
