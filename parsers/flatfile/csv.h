#pragma once
#include "engine/model/result.h"
#include "parsers/interchange.h"
#include "parsers/lines.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace longshore::flatfile {

/// How a CSV file is written. The defaults are RFC 4180 in UTF-8 with a header. Delimiter, quote, escape and comment
/// mark are different ASCII characters other than CR and LF; `check` says where they are not.
struct CsvDialect {
  /// How a quote stands in data: `""`, or `\"`. With a backslash the character after it is data, in quotes or not.
  enum class Escape : std::uint8_t { doubled, backslash };

  char delimiter = ',';
  std::optional<char> quote = '"';  ///< none: quotes are data, and a delimiter never is
  Escape escape = Escape::doubled;
  parsers::LineEnd line_end = parsers::LineEnd::any;
  bool header = true;                     ///< the first record names the columns
  std::vector<std::string> columns = {};  ///< their names where there is no header; may be left empty
  std::optional<char> comment = {};       ///< lines that begin with it are no records
  bool trim = false;                      ///< blanks and tabs around fields and around their quotes are not data
  parsers::Charset charset = parsers::Charset::utf8;
  bool neutralise_formulas = true;  ///< writing: see docs/decisions/0009
};

Result<void> check(const CsvDialect& dialect);

/// Appends one row, in UTF-8; for dialects with a quote. Cells are quoted where the dialect asks for it; a cell that a
/// spreadsheet would take for a formula (it starts with = + - @ or a tab and is no number) gets an apostrophe before
/// it, unless the dialect says otherwise.
void append_csv_row(std::string& out, std::span<const std::string> cells, const CsvDialect& dialect = {});

/// The same in any dialect and charset. CSV_CELL_UNWRITABLE, and nothing appended, where a cell cannot be written: it
/// needs quotes and the dialect has none, or has a character that the charset lacks.
Result<void> write_csv_row(std::string& out, std::span<const std::string> cells, const CsvDialect& dialect);

}  // namespace longshore::flatfile
