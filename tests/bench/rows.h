#pragma once
#include "tests/bench/generate.h"

#include <cstdint>
#include <string>

#include <benchmark/benchmark.h>

namespace longshore::bench {

inline constexpr std::uint64_t block_bytes = 64U << 10;

/// 16 MiB of sets of about 10 KB, generated once.
const std::string& payload(Kind kind);
void count_bytes(benchmark::State& state, std::size_t bytes);
/// The row "bare AVX2 index" that others are held to; none where there is no AVX2.
void add_bare_index();

/// Whole documents to events: read, checked at levels 1 to 5, mapped, written as JSON. Counts the bytes read, or those
/// of the events written.
enum class Counted { read, written };
void to_events(benchmark::State& state, Kind kind, Counted counted);
/// The least that those events cost: each is copied once, and hashed as its identity asks. Counts the bytes read.
void hash_and_copy(benchmark::State& state, Kind kind);

}  // namespace longshore::bench
