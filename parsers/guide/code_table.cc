#include "parsers/guide/code_table.h"

#include <algorithm>

namespace longshore::guide {

void CodeTable::add(std::string_view code) {
  if (code.empty() || code.size() > longest || has(code)) return;
  if (slots_.size() < 4 * (taken_ + 1)) {
    auto old = std::move(slots_);
    slots_.assign(std::max<std::size_t>(8, old.size() * 2), 0);
    mask_ = slots_.size() - 1;
    for (auto key : old)
      if (key != 0) place(key);
  }
  place(key_of(code));
  ++taken_;
}

void CodeTable::place(std::uint64_t key) {
  auto slot = slot_of(key);
  while (slots_[slot & mask_] != 0) ++slot;
  slots_[slot & mask_] = key;
}

}  // namespace longshore::guide
