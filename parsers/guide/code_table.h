#pragma once
#include <cstdint>
#include <string_view>
#include <vector>

namespace longshore::guide {

/// The codes of a list, up to eight bytes each, for asking often. Longer ones are not here: it then says no.
class CodeTable {
 public:
  void add(std::string_view code);
  bool has(std::string_view code) const {
    if (code.size() > most || slots_.empty()) return false;
    const auto key = key_of(code);
    for (auto slot = slot_of(key);; ++slot) {
      const auto held = slots_[slot & mask_];
      if (held == key) return true;
      if (held == 0) return false;
    }
  }

 private:
  static constexpr std::size_t most = 8;

  static std::uint64_t key_of(std::string_view code) {
    std::uint64_t out = 0;
    for (char c : code) out = out << 8 | static_cast<unsigned char>(c);
    return out;
  }
  static std::size_t slot_of(std::uint64_t key) {
    return static_cast<std::size_t>((key * 0x9E37'79B9'7F4A'7C15) >> 40);
  }
  void place(std::uint64_t key);

  std::vector<std::uint64_t> slots_;  // a power of two of them, at most half taken; 0 is free
  std::size_t mask_ = 0;
  std::size_t taken_ = 0;
};

}  // namespace longshore::guide
