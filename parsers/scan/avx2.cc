#include "parsers/scan/variants.h"

#if defined(__x86_64__)
#include <immintrin.h>

namespace longshore::scan {
namespace {

constexpr std::size_t stride = 64;

struct Bytes {
  __m256i low;
  __m256i high;
};

[[gnu::target("avx2"), gnu::always_inline]] inline Bytes load(const char* at) {
  return {_mm256_loadu_si256(reinterpret_cast<const __m256i*>(at)),
          _mm256_loadu_si256(reinterpret_cast<const __m256i*>(at + 32))};
}

[[gnu::target("avx2"), gnu::always_inline]] inline std::uint64_t bits(__m256i low, __m256i high) {
  const auto low_bits = static_cast<std::uint32_t>(_mm256_movemask_epi8(low));
  const auto high_bits = static_cast<std::uint32_t>(_mm256_movemask_epi8(high));
  return (std::uint64_t{high_bits} << 32) | low_bits;
}

[[gnu::target("avx2"), gnu::always_inline]] inline std::uint64_t matches(const Bytes& bytes, __m256i needle) {
  return bits(_mm256_cmpeq_epi8(bytes.low, needle), _mm256_cmpeq_epi8(bytes.high, needle));
}

/// Eight at a time whether they are there or not: cheaper than a branch for each.
[[gnu::target("avx2,bmi,bmi2,popcnt"), gnu::always_inline]] inline void write(std::uint64_t found,
                                                                              std::uint64_t segments,
                                                                              std::uint32_t base, Hits& hits) {
  auto* out = hits.end();
  hits.append(static_cast<std::size_t>(__builtin_popcountll(found)), _pext_u64(segments, found));
  const auto count = static_cast<std::size_t>(__builtin_popcountll(found));
  for (std::size_t written = 0; written < count; written += 8) {
    for (std::size_t i = written; i < written + 8; ++i) {
      out[i] = base + static_cast<std::uint32_t>(_tzcnt_u64(found));
      found = _blsr_u64(found);
    }
  }
}

}  // namespace

[[gnu::target("avx2,bmi,bmi2,popcnt")]] void index_avx2(std::string_view block, const Needles& needles, Carry& carry,
                                                        std::uint32_t base, Hits& hits) {
  hits.reserve(block.size());
  const __m256i segment = _mm256_set1_epi8(needles.segment);
  const __m256i element = _mm256_set1_epi8(needles.element);
  const __m256i release = _mm256_set1_epi8(needles.release.value_or('\0'));
  const bool has_release = needles.release.has_value();
  bool released = has_release && carry.released;
  std::size_t at = 0;
  for (; at + stride <= block.size(); at += stride) {
    const auto bytes = load(block.data() + at);
    const auto segments = matches(bytes, segment);
    auto found = segments | matches(bytes, element);
    if (has_release) {
      const auto releases = matches(bytes, release);
      if ((releases | std::uint64_t{released}) != 0) found &= ~(released_bytes(releases, released) | releases);
    }
    write(found, segments, base + static_cast<std::uint32_t>(at), hits);
  }
  carry.released = released;
  index_scalar(block.substr(at), needles, carry, base + static_cast<std::uint32_t>(at), hits);
}

}  // namespace longshore::scan
#endif
