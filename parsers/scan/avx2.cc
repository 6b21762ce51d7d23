#include "parsers/scan/scan.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace longshore::scan {

#if defined(__x86_64__)
namespace {

constexpr std::size_t stride = 64;

/// Bit i is set where byte i of the 64 at `bytes` equals `needle`.
__attribute__((target("avx2"))) std::uint64_t matches(const char* bytes, char needle) {
  const __m256i wanted = _mm256_set1_epi8(needle);
  const __m256i low = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(bytes));
  const __m256i high = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(bytes + 32));
  const auto low_bits = static_cast<std::uint32_t>(_mm256_movemask_epi8(_mm256_cmpeq_epi8(low, wanted)));
  const auto high_bits = static_cast<std::uint32_t>(_mm256_movemask_epi8(_mm256_cmpeq_epi8(high, wanted)));
  return (std::uint64_t{high_bits} << 32) | low_bits;
}

/// Given where release characters stand, the bytes that they release. Release characters are rare, so one step for each
/// is cheap. `carry` in: byte 0 is released; out: the byte after the 64 is.
std::uint64_t released_bytes(std::uint64_t release, bool& carry) {
  std::uint64_t released = carry ? 1U : 0U;
  release &= ~released;
  carry = false;
  while (release != 0) {
    const std::uint64_t lowest = release & (~release + 1);
    carry = (lowest >> 63) != 0;
    released |= lowest << 1;
    release &= ~(lowest | (lowest << 1));
  }
  return released;
}

void append(std::uint64_t bits, std::uint32_t base, std::vector<std::uint32_t>& out) {
  for (; bits != 0; bits &= bits - 1) out.push_back(base + static_cast<std::uint32_t>(__builtin_ctzll(bits)));
}

}  // namespace

__attribute__((target("avx2"))) void index_avx2(std::string_view block, const Needles& needles, Carry& carry,
                                                std::uint32_t base, std::vector<std::uint32_t>& out) {
  std::size_t at = 0;
  bool released = needles.release && carry.released;
  for (; at + stride <= block.size(); at += stride) {
    const char* bytes = block.data() + at;
    std::uint64_t found = matches(bytes, needles.segment) | matches(bytes, needles.element);
    if (needles.release) {
      const std::uint64_t release = matches(bytes, *needles.release);
      found &= ~release;
      if (release != 0 || released) found &= ~released_bytes(release, released);
    }
    append(found, base + static_cast<std::uint32_t>(at), out);
  }
  carry.released = released;
  index_scalar(block.substr(at), needles, carry, base + static_cast<std::uint32_t>(at), out);
}
#else
void index_avx2(std::string_view block, const Needles& needles, Carry& carry, std::uint32_t base,
                std::vector<std::uint32_t>& out) {
  index_scalar(block, needles, carry, base, out);
}
#endif

}  // namespace longshore::scan
