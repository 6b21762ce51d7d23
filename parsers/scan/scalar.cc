#include "parsers/scan/variants.h"

namespace longshore::scan {

std::uint32_t* index_scalar(std::string_view block, const Needles& needles, Carry& carry, std::uint32_t base,
                            std::uint32_t* out) {
  bool released = needles.release && carry.released;
  for (std::size_t i = 0; i < block.size(); ++i) {
    const char c = block[i];
    if (released) {
      released = false;
    } else if (needles.release && c == *needles.release) {
      released = true;
    } else if (c == needles.segment || c == needles.element) {
      *out++ = base + static_cast<std::uint32_t>(i);
    }
  }
  carry.released = released;
  return out;
}

}  // namespace longshore::scan
