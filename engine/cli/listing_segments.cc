#include "engine/cli/listing.h"
#include "engine/cli/report.h"
#include "engine/model/text.h"

namespace longshore::cli {
namespace {

constexpr std::size_t most_value = 120;  // bytes of a value in its own row

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

}  // namespace

void Nesting::begin_set() {
  levels_.clear();
  level_ = inside_ = 0;
}

// A parent counts only when it came before, so that no cycle can be followed.
std::size_t Nesting::level_of(const parsers::Segment& segment) {
  constexpr std::size_t most_levels = 100'000;
  auto parent = levels_.find(segment.value(2));
  auto level = parent == levels_.end() ? 0 : parent->second + 1;
  if (levels_.size() < most_levels) levels_.emplace(segment.value(1), level);
  return level;
}

std::size_t Nesting::depth_of(const parsers::Segment& segment, const guide::SegmentPlace& place) {
  bool starts = place.use && place.use->is_loop();
  bool hierarchy = starts && (segment.tag() == "HL" || segment.tag() == "CPS");
  if (hierarchy) {
    level_ = level_of(segment);
    inside_ = place.depth;
  } else if (place.depth < inside_) {
    level_ = inside_ = 0;
  }
  return place.depth + level_ - (starts ? 1 : 0);
}

std::string element_rows(const parsers::Segment& segment, const guide::SegmentDefinition& definition,
                         const Palette& palette, std::size_t indent) {
  auto rows = Rows(segment, definition).all();
  std::size_t reference = 0;
  std::size_t label = 24;
  std::size_t value = 0;
  for (const auto& row : rows) {
    reference = std::max(reference, columns(row.reference));
    label = std::max(label, columns(row.label));
    if (!row.meaning.empty()) value = std::max(value, columns(row.value));
  }
  std::string out;
  for (const auto& row : rows) {
    out += std::string(indent, ' ') + padded(row.reference, reference) + "  " + palette.dim(padded(row.label, label)) +
           "  " + (row.meaning.empty() ? row.value : padded(row.value, value) + "  " + row.meaning) + "\n";
  }
  return out;
}

}  // namespace longshore::cli
