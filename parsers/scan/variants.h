#pragma once
#include "parsers/scan/scan.h"

namespace longshore::scan {

/// One byte after the other: what the vector variants are measured by, and how they end a block.
void index_scalar(std::string_view block, const Needles& needles, Carry& carry, std::uint32_t base, Hits& hits);

#if defined(__x86_64__)
/// Given where release characters stand in 64 bytes, the bytes that they release: each that follows an odd run of them.
/// `carry` in: byte 0 is released; out: the byte after the 64 is.
inline std::uint64_t released_bytes(std::uint64_t release, bool& carry) {
  constexpr std::uint64_t even_bits = 0x5555'5555'5555'5555;
  const std::uint64_t carried = carry ? 1U : 0U;
  release &= ~carried;
  const std::uint64_t follows = (release << 1) | carried;
  const std::uint64_t odd_starts = release & ~even_bits & ~follows;
  std::uint64_t even_sequences = 0;
  carry = __builtin_add_overflow(odd_starts, release, &even_sequences);
  return (even_bits ^ (even_sequences << 1)) & follows;
}

/// Needs AVX2 and BMI2.
void index_avx2(std::string_view block, const Needles& needles, Carry& carry, std::uint32_t base, Hits& hits);
/// Needs AVX-512 BW and VBMI2, and BMI2.
void index_avx512(std::string_view block, const Needles& needles, Carry& carry, std::uint32_t base, Hits& hits);
#endif

}  // namespace longshore::scan
