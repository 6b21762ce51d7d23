// Any bytes as X12 or EDIFACT: read, checked against the dictionaries and acknowledged. Ranges stay inside, what is
// written reads back.
#include "parsers/acknowledged.h"
#include "parsers/guide/check.h"
#include "parsers/guide/library.h"
#include "parsers/interchange.h"
#include "parsers/owed_acknowledgement.h"

#include <cstdint>
#include <cstdlib>

namespace {

void must(bool holds) {
  if (!holds) std::abort();
}

void check_set(longshore::guide::Library& library, const longshore::parsers::Interchange& interchange,
               longshore::parsers::Transaction& set, std::size_t size) {
  for (const auto& segment : set.segments)
    must(segment.byte_range().end <= size && segment.byte_range().begin <= segment.byte_range().end);
  auto dictionary = library.find(interchange.standard, set);
  if (!dictionary || !*dictionary) return;
  auto checked = longshore::guide::check(set, interchange.delimiters, **dictionary);
  must(checked.placement.segments.size() == set.segments.size());
  longshore::guide::apply(set, std::move(checked.diagnostics));
}

/// Whatever was received, its acknowledgement can be read, and survives being kept.
void check_answer(const longshore::parsers::OwedAcknowledgement& owed) {
  using namespace longshore;
  constexpr CivilTime at{2026, 3, 2, 14, 5, 0};
  auto written = parsers::write(owed, 1, at);
  auto kept = parsers::owed_from_json(parsers::to_json(owed));
  must(kept.has_value());
  auto again = parsers::write(*kept, 1, at);
  must(written.has_value() == again.has_value());
  if (!written) return;
  must(*written == *again);
  auto back = parsers::read(*written);
  must(!back.interchanges.empty());
  for (const auto& interchange : back.interchanges) must(!parsers::acknowledged_by(interchange).empty());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace longshore;
  static guide::Library library(std::string(LONGSHORE_SOURCE_DIR) + "/parsers/dictionaries");
  std::string_view bytes(reinterpret_cast<const char*>(data), size);
  auto file = parsers::read(bytes);
  for (auto& interchange : file.interchanges) {
    must(interchange.byte_range.end <= size);
    for (auto& group : interchange.groups)
      for (auto& set : group.transactions) check_set(library, interchange, set, size);
    if (auto owed = parsers::owe(interchange, {}, parsers::AcknowledgementWish::contrl)) check_answer(*owed);
  }
  return 0;
}
