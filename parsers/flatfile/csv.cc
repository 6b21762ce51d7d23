#include "parsers/flatfile/csv.h"

#include "engine/model/decimal.h"

namespace longshore::flatfile {
namespace {

bool looks_like_formula(std::string_view cell) {
  return cell.size() > 1 && std::string_view("=+-@\t\r").find(cell[0]) != std::string_view::npos &&
         !Decimal::parse(cell);
}

void append_cell(std::string& out, std::string_view cell, char delimiter) {
  bool formula = looks_like_formula(cell);
  bool quoted = formula || cell.find_first_of("\"\r\n") != std::string_view::npos ||
                cell.find(delimiter) != std::string_view::npos;
  if (!quoted) {
    out += cell;
    return;
  }
  out += '"';
  if (formula) out += '\'';
  for (char c : cell) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
}

}  // namespace

void append_csv_row(std::string& out, std::span<const std::string> cells, const CsvDialect& dialect) {
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (i) out += dialect.delimiter;
    append_cell(out, cells[i], dialect.delimiter);
  }
  out += dialect.newline;
}

}  // namespace longshore::flatfile
