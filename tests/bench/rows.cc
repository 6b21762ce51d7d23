#include "tests/bench/rows.h"

#include "engine/translate/document.h"
#include "tests/bench/table.h"

#include <array>
#include <vector>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace longshore::bench {
namespace {

constexpr std::uint64_t payload_bytes = 16U << 20;

#if defined(__x86_64__)
/// The least that an index can do: compare, and write where it matched. Aligned: where its loop happens to stand is a
/// sixth of its speed.
[[gnu::target("avx2,bmi"), gnu::aligned(64), gnu::noinline]] std::uint32_t* bare_index(std::string_view block,
                                                                                       std::uint32_t* out) {
  const auto segment = _mm256_set1_epi8('~');
  const auto element = _mm256_set1_epi8('*');
  for (std::size_t at = 0; at + 32 <= block.size(); at += 32) {
    const auto bytes = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(block.data() + at));
    const auto matched = _mm256_or_si256(_mm256_cmpeq_epi8(bytes, segment), _mm256_cmpeq_epi8(bytes, element));
    auto bits = static_cast<std::uint32_t>(_mm256_movemask_epi8(matched));
    for (; bits != 0; bits = _blsr_u32(bits)) *out++ = static_cast<std::uint32_t>(at) + _tzcnt_u32(bits);
  }
  return out;
}

void bare_avx2(benchmark::State& state) {
  const std::string_view text = payload(Kind::x12_856);
  std::vector<std::uint32_t> out(block_bytes + 64);
  for (auto _ : state) {
    for (std::size_t at = 0; at < text.size(); at += block_bytes)
      benchmark::DoNotOptimize(bare_index(text.substr(at, block_bytes), out.data()));
    benchmark::ClobberMemory();
  }
  count_bytes(state, text.size());
}
#endif

}  // namespace

const std::string& payload(Kind kind) {
  static std::array<std::string, 4> all;
  auto& one = all.at(static_cast<std::size_t>(kind));
  if (one.empty()) one = generate({kind, payload_bytes, 10'000, 1, "\n"});
  return one;
}

void count_bytes(benchmark::State& state, std::size_t bytes) {
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations()) * static_cast<std::int64_t>(bytes));
}

void add_bare_index() {
#if defined(__x86_64__)
  benchmark::RegisterBenchmark("bare AVX2 index", bare_avx2);
#endif
}

void to_events(benchmark::State& state, Kind kind, Counted counted) {
  const std::string source = LONGSHORE_SOURCE_DIR;
  const auto catalog = maps::Catalog::open({source + "/parsers/dictionaries",
                                            source + "/maps/canonical",
                                            {source + "/maps/library"},
                                            {source + "/maps/library/codes"}});
  if (!catalog) return state.SkipWithError(catalog.error().describe().c_str());
  const auto text = generate({kind, 1U << 20, 10'000, 1, "\n"});
  std::size_t written = 0;
  for (auto _ : state) {
    written = 0;
    auto file = parsers::read(text);
    for (auto& interchange : file.interchanges) {
      for (auto& group : interchange.groups) {
        for (auto& set : group.transactions) {
          const translate::Position at{interchange, group, set};
          const auto checked = translate::check(at, **catalog);
          const auto made = translate::translate(at, *checked, nullptr, **catalog, "0");
          for (const auto& event : made.output.events) written += event.json.size();
        }
      }
    }
    if (written == 0) return state.SkipWithError("no event came of the generated file");
  }
  count_bytes(state, counted == Counted::read ? text.size() : written);
}

}  // namespace longshore::bench
