// Any bytes and any delimiters: every vector variant of the index finds what the scalar one does.
#include "parsers/scan/scan.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <vector>

namespace {

using namespace longshore::scan;

struct Found {
  std::vector<std::uint32_t> delimiters;
  std::vector<std::size_t> segment_ends;

  bool operator==(const Found&) const = default;
};

Found index_with(const Variant& variant, std::string_view text, const Needles& needles, std::size_t border) {
  Hits hits;
  Carry carry;
  variant.index(text.substr(0, border), needles, carry, 0, hits);
  variant.index(text.substr(border), needles, carry, static_cast<std::uint32_t>(border), hits);
  Found out{{hits.data(), hits.data() + hits.size()}, {}};
  for (auto at = hits.next_segment(0); at < hits.size(); at = hits.next_segment(at + 1)) out.segment_ends.push_back(at);
  return out;
}

}  // namespace

// The first bytes are the border, the delimiters, and whether there is a release character.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 6) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data) + 5, size - 5);
  Needles needles{static_cast<char>(data[1]), static_cast<char>(data[2]), {}};
  if ((data[4] & 1U) != 0) needles.release = static_cast<char>(data[3]);
  const auto border = std::min<std::size_t>(data[0], text.size());
  const auto expected = index_with(variants().front(), text, needles, text.size());
  for (const auto& variant : variants())
    if (index_with(variant, text, needles, border) != expected) std::abort();
  return 0;
}
