#pragma once
#include "engine/model/result.h"
#include "engine/transport/sftp/sftp.h"
#include "engine/transport/sftp/wire.h"

#include <chrono>
#include <functional>
#include <string>

struct _LIBSSH2_SESSION;
struct _LIBSSH2_SFTP;

namespace longshore::sftp {

/// One SSH connection and, once start_sftp() succeeded, its SFTP channel. libssh2 works in its non-blocking mode;
/// drive() waits.
class Session {
 public:
  /// Connects, negotiates and learns the server's key, of which nothing is believed yet. `host_key_methods`: what to
  /// ask for, best first.
  static Result<std::unique_ptr<Session>> open(const Options& options, const std::string& host_key_methods);
  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  Result<void> start_sftp();

  /// Repeats a libssh2 call until it has an answer or a step's time is over; the call returns libssh2's number.
  std::ptrdiff_t drive(const std::function<std::ptrdiff_t()>& call);
  /// The number for a call that returned a null pointer.
  int last_error() const;
  /// What a number means, while `doing`, "fetching /out/a.edi".
  Error failure(std::ptrdiff_t number, const std::string& doing) const;

  /// The server's status of the last SFTP request (LIBSSH2_FX_…).
  unsigned long status() const;

  _LIBSSH2_SESSION* ssh() const { return ssh_; }
  _LIBSSH2_SFTP* channel() const { return sftp_; }
  bool gone() const { return shared_.wire.broken(); }

  /// What libssh2's callbacks reach.
  struct Shared {
    Wire wire;
    std::string password = {};
  };
  Shared& shared() { return shared_; }

 private:
  Session(int descriptor, const Options& options);
  Result<void> negotiate(const std::string& host_key_methods);

  Shared shared_;
  std::string peer_;  ///< "user@host" for messages
  std::chrono::milliseconds step_timeout_;
  _LIBSSH2_SESSION* ssh_ = nullptr;
  _LIBSSH2_SFTP* sftp_ = nullptr;
};

}  // namespace longshore::sftp
