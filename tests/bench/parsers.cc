// How fast the parsers are beside memcpy and a bare AVX2 loop over the same bytes in the same run.
#include "parsers/events.h"
#include "parsers/guide/checker.h"
#include "parsers/guide/library.h"
#include "parsers/scan/scan.h"
#include "tests/bench/rows.h"
#include "tests/bench/table.h"

#include <cstring>

#include <benchmark/benchmark.h>

namespace longshore::bench {
namespace {

void copy(benchmark::State& state) {
  const auto& from = payload(Kind::x12_856);
  std::string to(from.size(), '\0');
  for (auto _ : state) {
    std::memcpy(to.data(), from.data(), from.size());
    benchmark::DoNotOptimize(to.data());
    benchmark::ClobberMemory();
  }
  count_bytes(state, from.size());
}

void index(benchmark::State& state, Kind kind, const scan::Needles& needles, scan::Index variant) {
  const std::string_view text = payload(kind);
  scan::Hits hits;
  for (auto _ : state) {
    scan::Carry carry;
    for (std::size_t at = 0; at < text.size(); at += block_bytes) {
      hits.truncate(0);
      variant(text.substr(at, block_bytes), needles, carry, 0, hits);
      benchmark::DoNotOptimize(hits.size());
    }
    benchmark::ClobberMemory();
  }
  count_bytes(state, text.size());
}

/// Looks at every segment and at how many elements it has.
class Counter final : public parsers::Events {
 public:
  void segment(const parsers::Segment& segment) override { elements_ += segment.element_count(); }
  void diagnostic(parsers::Part, Diagnostic) override { ++diagnostics_; }
  std::uint64_t elements() const { return elements_; }
  std::uint64_t diagnostics() const { return diagnostics_; }

 private:
  std::uint64_t elements_ = 0;
  std::uint64_t diagnostics_ = 0;
};

void events(benchmark::State& state, Kind kind) {
  const std::string_view text = payload(kind);
  for (auto _ : state) {
    Counter counter;
    parsers::read(text, counter);
    if (counter.diagnostics() != 0) return state.SkipWithError("the generated file is not sound");
    benchmark::DoNotOptimize(counter.elements());
  }
  count_bytes(state, text.size());
}

class Verdicts final : public guide::CheckedEvents {
 public:
  void diagnostic(parsers::Part, Diagnostic one) override { worst_ += one.severity == Severity::error ? 1 : 0; }
  void end_transaction(const parsers::Transaction& one) override {
    accepted_ += one.status == parsers::Status::accepted ? 1 : 0;
  }
  std::uint64_t errors() const { return worst_; }
  std::uint64_t accepted() const { return accepted_; }

 private:
  std::uint64_t worst_ = 0;
  std::uint64_t accepted_ = 0;
};

void validation(benchmark::State& state, Kind kind) {
  static guide::Library library(std::string(LONGSHORE_SOURCE_DIR) + "/parsers/dictionaries");
  const std::string_view text = payload(kind);
  const auto find = [](parsers::Standard standard, const parsers::Transaction& one) {
    const auto found = library.find(standard, one);
    return found ? *found : nullptr;
  };
  for (auto _ : state) {
    Verdicts verdicts;
    guide::Checker checker(find, 5, verdicts);
    parsers::read(text, checker);
    if (verdicts.errors() != 0 || verdicts.accepted() == 0)
      return state.SkipWithError("the generated file is not sound");
  }
  count_bytes(state, text.size());
}

void add() {
  benchmark::RegisterBenchmark("memcpy", copy);
  add_bare_index();
  for (const auto& variant : scan::variants()) {
    const auto name = std::string(variant.name);
    benchmark::RegisterBenchmark(("index 856, " + name).c_str(), index, Kind::x12_856, scan::Needles{'~', '*', {}},
                                 variant.index);
    benchmark::RegisterBenchmark(("index DESADV, " + name).c_str(), index, Kind::desadv, scan::Needles{'\'', '+', '?'},
                                 variant.index);
  }
  struct Row {
    const char* name;
    Kind kind;
  };
  for (const auto& row : {Row{"856", Kind::x12_856}, Row{"214", Kind::x12_214}, Row{"DESADV", Kind::desadv},
                          Row{"IFTSTA", Kind::iftsta}}) {
    benchmark::RegisterBenchmark((std::string("events ") + row.name).c_str(), events, row.kind);
    benchmark::RegisterBenchmark((std::string("validation ") + row.name).c_str(), validation, row.kind);
  }
  benchmark::RegisterBenchmark("canonical JSON of 856", to_events, Kind::x12_856, Counted::read);
}

std::vector<Memory> memory() {
  const std::string binaries = LONGSHORE_BINARY_DIR;
  const auto generator = binaries + "/bin/longshore_generate";
  const std::vector<std::string> validate{binaries + "/longshore", "validate", "-"};
  return {{"validate 856, 1 GiB", {generator, "856", "1G"}, validate},
          {"validate 856, one set", {generator, "856", "1G", "1G"}, validate},
          {"validate DESADV, 1 GiB", {generator, "desadv", "1G"}, validate},
          {"inspect DESADV, 256 MiB", {generator, "desadv", "256M"}, {validate[0], "inspect", "-o", "ndjson", "-"}}};
}

}  // namespace
}  // namespace longshore::bench

int main(int argc, char** argv) {
  longshore::bench::add();
  return longshore::bench::run_table(argc, argv,
                                     {{"index", "bare AVX2 index", 0.80},
                                      {"events", "bare AVX2 index", 0.30},
                                      {"validation", "bare AVX2 index", 0.12},
                                      {"canonical", "bare AVX2 index", 0.045}},
                                     longshore::bench::memory());
}
