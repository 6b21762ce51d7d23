#pragma once
#include "engine/base/yaml/yaml.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>

/// Parsed trees as bytes, as an image keeps them (IMAGE.md).
namespace longshore::yaml {

/// How much of a tree is wanted; what is not wanted is a null in its place. Pairs keep their keys and places.
struct Outline {
  std::span<const std::string_view> keys;  ///< of the root mapping: only these have their values
  std::size_t depth = 64;                  ///< lists and mappings below this level are not wanted; the root is level 0
};

/// Appends the tree, without the name of its file.
void append_tree(const Node& root, std::string& out);

/// Reads it back, every place in `file`. Nullopt for bytes that `append_tree` did not write, as far as that shows:
/// whatever the bytes are, nothing outside of them is read and the tree is no larger than they are.
std::optional<Node> read_tree(std::string_view bytes, const std::string& file, const Outline* outline = nullptr);

/// Whole numbers of up to 64 bits, seven bits a byte, the low ones first.
void append_number(std::uint64_t value, std::string& out);

/// Reads what `append_number` and its like wrote. After the first fault it is not `sound()` and gives zeros.
class ByteReader {
 public:
  explicit ByteReader(std::string_view bytes) : rest_(bytes) {}

  std::uint64_t number();
  std::uint32_t small_number();  ///< one that fits into 32 bits
  std::string_view text();       ///< a number and that many bytes
  std::uint8_t byte();
  void skip(std::uint64_t count);

  bool sound() const { return sound_; }
  bool at_end() const { return rest_.empty(); }
  std::size_t left() const { return rest_.size(); }
  void fault() {
    sound_ = false;
    rest_ = {};
  }

 private:
  std::string_view rest_;
  bool sound_ = true;
};

}  // namespace longshore::yaml
