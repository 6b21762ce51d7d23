#pragma once
#include <span>
#include <string>
#include <string_view>

namespace longshore::flatfile {

struct CsvDialect {
  char delimiter = ',';
  std::string_view newline = "\r\n";  ///< RFC 4180
};

/// Appends one row. Cells are quoted where RFC 4180 asks for it; a cell that a spreadsheet would take for a formula
/// (it starts with = + - @ or a tab and is no number) gets an apostrophe before it.
void append_csv_row(std::string& out, std::span<const std::string> cells, const CsvDialect& dialect = {});

}  // namespace longshore::flatfile
