#pragma once
#include <cstdint>
#include <span>
#include <vector>

namespace longshore::guide {

/// Which lines of a level start with a tag. No two tags share a slot, so that one look tells.
class TagIndex {
 public:
  /// `keys` are the lines' tag_key.
  void build(std::span<const std::uint32_t> keys);
  std::size_t size() const { return lines_; }
  /// The first line at or behind `from` with that key; size() where none has it.
  std::size_t find(std::uint32_t key, std::size_t from) const {
    const auto& slot = slots_[slot_of(key)];
    std::size_t line = slot.key == key ? slot.first : lines_;
    while (line < from) line = next_[line];
    return line;
  }

 private:
  struct Slot {
    std::uint32_t key = 0;  // 0: free
    std::uint32_t first = 0;
  };
  std::size_t slot_of(std::uint32_t key) const { return key * factor_ >> shift_; }
  bool fill(std::span<const std::uint32_t> keys);

  std::vector<Slot> slots_ = std::vector<Slot>(2);  // 2^(32 - shift_) of them
  std::vector<std::uint32_t> next_;                 // of each line, the next one with its key
  std::uint32_t lines_ = 0;
  std::uint32_t factor_ = 1;
  std::uint32_t shift_ = 31;
};

}  // namespace longshore::guide
