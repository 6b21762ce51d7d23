#pragma once
#include "parsers/guide/dictionary.h"

#include <vector>

/// Internal to parsers/guide: what holds of every structure, a dictionary's own and one that a guide was laid over.
namespace longshore::guide {

/// Two lines of one level that start with the same segment, with nothing mandatory from the second on up to it: no
/// reader could tell which is meant.
struct Ambiguity {
  const Level* level = nullptr;
  std::size_t first = 0;
  std::size_t second = 0;

  const Use& line() const { return level->uses[second]; }
};

std::vector<Ambiguity> ambiguities(const Level& level);

/// Fills what is derived from the lines: every level's index and the segments by tag.
void index_structure(Dictionary& dictionary);

}  // namespace longshore::guide
