#include "engine/base/yaml/tree_bytes.h"

#include <algorithm>

namespace longshore::yaml {
namespace {

// A node: one byte of kind and quoting, line, column; then its text, or the number of bytes and of entries of its
// content and the content. A pair is its key, the key's line and column, and the value.
constexpr std::uint8_t kind_bits = 0x03;
constexpr std::uint8_t quoted_bit = 0x04;

void append_text(std::string_view text, std::string& out) {
  append_number(text.size(), out);
  out += text;
}

void append_place(const SourceLocation& where, std::string& out) {
  append_number(where.line, out);
  append_number(where.column, out);
}

class TreeReader {
 public:
  TreeReader(std::string_view bytes, const std::string& file, const Outline* outline)
      : in_(bytes), file_(file), outline_(outline) {}

  std::optional<Node> read() {
    Node root;
    read(root, 0);
    if (!in_.sound() || !in_.at_end()) return std::nullopt;
    return root;
  }

 private:
  void place(SourceLocation& out) {
    out.file = file_;
    out.line = in_.small_number();
    out.column = in_.small_number();
  }

  void read(Node& out, std::size_t level) {
    const auto head = in_.byte();
    if ((head & ~(kind_bits | quoted_bit)) != 0 || level > deepest) return in_.fault();
    out.kind = static_cast<Node::Kind>(head & kind_bits);
    out.quoted = (head & quoted_bit) != 0;
    place(out.where);
    if (out.is_sequence() || out.is_mapping())
      read_content(out, level);
    else
      out.text = in_.text();
  }

  void read_content(Node& out, std::size_t level) {
    const auto bytes = in_.number();
    const auto entries = in_.number();
    // An entry has bytes of its own, so that a false number cannot ask for more memory than there is content.
    if (bytes > in_.left() || entries > bytes) return in_.fault();
    if (outline_ != nullptr && level > outline_->depth) {
      out.kind = Node::Kind::null;
      return in_.skip(bytes);
    }
    const auto left_behind = in_.left() - bytes;
    if (out.is_sequence())
      read_items(out, entries, level);
    else
      read_pairs(out, entries, level);
    if (in_.left() != left_behind) in_.fault();
  }

  void read_items(Node& out, std::uint64_t entries, std::size_t level) {
    out.items.reserve(std::min(entries, first_reserve));
    for (; entries > 0 && in_.sound(); --entries) read(out.items.emplace_back(), level + 1);
  }

  void read_pairs(Node& out, std::uint64_t entries, std::size_t level) {
    out.pairs.reserve(std::min(entries, first_reserve));
    for (; entries > 0 && in_.sound(); --entries) {
      auto& pair = out.pairs.emplace_back();
      pair.key = in_.text();
      place(pair.key_where);
      if (level == 0 && outline_ != nullptr && std::ranges::find(outline_->keys, pair.key) == outline_->keys.end())
        pass_over(pair.value);
      else
        read(pair.value, level + 1);
    }
  }

  // Reads the place only.
  void pass_over(Node& out) {
    const auto kind = static_cast<Node::Kind>(in_.byte() & kind_bits);
    place(out.where);
    const auto bytes = in_.number();
    if (kind == Node::Kind::sequence || kind == Node::Kind::mapping) in_.number();
    in_.skip(bytes);
  }

  static constexpr std::size_t deepest = 64;
  static constexpr std::uint64_t first_reserve = 4096;

  ByteReader in_;
  const std::string& file_;
  const Outline* outline_;
};

}  // namespace

void append_number(std::uint64_t value, std::string& out) {
  for (; value >= 0x80; value >>= 7) out += static_cast<char>(value | 0x80);
  out += static_cast<char>(value);
}

void append_tree(const Node& root, std::string& out) {
  out += static_cast<char>(static_cast<std::uint8_t>(root.kind) | (root.quoted ? quoted_bit : 0));
  append_place(root.where, out);
  if (!root.is_sequence() && !root.is_mapping()) return append_text(root.text, out);
  std::string content;
  for (const auto& item : root.items) append_tree(item, content);
  for (const auto& pair : root.pairs) {
    append_text(pair.key, content);
    append_place(pair.key_where, content);
    append_tree(pair.value, content);
  }
  append_number(content.size(), out);
  append_number(root.items.size() + root.pairs.size(), out);
  out += content;
}

std::optional<Node> read_tree(std::string_view bytes, const std::string& file, const Outline* outline) {
  return TreeReader(bytes, file, outline).read();
}

std::uint8_t ByteReader::byte() {
  if (rest_.empty()) return fault(), std::uint8_t{0};
  const auto out = static_cast<std::uint8_t>(rest_.front());
  rest_.remove_prefix(1);
  return out;
}

std::uint64_t ByteReader::number() {
  std::uint64_t out = 0;
  for (unsigned shift = 0; shift < 64; shift += 7) {
    const auto one = byte();
    out |= static_cast<std::uint64_t>(one & 0x7F) << shift;
    if (one < 0x80) return out;
  }
  fault();
  return 0;
}

std::uint32_t ByteReader::small_number() {
  const auto out = number();
  if (out > UINT32_MAX) return fault(), 0U;
  return static_cast<std::uint32_t>(out);
}

std::string_view ByteReader::text() {
  const auto size = number();
  if (size > rest_.size()) return fault(), std::string_view{};
  const auto out = rest_.substr(0, size);
  rest_.remove_prefix(size);
  return out;
}

void ByteReader::skip(std::uint64_t count) {
  if (count > rest_.size()) return fault();
  rest_.remove_prefix(count);
}

}  // namespace longshore::yaml
