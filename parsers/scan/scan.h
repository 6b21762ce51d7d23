#pragma once
#include <cstdint>
#include <optional>
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

/// Appends to `out` the offset (`base` + place in `block`) of every unreleased segment and element delimiter,
/// ascending. Release characters themselves are not reported.
void index_scalar(std::string_view block, const Needles& needles, Carry& carry, std::uint32_t base,
                  std::vector<std::uint32_t>& out);
/// The same with AVX2. Call only where `has_avx2()`.
void index_avx2(std::string_view block, const Needles& needles, Carry& carry, std::uint32_t base,
                std::vector<std::uint32_t>& out);
bool has_avx2();
/// The fastest variant of this machine.
void index(std::string_view block, const Needles& needles, Carry& carry, std::uint32_t base,
           std::vector<std::uint32_t>& out);

}  // namespace longshore::scan
