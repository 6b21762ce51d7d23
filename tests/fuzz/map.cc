// Any text as a map: faults are located, never exceptions; as an overlay on a shipped map likewise.
#include "engine/base/yaml/yaml.h"
#include "maps/loader.h"
#include "maps/overlay.h"
#include "maps/template.h"
#include "parsers/guide/library.h"

#include <cstdint>
#include <cstdlib>

namespace {

using namespace longshore;

struct Shipped {
  std::string root = LONGSHORE_SOURCE_DIR;
  guide::Library dictionaries{root + "/parsers/dictionaries"};
  maps::Canonical canonical = *maps::Canonical::load(root + "/maps/canonical");
  const guide::Dictionary& dictionary = **dictionaries.find(parsers::Standard::x12, "004010", "990");
  yaml::Node base = *yaml::load(root + "/maps/library/x12/990-to-tender.yaml");
  std::vector<std::string> tables{"x12-128-to-ref"};
};

const Shipped& shipped() {
  static const Shipped instance;
  return instance;
}

// What a fault says must have a place.
void check(const std::vector<Error>& errors) {
  for (const auto& error : errors)
    if (error.code.empty() || error.what.empty()) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto& known = shipped();
  auto node =
      yaml::parse({reinterpret_cast<const char*>(data), size}, "fuzz.yaml", {.bytes = 1U << 16, .nodes = 20'000});
  if (!node) return 0;
  std::vector<Error> errors;
  auto map = maps::compile(*node, known.dictionary, {known.tables, &known.canonical}, errors);
  if (map.has_value() != errors.empty()) std::abort();
  check(errors);
  errors.clear();
  maps::compile_template(*node, &known.dictionary, {known.tables, &known.canonical}, errors);
  check(errors);
  errors.clear();
  maps::compile_template(*node, nullptr, {known.tables, &known.canonical}, errors);
  errors.clear();
  auto whole = maps::apply_overlay(known.base, *node, errors);
  maps::print_with_origins(whole);
  check(errors);
  return 0;
}
