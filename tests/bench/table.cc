#include "tests/bench/table.h"

#include "engine/base/json/json.h"

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <iostream>

#include <benchmark/benchmark.h>

namespace longshore::bench {
namespace {

struct Row {
  std::string name;
  double bytes_per_second = 0;
};

class Best final : public benchmark::BenchmarkReporter {
 public:
  bool ReportContext(const Context&) override { return true; }
  void ReportRuns(const std::vector<Run>& runs) override {
    for (const auto& run : runs) {
      if (run.error_occurred) {
        std::cerr << run.benchmark_name() << ": " << run.error_message << "\n";
        failed_ = true;
      }
      const auto counter = run.counters.find("bytes_per_second");
      if (run.run_type == Run::RT_Iteration && counter != run.counters.end())
        note(run.run_name.function_name, counter->second.value);
    }
  }

  const std::vector<Row>& rows() const { return rows_; }
  bool failed() const { return failed_; }
  double of(const std::string& name) const {
    const auto found = std::ranges::find(rows_, name, &Row::name);
    return found == rows_.end() ? 0 : found->bytes_per_second;
  }

 private:
  void note(const std::string& name, double value) {
    const auto found = std::ranges::find(rows_, name, &Row::name);
    if (found == rows_.end())
      rows_.push_back({name, value});
    else
      found->bytes_per_second = std::max(found->bytes_per_second, value);
  }

  std::vector<Row> rows_;
  bool failed_ = false;
};

const Goal* goal_of(const Row& row, const std::vector<Goal>& goals) {
  if (row.name.ends_with("scalar")) return nullptr;
  const auto found = std::ranges::find_if(goals, [&](const Goal& one) { return row.name.starts_with(one.prefix); });
  return found == goals.end() ? nullptr : &*found;
}

void print(const Best& best, const std::vector<Goal>& goals) {
  std::printf("%-28s %12s %10s %8s\n", "", "MB/s", "of bare", "goal");
  for (const auto& row : best.rows()) {
    std::printf("%-28s %12.0f", row.name.c_str(), row.bytes_per_second / 1e6);
    const auto* goal = goal_of(row, goals);
    if (goal == nullptr) {
      std::printf("\n");
      continue;
    }
    const auto ratio = row.bytes_per_second / best.of(goal->base);
    std::printf(" %9.1f%% %7.0f%%%s\n", ratio * 100, goal->ratio * 100, ratio >= goal->ratio ? "" : "  missed");
  }
}

struct Held {
  const Memory* of = nullptr;
  std::optional<double> mebibytes;
};

void print(const std::vector<Held>& held) {
  if (!held.empty()) std::printf("\n%-28s %12s %10s %8s\n", "", "MiB resident", "", "goal");
  for (const auto& one : held) {
    std::printf("%-28s ", one.of->name.c_str());
    if (!one.mebibytes)
      std::printf("failed\n");
    else
      std::printf("%12.1f %10s %8llu%s\n", *one.mebibytes, "", static_cast<unsigned long long>(one.of->goal_mebibytes),
                  *one.mebibytes <= static_cast<double>(one.of->goal_mebibytes) ? "" : "  missed");
  }
}

json::Value to_json(const std::vector<Held>& held) {
  json::Array out;
  for (const auto& one : held)
    out.push_back(json::Object{
        {"name", one.of->name},
        {"mebibytes", one.mebibytes ? json::Value(static_cast<std::int64_t>(*one.mebibytes + 0.5)) : json::Value{}},
        {"goalMebibytes", static_cast<std::int64_t>(one.of->goal_mebibytes)}});
  return out;
}

json::Value to_json(const Best& best, const std::vector<Goal>& goals) {
  json::Array rows;
  for (const auto& row : best.rows()) {
    json::Object one{{"name", row.name}, {"megabytesPerSecond", static_cast<std::int64_t>(row.bytes_per_second / 1e6)}};
    if (const auto* goal = goal_of(row, goals)) {
      one.set("percentOfBase", static_cast<std::int64_t>(row.bytes_per_second / best.of(goal->base) * 100));
      one.set("goalPercent", static_cast<std::int64_t>(goal->ratio * 100));
      one.set("base", goal->base);
    }
    rows.emplace_back(std::move(one));
  }
  return rows;
}

}  // namespace

int run_table(int argc, char** argv, const std::vector<Goal>& goals, const std::vector<Memory>& memory) {
  std::string json_file;
  bool filtered = false;
  std::vector<std::string> arguments{argv[0], "--benchmark_repetitions=5", "--benchmark_min_time=0.1",
                                     "--benchmark_enable_random_interleaving=true"};
  for (int i = 1; i < argc; ++i) {
    const std::string_view argument = argv[i];
    filtered |= argument.starts_with("--benchmark_filter");
    if (argument == "--json" && i + 1 < argc)
      json_file = argv[++i];
    else
      arguments.emplace_back(argument);
  }
  std::vector<char*> pointers;
  pointers.reserve(arguments.size());
  for (auto& one : arguments) pointers.push_back(one.data());
  int count = static_cast<int>(pointers.size());
  benchmark::Initialize(&count, pointers.data());
  if (benchmark::ReportUnrecognizedArguments(count, pointers.data())) return 2;
  std::vector<Held> held;  // first: a child's peak begins with what its parent held
  if (!filtered)
    for (const auto& one : memory) held.push_back({&one, peak_mebibytes(one)});
  Best best;
  benchmark::RunSpecifiedBenchmarks(&best);
  print(best, goals);
  print(held);
  const bool failed = best.failed() || std::ranges::any_of(held, [](const Held& one) { return !one.mebibytes; });
  if (!json_file.empty())
    std::ofstream(json_file) << json::write_pretty(
                                    json::Object{{"rows", to_json(best, goals)}, {"memory", to_json(held)}})
                             << "\n";
  return failed ? 1 : 0;
}

}  // namespace longshore::bench
