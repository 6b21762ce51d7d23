#include "parsers/guide/balances.h"

#include "parsers/locate.h"

namespace longshore::guide {
namespace {

using parsers::Segment;

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

constexpr std::size_t most_totals = 16;

}  // namespace

BalanceCheck::BalanceCheck(const Dictionary& dictionary) : x12_(dictionary.standard == parsers::Standard::x12) {
  if (!x12_) {
    total_ = tag_key("CNT");
    counted_tag_ = "LIN";
  }
  const std::string_view set = dictionary.set;
  if (const auto* row = std::ranges::find(counted, set, &Counted::set); x12_ && row != counted.end()) {
    total_ = tag_key("CTT");
    counted_tag_ = row->tag;
  }
  if (const auto* row = std::ranges::find(summed, set, &Summed::set); x12_ && row != summed.end()) {
    total_ = tag_key(row->total_tag);
    line_ = tag_key(row->line_tag);
    line_tag_ = row->line_tag;
    quantity_ = row->quantity;
    unit_ = row->unit;
  }
  counted_ = tag_key(counted_tag_);
}

void BalanceCheck::keep_total(const Segment& segment) {
  if (held_.totals.size() == most_totals) return;
  Total total{parsers::locate(diagnose(Code::BALANCE_WRONG), segment, 1), std::string(segment.element(1)), line_ == 0};
  if (!x12_) {
    if (segment.component(1, 1) != "2") return;
    const auto value = segment.component(1, 2);
    total.written = std::string(value);
    total.at.component = 2;
    total.at.value = total.written;
    total.at.byte_range = segment.range_of(value);
  }
  if (!total.written.empty()) held_.totals.push_back(std::move(total));
}

// Where a quantity is unreadable or the units differ, adding them means nothing.
void BalanceCheck::add_line(const Segment& segment) {
  const auto quantity = Decimal::parse(segment.element(quantity_));
  const auto unit = segment.element(unit_);
  held_.sum_means_something = held_.sum_means_something && quantity && (!held_.sum_unit || *held_.sum_unit == unit);
  if (!held_.sum_means_something) return;
  held_.sum_unit = std::string(unit);
  held_.sum = held_.sum + *quantity;
}

void BalanceCheck::judge(std::vector<Diagnostic>& out) const {
  for (const auto& total : held_.totals) {
    const auto declared = Decimal::parse(total.written);
    const bool judged = total.of_lines || (declared && held_.sum_unit && held_.sum_means_something);
    const auto found = total.of_lines ? Decimal::from_integer(static_cast<std::int64_t>(held_.count)) : held_.sum;
    if (!judged || (declared && *declared == found)) continue;
    auto diagnostic = total.at;
    const auto what = total.of_lines ? "number of " + std::string(counted_tag_) + " segments"
                                     : "sum of the " + std::string(line_tag_) + " quantities";
    diagnostic.message = "The total is not the " + what + ", which is " + found.str() + ".";
    diagnostic.expected = found.str();
    out.push_back(std::move(diagnostic));
  }
}

}  // namespace longshore::guide
