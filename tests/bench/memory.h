#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace longshore::bench {

/// What the program holds at its most while it reads a generated interchange from a pipe.
struct Memory {
  std::string name;                    ///< "validate 856, one set"
  std::vector<std::string> generator;  ///< a program and its arguments
  std::vector<std::string> reader;
  std::uint64_t goal_mebibytes = 64;
};

/// In MiB; nullopt where either program fails.
std::optional<double> peak_mebibytes(const Memory& measured);

}  // namespace longshore::bench
