#pragma once
#include "parsers/guide/x12_tables.h"

#include <string_view>

namespace longshore::guide {

/// Internal to parsers/guide: X12's FREEFORM.TXT, blocks of a tag, a line of cells and lines of text. Codes (`*ELECOD`)
/// and syntax notes (`*SEGNTE` of type N) are added to `tables`; other blocks are passed over.
void read_freeform(std::string_view text, const std::string& file, X12Tables& tables, std::vector<Error>& errors);

}  // namespace longshore::guide
