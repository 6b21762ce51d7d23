#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

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

/// What `out` must have room for beyond one offset a byte of the block: variants write ahead of what they keep.
constexpr std::size_t slack = 64;

/// Writes to `out` the offset (`base` + place in `block`) of every unreleased segment and element delimiter, ascending,
/// and returns the end of what was written. Release characters themselves are not reported. `out` has room for
/// block.size() + slack.
using Index = std::uint32_t* (*)(std::string_view block, const Needles& needles, Carry& carry, std::uint32_t base,
                                 std::uint32_t* out);

struct Variant {
  std::string_view name;
  Index index;
};
/// What this machine can run, the fastest last; "scalar" is always the first.
std::span<const Variant> variants();

/// The fastest variant of this machine.
std::uint32_t* index(std::string_view block, const Needles& needles, Carry& carry, std::uint32_t base,
                     std::uint32_t* out);

}  // namespace longshore::scan
