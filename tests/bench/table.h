#pragma once
#include <string>
#include <vector>

namespace longshore::bench {

/// A goal: rows whose name starts with `prefix` reach `ratio` of the row `base` in the same run.
struct Goal {
  std::string prefix;
  std::string base;
  double ratio = 0;
};

/// Runs what is registered, five times in turn, and prints the best of each as a table with its ratio to its goal's
/// base; with `--json FILE` the same as JSON. Other arguments are Google Benchmark's.
int run_table(int argc, char** argv, const std::vector<Goal>& goals);

}  // namespace longshore::bench
