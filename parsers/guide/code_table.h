#pragma once
#include <algorithm>
#include <cstdint>
#include <string_view>
#include <vector>

namespace longshore::guide {

/// The codes of a list, up to eight bytes each, for asking often. Longer ones are not here: it then says no.
class CodeTable {
 public:
  static constexpr std::size_t longest = 8;
  /// A code as one number, its first byte the lowest. At most `longest` bytes.
  static constexpr std::uint64_t key_of(std::string_view code) {
    std::uint64_t out = 0;
    for (auto i = code.size(); i-- > 0;) out = out << 8 | static_cast<unsigned char>(code[i]);
    return out;
  }

  void add(std::string_view code);
  bool has(std::string_view code) const { return code.size() <= longest && has(key_of(code)); }
  bool has(std::uint64_t key) const {
    for (auto slot = slot_of(key);; slot += 2) {
      const auto one = slots_[slot & mask_];
      const auto next = slots_[(slot + 1) & mask_];
      if (std::min(one ^ key, next ^ key) == 0) return true;  // without asking which of them it is
      if (std::min(one, next) == 0) return false;
    }
  }

 private:
  static std::size_t slot_of(std::uint64_t key) {
    return static_cast<std::size_t>((key * 0x9E37'79B9'7F4A'7C15) >> 40);
  }
  void place(std::uint64_t key);

  std::vector<std::uint64_t> slots_ = std::vector<std::uint64_t>(1);  // a power of two; a quarter taken; 0 is free
  std::size_t mask_ = 0;
  std::size_t taken_ = 0;
};

}  // namespace longshore::guide
