// Any text as YAML, and what is a mapping as a partner's profile: faults are located, never exceptions.
#include "engine/base/yaml/yaml.h"

#include "partners/loader.h"

#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace longshore;
  auto node =
      yaml::parse({reinterpret_cast<const char*>(data), size}, "fuzz.yaml", {.bytes = 1U << 16, .nodes = 20'000});
  if (!node) {
    if (!node.error().where) std::abort();
    return 0;
  }
  std::vector<Error> errors;
  auto profile = partners::read_profile(*node, errors);
  if (profile.has_value() != errors.empty()) std::abort();
  return 0;
}
