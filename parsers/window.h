#pragma once
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

namespace longshore::parsers {

/// Where bytes come from when they are not all in memory. Errors stay with the implementation: to a reader they are
/// the end.
class Input {
 public:
  virtual ~Input() = default;
  /// Fills as much of `out`, which is never empty, as it likes; 0 is the end.
  virtual std::size_t read(std::span<char> out) = 0;
};

/// The part of a text that is in memory: all of it, or what lies between the bytes let go and those not yet read.
/// Offsets count from the text's start. Views are good until the next more() or need().
class Window {
 public:
  /// The whole text, which must outlive the window.
  explicit Window(std::string_view whole) : data_(whole.data()), end_(whole.size()) {}
  /// Reads as it is asked to. `input` must outlive the window.
  explicit Window(Input& input) : input_(&input) {}

  std::uint64_t begin() const { return begin_; }
  std::uint64_t end() const { return end_; }
  bool complete() const { return input_ == nullptr; }
  char operator[](std::uint64_t at) const { return data_[at - begin_]; }
  const char* at(std::uint64_t offset) const { return data_ + (offset - begin_); }
  /// What is held of `[from, to)`.
  std::string_view text(std::uint64_t from, std::uint64_t to = ~std::uint64_t{0}) const {
    return {at(from), static_cast<std::size_t>(std::min(to, end_) - from)};
  }

  /// Reads on: false where nothing came, and the window is then complete.
  bool more();
  /// Reads until `count` bytes from `from` on are held, or the text ends.
  void need(std::uint64_t from, std::uint64_t count) {
    while (end_ - from < count && more()) {
    }
  }
  /// Bytes before `offset` may go.
  void release(std::uint64_t offset) { released_ = offset; }

 private:
  void make_room();

  Input* input_ = nullptr;  // null: nothing more comes
  const char* data_ = nullptr;
  std::uint64_t begin_ = 0;
  std::uint64_t end_ = 0;
  std::uint64_t released_ = 0;
  std::unique_ptr<char[]> buffer_;
  std::size_t capacity_ = 0;
};

}  // namespace longshore::parsers
