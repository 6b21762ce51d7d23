#include "engine/transport/sftp/wire.h"

#include <cerrno>
#include <cstring>

#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace longshore::sftp {

using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;

namespace {

std::string error_text(int error) {
  return std::generic_category().message(error);
}

int milliseconds_until(Instant deadline) {
  if (deadline == Instant::max()) return -1;
  auto left = std::chrono::ceil<milliseconds>(deadline - Clock::now()).count();
  return static_cast<int>(std::clamp<std::int64_t>(left, 0, 1 << 30));
}

/// poll(2) of one descriptor that survives signals: 1 ready, 0 deadline.
int poll_one(int descriptor, short events, Instant deadline) {
  for (;;) {
    pollfd entry{descriptor, events, 0};
    int ready = ::poll(&entry, 1, milliseconds_until(deadline));
    if (ready >= 0) return ready;
    if (errno != EINTR) return 1;
  }
}

void set_option(int descriptor, int level, int name, int value) {
  ::setsockopt(descriptor, level, name, &value, sizeof value);
}

void tune(int descriptor, std::chrono::seconds keepalive) {
  set_option(descriptor, IPPROTO_TCP, TCP_NODELAY, 1);
  if (keepalive.count() <= 0) return;
  set_option(descriptor, SOL_SOCKET, SO_KEEPALIVE, 1);
  set_option(descriptor, IPPROTO_TCP, TCP_KEEPIDLE, static_cast<int>(keepalive.count()));
  set_option(descriptor, IPPROTO_TCP, TCP_KEEPINTVL, static_cast<int>(keepalive.count()));
  set_option(descriptor, IPPROTO_TCP, TCP_KEEPCNT, 3);
}

/// The connected descriptor, or -errno.
int connect_one(const addrinfo& address, Instant deadline) {
  int descriptor = ::socket(address.ai_family, address.ai_socktype | SOCK_NONBLOCK | SOCK_CLOEXEC, address.ai_protocol);
  if (descriptor < 0) return -errno;
  int error = ::connect(descriptor, address.ai_addr, address.ai_addrlen) == 0 ? 0 : errno;
  if (error == EINPROGRESS) {
    socklen_t size = sizeof error;
    if (poll_one(descriptor, POLLOUT, deadline) == 0) {
      error = ETIMEDOUT;
    } else if (::getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &error, &size) != 0) {
      error = errno;
    }
  }
  if (error == 0) return descriptor;
  ::close(descriptor);
  return -error;
}

std::string name_of(const addrinfo& address) {
  std::array<char, NI_MAXHOST> text{};
  ::getnameinfo(address.ai_addr, address.ai_addrlen, text.data(), text.size(), nullptr, 0, NI_NUMERICHOST);
  return text.data();
}

}  // namespace

Wire::~Wire() {
  ::close(descriptor_);
}

void Wire::break_off(std::string cause) {
  if (broken_) return;
  broken_ = true;
  cause_ = std::move(cause);
  ::shutdown(descriptor_, SHUT_RDWR);
}

// Also looked at where bytes keep coming, so that a peer that never stops talking cannot hold a step for ever.
bool Wire::expired() {
  if (!broken_ && Clock::now() >= deadline_) break_off("no answer within the time limit");
  return broken_;
}

std::ptrdiff_t Wire::send(const void* bytes, std::size_t size) {
  if (expired()) return static_cast<std::ptrdiff_t>(size);
  auto sent = ::send(descriptor_, bytes, size, MSG_NOSIGNAL);
  if (sent >= 0) return sent;
  if (errno == EAGAIN || errno == EINTR) return -EAGAIN;
  break_off(error_text(errno));
  return static_cast<std::ptrdiff_t>(size);
}

std::ptrdiff_t Wire::receive(void* bytes, std::size_t size) {
  if (expired()) return -ECONNRESET;
  auto received = ::recv(descriptor_, bytes, size, 0);
  if (received > 0) return received;
  if (received < 0 && (errno == EAGAIN || errno == EINTR)) return -EAGAIN;
  break_off(received == 0 ? "the peer closed the connection" : error_text(errno));
  return -ECONNRESET;
}

void Wire::wait(short events) {
  if (!expired() && poll_one(descriptor_, events, deadline_) == 0) expired();
}

Result<int> connect_tcp(const std::string& host, std::uint16_t port, milliseconds timeout,
                        std::chrono::seconds keepalive) {
  addrinfo wanted{};
  wanted.ai_socktype = SOCK_STREAM;
  wanted.ai_flags = AI_ADDRCONFIG | AI_NUMERICSERV;
  addrinfo* found = nullptr;
  auto where = host + " port " + std::to_string(port);
  if (int error = ::getaddrinfo(host.c_str(), std::to_string(port).c_str(), &wanted, &found); error != 0) {
    return fail_temporary("sftp", "REMOTE_UNREACHABLE", "cannot look up " + host + ": " + ::gai_strerror(error),
                          "check the host name and the DNS of this machine");
  }
  std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> addresses(found, &::freeaddrinfo);
  int left = 0;
  for (auto* at = found; at; at = at->ai_next) ++left;

  auto deadline = Clock::now() + timeout;
  std::string causes;
  for (auto* at = found; at; at = at->ai_next, --left) {
    int descriptor = connect_one(*at, Clock::now() + (deadline - Clock::now()) / left);
    if (descriptor >= 0) {
      tune(descriptor, keepalive);
      return descriptor;
    }
    causes += (causes.empty() ? "" : "; ") + name_of(*at) + ": " + error_text(-descriptor);
  }
  return fail_temporary("sftp", "REMOTE_UNREACHABLE", "cannot connect to " + where + ": " + causes,
                        "check host, port and the firewalls on the way");
}

}  // namespace longshore::sftp
