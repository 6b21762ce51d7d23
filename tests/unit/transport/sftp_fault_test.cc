// What networks, servers and disks do to a transfer. Every one of these ends in an error of the right kind, and in
// time.
#include "tests/unit/transport/sftp_server.h"

#include <thread>

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

// libssh2 1.11 forgets an answer of a kind that it did not ask for; the session ends with it.
extern "C" const char* __lsan_default_suppressions();  // NOLINT: the sanitizer's own name
const char* __lsan_default_suppressions() {
  return "leak:sftp_packet_read\nleak:libssh2.so";
}

namespace longshore::test {

namespace {

using testing::HasSubstr;
using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

/// A loopback port that accepts connections into its backlog and never says a word; or, without listening, refuses
/// them.
class SilentPort {
 public:
  explicit SilentPort(bool listening) : descriptor_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    bool ok = ::bind(descriptor_, reinterpret_cast<sockaddr*>(&address), size) == 0 &&
              (!listening || ::listen(descriptor_, 5) == 0) &&
              ::getsockname(descriptor_, reinterpret_cast<sockaddr*>(&address), &size) == 0;
    if (!ok) throw std::runtime_error("no port");
    port_ = ntohs(address.sin_port);
  }
  /// A connection, or the attempt at one, to such a port.
  static std::unique_ptr<SilentPort> calling(std::uint16_t port) {
    auto caller = std::unique_ptr<SilentPort>(new SilentPort);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(port);
    ::connect(caller->descriptor_, reinterpret_cast<sockaddr*>(&address), sizeof address);
    return caller;
  }
  ~SilentPort() { ::close(descriptor_); }
  SilentPort(const SilentPort&) = delete;
  SilentPort& operator=(const SilentPort&) = delete;
  std::uint16_t port() const { return port_; }

 private:
  SilentPort() : descriptor_(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)) {}

  int descriptor_;
  std::uint16_t port_ = 0;
};

sftp::Options options_for_port(std::uint16_t port) {
  sftp::Options options;
  options.host = "127.0.0.1";
  options.port = port;
  options.user = "nobody";
  options.host_keys = {"SHA256:x"};
  options.connect_timeout = options.step_timeout = milliseconds(500);
  return options;
}

template <class Work>
milliseconds time_of(Work work) {
  auto start = Clock::now();
  work();
  return std::chrono::duration_cast<milliseconds>(Clock::now() - start);
}

void expect_unreachable(const Error& error) {
  EXPECT_THAT(error, HasCode("REMOTE_UNREACHABLE"));
  EXPECT_TRUE(error.temporary());
}

TEST(SftpFault, closed_port) {
  SilentPort closed(false);
  Error error;
  EXPECT_LT(time_of([&] { error = error_of(sftp::SftpConnector(options_for_port(closed.port())).connect()); }),
            milliseconds(400));
  expect_unreachable(error);
}

TEST(SftpFault, unknown_host) {
  auto options = options_for_port(22);
  options.host = "no-such-host.invalid";
  expect_unreachable(error_of(sftp::SftpConnector(options).connect()));
}

// A listener whose queue is full drops what comes next, as a firewall does.
TEST(SftpFault, port_that_drops_everything) {
  SilentPort crowded(true);
  std::vector<std::unique_ptr<SilentPort>> callers;
  for (int i = 0; i < 12; ++i) callers.push_back(SilentPort::calling(crowded.port()));
  Error error;
  auto time = time_of([&] { error = error_of(sftp::SftpConnector(options_for_port(crowded.port())).connect()); });
  EXPECT_GE(time, milliseconds(450));
  EXPECT_LT(time, milliseconds(3000));
  expect_unreachable(error);
  EXPECT_THAT(error.what, HasSubstr("cannot connect"));
}

TEST(SftpFault, server_that_never_speaks) {
  SilentPort silent(true);
  Error error;
  EXPECT_LT(time_of([&] { error = error_of(sftp::SftpConnector(options_for_port(silent.port())).connect()); }),
            milliseconds(3000));
  expect_unreachable(error);
  EXPECT_THAT(error.what, HasSubstr("time limit"));
}

TEST(SftpFault, stopped_server_and_its_return) {
  Sshd server;
  auto options = options_for(server);
  sftp::SftpConnector connector(options);
  auto store = connector.connect().value();
  server.stop();
  expect_unreachable(error_of(store->ping()));
  expect_unreachable(error_of(store->put("a", "x")));
  expect_unreachable(error_of(connector.connect()));
  server.start();
  EXPECT_TRUE(connector.connect().value()->put("a", "x"));
}

TEST(SftpFault, killed_while_fetching) {
  Sshd server(hostile("slow"));
  auto options = options_for(server);
  options.max_file_bytes = 1ull << 31;
  auto store = must_connect(options);
  std::thread killer([&] {
    std::this_thread::sleep_for(milliseconds(300));
    server.kill_sessions();
  });
  Error error;
  EXPECT_LT(time_of([&] { error = error_of(store->fetch("endless", 1ull << 31)); }), milliseconds(5000));
  killer.join();
  expect_unreachable(error);
  EXPECT_LT(time_of([&] { store.reset(); }), milliseconds(2000));
}

TEST(SftpFault, killed_while_putting) {
  Sshd server(hostile("slow"));
  auto store = must_connect(options_for(server));
  auto bytes = noise(32 << 20);
  std::thread killer([&] {
    std::this_thread::sleep_for(milliseconds(300));
    server.kill_sessions();
  });
  Error error;
  EXPECT_LT(time_of([&] { error = error_of(store->put("endless", bytes)); }), milliseconds(5000));
  killer.join();
  expect_unreachable(error);
}

TEST(SftpFault, real_server_killed_while_putting_leaves_a_part) {
  Sshd server;
  auto store = must_connect(options_for(server));
  auto bytes = noise(64 << 20);
  std::thread killer([&] {
    std::error_code missing;
    while (std::filesystem::file_size(server.folder() / "part", missing) + 1 < (1 << 20)) std::this_thread::yield();
    server.kill_sessions();
  });
  auto error = error_of(store->put("part", bytes));
  killer.join();
  expect_unreachable(error);
  EXPECT_LT(std::filesystem::file_size(server.folder() / "part"), bytes.size());
}

TEST(SftpFault, sftp_program_that_dies_behind_a_live_connection) {
  Sshd server(hostile("stall"));
  auto store = must_connect(options_for(server));
  std::thread killer([&] {
    std::this_thread::sleep_for(milliseconds(300));
    server.kill_sftp_servers();
  });
  Error error;
  EXPECT_LT(time_of([&] { error = error_of(store->fetch("a", 1 << 20)); }), milliseconds(5000));
  killer.join();
  expect_unreachable(error);
  EXPECT_THAT(error.what, HasSubstr("ended"));
}

TEST(SftpFault, stalled_transfer_ends_with_the_step) {
  Sshd server(hostile("stall"));
  auto options = options_for(server);
  options.step_timeout = milliseconds(1500);
  Error error;
  auto reading = must_connect(options);
  EXPECT_LT(time_of([&] { error = error_of(reading->fetch("a", 1 << 20)); }), milliseconds(5000));
  expect_unreachable(error);
  auto writing = must_connect(options);
  EXPECT_LT(time_of([&] { error = error_of(writing->put("a", noise(8 << 20))); }), milliseconds(5000));
  expect_unreachable(error);
}

TEST(SftpFault, unsafe_names_are_left_out_and_told) {
  Sshd server(hostile("names"));
  auto listing = must_connect(options_for(server))->list("in", 100).value();
  ASSERT_EQ(listing.files.size(), 1u);
  EXPECT_EQ(listing.files[0].name, "good.edi");
  ASSERT_EQ(listing.refused.size(), 5u);
  EXPECT_EQ(listing.refused[0], "../escape.edi");
  EXPECT_EQ(listing.refused[1], "/etc/passwd");
  EXPECT_EQ(listing.refused[2], "nul\\x00.edi");
  EXPECT_EQ(listing.refused[3], "in/side.edi");
  EXPECT_TRUE(listing.complete);
}

TEST(SftpFault, entries_without_a_type_are_looked_at) {
  Sshd server(hostile("untyped"));
  auto listing = must_connect(options_for(server))->list("in", 100).value();
  ASSERT_EQ(listing.files.size(), 2u);
  EXPECT_EQ(listing.files[0].size, 100'000u);
}

TEST(SftpFault, file_that_changes_while_it_is_fetched) {
  for (const auto* mode : {"grow", "shrink"}) {
    Sshd server(hostile(mode));
    auto store = must_connect(options_for(server));
    auto error = error_of(store->fetch("a", 1 << 20));
    EXPECT_THAT(error, HasCode("REMOTE_CHANGED")) << mode;
    EXPECT_TRUE(error.temporary());
    EXPECT_TRUE(store->ping()) << mode;
  }
}

TEST(SftpFault, nonsense_for_an_answer) {
  Sshd server(hostile("garbage"));
  auto options = options_for(server);
  options.step_timeout = milliseconds(1500);
  auto error = error_of(must_connect(options)->fetch("a", 1 << 20));
  EXPECT_TRUE(error.temporary());
  EXPECT_THAT(error.code, testing::AnyOf("REMOTE_PROTOCOL", "REMOTE_UNREACHABLE")) << error.describe();
}

TEST(SftpFault, full_disk) {
  Sshd server(hostile("full"));
  auto store = must_connect(options_for(server));
  auto error = error_of(store->put("a", noise(1 << 20)));
  EXPECT_THAT(error, HasCode("REMOTE_FULL"));
  EXPECT_TRUE(error.temporary());
  EXPECT_THAT(error.hint, HasSubstr("SFTP 3"));
  EXPECT_TRUE(store->ping());
}

// /dev/full has no room for anybody, root included.
TEST(SftpFault, full_device_of_a_real_server) {
  Sshd server;
  EXPECT_THAT(error_of(must_connect(options_for(server))->put("/dev/full", "x")), HasCode("REMOTE_FULL"));
}

TEST(SftpFault, server_without_fsync) {
  Sshd server(hostile("nosync"));
  auto store = must_connect(options_for(server));
  EXPECT_TRUE(store->put("a", "abc"));
}

TEST(SftpFault, unreadable_file_does_not_end_the_session) {
  Sshd server(hostile("deny"));
  auto store = must_connect(options_for(server));
  auto error = error_of(store->fetch("a", 1 << 20));
  EXPECT_THAT(error, HasCode("REMOTE_DENIED"));
  EXPECT_FALSE(error.temporary());
  EXPECT_EQ(store->list("in", 10).value().files.size(), 2u);
}

TEST(SftpFault, read_only_server) {
  Sshd server({.sftp_arguments = "-R"});
  write_file(server.folder() / "a", "x");
  auto store = must_connect(options_for(server));
  EXPECT_THAT(error_of(store->put("b", "x")), HasCode("REMOTE_DENIED"));
  EXPECT_THAT(error_of(store->remove("a")), HasCode("REMOTE_DENIED"));
  EXPECT_THAT(error_of(store->rename("a", "b")), HasCode("REMOTE_DENIED"));
  EXPECT_THAT(error_of(store->make_folder("c")), HasCode("REMOTE_DENIED"));
  EXPECT_EQ(store->fetch("a", 10).value(), "x");
}

TEST(SftpFault, sessions_side_by_side) {
  Sshd server;
  sftp::SftpConnector connector(options_for(server));
  std::vector<std::thread> threads;
  std::atomic<int> good{0};
  for (int i = 0; i < 6; ++i) {
    threads.emplace_back([&, i] {
      auto store = connector.connect();
      auto name = std::to_string(i);
      auto bytes = noise(static_cast<std::size_t>(100'000 + i));
      if (store && (*store)->put(name, bytes) && (*store)->fetch(name, 1 << 20).value_or("") == bytes) ++good;
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(good, 6);
}

}  // namespace

}  // namespace longshore::test
