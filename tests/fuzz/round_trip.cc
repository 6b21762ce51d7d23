// Any bytes as X12 or EDIFACT: what can be written of what was read reads back and is written the same again.
#include "parsers/relay.h"

#include <cstdint>
#include <cstdlib>

namespace {

using namespace longshore;
using namespace longshore::parsers;

std::optional<std::string> written(const Interchange& one, std::string_view payload) {
  auto out = one.standard == Standard::x12 ? x12::write(relay_x12(one), x12_layout(one, payload))
                                           : edifact::write(relay_edifact(one), edifact_layout(one, payload));
  return out ? std::optional(std::move(*out)) : std::nullopt;
}

std::size_t sets_of(const Interchange& one) {
  std::size_t out = 0;
  for (const auto& group : one.groups) out += group.transactions.size();
  return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view payload(reinterpret_cast<const char*>(data), size);
  const auto file = read(payload);
  for (const auto& one : file.interchanges) {
    const auto first = written(one, payload);
    if (!first) continue;
    const auto back = read(*first);
    if (back.interchanges.size() != 1 || sets_of(back.interchanges[0]) != sets_of(one)) std::abort();
    const auto second = written(back.interchanges[0], *first);
    if (!second || *second != *first) std::abort();
  }
  return 0;
}
