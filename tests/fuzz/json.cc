// Any bytes as JSON and as lines of it: one fault or a value, which is written and reads back. What engine/base/json
// reads is read; it refuses more (exponents beyond an int).
#include "engine/base/json/json.h"

#include "parsers/json/tree.h"

#include <cstdint>
#include <cstdlib>

namespace {

using namespace longshore;

void must(bool holds) {
  if (!holds) std::abort();
}

struct Lines final : json::LinesEvents {
  explicit Lines(std::size_t bytes) : size(bytes) {}
  void record(std::uint64_t, const parsers::Record& one) override { must(one.byte_range.end <= size); }
  void diagnostic(Diagnostic one) override { must(!one.byte_range || one.byte_range->end <= size); }
  std::size_t size;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  Lines lines(size);
  json::read_lines(text, lines, {.record_bytes = 256}, {.depth = 20});
  const auto parsed = json::read(text);
  must(parsed.record.has_value() == parsed.diagnostics.empty());
  if (!parsed.record) {
    must(!json::parse(text).has_value());
    return 0;
  }
  must(parsed.record->byte_range.end <= size);
  for (const bool indent : {false, true}) {
    const auto written = json::write_tree(*parsed.record, indent);
    must(written.has_value());
    const auto again = json::read(*written);
    must(again.record && equal(*again.record, *parsed.record));
  }
  return 0;
}
