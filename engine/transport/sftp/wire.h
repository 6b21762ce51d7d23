#pragma once
#include "engine/model/result.h"

#include <chrono>
#include <cstdint>
#include <string>

namespace longshore::sftp {

using Instant = std::chrono::steady_clock::time_point;

/// A connected, non-blocking TCP socket.
///
/// Once it is broken (by the peer, an error or the deadline) it swallows whatever is sent and answers every receive
/// with an error: libssh2 cannot release a session, or a file handle, behind a packet that went out in part, so sending
/// has to succeed to the end.
class Wire {
 public:
  explicit Wire(int descriptor) : descriptor_(descriptor) {}
  ~Wire();
  Wire(const Wire&) = delete;
  Wire& operator=(const Wire&) = delete;

  int descriptor() const { return descriptor_; }
  void set_deadline(Instant deadline) { deadline_ = deadline; }
  bool broken() const { return broken_; }
  /// Why it broke, in words.
  const std::string& cause() const { return cause_; }
  void break_off(std::string cause);

  /// As send(2) and recv(2), with -errno for an error and -EAGAIN for "not now".
  std::ptrdiff_t send(const void* bytes, std::size_t size);
  std::ptrdiff_t receive(void* bytes, std::size_t size);
  /// Blocks until the socket is ready for `events` of poll(2); past the deadline the wire is broken.
  void wait(short events);

 private:
  bool expired();

  int descriptor_;
  Instant deadline_ = Instant::max();
  bool broken_ = false;
  std::string cause_;
};

/// A TCP connection to the first address of `host` that accepts one within `timeout` (shared by all addresses).
Result<int> connect_tcp(const std::string& host, std::uint16_t port, std::chrono::milliseconds timeout,
                        std::chrono::seconds keepalive);

}  // namespace longshore::sftp
