#include "parsers/scan/scan.h"

namespace longshore::scan {
namespace {

void index_plain(std::string_view block, const Needles& needles, std::uint32_t base, std::vector<std::uint32_t>& out) {
  for (std::size_t i = 0; i < block.size(); ++i)
    if (block[i] == needles.segment || block[i] == needles.element) out.push_back(base + static_cast<std::uint32_t>(i));
}

}  // namespace

void index_scalar(std::string_view block, const Needles& needles, Carry& carry, std::uint32_t base,
                  std::vector<std::uint32_t>& out) {
  if (!needles.release) {
    carry = {};
    return index_plain(block, needles, base, out);
  }
  bool released = carry.released;
  for (std::size_t i = 0; i < block.size(); ++i) {
    char byte = block[i];
    if (released) {
      released = false;
    } else if (byte == *needles.release) {
      released = true;
    } else if (byte == needles.segment || byte == needles.element) {
      out.push_back(base + static_cast<std::uint32_t>(i));
    }
  }
  carry.released = released;
}

bool has_avx2() {
#if defined(__x86_64__)
  return __builtin_cpu_supports("avx2") != 0;
#else
  return false;
#endif
}

void index(std::string_view block, const Needles& needles, Carry& carry, std::uint32_t base,
           std::vector<std::uint32_t>& out) {
  if (has_avx2()) return index_avx2(block, needles, carry, base, out);
  index_scalar(block, needles, carry, base, out);
}

}  // namespace longshore::scan
