// Any bytes as CSV in some dialect (the first byte chooses) or fixed width: the same whole as in pieces, ranges inside,
// and what was read can be written and reads back.
#include "parsers/flatfile/csv_reader.h"
#include "parsers/flatfile/fixed.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <cstring>

namespace {

using namespace longshore;

void must(bool holds) {
  if (!holds) std::abort();
}

/// Hands out seven bytes at a time.
class Pieces final : public parsers::Input {
 public:
  explicit Pieces(std::string_view text) : left_(text) {}
  std::size_t read(std::span<char> out) override {
    const auto count = std::min({out.size(), left_.size(), std::size_t{7}});
    std::memcpy(out.data(), left_.data(), count);
    left_.remove_prefix(count);
    return count;
  }

 private:
  std::string_view left_;
};

using Rows = std::vector<std::vector<std::string>>;

struct Csv final : flatfile::CsvEvents {
  explicit Csv(std::size_t bytes) : size(bytes) {}
  void header(const flatfile::CsvRecord& one) override { record(one); }
  void record(const flatfile::CsvRecord& one) override {
    rows.emplace_back();
    for (std::size_t i = 0; i < one.fields().size(); ++i) {
      const auto& range = one.fields()[i].byte_range;
      must(range.begin <= range.end && range.end <= size);
      rows.back().push_back(one.value(i));
    }
  }
  void diagnostic(Diagnostic one) override { must(one.byte_range && one.byte_range->end <= size); }
  std::size_t size;
  Rows rows;
};

flatfile::CsvDialect dialect_of(unsigned choice) {
  flatfile::CsvDialect out{.line_end = static_cast<parsers::LineEnd>(choice & 3U), .neutralise_formulas = false};
  if ((choice & 4U) != 0) out.escape = flatfile::CsvDialect::Escape::backslash;
  out.header = (choice & 8U) != 0;
  out.trim = (choice & 16U) != 0;
  if ((choice & 32U) != 0) out.comment = '#';
  return out;
}

void csv(std::string_view text, unsigned choice) {
  const auto dialect = dialect_of(choice);
  const parsers::RecordLimits limits{.record_bytes = 512, .fields_per_record = 16, .diagnostics = 8};
  Csv whole(text.size());
  read_csv(text, whole, dialect, limits);
  Csv parts(text.size());
  Pieces pieces(text);
  read_csv(pieces, parts, dialect, limits);
  must(whole.rows == parts.rows);
  std::string out;
  for (const auto& row : whole.rows) must(flatfile::write_csv_row(out, row, dialect).has_value());
  Csv again(out.size());
  read_csv(out, again, dialect);
  must(again.rows == whole.rows);
}

constexpr std::string_view layout_text = R"(
layout: fuzz
trimmed: true
records:
  - {type: n, recognise: {start: 1, text: N}, fields: [
      {name: a, start: 2, length: 6, type: number, decimals: 2, pad: "0"}, {name: b, start: 8, length: 5, type: number}]}
  - {type: d, recognise: {start: 1, text: D}, fields: [
      {name: a, start: 2, length: 8, type: date, pattern: YY/MM/DD}, {name: b, start: 10, length: 4, type: time, pattern: HHMM}]}
  - {type: t, recognise: {start: 1, text: T}, fields: [
      {name: a, start: 2, length: 4, repeat: 2}, {name: b, start: 10, length: 3, align: right}]}
)";

struct Fixed final : flatfile::FixedEvents {
  explicit Fixed(std::size_t bytes) : size(bytes) {}
  void record(const flatfile::FixedRecord& one) override {
    if (!faulty) records.push_back(one.tree());
    faulty = false;
  }
  void diagnostic(Diagnostic one) override {
    must(one.byte_range && one.byte_range->end <= size);
    const bool skipped =
        one.code == Code::RECORD_TYPE_UNKNOWN || (one.code == Code::LIMIT_REACHED && one.segment_id.empty());
    if (!skipped) faulty = true;
  }
  std::size_t size;
  bool faulty = false;
  std::vector<parsers::Record> records;
};

void fixed(std::string_view text) {
  static const auto layout = [] {
    std::vector<Error> errors;
    return *flatfile::read_layout(*yaml::parse(layout_text, "fuzz.yaml"), errors);
  }();
  Fixed whole(text.size());
  read_fixed(text, whole, layout, {.record_bytes = 512});
  Fixed parts(text.size());
  Pieces pieces(text);
  read_fixed(pieces, parts, layout, {.record_bytes = 512});
  must(std::ranges::equal(whole.records, parts.records, parsers::equal));
  for (const auto& one : whole.records) {
    std::string out;
    if (!flatfile::write_fixed(out, one, layout)) continue;  // a sign or a mark that took no room before
    Fixed again(out.size());
    read_fixed(out, again, layout);
    must(again.records.size() == 1 && equal(again.records[0], one));
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  if ((data[0] & 64U) != 0)
    fixed(text);
  else
    csv(text, data[0]);
  return 0;
}
