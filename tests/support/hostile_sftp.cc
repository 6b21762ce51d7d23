// An SFTP 3 server that does what no good one does, for tests: run by sshd as the forced command, `hostile_sftp MODE`.
// Every path is one file of 100,000 bytes, except that folders can be listed.
//   names    lists entries whose names lead elsewhere       untyped  lists entries without saying what they are
//   grow     sends more than the file's size                shrink   sends less
//   stall    never answers a read or a write                slow     answers each of them after 20 ms
//   deny     opens nothing                                  nosync   knows no fsync@openssh.com
//   full     takes no byte, giving the general failure      garbage  answers a read with nonsense
#include <array>
#include <chrono>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <thread>

#include <arpa/inet.h>
#include <unistd.h>

namespace {

constexpr std::uint64_t file_size = 100'000;
constexpr std::uint64_t endless_size = 1ull << 30;
constexpr std::uint32_t regular = 0100644, folder = 0040755, link_mode = 0120777;

enum Request : std::uint8_t {
  init = 1,
  open = 3,
  close = 4,
  read = 5,
  write = 6,
  lstat = 7,
  fstat = 8,
  opendir = 11,
  readdir = 12,
  stat = 17
};
enum Status : std::uint32_t { ok = 0, eof = 1, denied = 3, failure = 4, unsupported = 8 };

std::string number(std::uint32_t value) {
  value = htonl(value);
  return {reinterpret_cast<const char*>(&value), 4};
}
std::string text(std::string_view value) {
  return number(static_cast<std::uint32_t>(value.size())).append(value);
}

std::uint32_t take(std::string_view& from) {
  std::uint32_t value = 0;
  std::memcpy(&value, from.data(), 4);
  from.remove_prefix(4);
  return ntohl(value);
}

void read_exactly(std::string& into, std::size_t size) {
  into.resize(size);
  for (std::size_t at = 0; at < size;) {
    auto got = ::read(0, into.data() + at, size - at);
    if (got <= 0) ::_exit(0);
    at += static_cast<std::size_t>(got);
  }
}

void send(const std::string& payload) {
  auto packet = text(payload);
  for (std::size_t at = 0; at < packet.size();) {
    auto put = ::write(1, packet.data() + at, packet.size() - at);
    if (put <= 0) ::_exit(0);
    at += static_cast<std::size_t>(put);
  }
}

class Server {
 public:
  explicit Server(std::string mode) : mode_(std::move(mode)), size_(mode_ == "slow" ? endless_size : file_size) {}

  [[noreturn]] void serve() {
    for (std::string packet;;) {
      read_exactly(packet, 4);
      std::string_view head = packet;
      read_exactly(packet, take(head));
      answer(static_cast<std::uint8_t>(packet[0]), std::string_view(packet).substr(1));
    }
  }

 private:
  void answer(std::uint8_t kind, std::string_view rest) {
    if (kind == init) return send("\x02" + number(3));
    id_ = number(take(rest));
    switch (kind) {
      case open:
        return mode_ == "deny" ? status(denied) : send("\x66" + id_ + text("h"));
      case opendir:
        return send("\x66" + id_ + text("h"));
      case close:
        return status(ok);
      case lstat:
      case stat:
      case fstat:
        return send("\x69" + id_ + attributes(kind == fstat && written_ ? written_ : size_, regular));
      case read:
        return answer_read(rest);
      case write:
        return answer_write(rest);
      case readdir:
        return answer_readdir();
      default:
        return status(unsupported);
    }
  }

  void status(std::uint32_t code) { send("\x65" + id_ + number(code) + text("") + text("")); }

  static std::string attributes(std::uint64_t size, std::uint32_t mode) {
    return number(0x5) + number(static_cast<std::uint32_t>(size >> 32)) + number(static_cast<std::uint32_t>(size)) +
           number(mode);
  }

  /// Whether to answer at all.
  bool delay() const {
    if (mode_ == "slow") std::this_thread::sleep_for(std::chrono::milliseconds(20));
    return mode_ != "stall";
  }

  void answer_read(std::string_view rest) {
    rest.remove_prefix(4 + 1);
    std::uint64_t offset = static_cast<std::uint64_t>(take(rest)) << 32;
    offset |= take(rest);
    std::uint64_t wanted = take(rest);
    auto end = mode_ == "grow" ? size_ + 50'000 : mode_ == "shrink" ? size_ / 2 : size_;
    if (!delay()) return;
    if (mode_ == "garbage") return send("\x67" + id_ + "what?");
    if (offset >= end) return status(eof);
    send("\x67" + id_ + text(std::string(std::min(wanted, end - offset), 'x')));
  }

  void answer_write(std::string_view rest) {
    rest.remove_prefix(4 + 1 + 8);
    if (!delay()) return;
    if (mode_ == "full") return status(failure);
    written_ += take(rest);
    status(ok);
  }

  void answer_readdir() {
    if (listed_) return status(eof);
    listed_ = true;
    auto entry = [&](std::string_view name, std::uint32_t mode) {
      return text(name) + text("") + (mode_ == "untyped" ? number(0) : attributes(file_size, mode));
    };
    if (mode_ != "names") return send("\x68" + id_ + number(2) + entry("a.edi", regular) + entry("b.edi", regular));
    std::array entries{entry(".", folder),
                       entry("..", folder),
                       entry("../escape.edi", regular),
                       entry("/etc/passwd", regular),
                       entry(std::string_view("nul\0.edi", 8), regular),
                       entry("in/side.edi", regular),
                       entry("sub", folder),
                       entry(std::string(5000, 'n'), regular),
                       entry("link", link_mode),
                       entry("good.edi", regular)};
    std::string packet = "\x68" + id_ + number(entries.size());
    for (const auto& each : entries) packet += each;
    send(packet);
  }

  std::string mode_;
  std::uint64_t size_;
  std::uint64_t written_ = 0;
  std::string id_;
  bool listed_ = false;
};

}  // namespace

int main(int count, char** arguments) {
  Server(count > 1 ? arguments[1] : "").serve();
}
