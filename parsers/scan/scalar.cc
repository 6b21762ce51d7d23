#include "parsers/scan/variants.h"

namespace longshore::scan {

void index_scalar(std::string_view block, const Needles& needles, Carry& carry, std::uint32_t base, Hits& hits) {
  hits.reserve(block.size());
  bool released = needles.release && carry.released;
  for (std::size_t i = 0; i < block.size(); ++i) {
    const char c = block[i];
    if (released) {
      released = false;
    } else if (needles.release && c == *needles.release) {
      released = true;
    } else if (c == needles.segment || c == needles.element) {
      *hits.end() = base + static_cast<std::uint32_t>(i);
      hits.append(1, c == needles.segment ? 1 : 0);
    }
  }
  carry.released = released;
}

}  // namespace longshore::scan
