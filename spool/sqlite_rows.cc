#include "spool/sqlite_rows.h"

#include <charconv>
#include <limits>

namespace longshore::spool {

Result<std::int64_t> seq_of(const PageToken& page) {
  if (page.empty()) return std::numeric_limits<std::int64_t>::max();
  std::int64_t seq = 0;
  const std::string& text = page.str();
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seq);
  if (error != std::errc() || end != text.data() + text.size()) {
    return fail_permanent("ledger", "BAD_PAGE", "no page begins at \"" + text + "\"", "pass on `next` as it was given");
  }
  return seq;
}

StateTimes times_after(const Document& before, DocumentState to, Timestamp now) {
  using enum DocumentState;
  StateTimes times{before.published_at, before.held_at, before.resolved_at};
  bool stuck = before.state == held || before.state == failed || before.state == rejected;
  if ((to == published || to == done) && !times.published_at) times.published_at = now;
  if (to == held) times.held_at = now;
  if (stuck && to != before.state) times.resolved_at = now;
  return times;
}

}  // namespace longshore::spool
