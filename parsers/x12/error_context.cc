#include "parsers/x12/error_context.h"

#include "parsers/source.h"

#include <algorithm>
#include <array>

namespace longshore::x12 {
namespace {

constexpr std::size_t longest_reference = 35;  // CTX01-2

/// Where a beginning segment has the number of its document.
struct Beginning {
  std::string_view tag;
  std::uint32_t element;
};
constexpr std::array beginnings{
    Beginning{"B1", 2},  Beginning{"B10", 2}, Beginning{"B2", 4},  Beginning{"B3", 2},  Beginning{"BAK", 3},
    Beginning{"BCH", 3}, Beginning{"BEG", 3}, Beginning{"BGN", 2}, Beginning{"BHT", 3}, Beginning{"BIA", 3},
    Beginning{"BIG", 2}, Beginning{"BSN", 2}, Beginning{"W05", 2}, Beginning{"W06", 2}, Beginning{"W17", 3},
};

/// The positions of a syntax note as a diagnostic writes it: "C0302: …".
std::vector<std::uint32_t> note_positions(std::string_view expected) {
  std::vector<std::uint32_t> out;
  if (!expected.empty()) expected.remove_prefix(1);
  for (; expected.size() >= 2; expected.remove_prefix(2)) {
    const auto position = parsers::parse_count(expected.substr(0, 2));
    if (!position) break;
    out.push_back(*position);
  }
  return out;
}

}  // namespace

std::optional<ErrorContext> situational_trigger(const parsers::Transaction& transaction, const Diagnostic& one) {
  const auto position = one.segment_position.value_or(0);
  if (one.code != Code::NOTE_VIOLATED || position == 0 || position > transaction.segments.size()) return std::nullopt;
  const auto& segment = transaction.segments[position - 1];
  for (const auto candidate : note_positions(one.expected.value_or(""))) {
    if (candidate == one.element || segment.element(candidate).empty()) continue;
    return ErrorContext{"SITUATIONAL TRIGGER", {}, one.segment_id, position, one.loop, candidate, 0};
  }
  return std::nullopt;
}

std::optional<ErrorContext> business_unit(const parsers::Transaction& transaction,
                                          const parsers::Delimiters& delimiters) {
  if (transaction.segments.size() < 2) return std::nullopt;
  const auto& segment = transaction.segments[1];
  const auto* found = std::ranges::find(beginnings, segment.tag(), &Beginning::tag);
  if (found == beginnings.end()) return std::nullopt;
  auto reference = quotable(segment.element(found->element), longest_reference, delimiters);
  if (reference.empty()) return std::nullopt;
  return ErrorContext{
      std::string(found->tag) + parsers::padded_number(found->element, 2), std::move(reference), {}, 0, {}, 0, 0};
}

}  // namespace longshore::x12
