// Any bytes as XML: one fault or a document, whose ranges nest inside the payload, and which is written and reads back.
#include "parsers/xml/xml.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>

namespace {

using longshore::parsers::Record;

void must(bool holds) {
  if (!holds) std::abort();
}

void check_ranges(const Record& one) {
  must(one.byte_range.begin <= one.byte_range.end);
  auto at = one.byte_range.begin;
  for (const auto& child : one.children) {
    must(child.byte_range.begin >= at && child.byte_range.end <= one.byte_range.end);
    at = child.byte_range.end;
    check_ranges(child);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace longshore;
  const auto parsed = xml::read({reinterpret_cast<const char*>(data), size});
  must(parsed.record.has_value() == parsed.diagnostics.empty());
  if (!parsed.record) {
    const auto& range = parsed.diagnostics[0].byte_range;
    must(!range || (range->begin <= range->end && range->end <= size));
    return 0;
  }
  must(parsed.record->byte_range.end == size);
  check_ranges(*parsed.record);
  for (const bool indent : {false, true}) {
    const auto written = xml::write(*parsed.record, {.indent = indent});
    must(written.has_value());
    const auto again = xml::read(*written);
    must(again.record && equal(*again.record, *parsed.record));
  }
  return 0;
}
