// Any bytes in any two pieces, or in small ones: the reader tells what it tells of the whole.
#include "tests/support/inputs.h"
#include "tests/support/transcript.h"

#include <cstdint>
#include <cstdlib>

namespace {

std::uint64_t told(longshore::parsers::Input& input) {
  longshore::parsers::test::Transcript transcript;
  longshore::parsers::read(input, transcript);
  return transcript.hash();
}

}  // namespace

// The first two bytes say where to split.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using longshore::parsers::test::Pieces;
  if (size < 3) return 0;
  const auto at = (std::size_t{data[0]} << 8 | data[1]) % (size - 2);
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 2, size - 2);
  longshore::parsers::test::Transcript whole;
  longshore::parsers::read(bytes, whole);
  Pieces halves(bytes, at + 1);
  Pieces small(bytes, at % 61 + 1, at % 61 + 1);
  if (told(halves) != whole.hash() || told(small) != whole.hash()) std::abort();
  return 0;
}
