// Any text as a path of the map language.
#include "maps/path.h"

#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  auto path = longshore::maps::parse_path({reinterpret_cast<const char*>(data), size});
  if (path && path->steps.empty()) std::abort();
  if (!path && path.error().where->column > size + 1) std::abort();
  return 0;
}
