#pragma once
#include "tests/support/temporary_folder.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include <sys/types.h>

namespace longshore::test {

/// A real OpenSSH server on a loopback port, for the current user, with its own host keys and configuration in a
/// temporary folder that goes with it. Everything throws std::runtime_error when the system does not play along.
class Sshd {
 public:
  struct Options {
    std::vector<std::string> host_key_types = {"ed25519"};  ///< as ssh-keygen -t names them
    std::string sftp_server = "internal-sftp";    ///< or a program that speaks SFTP on its standard input and output
    std::string sftp_arguments = {};              ///< e.g. "-R" for a read-only server
    std::vector<std::string> configuration = {};  ///< further lines of sshd_config; they win over ours
  };

  Sshd() : Sshd(Options{}) {}
  explicit Sshd(Options options);
  ~Sshd();
  Sshd(const Sshd&) = delete;
  Sshd& operator=(const Sshd&) = delete;

  std::uint16_t port() const { return port_; }
  std::string user() const;
  /// Where a session starts, on our side of the wire.
  const std::filesystem::path& folder() const { return folder_; }
  /// "SHA256:…" of a host key; of the first kind by default.
  std::string fingerprint(const std::string& type = {}) const;

  /// The private key of a new pair that may log in.
  std::filesystem::path authorized_key(const std::string& type = "ed25519", const std::string& passphrase = {});
  /// The private key of a new pair that the server has never heard of.
  std::filesystem::path foreign_key(const std::string& type = "ed25519");

  void start();
  /// Ends the listener and every session at once, without a goodbye.
  void stop();
  /// Ends the sessions only.
  void kill_sessions();
  /// Ends the programs behind the sessions; the connections stay.
  void kill_sftp_servers();
  /// A new key of every type; takes effect with the next connection.
  void change_host_keys();
  /// What it wrote to its log so far.
  std::string log() const;

 private:
  std::filesystem::path new_key(const std::string& type, const std::string& passphrase);
  void make_host_keys();
  void write_configuration();
  bool answers() const;

  Options options_;
  TemporaryFolder temporary_;
  std::filesystem::path home_ = temporary_.path();
  std::filesystem::path folder_ = home_ / "files";
  std::uint16_t port_ = 0;
  pid_t process_ = -1;
  int keys_ = 0;
};

}  // namespace longshore::test
