#include "tests/unit/cli/program.h"

#include "tests/support/temporary_folder.h"

#include <fstream>
#include <sstream>

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

namespace longshore::cli::test {
namespace {

const std::string& folder() {
  static const longshore::test::TemporaryFolder temporary;
  return temporary.path();
}

[[noreturn]] void become(const std::vector<std::string>& arguments, const std::array<std::string, 3>& files) {
  const std::array modes{"rb", "wb", "wb"};
  const std::array streams{stdin, stdout, stderr};
  for (std::size_t i = 0; i < streams.size(); ++i)
    if (!std::freopen(files[i].c_str(), modes[i], streams[i])) _exit(126);
  std::vector<char*> argv;
  std::string program = LONGSHORE_PROGRAM;
  argv.push_back(program.data());
  auto copies = arguments;
  for (auto& one : copies) argv.push_back(one.data());
  argv.push_back(nullptr);
  execv(program.c_str(), argv.data());
  _exit(127);
}

}  // namespace

Ran longshore(const std::vector<std::string>& arguments, const std::string& input) {
  const auto& at = folder();
  const std::array files{file_with("stdin", input), at + "/stdout", at + "/stderr"};
  auto child = fork();
  if (child == 0) become(arguments, files);
  int status = 0;
  waitpid(child, &status, 0);
  return {WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status), contents(files[1]), contents(files[2])};
}

std::string file_with(const std::string& name, const std::string& content) {
  auto path = folder() + "/" + name;
  std::ofstream(path, std::ios::binary) << content;
  return path;
}

std::string contents(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

}  // namespace longshore::cli::test
