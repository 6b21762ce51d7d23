#include "parsers/guide/tag_index.h"

#include <bit>

namespace longshore::guide {

void TagIndex::build(std::span<const std::uint32_t> keys) {
  constexpr std::uint32_t first_factor = 0x9E37'79B1;
  constexpr std::uint32_t factors = 256;
  lines_ = static_cast<std::uint32_t>(keys.size());
  const auto least = static_cast<std::uint32_t>(std::bit_width(keys.size() * 4 + 1));
  for (shift_ = 32 - least;; --shift_) {
    for (std::uint32_t i = 0; i < factors; ++i) {
      factor_ = first_factor + 2 * i;
      if (fill(keys)) return;
    }
  }
}

/// False where two keys fall into one slot.
bool TagIndex::fill(std::span<const std::uint32_t> keys) {
  slots_.assign(std::size_t{1} << (32 - shift_), {0, lines_});
  next_.assign(lines_, lines_);
  for (auto line = lines_; line-- > 0;) {
    auto& slot = slots_[slot_of(keys[line])];
    if (slot.key != 0 && slot.key != keys[line]) return false;
    next_[line] = slot.first;
    slot = {keys[line], line};
  }
  return true;
}

}  // namespace longshore::guide
