#include "parsers/guide/x12_tables.h"

#include "engine/base/yaml/yaml.h"
#include "engine/model/text.h"
#include "parsers/flatfile/csv_reader.h"
#include "parsers/guide/freeform.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <functional>

namespace longshore::guide {
namespace {

constexpr std::array<std::string_view, 8> required_tables{"SETHEAD.TXT", "SETDETL.TXT", "SEGHEAD.TXT", "SEGDETL.TXT",
                                                          "COMHEAD.TXT", "COMDETL.TXT", "ELEHEAD.TXT", "ELEDETL.TXT"};
constexpr std::string_view freeform = "FREEFORM.TXT";
constexpr std::uint64_t longest = 1'000'000'000'000'000'000;
constexpr std::uint64_t most_uses = 100'000'000;

/// One row of a table: its cells, and where they stand.
class Row {
 public:
  Row(const flatfile::CsvRecord& record, const SourceLocation& start, std::vector<Error>& errors)
      : record_(record), start_(start), errors_(errors) {}

  std::string text(std::size_t column) const { return std::string(trim(record_.value(column))); }

  std::string id(std::size_t column, std::string_view what) const {
    auto out = text(column);
    const auto usual = [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == 'I'; };
    if (out.empty() || out.size() > 6 || !std::ranges::all_of(out, usual))
      error(column, "TABLE_ID", std::string(what) + " \"" + printable(out) + "\" is not made of capitals and digits");
    return out;
  }

  /// ">1" has no limit and reads as 0.
  std::uint64_t count(std::size_t column, std::string_view what, std::uint64_t most, bool may_be_open) const {
    const auto written = text(column);
    if (may_be_open && written == ">1") return 0;
    std::uint64_t out = 0;
    const auto [end, bad] = std::from_chars(written.data(), written.data() + written.size(), out);
    if (bad != std::errc{} || end != written.data() + written.size() || out > most || (may_be_open && out == 0))
      error(column, "TABLE_NUMBER", std::string(what) + " \"" + printable(written) + "\" is no number that it can be",
            may_be_open ? "a number from 1, or >1 for no limit" : "a number");
    return out;
  }

  std::string requirement(std::size_t column) const {
    auto written = text(column);
    constexpr std::string_view optional = "OCXFN";  // conditional, floating, not used
    if (written == "M") return written;
    if (written.size() != 1 || !optional.contains(written[0]))
      error(column, "TABLE_REQUIREMENT", "the requirement \"" + printable(written) + "\" is none of M O C X F N");
    return "O";
  }

  SourceLocation where(std::size_t column = 0) const {
    auto out = start_;
    if (column < record_.fields().size())
      out.column =
          static_cast<std::uint32_t>(record_.fields()[column].byte_range.begin - record_.byte_range().begin) + 1;
    return out;
  }

  void error(std::size_t column, std::string code, std::string what, std::string hint = {}) const {
    errors_.push_back(yaml::error_at(where(column), std::move(code), std::move(what), std::move(hint)));
  }

 private:
  const flatfile::CsvRecord& record_;
  SourceLocation start_;
  std::vector<Error>& errors_;
};

/// Hands the rows of one table on.
class Rows final : public flatfile::CsvEvents {
 public:
  Rows(std::string_view text, std::string file, std::size_t columns, std::function<void(const Row&)> take,
       std::vector<Error>& errors)
      : text_(text), file_(std::move(file)), columns_(columns), take_(std::move(take)), errors_(errors) {}

  void record(const flatfile::CsvRecord& one) override {
    const Row row(one, place(one.byte_range().begin), errors_);
    const auto count = one.fields().size();
    if (count != columns_)
      return row.error(
          0, "TABLE_COLUMNS",
          "the row has " + std::to_string(count) + " columns where this table has " + std::to_string(columns_));
    take_(row);
  }

  void diagnostic(Diagnostic one) override {
    if (one.severity != Severity::error) return;
    errors_.push_back(yaml::error_at(place(one.byte_range ? one.byte_range->begin : 0),
                                     std::string(info(one.code).name), one.message));
  }

 private:
  /// Rows come in order: lines are counted on from the last one.
  SourceLocation place(std::uint64_t offset) {
    if (offset < counted_) counted_ = 0, line_ = 1;
    const auto part = text_.substr(counted_, offset - counted_);
    line_ += static_cast<std::uint32_t>(std::ranges::count(part, '\n'));
    counted_ = offset;
    return {file_, line_, 1};
  }

  std::string_view text_;
  std::string file_;
  std::size_t columns_;
  std::function<void(const Row&)> take_;
  std::vector<Error>& errors_;
  std::uint64_t counted_ = 0;
  std::uint32_t line_ = 1;
};

class TableReader {
 public:
  TableReader(const TableTexts& texts, const std::string& folder, std::vector<Error>& errors)
      : texts_(texts), folder_(folder), errors_(errors) {}

  X12Tables read() && {
    each("ELEHEAD.TXT", 2, [this](const Row& row) { out_.elements[row.id(0, "the element")].label = row.text(1); });
    each("ELEDETL.TXT", 4, [this](const Row& row) { element(row); });
    each("COMHEAD.TXT", 2, [this](const Row& row) { out_.composites[row.id(0, "the composite")].label = row.text(1); });
    each("COMDETL.TXT", 4, [this](const Row& row) { part(row, out_.composites, "composite", 0); });
    each("SEGHEAD.TXT", 2, [this](const Row& row) { out_.segments[row.id(0, "the segment")].label = row.text(1); });
    each("SEGDETL.TXT", 5, [this](const Row& row) { part(row, out_.segments, "segment", 4); });
    each("SETHEAD.TXT", 3, [this](const Row& row) { set(row); });
    each("SETDETL.TXT", 9, [this](const Row& row) { line(row); });
    if (const auto found = texts_.find(freeform); found != texts_.end())
      read_freeform(found->second, path(freeform), out_, errors_);
    return std::move(out_);
  }

 private:
  std::string path(std::string_view file) const { return folder_ + "/" + std::string(file); }

  void each(std::string_view file, std::size_t columns, std::function<void(const Row&)> take) {
    const auto found = texts_.find(file);
    if (found == texts_.end()) {
      errors_.push_back(yaml::error_at({path(file), 0, 0}, "TABLE_MISSING",
                                       "the table " + std::string(file) + " is not there",
                                       "name the folder with X12's table data"));
      return;
    }
    Rows rows(found->second, path(file), columns, std::move(take), errors_);
    flatfile::read_csv(found->second, rows, {.header = false});
  }

  void element(const Row& row) {
    const auto found = out_.elements.find(row.id(0, "the element"));
    if (found == out_.elements.end())
      return row.error(0, "TABLE_ORPHAN", "element " + row.text(0) + " is not in ELEHEAD.TXT");
    auto& element = found->second;
    element.type = row.text(1);
    element.min = row.count(2, "the least length", longest, false);
    element.max = row.count(3, "the most length", longest, false);
    if (element.min > element.max || element.max == 0)
      row.error(2, "TABLE_LENGTHS", "the lengths are crossed, or the most is 0");
    if (element.type == "N") element.type = "N0";
    constexpr std::array<std::string_view, 6> types{"AN", "ID", "DT", "TM", "R", "B"};
    const bool whole =
        element.type.size() == 2 && element.type[0] == 'N' && element.type[1] >= '0' && element.type[1] <= '9';
    if (!whole && std::ranges::find(types, element.type) == types.end())
      row.error(1, "TABLE_TYPE", "\"" + printable(element.type) + "\" is no element type", "AN ID DT TM R N0…N9 B");
  }

  /// A row of SEGDETL or COMDETL: positions count up from 1.
  template <class Owners>
  void part(const Row& row, Owners& owners, const std::string& what, std::size_t repeat_column) {
    const auto found = owners.find(row.id(0, "the " + what));
    if (found == owners.end()) return row.error(0, "TABLE_ORPHAN", what + " " + row.text(0) + " is in no head table");
    auto& uses = found->second.uses;
    if (row.count(1, "the sequence", most_uses, false) != uses.size() + 1)
      return row.error(1, "TABLE_SEQUENCE",
                       what + " " + row.text(0) + " should go on with " + std::to_string(uses.size() + 1));
    TableUse use{row.id(2, "the element"), row.requirement(3), 1, row.where(2)};
    const bool told = repeat_column != 0 && !row.text(repeat_column).empty() && row.text(repeat_column) != "0";
    if (told) use.repeat = static_cast<std::uint32_t>(row.count(repeat_column, "the repeat", most_uses, true));
    const bool known = out_.elements.contains(use.id) || (repeat_column != 0 && out_.composites.contains(use.id));
    if (!known) row.error(2, "TABLE_ORPHAN", "element " + use.id + " is in no head table");
    uses.push_back(std::move(use));
  }

  void set(const Row& row) {
    const auto id = row.text(0);
    if (id.size() != 3 || !std::ranges::all_of(id, [](char c) { return c >= '0' && c <= '9'; }))
      return row.error(0, "TABLE_SET", "\"" + printable(id) + "\" is no transaction set",
                       "tables of an implementation guide are not read here: write a guide");
    out_.sets[id] = {row.text(1), row.text(2), {}};
  }

  void line(const Row& row) {
    const auto found = out_.sets.find(row.text(0));
    if (found == out_.sets.end())
      return row.error(0, "TABLE_ORPHAN", "set " + printable(row.text(0)) + " is not in SETHEAD.TXT");
    TableLine line;
    line.where = row.where();
    line.segment = row.id(3, "the segment");
    if (!out_.segments.contains(line.segment))
      row.error(3, "TABLE_ORPHAN", "segment " + line.segment + " is not in SEGHEAD.TXT");
    line.requirement = row.requirement(4);
    line.max = static_cast<std::uint32_t>(row.count(5, "the maximum use", most_uses, true));
    line.level = static_cast<std::uint32_t>(row.count(6, "the loop level", 60, false));
    line.loop = row.text(8);
    if (!line.loop.empty())
      line.loop_max = static_cast<std::uint32_t>(row.count(7, "the loop's repeat", most_uses, true));
    auto& lines = found->second.lines;
    const auto open = lines.empty() ? 0 : lines.back().level;
    const bool fits = line.loop.empty() ? line.level <= open : line.level >= 1 && line.level <= open + 1;
    if (!fits)
      row.error(6, "TABLE_LEVEL", "no loop is open that would have level " + std::to_string(line.level) + " here");
    lines.push_back(std::move(line));
  }

  const TableTexts& texts_;
  const std::string& folder_;
  std::vector<Error>& errors_;
  X12Tables out_;
};

}  // namespace

std::vector<std::string_view> table_names() {
  std::vector<std::string_view> out(required_tables.begin(), required_tables.end());
  out.push_back(freeform);
  return out;
}

X12Tables read_x12_tables(const TableTexts& texts, const std::string& folder, std::vector<Error>& errors) {
  return TableReader(texts, folder, errors).read();
}

}  // namespace longshore::guide
