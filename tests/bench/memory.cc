#include "tests/bench/memory.h"

#include <array>

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace longshore::bench {
namespace {

void become(const std::vector<std::string>& command, int in, int out) {
  ::dup2(in, STDIN_FILENO);
  ::dup2(out, STDOUT_FILENO);
  std::vector<char*> arguments;
  for (const auto& one : command) arguments.push_back(const_cast<char*>(one.c_str()));
  arguments.push_back(nullptr);
  ::execv(arguments[0], arguments.data());
  ::_exit(127);
}

}  // namespace

std::optional<double> peak_mebibytes(const Memory& measured) {
  std::array<int, 2> pipe{};
  const int nothing = ::open("/dev/null", O_RDWR | O_CLOEXEC);
  if (nothing < 0 || ::pipe2(pipe.data(), O_CLOEXEC) != 0) return std::nullopt;
  const auto writer = ::fork();
  if (writer == 0) become(measured.generator, nothing, pipe[1]);
  const auto reader = ::fork();
  if (reader == 0) become(measured.reader, pipe[0], nothing);
  ::close(pipe[0]);
  ::close(pipe[1]);
  ::close(nothing);
  int written = 0;
  int read = 0;
  rusage usage{};
  ::wait4(reader, &read, 0, &usage);
  ::waitpid(writer, &written, 0);
  constexpr int with_findings = 3;  // a set of a gibibyte has more levels than a dictionary allows
  const bool read_all = WIFEXITED(read) && (WEXITSTATUS(read) == 0 || WEXITSTATUS(read) == with_findings);
  if (!read_all || written != 0) return std::nullopt;
  return static_cast<double>(usage.ru_maxrss) / 1024;
}

}  // namespace longshore::bench
