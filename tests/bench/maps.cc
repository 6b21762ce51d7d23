// How fast documents become events, beside a bare AVX2 loop over the same kind of bytes in the same run.
#include "tests/bench/rows.h"
#include "tests/bench/table.h"

namespace longshore::bench {
namespace {

void add() {
  add_bare_index();
  struct Row {
    const char* name;
    Kind kind;
  };
  for (const auto& row : {Row{"856", Kind::x12_856}, Row{"214", Kind::x12_214}, Row{"DESADV", Kind::desadv},
                          Row{"IFTSTA", Kind::iftsta}}) {
    const std::string name = row.name;
    benchmark::RegisterBenchmark(("to events, " + name).c_str(), to_events, row.kind, Counted::read);
    benchmark::RegisterBenchmark((name + ", bytes of its events").c_str(), to_events, row.kind, Counted::written);
    benchmark::RegisterBenchmark((name + ", hashed and copied").c_str(), hash_and_copy, row.kind);
  }
}

}  // namespace
}  // namespace longshore::bench

int main(int argc, char** argv) {
  longshore::bench::add();
  return longshore::bench::run_table(argc, argv, {{"to events", "bare AVX2 index", 0.045}});
}
