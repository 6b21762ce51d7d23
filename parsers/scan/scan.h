#pragma once
#include <algorithm>
#include <bit>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

/// The delimiter index: where the bytes stand that structure a payload. Pure; every variant gives the same answer on
/// every input.
namespace longshore::scan {

/// What is looked for. A byte after an odd run of `release` bytes is data.
struct Needles {
  char segment = '~';
  char element = '*';
  std::optional<char> release = {};
};

/// What one block tells the next: whether its last byte releases the first byte of the next block.
struct Carry {
  bool released = false;
};

/// The delimiters found: where each stands, and which of them end a segment.
class Hits {
 public:
  std::size_t size() const { return size_; }
  std::uint32_t& operator[](std::size_t hit) { return offsets_[hit]; }
  std::uint32_t operator[](std::size_t hit) const { return offsets_[hit]; }
  const std::uint32_t* data() const { return offsets_.data(); }
  /// The first at or behind `from` that ends a segment; size() where none does.
  std::size_t next_segment(std::size_t from) const {
    auto word = from / 64;
    auto bits = segments_[word] >> from % 64 << from % 64;
    while (bits == 0 && ++word * 64 < size_) bits = segments_[word];
    return std::min(size_, word * 64 + static_cast<std::size_t>(std::countr_zero(bits)));
  }

  void truncate(std::size_t size) { size_ = size; }
  /// Those of `[from, to)` stand right before `before` then, over what was between. Where the first of them is.
  std::size_t close_up(std::size_t from, std::size_t to, std::size_t before);
  /// Keeps those from `from` on, which end no segment, and counts their offsets from `base` on.
  void keep(std::size_t from, std::uint32_t base);
  /// One more, which ends no segment.
  void add(std::uint32_t offset);

  /// For variants: room for what a block of so many bytes may have. They write ahead of what they append.
  void reserve(std::size_t bytes);
  std::uint32_t* end() { return offsets_.data() + size_; }
  /// What was written at the end, at most 64 of them; a bit in `segments` for each that ends one.
  void append(std::size_t count, std::uint64_t segments) {
    const auto shift = size_ % 64;
    auto* word = segments_.data() + size_ / 64;
    word[0] = (word[0] & ((std::uint64_t{1} << shift) - 1)) | segments << shift;
    word[1] = segments >> 1 >> (63 - shift);
    size_ += count;
  }

 private:
  std::vector<std::uint32_t> offsets_;
  std::vector<std::uint64_t> segments_ = std::vector<std::uint64_t>(2);  // a bit for each; 0 behind the last
  std::size_t size_ = 0;
};

/// Appends the offset (`base` + place in `block`) of every unreleased segment and element delimiter, ascending. Release
/// characters themselves are not reported.
using Index = void (*)(std::string_view block, const Needles& needles, Carry& carry, std::uint32_t base, Hits& hits);

struct Variant {
  std::string_view name;
  Index index;
};
/// What this machine can run, the fastest last; "scalar" is always the first.
std::span<const Variant> variants();

/// The fastest variant of this machine.
void index(std::string_view block, const Needles& needles, Carry& carry, std::uint32_t base, Hits& hits);

}  // namespace longshore::scan
