#include "parsers/scan/scan.h"

#include "parsers/scan/variants.h"

#include <array>

namespace longshore::scan {

std::span<const Variant> variants() {
#if defined(__x86_64__)
  static constexpr std::array all{Variant{"scalar", index_scalar}, Variant{"avx2", index_avx2},
                                  Variant{"avx512", index_avx512}};
  const bool avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2");
  const bool avx512 = avx2 && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vbmi2");
  return std::span(all).first(avx512 ? 3 : avx2 ? 2 : 1);
#else
  static constexpr std::array all{Variant{"scalar", index_scalar}};
  return all;
#endif
}

std::size_t Hits::close_up(std::size_t from, std::size_t to, std::size_t before) {
  if (to == before) return from;
  std::copy_backward(offsets_.data() + from, offsets_.data() + to, offsets_.data() + before);
  return from + (before - to);
}

void Hits::keep(std::size_t from, std::uint32_t base) {
  size_ -= from;
  for (std::size_t i = 0; i < size_; ++i) offsets_[i] = offsets_[i + from] - base;
  std::fill_n(segments_.begin(), size_ / 64 + 1, 0);
}

void Hits::add(std::uint32_t offset) {
  reserve(1);
  *end() = offset;
  append(1, 0);
}

void Hits::reserve(std::size_t bytes) {
  constexpr std::size_t ahead = 64;
  const auto room = size_ + bytes + ahead;
  if (offsets_.size() < room) offsets_.resize(room);
  if (segments_.size() < room / 64 + 2) segments_.resize(room / 64 + 2);
}

void index(std::string_view block, const Needles& needles, Carry& carry, std::uint32_t base, Hits& hits) {
  static const Index fastest = variants().back().index;
  fastest(block, needles, carry, base, hits);
}

}  // namespace longshore::scan
