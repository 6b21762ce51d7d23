#include "parsers/guide/balances.h"

#include "engine/model/decimal.h"
#include "parsers/locate.h"

namespace longshore::guide {
namespace {

using parsers::Segment;
using parsers::Transaction;

/// Which segment a set's CTT01 counts.
struct Counted {
  std::string_view set;
  std::string_view tag;
};
constexpr std::array counted{Counted{"856", "HL"},  Counted{"857", "HL"},  Counted{"850", "PO1"},
                             Counted{"855", "PO1"}, Counted{"860", "POC"}, Counted{"865", "POC"},
                             Counted{"810", "IT1"}, Counted{"846", "LIN"}};

/// Which lines' quantity a set's total adds up; `unit` is the element with the line's unit.
struct Summed {
  std::string_view set;
  std::string_view total_tag;
  std::string_view line_tag;
  std::uint32_t quantity;
  std::uint32_t unit;
};
constexpr std::array summed{Summed{"940", "W76", "W01", 1, 2}, Summed{"943", "W03", "W04", 1, 2},
                            Summed{"944", "W14", "W07", 1, 2}, Summed{"945", "W03", "W12", 3, 5}};

void report(const Segment& segment, std::uint32_t element, const std::string& found, const std::string& what,
            std::vector<Diagnostic>& out) {
  auto diagnostic = parsers::locate(
      diagnose(Code::BALANCE_WRONG, "The total is not the " + what + ", which is " + found + "."), segment, element);
  diagnostic.expected = found;
  out.push_back(std::move(diagnostic));
}

std::size_t count_of(const Transaction& transaction, std::string_view tag) {
  return static_cast<std::size_t>(std::ranges::count(transaction.segments, tag, &Segment::tag));
}

void compare(const Segment& segment, std::uint32_t element, std::string_view written, std::size_t found,
             std::string_view tag, std::vector<Diagnostic>& out) {
  const auto declared = Decimal::parse(written);
  if (declared && *declared == Decimal::from_integer(static_cast<std::int64_t>(found))) return;
  report(segment, element, std::to_string(found), "number of " + std::string(tag) + " segments", out);
}

void check_ctt(const Transaction& transaction, const Segment& ctt, std::vector<Diagnostic>& out) {
  const auto* row = std::ranges::find(counted, std::string_view(transaction.set), &Counted::set);
  if (row == counted.end() || ctt.element(1).empty()) return;
  compare(ctt, 1, ctt.element(1), count_of(transaction, row->tag), row->tag, out);
}

void check_cnt(const Transaction& transaction, const Segment& cnt, std::vector<Diagnostic>& out) {
  if (cnt.component(1, 1) != "2" || cnt.component(1, 2).empty()) return;
  compare(cnt, 1, cnt.component(1, 2), count_of(transaction, "LIN"), "LIN", out);
}

/// The sum of the lines; nothing where a quantity is unreadable or the units differ, so that adding them means nothing.
std::optional<Decimal> sum_of(const Transaction& transaction, const Summed& row) {
  auto sum = Decimal::from_integer(0);
  std::optional<std::string_view> unit;
  for (const auto& segment : transaction.segments) {
    if (segment.tag() != row.line_tag) continue;
    const auto quantity = Decimal::parse(segment.element(row.quantity));
    if (!quantity || (unit && *unit != segment.element(row.unit))) return std::nullopt;
    unit = segment.element(row.unit);
    sum = sum + *quantity;
  }
  return unit ? std::optional(sum) : std::nullopt;
}

void check_sum(const Transaction& transaction, const Segment& total, const Summed& row, std::vector<Diagnostic>& out) {
  const auto declared = Decimal::parse(total.element(1));
  const auto sum = sum_of(transaction, row);
  if (!declared || !sum || *declared == *sum) return;
  report(total, 1, sum->str(), "sum of the " + std::string(row.line_tag) + " quantities", out);
}

}  // namespace

void check_balances(const Transaction& transaction, const Dictionary& dictionary, std::vector<Diagnostic>& out) {
  const bool x12 = dictionary.standard == parsers::Standard::x12;
  for (const auto& segment : transaction.segments) {
    const auto tag = segment.tag();
    if (x12 && tag == "CTT") check_ctt(transaction, segment, out);
    if (!x12 && tag == "CNT") check_cnt(transaction, segment, out);
    if (!x12) continue;
    for (const auto& row : summed) {
      if (row.set == transaction.set && row.total_tag == tag) check_sum(transaction, segment, row, out);
    }
  }
}

}  // namespace longshore::guide
