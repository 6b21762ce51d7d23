#include "parsers/scan/scan.h"

#include "parsers/scan/variants.h"

#include <array>

namespace longshore::scan {

std::span<const Variant> variants() {
#if defined(__x86_64__)
  static constexpr std::array all{Variant{"scalar", index_scalar}, Variant{"avx2", index_avx2},
                                  Variant{"avx512", index_avx512}};
  const bool avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi");
  const bool avx512 = avx2 && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vbmi2");
  return std::span(all).first(avx512 ? 3 : avx2 ? 2 : 1);
#else
  static constexpr std::array all{Variant{"scalar", index_scalar}};
  return all;
#endif
}

std::uint32_t* index(std::string_view block, const Needles& needles, Carry& carry, std::uint32_t base,
                     std::uint32_t* out) {
  static const Index fastest = variants().back().index;
  return fastest(block, needles, carry, base, out);
}

}  // namespace longshore::scan
