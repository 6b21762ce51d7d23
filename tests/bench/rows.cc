#include "tests/bench/rows.h"

#include "engine/base/crypto/crypto.h"
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

namespace {

/// A MiB of documents of 10 KB, and what makes events of them.
class Documents {
 public:
  explicit Documents(Kind kind) : text_(generate({kind, 1U << 20, 10'000, 1, "\n"})) {
    const std::string source = LONGSHORE_SOURCE_DIR;
    auto opened = maps::Catalog::open({source + "/parsers/dictionaries",
                                       source + "/maps/canonical",
                                       {source + "/maps/library"},
                                       {source + "/maps/library/codes"}});
    if (opened)
      catalog_ = std::move(*opened);
    else
      fault_ = opened.error().describe();
  }

  /// Why there are none; empty: there are.
  const std::string& fault() const { return fault_; }
  std::size_t bytes() const { return text_.size(); }

  template <class Take>
  void each_event(Take take) const {
    auto file = parsers::read(text_);
    for (auto& interchange : file.interchanges) {
      for (auto& group : interchange.groups) {
        for (auto& set : group.transactions) {
          const translate::Position at{interchange, group, set};
          const auto checked = translate::check(at, *catalog_);
          const auto made = translate::translate(at, *checked, nullptr, *catalog_, "0");
          for (const auto& event : made.output.events) take(event);
        }
      }
    }
  }

 private:
  std::string text_;
  std::shared_ptr<maps::Catalog> catalog_;
  std::string fault_;
};

}  // namespace

void to_events(benchmark::State& state, Kind kind, Counted counted) {
  const Documents documents(kind);
  if (!documents.fault().empty()) return state.SkipWithError(documents.fault().c_str());
  std::size_t written = 0;
  for (auto _ : state) {
    written = 0;
    documents.each_event([&](const Event& event) { written += event.json.size(); });
    if (written == 0) return state.SkipWithError("no event came of the generated file");
  }
  count_bytes(state, counted == Counted::read ? documents.bytes() : written);
}

void hash_and_copy(benchmark::State& state, Kind kind) {
  const Documents documents(kind);
  if (!documents.fault().empty()) return state.SkipWithError(documents.fault().c_str());
  std::vector<Event> events;
  documents.each_event([&](const Event& event) { events.push_back(event); });
  crypto::Sha256 hash;
  for (auto _ : state) {
    for (const auto& event : events) {
      const auto copy = event.json;
      for (const std::string_view part : {std::string_view(copy), std::string_view(event.factkey)}) hash.update(part);
      benchmark::DoNotOptimize(hash.finish());
      for (const auto& key : {event.factkey, event.idempotencykey}) {
        hash.update(key);
        benchmark::DoNotOptimize(hash.finish());
      }
    }
  }
  count_bytes(state, documents.bytes());
}

}  // namespace longshore::bench
