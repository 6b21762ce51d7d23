#include "parsers/scan/variants.h"

#if defined(__x86_64__)
// GCC 12 takes the undefined upper halves that its own intrinsics start from for uninitialised variables.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wuninitialized"
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif
#include <immintrin.h>

#define LONGSHORE_AVX512 gnu::target("avx512f,avx512bw,avx512vbmi2,bmi2,popcnt")

namespace longshore::scan {
namespace {

constexpr std::size_t stride = 64;
constexpr std::size_t step = 16;  // offsets in one register

[[LONGSHORE_AVX512, gnu::always_inline]] inline __m512i places() {
  alignas(64) static constexpr auto bytes = [] {
    std::array<std::uint8_t, stride> out{};
    for (std::size_t i = 0; i < stride; ++i) out.at(i) = static_cast<std::uint8_t>(i);
    return out;
  }();
  return _mm512_load_si512(bytes.data());
}

[[LONGSHORE_AVX512, gnu::always_inline]] inline void write_step(__m128i places, std::uint32_t base,
                                                                std::uint32_t* out) {
  const auto offsets = _mm512_add_epi32(_mm512_cvtepu8_epi32(places), _mm512_set1_epi32(static_cast<int>(base)));
  _mm512_storeu_si512(out, offsets);
}

/// The places of the set bits are pressed together in one instruction, then widened sixteen at a time.
[[LONGSHORE_AVX512, gnu::always_inline]] inline void write(std::uint64_t found, std::uint64_t segments,
                                                           std::uint32_t base, Hits& hits) {
  auto* out = hits.end();
  const auto count = static_cast<std::size_t>(__builtin_popcountll(found));
  hits.append(count, _pext_u64(segments, found));
  const auto pressed = _mm512_maskz_compress_epi8(found, places());
  write_step(_mm512_castsi512_si128(pressed), base, out);
  if (count > step) {
    write_step(_mm512_extracti32x4_epi32(pressed, 1), base, out + step);
    if (count > 2 * step) {
      write_step(_mm512_extracti32x4_epi32(pressed, 2), base, out + 2 * step);
      write_step(_mm512_extracti32x4_epi32(pressed, 3), base, out + 3 * step);
    }
  }
}

}  // namespace

[[LONGSHORE_AVX512]] void index_avx512(std::string_view block, const Needles& needles, Carry& carry, std::uint32_t base,
                                       Hits& hits) {
  hits.reserve(block.size());
  const __m512i segment = _mm512_set1_epi8(needles.segment);
  const __m512i element = _mm512_set1_epi8(needles.element);
  const __m512i release = _mm512_set1_epi8(needles.release.value_or('\0'));
  const bool has_release = needles.release.has_value();
  bool released = has_release && carry.released;
  std::size_t at = 0;
  for (; at + stride <= block.size(); at += stride) {
    const auto bytes = _mm512_loadu_si512(block.data() + at);
    const std::uint64_t segments = _mm512_cmpeq_epi8_mask(bytes, segment);
    std::uint64_t found = segments | _mm512_cmpeq_epi8_mask(bytes, element);
    if (has_release) {
      const std::uint64_t releases = _mm512_cmpeq_epi8_mask(bytes, release);
      if ((releases | std::uint64_t{released}) != 0) found &= ~(released_bytes(releases, released) | releases);
    }
    write(found, segments, base + static_cast<std::uint32_t>(at), hits);
  }
  carry.released = released;
  index_scalar(block.substr(at), needles, carry, base + static_cast<std::uint32_t>(at), hits);
}

}  // namespace longshore::scan
#pragma GCC diagnostic pop
#endif
