#pragma once
#include "engine/model/result.h"
#include "spool/operations.h"

#include <cstdint>
#include <optional>

namespace longshore::spool {

/// The row before which a page begins.
Result<std::int64_t> seq_of(const PageToken& page);

struct StateTimes {
  std::optional<Timestamp> published_at, held_at, resolved_at;
};

/// The first time of publication, the last of a hold, and when a hold or failure was last overcome.
StateTimes times_after(const Document& before, DocumentState to, Timestamp now);

}  // namespace longshore::spool
