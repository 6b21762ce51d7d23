#include "tests/support/sshd.h"

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <sstream>
#include <stdexcept>
#include <thread>

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <pwd.h>
#include <shadow.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

namespace longshore::test {

namespace fs = std::filesystem;

namespace {

/// Empty where it cannot be read: a process may end between being listed and being looked at.
std::string read_file(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

/// Starts a program that dies with us, its output going to a file.
pid_t spawn(const std::vector<std::string>& command, const fs::path& output) {
  std::vector<char*> arguments;
  for (const auto& part : command) arguments.push_back(const_cast<char*>(part.c_str()));
  arguments.push_back(nullptr);
  pid_t process = ::fork();
  if (process != 0) return process;
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  int log = ::open(output.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
  int nothing = ::open("/dev/null", O_RDWR);
  ::dup2(nothing, 0);
  ::dup2(log, 1);
  ::dup2(log, 2);
  ::execv(arguments[0], arguments.data());
  ::_exit(127);
}

/// The program's output; throws unless it succeeds.
std::string run(const std::vector<std::string>& command, const fs::path& output) {
  fs::remove(output);
  int status = 0;
  pid_t process = spawn(command, output);
  if (process < 0 || ::waitpid(process, &status, 0) != process || status != 0) {
    throw std::runtime_error(command[0] + " failed: " + read_file(output));
  }
  return read_file(output);
}

sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

std::uint16_t free_port() {
  int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  auto address = loopback(0);
  socklen_t size = sizeof address;
  bool ok = ::bind(listener, reinterpret_cast<sockaddr*>(&address), size) == 0 &&
            ::getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size) == 0;
  ::close(listener);
  if (!ok) throw std::runtime_error("no free port on the loopback interface");
  return ntohs(address.sin_port);
}

pid_t parent_of(pid_t process) {
  auto text = read_file("/proc/" + std::to_string(process) + "/stat");
  auto name_end = text.rfind(')');
  return name_end == text.npos ? -1 : std::atoi(text.c_str() + name_end + 4);
}

/// Without PAM sshd refuses an account whose password is locked, as root's is where Debian was installed with sudo.
bool needs_pam() {
  const auto* entry = ::getuid() == 0 ? ::getspnam("root") : nullptr;
  return entry && entry->sp_pwdp[0] == '!';
}

/// Children, their children and so on; sshd's sessions are in process groups of their own.
std::vector<pid_t> descendants_of(pid_t ancestor) {
  std::vector<std::pair<pid_t, pid_t>> all;
  for (const auto& entry : fs::directory_iterator("/proc")) {
    if (pid_t process = std::atoi(entry.path().filename().c_str())) all.emplace_back(process, parent_of(process));
  }
  std::vector<pid_t> found{ancestor};
  for (std::size_t i = 0; i < found.size(); ++i) {
    for (auto [process, parent] : all) {
      if (parent == found[i]) found.push_back(process);
    }
  }
  found.erase(found.begin());
  return found;
}

}  // namespace

Sshd::Sshd(Options options) : options_(std::move(options)) {
  fs::create_directory(folder_);
  std::ofstream(home_ / "authorized_keys").close();
  if (::getuid() == 0) fs::create_directories("/run/sshd");
  make_host_keys();
  port_ = free_port();
  write_configuration();
  start();
}

Sshd::~Sshd() {
  stop();
}

std::string Sshd::user() const {
  const auto* entry = ::getpwuid(::getuid());
  return entry ? entry->pw_name : "";
}

void Sshd::make_host_keys() {
  for (const auto& type : options_.host_key_types) {
    auto path = home_ / ("host_" + type);
    fs::remove(path);
    fs::remove(path.string() + ".pub");
    std::vector<std::string> command{"/usr/bin/ssh-keygen", "-q", "-t", type, "-N", "", "-f", path};
    run(command, home_ / "output");
  }
}

void Sshd::write_configuration() {
  std::ofstream out(home_ / "sshd_config");
  for (const auto& line : options_.configuration) out << line << '\n';
  out << "ListenAddress 127.0.0.1\nPort " << port_ << "\nPidFile none\nUsePAM " << (needs_pam() ? "yes" : "no")
      << "\nStrictModes no\nUseDNS no\nLogLevel VERBOSE\n"
      << "PermitRootLogin yes\nPasswordAuthentication no\nKbdInteractiveAuthentication no\nMaxStartups "
         "100\nAuthorizedKeysFile "
      << (home_ / "authorized_keys").string() << "\nSubsystem sftp internal-sftp\nForceCommand ";
  if (options_.sftp_server == "internal-sftp") {
    out << "internal-sftp -d " << folder_.string();
  } else {
    out << '"' << options_.sftp_server << '"';  // for the account's shell: a checkout's path may have a space
  }
  out << ' ' << options_.sftp_arguments << '\n';
  for (const auto& type : options_.host_key_types) out << "HostKey " << (home_ / ("host_" + type)).string() << '\n';
}

bool Sshd::answers() const {
  int probe = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  auto address = loopback(port_);
  bool ok = ::connect(probe, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
  ::close(probe);
  return ok;
}

void Sshd::start() {
  if (process_ > 0) return;
  process_ = spawn({"/usr/sbin/sshd", "-D", "-e", "-f", home_ / "sshd_config"}, home_ / "log");
  for (int i = 0; i < 1000; ++i) {
    if (answers()) return;
    if (::waitpid(process_, nullptr, WNOHANG) == process_) break;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  process_ = -1;
  throw std::runtime_error("sshd does not start: " + log());
}

void Sshd::kill_sessions() {
  if (process_ <= 0) return;
  for (pid_t process : descendants_of(process_)) ::kill(process, SIGKILL);
}

void Sshd::kill_sftp_servers() {
  if (process_ <= 0) return;
  for (pid_t process : descendants_of(process_)) {
    if (descendants_of(process).empty()) ::kill(process, SIGKILL);
  }
}

void Sshd::stop() {
  if (process_ <= 0) return;
  auto sessions = descendants_of(process_);
  ::kill(process_, SIGKILL);
  for (pid_t session : sessions) ::kill(session, SIGKILL);
  ::waitpid(process_, nullptr, 0);
  process_ = -1;
}

void Sshd::change_host_keys() {
  bool running = process_ > 0;
  stop();
  make_host_keys();
  if (running) start();
}

std::string Sshd::fingerprint(const std::string& type) const {
  const auto& kind = type.empty() ? options_.host_key_types.front() : type;
  auto line = run({"/usr/bin/ssh-keygen", "-l", "-f", home_ / ("host_" + kind + ".pub")}, home_ / "output");
  auto from = line.find("SHA256:");
  return line.substr(from, line.find(' ', from) - from);
}

fs::path Sshd::new_key(const std::string& type, const std::string& passphrase) {
  auto path = home_ / ("user_" + std::to_string(++keys_));
  run({"/usr/bin/ssh-keygen", "-q", "-t", type, "-N", passphrase, "-C", "test", "-f", path}, home_ / "output");
  return path;
}

fs::path Sshd::authorized_key(const std::string& type, const std::string& passphrase) {
  auto path = new_key(type, passphrase);
  std::ofstream(home_ / "authorized_keys", std::ios::app) << read_file(path.string() + ".pub");
  return path;
}

fs::path Sshd::foreign_key(const std::string& type) {
  return new_key(type, {});
}

std::string Sshd::log() const {
  return read_file(home_ / "log");
}

}  // namespace longshore::test
