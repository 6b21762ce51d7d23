#pragma once
#include <string>
#include <vector>

namespace longshore::cli::test {

struct Ran {
  int exit = -1;
  std::string out;
  std::string err;
};

/// The built program with arguments (no shell) and a standard input.
Ran longshore(const std::vector<std::string>& arguments, const std::string& input = {});

/// A file of the test's own folder with that content; its path.
std::string file_with(const std::string& name, const std::string& content);

std::string contents(const std::string& path);

}  // namespace longshore::cli::test
