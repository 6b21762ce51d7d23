#include "engine/transport/sftp/session.h"

#include "engine/transport/sftp/failure.h"

#include <cstdlib>

#include <libssh2.h>
#include <libssh2_sftp.h>
#include <poll.h>

namespace longshore::sftp {

namespace {

constexpr auto key_exchanges =
    "curve25519-sha256,curve25519-sha256@libssh.org,ecdh-sha2-nistp256,ecdh-sha2-nistp384,ecdh-sha2-nistp521,"
    "diffie-hellman-group-exchange-sha256,diffie-hellman-group16-sha512,diffie-hellman-group18-sha512,diffie-hellman-"
    "group14-sha256";
// AES-GCM last: libssh2 1.11 loses 96 bytes of every session that uses it, and it is no faster here than CTR with an
// ETM MAC.
constexpr auto ciphers =
    "aes256-ctr,aes192-ctr,aes128-ctr,chacha20-poly1305@openssh.com,aes256-gcm@openssh.com,aes128-gcm@openssh.com";
constexpr auto macs = "hmac-sha2-256-etm@openssh.com,hmac-sha2-512-etm@openssh.com,hmac-sha2-256,hmac-sha2-512";

Wire& wire_of(void** abstract) {
  return static_cast<Session::Shared*>(*abstract)->wire;
}

ssize_t send_callback(libssh2_socket_t, const void* bytes, std::size_t size, int, void** abstract) {
  return wire_of(abstract).send(bytes, size);
}

ssize_t receive_callback(libssh2_socket_t, void* bytes, std::size_t size, int, void** abstract) {
  return wire_of(abstract).receive(bytes, size);
}

// libssh2 counts its users without a lock: the one constant here makes it once, before any session.
void initialise_libssh2() {
  static const int done = libssh2_init(0);
  if (done != 0) std::abort();
}

short events_of(int directions) {
  short events = 0;
  if (directions & LIBSSH2_SESSION_BLOCK_INBOUND) events |= POLLIN;
  if (directions & LIBSSH2_SESSION_BLOCK_OUTBOUND) events |= POLLOUT;
  return events ? events : static_cast<short>(POLLIN);
}

/// While tearing down, a call that still says "again" on a broken wire will say so for ever; this many tries tell.
constexpr int teardown_tries = 1000;

}  // namespace

Session::Session(int descriptor, const Options& options)
    : shared_{Wire(descriptor)}, peer_(options.user + "@" + options.host), step_timeout_(options.step_timeout) {
  initialise_libssh2();
  ssh_ = libssh2_session_init_ex(nullptr, nullptr, nullptr, &shared_);
  if (!ssh_) std::abort();
  libssh2_session_set_blocking(ssh_, 0);
  libssh2_session_callback_set2(ssh_, LIBSSH2_CALLBACK_SEND, reinterpret_cast<libssh2_cb_generic*>(&send_callback));
  libssh2_session_callback_set2(ssh_, LIBSSH2_CALLBACK_RECV, reinterpret_cast<libssh2_cb_generic*>(&receive_callback));
}

Session::~Session() {
  step_timeout_ = std::min(step_timeout_, std::chrono::milliseconds(1000));
  if (sftp_) drive([&] { return libssh2_sftp_shutdown(sftp_); });
  drive([&] { return libssh2_session_disconnect(ssh_, "done"); });
  shared_.wire.break_off("closed");
  for (int i = 0; i < teardown_tries && libssh2_session_free(ssh_) == LIBSSH2_ERROR_EAGAIN; ++i) {
  }
}

Result<std::unique_ptr<Session>> Session::open(const Options& options, const std::string& host_key_methods) {
  LONGSHORE_TRY(int descriptor, connect_tcp(options.host, options.port, options.connect_timeout, options.keepalive));
  std::unique_ptr<Session> session(new Session(descriptor, options));
  LONGSHORE_CHECK(session->negotiate(host_key_methods));
  return session;
}

Result<void> Session::negotiate(const std::string& host_key_methods) {
  struct Preference {
    int method;
    const char* value;
  };
  const Preference preferences[] = {
      {LIBSSH2_METHOD_KEX, key_exchanges}, {LIBSSH2_METHOD_HOSTKEY, host_key_methods.c_str()},
      {LIBSSH2_METHOD_CRYPT_CS, ciphers},  {LIBSSH2_METHOD_CRYPT_SC, ciphers},
      {LIBSSH2_METHOD_MAC_CS, macs},       {LIBSSH2_METHOD_MAC_SC, macs},
  };
  for (const auto& preference : preferences) {
    if (int number = libssh2_session_method_pref(ssh_, preference.method, preference.value); number != 0) {
      return fail(failure(number, "preparing the connection"));
    }
  }
  auto number = drive([&] { return libssh2_session_handshake(ssh_, shared_.wire.descriptor()); });
  if (number != 0) return fail(failure(number, "negotiating"));
  return {};
}

Result<void> Session::start_sftp() {
  auto number = drive([&] {
    sftp_ = libssh2_sftp_init(ssh_);
    return sftp_ ? 0 : last_error();
  });
  if (number != 0) return fail(failure(number, "starting SFTP"));
  return {};
}

std::ptrdiff_t Session::drive(const std::function<std::ptrdiff_t()>& call) {
  auto& wire = shared_.wire;
  wire.set_deadline(std::chrono::steady_clock::now() + step_timeout_);
  for (int tries = 0; tries < teardown_tries;) {
    auto number = call();
    if (number != LIBSSH2_ERROR_EAGAIN) return number;
    if (wire.broken()) {
      ++tries;
    } else if (sftp_ && libssh2_channel_eof(libssh2_sftp_get_channel(sftp_)) == 1) {
      wire.break_off(
          "the server ended its SFTP program");  // libssh2 would wait for the answer that cannot come any more
    } else {
      wire.wait(events_of(libssh2_session_block_directions(ssh_)));
    }
  }
  return LIBSSH2_ERROR_SOCKET_DISCONNECT;
}

int Session::last_error() const {
  return libssh2_session_last_errno(ssh_);
}
unsigned long Session::status() const {
  return sftp_ ? libssh2_sftp_last_error(sftp_) : 0;
}

Error Session::failure(std::ptrdiff_t number, const std::string& doing) const {
  char* text = nullptr;
  libssh2_session_last_error(ssh_, &text, nullptr, 0);
  if (shared_.wire.broken()) return lost_connection(peer_, doing, shared_.wire.cause());
  if (number == LIBSSH2_ERROR_SFTP_PROTOCOL && status() != LIBSSH2_FX_OK) return from_status(status(), peer_, doing);
  return from_number(static_cast<int>(number), peer_, doing, text ? text : "");
}

}  // namespace longshore::sftp
