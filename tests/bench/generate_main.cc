// generate KIND BYTES [SET_BYTES [SEED]]: an interchange on standard output; sizes as 2G, 64M, 10k.
#include "tests/bench/generate.h"

#include <charconv>
#include <cstdio>
#include <iostream>

namespace {

std::optional<std::uint64_t> size_of(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{}) return std::nullopt;
  const std::string_view unit(end, text.data() + text.size());
  if (unit.empty()) return value;
  if (unit == "k") return value << 10;
  if (unit == "M") return value << 20;
  return unit == "G" ? std::optional(value << 30) : std::nullopt;
}

}  // namespace

int main(int argc, char** argv) {
  using namespace longshore::bench;
  const auto kind = argc >= 3 ? kind_of(argv[1]) : std::nullopt;
  const auto bytes = argc >= 3 ? size_of(argv[2]) : std::nullopt;
  const auto set_bytes = argc >= 4 ? size_of(argv[3]) : std::optional<std::uint64_t>(10'000);
  const auto seed = argc >= 5 ? size_of(argv[4]) : std::optional<std::uint64_t>(1);
  if (!kind || !bytes || !set_bytes || !seed) {
    std::cerr << "usage: longshore_generate 856|214|desadv|iftsta BYTES [SET_BYTES [SEED]]\n";
    return 2;
  }
  bool written = true;
  generate({*kind, *bytes, *set_bytes, static_cast<std::uint32_t>(*seed), "\n"}, [&](std::string_view piece) {
    written = written && std::fwrite(piece.data(), 1, piece.size(), stdout) == piece.size();
  });
  return written && std::fflush(stdout) == 0 ? 0 : 1;
}
