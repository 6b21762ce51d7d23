#pragma once
#include "parsers/window.h"

#include <algorithm>
#include <cstring>
#include <string>
#include <string_view>

namespace longshore::parsers::test {

/// A payload in two pieces, or in pieces of one size.
class Pieces final : public Input {
 public:
  Pieces(std::string_view payload, std::size_t first, std::size_t others = ~std::size_t{0})
      : left_(payload), next_(first), others_(others) {}

  std::size_t read(std::span<char> out) override {
    if (next_ == 0) next_ = others_;
    const auto count = std::min({out.size(), left_.size(), next_});
    std::memcpy(out.data(), left_.data(), count);
    left_.remove_prefix(count);
    next_ -= count;
    return count;
  }

 private:
  std::string_view left_;
  std::size_t next_;
  std::size_t others_;
};

/// `head`, then one byte `count` times, then `tail`, without holding them.
class Made final : public Input {
 public:
  Made(std::string head, char byte, std::uint64_t count, std::string tail)
      : head_(std::move(head)), byte_(byte), left_(count), tail_(std::move(tail)) {}

  std::size_t read(std::span<char> out) override {
    if (!head_.empty()) return take(head_, out);
    if (left_ == 0) return take(tail_, out);
    const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(left_, out.size()));
    std::memset(out.data(), byte_, count);
    left_ -= count;
    largest_ = std::max(largest_, out.size());
    return count;
  }
  /// The largest room that a reader had for it: what its buffer grew to, about.
  std::size_t largest() const { return largest_; }

 private:
  static std::size_t take(std::string& from, std::span<char> out) {
    const auto count = std::min(from.size(), out.size());
    std::memcpy(out.data(), from.data(), count);
    from.erase(0, count);
    return count;
  }

  std::string head_;
  char byte_;
  std::uint64_t left_;
  std::string tail_;
  std::size_t largest_ = 0;
};

}  // namespace longshore::parsers::test
