#pragma once
#include "tests/bench/memory.h"

#include <string>
#include <vector>

namespace longshore::bench {

/// A goal: rows whose name starts with `prefix` reach `ratio` of the row `base` in the same run. Scalar twins have
/// none: they are what others are held to.
struct Goal {
  std::string prefix;
  std::string base;
  double ratio = 0;
};

/// Runs what is registered, five times in turn, and prints the best of each as a table with its ratio to its goal's
/// base, then what `memory` asks for, where all is measured (no --benchmark_filter); with `--json FILE` the same as
/// JSON. Other arguments are Google Benchmark's.
int run_table(int argc, char** argv, const std::vector<Goal>& goals, const std::vector<Memory>& memory = {});

}  // namespace longshore::bench
