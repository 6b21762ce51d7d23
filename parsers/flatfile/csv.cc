#include "parsers/flatfile/csv.h"

#include "engine/model/decimal.h"
#include "parsers/charset.h"

#include <algorithm>

namespace longshore::flatfile {
namespace {

using Escape = CsvDialect::Escape;

bool looks_like_formula(std::string_view cell) {
  return cell.size() > 1 && std::string_view("=+-@\t\r").contains(cell[0]) && !Decimal::parse(cell);
}

bool is_blank(char c) {
  return c == ' ' || c == '\t';
}

bool needs_quotes(std::string_view cell, const CsvDialect& dialect, bool first) {
  if (cell.find_first_of("\r\n") != std::string_view::npos || cell.contains(dialect.delimiter)) return true;
  if (dialect.quote && cell.contains(*dialect.quote)) return true;
  if (cell.empty()) return false;
  if (first && (cell[0] == dialect.comment || cell.starts_with("\xEF\xBB\xBF"))) return true;
  return dialect.trim && (is_blank(cell.front()) || is_blank(cell.back()));
}

void append_escaped(std::string& out, std::string_view cell, const CsvDialect& dialect) {
  const char mark = dialect.escape == Escape::backslash ? '\\' : *dialect.quote;
  for (char c : cell) {
    if (c == dialect.quote || c == mark) out += mark;
    out += c;
  }
}

void append_cell(std::string& out, std::string_view cell, const CsvDialect& dialect, bool first) {
  const bool formula = dialect.neutralise_formulas && looks_like_formula(cell);
  const bool escaped = dialect.escape == Escape::backslash && cell.contains('\\');
  if (!formula && !escaped && !needs_quotes(cell, dialect, first)) {
    out += cell;
    return;
  }
  out += *dialect.quote;
  if (formula) out += '\'';
  append_escaped(out, cell, dialect);
  out += *dialect.quote;
}

std::unexpected<Error> unwritable(std::size_t cell, std::string why) {
  return fail_permanent("flatfile", "CSV_CELL_UNWRITABLE", "cell " + std::to_string(cell + 1) + " " + std::move(why),
                        "choose another dialect or charset");
}

/// Without quotes: with backslashes before what is no data, if the dialect has them.
bool append_plain_cell(std::string& out, std::string_view cell, const CsvDialect& dialect, bool first) {
  const bool escapes = dialect.escape == Escape::backslash;
  if (!escapes && needs_quotes(cell, dialect, first)) return false;
  if (dialect.neutralise_formulas && looks_like_formula(cell)) out += '\'';
  for (std::size_t i = 0; i < cell.size(); ++i) {
    const bool edge = dialect.trim && is_blank(cell[i]) && (i == 0 || i + 1 == cell.size());
    const bool mark = first && i == 0 && cell[i] == dialect.comment;
    if (edge) return false;
    if (escapes && (cell[i] == dialect.delimiter || mark || std::string_view("\\\r\n").contains(cell[i]))) out += '\\';
    out += cell[i];
  }
  return true;
}

Result<void> append_plain(std::string& out, std::span<const std::string> cells, const CsvDialect& dialect) {
  std::string row;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (i != 0) row += dialect.delimiter;
    if (!append_plain_cell(row, cells[i], dialect, i == 0))
      return unwritable(i, "needs quotes, which the dialect does not have");
  }
  if (row.empty()) return unwritable(0, "is empty and alone, and the dialect has no quotes");
  out += row;
  out += text_of(dialect.line_end);
  return {};
}

}  // namespace

Result<void> check(const CsvDialect& dialect) {
  std::string marks(1, dialect.delimiter);
  if (dialect.quote) marks += *dialect.quote;
  if (dialect.escape == Escape::backslash) marks += '\\';
  if (dialect.comment) marks += *dialect.comment;
  std::ranges::sort(marks);
  const bool usable = std::ranges::adjacent_find(marks) == marks.end() && marks.find_first_of("\r\n") == marks.npos &&
                      marks.front() > '\0';
  if (usable) return {};
  return fail_permanent("flatfile", "CSV_DIALECT",
                        "delimiter, quote, escape and comment mark must be different ASCII characters");
}

void append_csv_row(std::string& out, std::span<const std::string> cells, const CsvDialect& dialect) {
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (i != 0) out += dialect.delimiter;
    append_cell(out, cells[i], dialect, i == 0);
  }
  if (cells.size() == 1 && cells[0].empty()) out.append(2, *dialect.quote);  // else it would be a blank line
  out += text_of(dialect.line_end);
}

Result<void> write_csv_row(std::string& out, std::span<const std::string> cells, const CsvDialect& dialect) {
  std::vector<std::string> encoded;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    auto cell = parsers::from_utf8(cells[i], dialect.charset);
    if (!cell) return unwritable(i, "has a character that the charset lacks");
    encoded.push_back(*std::move(cell));
  }
  if (!dialect.quote) return append_plain(out, encoded, dialect);
  append_csv_row(out, encoded, dialect);
  return {};
}

}  // namespace longshore::flatfile
