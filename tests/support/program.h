#pragma once
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include <sys/types.h>

namespace longshore::test {

using Environment = std::map<std::string, std::string>;

/// A program that runs beside the test and never outlives it. Its outputs go to files.
class Program {
 public:
  Program(const std::vector<std::string>& command, const std::filesystem::path& output,
          const std::filesystem::path& errors, const Environment& environment = {});
  ~Program();
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;

  bool running();
  void signal(int number);
  /// Waits for its end: the exit code, or 128 + the signal.
  int wait();

 private:
  pid_t process_ = -1;
  int status_ = 0;
};

struct Finished {
  int exit = 0;
  std::string output;
  std::string errors;
};

std::string read_text(const std::filesystem::path& file);
void write_text(const std::filesystem::path& file, const std::string& text);
/// With every `from` replaced; throws when there is none, so that a test notices that its sample has changed.
std::string replaced(std::string text, const std::string& from, const std::string& to);

}  // namespace longshore::test
