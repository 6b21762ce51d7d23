#pragma once
#include "parsers/flatfile/csv.h"
#include "parsers/record.h"

namespace longshore::flatfile {

/// One field as it stands in the file.
struct CsvField {
  std::string_view written;  ///< between its quotes, escapes as they are
  ByteRange byte_range{};    ///< its quotes included
  bool quoted = false;       ///< `""` may mean something else than nothing at all
  bool escaped = false;
};

/// One record: views into the text, good until the call returns.
class CsvRecord {
 public:
  std::uint64_t number() const { return number_; }  ///< in the file, from 1, the header included
  std::span<const CsvField> fields() const { return fields_; }
  /// The field's data, escapes resolved, in UTF-8; bytes that the charset does not have are read as Latin-1. `index`
  /// counts from 0; behind the last field all is empty.
  std::string value(std::size_t index) const;
  /// The column's name; its number, from 1, where it has none.
  std::string name(std::size_t index) const;
  /// Of all fields, without the line end.
  ByteRange byte_range() const { return byte_range_; }
  /// The neutral tree: a child for each field.
  parsers::Record tree() const;

 private:
  friend class CsvReader;
  std::uint64_t number_ = 0;
  std::vector<CsvField> fields_;
  const std::vector<std::string>* names_ = nullptr;
  const CsvDialect* dialect_ = nullptr;
  ByteRange byte_range_;
};

class CsvEvents : public parsers::RecordEvents {
 public:
  virtual void header(const CsvRecord&) {}
  virtual void record(const CsvRecord&) {}
};

/// Reads to the input's end; never fails. Memory is bounded by the limits. Blank lines are no records. The faults:
///
///   QUOTE_UNCLOSED, LIMIT_REACHED   the record is skipped; reading goes on at the line after the record's first
///   TEXT_AFTER_QUOTE                the record is skipped to the next line end
///   FIELD_MISSING, FIELD_TOO_MANY   against the columns; the record is told all the same
///   COLUMN_DUPLICATE                of the header, which is used all the same: the first one of that name counts
///   QUOTE_STRAY, CHARSET_INVALID    warnings, the first of a field; the bytes are data
///
/// A header that was skipped leaves the columns without names.
void read_csv(parsers::Input& input, CsvEvents& events, const CsvDialect& dialect = {},
              const parsers::RecordLimits& limits = {});
/// The same from memory.
void read_csv(std::string_view text, CsvEvents& events, const CsvDialect& dialect = {},
              const parsers::RecordLimits& limits = {});

}  // namespace longshore::flatfile
