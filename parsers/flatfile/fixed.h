#pragma once
#include "engine/model/result.h"
#include "parsers/flatfile/layout.h"
#include "parsers/record.h"

#include <span>

namespace longshore::flatfile {

/// One field of a record, or one of its repetitions.
struct FixedField {
  const LayoutField* field = nullptr;
  std::string_view written;  ///< with its padding; shorter than the field where the record is
  ByteRange byte_range;
  /// UTF-8, without padding: numbers as Decimal writes them ("12.50"), dates "2026-03-02", times "14:05" or
  /// "14:05:09". Empty where there is only padding (for a date zeros too); as written where it is not of its type.
  std::string value;
};

/// One record: views into the text, good until the call returns.
struct FixedRecord {
  std::uint64_t number = 0;  ///< in the file, from 1
  const LayoutRecord* layout = nullptr;
  std::vector<FixedField> fields;  ///< all that the layout has, by position
  ByteRange byte_range;            ///< without the line end

  /// The neutral tree: named by the record's type, a child for each field and repetition.
  parsers::Record tree() const;
};

class FixedEvents : public parsers::RecordEvents {
 public:
  virtual void record(const FixedRecord&) {}
};

/// Reads to the input's end; never fails. Memory is bounded by the limits. Blank lines are no records. The faults:
///
///   RECORD_TYPE_UNKNOWN, LIMIT_REACHED    the record is skipped
///   RECORD_TOO_SHORT, RECORD_TOO_LONG     the record is told with what it has; blanks at the end are not too long
///   FIELD_MISSING, FIELD_BAD_NUMBER, FIELD_BAD_DATE, FIELD_BAD_TIME   the record is told with the field as written
///   CHARSET_INVALID                       a warning, the first of a record
void read_fixed(parsers::Input& input, FixedEvents& events, const Layout& layout,
                const parsers::RecordLimits& limits = {});
/// The same from memory.
void read_fixed(std::string_view text, FixedEvents& events, const Layout& layout,
                const parsers::RecordLimits& limits = {});

/// Appends a record as read_fixed tells it: named by its type, a child for each field, repeated fields in their order;
/// what is not there is padding. Values are in the form of FixedField::value. Nothing is cut and nothing appended on an
/// error: RECORD_TYPE_UNKNOWN, FIELD_UNKNOWN, FIELD_TOO_MANY, FIELD_MISSING, FIELD_TOO_LONG, FIELD_BAD_VALUE (not of
/// its type, a digit or century that would be lost, a line break), FIELD_UNWRITABLE (not in the charset).
Result<void> write_fixed(std::string& out, const parsers::Record& record, const Layout& layout);

}  // namespace longshore::flatfile
