#pragma once
#include "parsers/segment_store.h"
#include "parsers/source.h"

#include <optional>

namespace longshore::edifact {

struct ReadInterchange {
  parsers::Interchange interchange;
  std::size_t end = 0;  ///< in the source's text
};

/// The interchange whose UNA or UNB stands at `at`; nothing where it has no UNB that can be split.
std::optional<ReadInterchange> read_interchange(const parsers::Source& source, std::size_t at,
                                                const parsers::ReadOptions& options, parsers::SegmentStore& store);

}  // namespace longshore::edifact
