#pragma once
#include "engine/base/yaml/yaml.h"
#include "parsers/interchange.h"
#include "parsers/lines.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace longshore::flatfile {

/// One field of a fixed-width record. Positions and lengths count bytes, positions from 1.
struct LayoutField {
  enum class Type : std::uint8_t { text, number, date, time };
  enum class Align : std::uint8_t { left, right };

  std::string name;
  std::uint32_t start = 1;
  std::uint32_t length = 1;
  Type type = Type::text;
  Align align = Align::left;
  char pad = ' ';
  std::optional<int> decimals = {};  ///< numbers: places that are implied, not written; none: a mark is written
  char mark = '.';                   ///< of numbers whose decimals are written
  std::string pattern = {};          ///< dates: of YYYY YY MM DD; times: of HH MM SS; anything else stands as it is
  std::uint32_t repeat = 1;
  std::uint32_t step = 0;  ///< bytes from one repetition's start to the next one's
  bool required = false;

  std::uint32_t start_of(std::uint32_t repetition) const { return start + repetition * step; }  ///< repetition from 0
  std::uint32_t end() const { return start_of(repeat - 1) + length; }                           ///< position after it
};

struct LayoutRecord {
  std::string type;
  std::uint32_t at = 0;  ///< position of the literal that tells the type; 0: every record is of this one
  std::string literal;
  std::uint32_t length = 0;
  std::vector<LayoutField> fields;  ///< by position

  const LayoutField* find(std::string_view name) const;
};

/// What the records of a fixed-width file look like.
struct Layout {
  std::string name;
  parsers::Charset charset = parsers::Charset::utf8;
  std::optional<parsers::LineEnd> line_end = parsers::LineEnd::any;  ///< none: records of one length, end to end
  bool trimmed = false;    ///< records may come without the blanks at their end
  int century_pivot = 70;  ///< two-digit years from here on are 19xx
  std::vector<LayoutRecord> records;

  const LayoutRecord* find(std::string_view type) const;
};

/// Reads a layout strictly. Faults are appended to `errors` with file:line:column: unknown keys, overlapping fields,
/// bytes that no field describes (unless the record says `gaps: true`), two types that one literal tells.
///
///   layout: harbour-stock
///   charset: latin1                # ascii, utf8 (default), latin1
///   line_end: any                  # lf, crlf, cr; none: needs one length for all records
///   trimmed: false                 # whether blanks at a record's end may be left out
///   century_pivot: 70
///   records:
///     - type: line
///       recognise: {start: 1, text: L}
///       length: 40                 # left out: where the last field ends
///       gaps: true
///       fields:
///         - {name: sku, start: 2, length: 12, required: true}
///         - {name: quantity, start: 14, length: 9, type: number, decimals: 3, align: right, pad: "0"}
///         - {name: due, start: 23, length: 8, type: date, pattern: YYYYMMDD}
///         - {name: serial, start: 31, length: 5, repeat: 2, step: 5}
std::optional<Layout> read_layout(const yaml::Node& root, std::vector<Error>& errors);

}  // namespace longshore::flatfile
