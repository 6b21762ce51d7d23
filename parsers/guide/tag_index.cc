#include "parsers/guide/tag_index.h"

#include <bit>

namespace longshore::guide {

void TagIndex::build(std::span<const std::uint32_t> keys) {
  const auto lines = static_cast<std::uint32_t>(keys.size());
  slots_.assign(std::bit_ceil(keys.size() * 4 + 1), {0, lines});
  mask_ = slots_.size() - 1;
  next_.assign(lines, lines);
  for (auto line = lines; line-- > 0;) {
    auto slot = slot_of(keys[line]) & mask_;
    while (slots_[slot].key != keys[line] && slots_[slot].key != 0) slot = (slot + 1) & mask_;
    next_[line] = slots_[slot].first;
    slots_[slot] = {keys[line], line};
  }
}

}  // namespace longshore::guide
