#include "engine/cli/listing.h"
#include "engine/cli/report.h"
#include "engine/model/text.h"

#include <ostream>

namespace longshore::cli {
namespace {

constexpr std::size_t most_value = 120;  // bytes of a value in its own row
constexpr std::size_t most_indent = 60;
constexpr std::size_t margin = 13;  // "    " and the position, right-aligned, and two blanks

std::string padded(const std::string& text, std::size_t width) {
  auto taken = columns(text);
  return taken < width ? text + std::string(width - taken, ' ') : text;
}

struct Row {
  std::string reference;  // "BSN01", "C507-1" as DTM01-1, a second repetition as REF04[2]
  std::string label;
  std::string value;
  std::string meaning;
};

std::string number(std::uint32_t element) {
  return (element < 10 ? "0" : "") + std::to_string(element);
}

// "12345" of a type with two implied decimals is 123.45.
std::string with_decimals(const std::string& value, std::size_t decimals) {
  bool negative = value.starts_with('-');
  auto digits = negative ? value.substr(1) : value;
  if (digits.empty() || digits.find_first_not_of("0123456789") != std::string::npos) return {};
  if (digits.size() <= decimals) digits.insert(0, decimals + 1 - digits.size(), '0');
  return (negative ? "-" : "") + digits.insert(digits.size() - decimals, ".");
}

std::string meaning(const guide::Element& element, const std::string& value) {
  if (element.codes) {
    auto found = element.codes->labels.find(value);
    if (found != element.codes->labels.end()) return found->second;
  }
  return element.type == guide::ElementType::integer && element.decimals ? with_decimals(value, element.decimals) : "";
}

class Rows {
 public:
  Rows(const parsers::Segment& segment, const guide::SegmentDefinition& definition)
      : segment_(segment), definition_(definition) {}

  std::vector<Row> all() && {
    for (std::uint32_t i = 1; i <= segment_.element_count(); ++i) add_element(i);
    return std::move(rows_);
  }

 private:
  void add_element(std::uint32_t element) {
    auto reference = std::string(segment_.tag()) + number(element);
    if (!is_split(segment_, element)) return add(reference, element, nullptr, segment_.element(element));
    auto repetitions = segment_.repetition_count(element);
    for (std::uint32_t i = 1; i <= repetitions; ++i)
      add_repetition(repetitions > 1 ? reference + "[" + std::to_string(i) + "]" : reference, element, i);
  }

  void add_repetition(const std::string& reference, std::uint32_t element, std::uint32_t repetition) {
    const auto* use = definition_.at(element);
    auto count = segment_.component_count(element, repetition);
    bool composite = count > 1 || (use && use->composite);
    for (std::uint32_t i = 1; i <= count; ++i) {
      auto value = segment_.value(element, i, repetition);
      if (!value.empty())
        add(composite ? reference + "-" + std::to_string(i) : reference, element, defined(use, i), value);
    }
  }

  static const guide::Element* defined(const guide::ElementUse* use, std::uint32_t component) {
    if (!use) return nullptr;
    if (!use->composite) return component == 1 ? use->element : nullptr;
    const auto& components = use->composite->components;
    return component <= components.size() ? components[component - 1].element : nullptr;
  }

  void add(const std::string& reference, std::uint32_t element, const guide::Element* definition,
           std::string_view value) {
    const auto* use = definition_.at(element);
    auto label = definition ? definition->label : use ? std::string(use->label()) : "?";
    rows_.push_back({printable(reference), std::move(label), cut(value, most_value),
                     definition ? meaning(*definition, std::string(value)) : ""});
  }

  const parsers::Segment& segment_;
  const guide::SegmentDefinition& definition_;
  std::vector<Row> rows_;
};

/// Levels of the hierarchies by their ids. A parent counts only when it came before, so that no cycle can be followed.
class Hierarchy {
 public:
  std::size_t level_of(const parsers::Segment& segment) {
    auto parent = levels_.find(segment.value(2));
    auto level = parent == levels_.end() ? 0 : parent->second + 1;
    levels_.emplace(segment.value(1), level);
    return level;
  }

 private:
  std::map<std::string, std::size_t, std::less<>> levels_;
};

}  // namespace

std::vector<std::size_t> depths(const parsers::Transaction& transaction, const guide::Placement& placement) {
  std::vector<std::size_t> loops;
  Hierarchy hierarchy;
  for (const auto& loop : placement.loops) {
    auto depth = loop.parent < 0 ? 1 : loops[static_cast<std::size_t>(loop.parent)] + 1;
    const auto& first = transaction.segments[loop.first_segment];
    if (first.tag() == "HL" || first.tag() == "CPS") depth += hierarchy.level_of(first);
    loops.push_back(depth);
  }
  std::vector<std::size_t> out(transaction.segments.size(), 0);
  for (std::size_t i = 0; i < std::min(out.size(), placement.segments.size()); ++i) {
    auto loop = placement.segments[i].loop;
    if (loop < 0) continue;
    auto index = static_cast<std::size_t>(loop);
    out[i] = placement.loops[index].first_segment == i ? loops[index] - 1 : loops[index];
  }
  return out;
}

SegmentListing::SegmentListing(std::ostream& out, const Palette& palette, const parsers::Transaction& transaction,
                               const CheckedSet& checked)
    : out_(out),
      palette_(palette),
      transaction_(transaction),
      checked_(checked),
      depths_(depths(transaction, checked.placement)) {
  for (const auto& one : transaction.diagnostics) faults_.push_back(&one);
  std::ranges::stable_sort(faults_, {}, [](const Diagnostic* one) {
    return std::pair(one->segment_position.value_or(0), one->element.value_or(0));
  });
}

void SegmentListing::print() {
  for (; next_fault_ < faults_.size() && !faults_[next_fault_]->segment_position; ++next_fault_) {
    const auto& one = *faults_[next_fault_];
    out_ << std::string(margin, ' ') << palette_.by(one.severity, fault_text(one)) << "\n";
  }
  for (std::size_t i = 0; i < transaction_.segments.size(); ++i) segment(i);
}

void SegmentListing::segment(std::size_t index) {
  const auto& one = transaction_.segments[index];
  auto indent = margin + std::min(depths_[index] * 2, most_indent);
  auto position = std::to_string(one.position());
  const auto* definition =
      index < checked_.placement.segments.size() ? checked_.placement.segments[index].segment : nullptr;
  out_ << std::string(position.size() < margin - 2 ? margin - 2 - position.size() : 0, ' ') << palette_.dim(position)
       << "  " << std::string(indent - margin, ' ') << cut(one.text(), most_text);
  if (definition) out_ << palette_.dim("  · " + definition->label);
  out_ << "\n";
  faults(index, indent);
  if (definition && one.tag() != "ST" && one.tag() != "SE") elements(one, *definition, indent + 4);
}

void SegmentListing::faults(std::size_t index, std::size_t indent) {
  bool last = index + 1 == transaction_.segments.size();
  const auto& one = transaction_.segments[index];
  for (; next_fault_ < faults_.size(); ++next_fault_) {
    if (!last && *faults_[next_fault_]->segment_position > one.position()) return;
    fault(one, *faults_[next_fault_], indent);
  }
}

void SegmentListing::fault(const parsers::Segment& segment, const Diagnostic& one, std::size_t indent) {
  auto whole = segment.text();
  bool here = one.segment_id == segment.tag() && one.segment_position == segment.position();
  std::string_view part = segment.tag();
  if (here && one.element) {
    part = segment.element(*one.element);
    if (one.component || one.repetition)
      part = segment.component(*one.element, one.component.value_or(1), one.repetition.value_or(1));
  }
  auto begin = std::min<std::size_t>(static_cast<std::size_t>(part.data() - whole.data()), most_text);
  auto size = std::min(part.size(), most_text - begin);
  auto skip = here ? columns(printable(whole.substr(0, begin))) : 0;
  auto width = here ? std::max<std::size_t>(1, columns(printable(part.substr(0, size)))) : 1;
  out_ << std::string(indent + skip, ' ') << palette_.by(one.severity, std::string(width, '^') + " " + fault_text(one))
       << "\n";
}

void SegmentListing::elements(const parsers::Segment& segment, const guide::SegmentDefinition& definition,
                              std::size_t indent) {
  auto rows = Rows(segment, definition).all();
  std::size_t reference = 0;
  std::size_t label = 24;
  std::size_t value = 0;
  for (const auto& row : rows) {
    reference = std::max(reference, columns(row.reference));
    label = std::max(label, columns(row.label));
    if (!row.meaning.empty()) value = std::max(value, columns(row.value));
  }
  for (const auto& row : rows) {
    out_ << std::string(indent, ' ') << padded(row.reference, reference) << "  "
         << palette_.dim(padded(row.label, label)) << "  "
         << (row.meaning.empty() ? row.value : padded(row.value, value) + "  " + row.meaning) << "\n";
  }
}

}  // namespace longshore::cli
