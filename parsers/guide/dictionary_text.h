#pragma once
#include "parsers/guide/x12_tables.h"

namespace longshore::guide {

struct DictionaryFile {
  std::string name;  ///< "segments.yaml"
  std::string text;
};

struct DictionaryText {
  std::vector<DictionaryFile> files;
  std::vector<std::string> sets;  ///< those that are in them
};

/// The files of a release's folder, as FORMAT.md has them, for the named sets (empty: for all) and what they use. They
/// are read again before they are returned: a set that would not load (an ambiguous structure) is appended to `refused`
/// and left out. SET_UNKNOWN where a named one is not in the tables. `source` is what `sources:` is to say.
Result<DictionaryText> write_dictionary(const X12Tables& tables, const std::string& release,
                                        const std::vector<std::string>& sets, const std::string& source,
                                        std::vector<Error>& refused);

}  // namespace longshore::guide
