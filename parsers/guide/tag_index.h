#pragma once
#include <cstdint>
#include <span>
#include <vector>

namespace longshore::guide {

/// Which lines of a level start with a tag.
class TagIndex {
 public:
  /// `keys` are the lines' tag_key.
  void build(std::span<const std::uint32_t> keys);
  /// The first line at or behind `from` with that key; how many lines there are where none has it.
  std::size_t find(std::uint32_t key, std::size_t from) const {
    auto slot = slot_of(key) & mask_;
    while (slots_[slot].key != key && slots_[slot].key != 0) slot = (slot + 1) & mask_;
    auto line = slots_[slot].first;
    while (line < from) line = next_[line];
    return line;
  }

 private:
  struct Slot {
    std::uint32_t key = 0;  // 0: free
    std::uint32_t first = 0;
  };
  static std::size_t slot_of(std::uint32_t key) { return key * 0x9E37'79B1U >> 20; }

  std::vector<Slot> slots_ = std::vector<Slot>(1);  // a power of two, at most a quarter taken
  std::vector<std::uint32_t> next_;                 // of each line, the next one with its key
  std::size_t mask_ = 0;
};

}  // namespace longshore::guide
