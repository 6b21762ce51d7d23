// Any text as an expression of the map language: parsed, bound and evaluated without names; it ends, and never throws.
#include "maps/binder.h"

#include <cstdint>
#include <cstdlib>

namespace {

using namespace longshore;

class Nothing : public maps::Environment {
 public:
  maps::Value path(const maps::Expression&) override { return maps::Value::of(std::string("7")); }
  maps::Value reference(const maps::Expression&) override {
    return maps::Value::of(std::vector<std::string>{"a", "2"});
  }
  std::int64_t count(const maps::Expression&) override { return 2; }
  maps::Value lookup(const maps::Expression&, const std::string& code, const std::string&) override {
    return maps::Value::of(code);
  }
  void unusable(const maps::Expression&, std::string) override {}
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  auto parsed = maps::parse_expression({reinterpret_cast<const char*>(data), size});
  if (!parsed) {
    if (parsed.error().where->column > size + 1) std::abort();
    return 0;
  }
  auto path = [](const maps::Path& one, const SourceLocation&, bool) -> Result<maps::CompiledPath> {
    maps::CompiledPath out;
    out.path = one;
    return out;
  };
  auto reference = [](const maps::Reference&, const SourceLocation&) -> std::optional<Error> { return std::nullopt; };
  std::vector<Error> errors;
  if (!maps::bind_expression(*parsed, {"fuzz", 1, 1}, {path, reference, nullptr}, errors)) return 0;
  Nothing nothing;
  if (maps::evaluate(*parsed, nothing).str().size() > (1U << 22)) std::abort();
  return 0;
}
