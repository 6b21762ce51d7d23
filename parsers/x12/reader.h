#pragma once
#include "parsers/segment_store.h"
#include "parsers/source.h"

#include <optional>

namespace longshore::x12 {

struct ReadInterchange {
  parsers::Interchange interchange;
  std::size_t end = 0;  ///< in the source's text
};

/// The interchange whose ISA stands at `at`; nothing where its delimiters cannot be found.
std::optional<ReadInterchange> read_interchange(const parsers::Source& source, std::size_t at,
                                                const parsers::ReadOptions& options, parsers::SegmentStore& store);

}  // namespace longshore::x12
