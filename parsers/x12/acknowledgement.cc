#include "parsers/x12/acknowledgement.h"

#include "parsers/acknowledged.h"
#include "parsers/source.h"
#include "parsers/x12/acknowledgement_codes.h"
#include "parsers/x12/error_context.h"

#include <algorithm>

namespace longshore::x12 {
namespace {

using parsers::Group;
using parsers::Interchange;
using parsers::Status;
using parsers::Transaction;

constexpr std::size_t most_element_notes = 99;  // AK4 in one AK3
constexpr std::size_t most_errors = 5;          // AK502…506, AK905…909
constexpr std::uint32_t last_element = 99;      // AK401-1 and its components have two digits
constexpr std::size_t longest_bad_value = 99;
constexpr std::size_t longest_loop = 6;

void add_error(std::vector<std::string>& errors, std::string_view error) {
  if (error.empty() || errors.size() >= most_errors || std::ranges::find(errors, error) != errors.end()) return;
  errors.emplace_back(error);
}

bool any_error(std::span<const Diagnostic> diagnostics) {
  return worst(diagnostics) == Severity::error;
}

/// What the sets of one group have in common.
struct Manner {
  AcknowledgementSet as = AcknowledgementSet::functional;
  bool later = false;  ///< the acknowledgement's release is 005010 or later
  const parsers::Delimiters& delimiters;
};

class SetBuilder {
 public:
  SetBuilder(const Transaction& transaction, const guide::Dictionary* dictionary, const Manner& manner)
      : transaction_(transaction), dictionary_(dictionary), manner_(manner) {}

  SetResponse build() && {
    out_.set = transaction_.set;
    out_.control_number = transaction_.control_number;
    if (manner_.later) out_.implementation = implementation();
    for (const auto& one : transaction_.diagnostics) {
      if (one.severity == Severity::error) add(one);
    }
    out_.status = transaction_.status == Status::accepted ? "A" : transaction_.status == Status::rejected ? "R" : "E";
    if (!out_.segments.empty()) add_error(out_.errors, "5");
    if (out_.set.empty()) add_error(out_.errors, "6");
    if (out_.control_number.empty()) add_error(out_.errors, "7");
    if (out_.status == "R" && out_.errors.empty()) add_error(out_.errors, "5");
    return std::move(out_);
  }

 private:
  std::string implementation() const {
    if (transaction_.segments.empty()) return {};
    return std::string(parsers::trim_blanks(transaction_.segments.front().element(3)));
  }

  void add(const Diagnostic& one) {
    add_error(out_.errors, set_error(one.code, manner_.as));
    const auto in_element = element_error(one, manner_.as, manner_.later);
    const auto in_segment = in_element.empty() ? segment_error(one, manner_.as, dictionary_) : std::string_view("8");
    if (in_segment.empty() || !one.segment_position) return;
    auto& note = segment_note(one, in_segment);
    const bool countable = one.element && *one.element >= 1 && *one.element <= last_element;
    if (in_element.empty() || !countable || note.elements.size() >= most_element_notes) return;
    note.elements.push_back({*one.element, one.component.value_or(0), manner_.later ? one.repetition.value_or(0) : 0,
                             element_number(one), std::string(in_element),
                             quotable(one.value.value_or(""), longest_bad_value, manner_.delimiters)});
    if (const auto trigger = this->trigger(one)) note.elements.back().contexts.push_back(*trigger);
  }

  std::optional<ErrorContext> trigger(const Diagnostic& one) const {
    if (manner_.as != AcknowledgementSet::implementation) return std::nullopt;
    return situational_trigger(transaction_, one);
  }

  SegmentNote& segment_note(const Diagnostic& one, std::string_view error) {
    const auto same = [&](const SegmentNote& note) {
      return note.position == *one.segment_position && note.tag == one.segment_id && note.error == error;
    };
    const auto found = std::ranges::find_if(out_.segments, same);
    if (found != out_.segments.end()) return *found;
    auto& note = out_.segments.emplace_back(SegmentNote{one.segment_id,
                                                        *one.segment_position,
                                                        quotable(one.loop, longest_loop, manner_.delimiters),
                                                        std::string(error),
                                                        {}});
    if (manner_.as == AcknowledgementSet::implementation) {
      if (auto unit = business_unit(transaction_, manner_.delimiters)) note.contexts.push_back(std::move(*unit));
    }
    return note;
  }

  std::string element_number(const Diagnostic& one) const {
    const auto* segment = dictionary_ != nullptr ? dictionary_->segment(one.segment_id) : nullptr;
    const auto* use = segment != nullptr ? segment->at(one.element.value_or(0)) : nullptr;
    if (use == nullptr) return {};
    if (use->element != nullptr) return use->element->id;
    const auto component = one.component.value_or(0);
    const auto& components = use->composite->components;
    return component >= 1 && component <= components.size() ? components[component - 1].element->id : std::string{};
  }

  const Transaction& transaction_;
  const guide::Dictionary* dictionary_;
  const Manner& manner_;
  SetResponse out_;
};

std::string group_status(const FunctionalAcknowledgement& out, const Group& group) {
  if (out.received > 0 && out.accepted == 0) return "R";
  if (out.accepted < out.received) return "P";
  const bool clean = out.errors.empty() && !any_error(group.diagnostics) &&
                     std::ranges::all_of(out.sets, [](const SetResponse& one) { return one.status == "A"; });
  return clean ? "A" : "E";
}

FunctionalAcknowledgement acknowledge_group(const Group& group, const Manner& manner,
                                            const DictionaryOf& dictionary_of) {
  FunctionalAcknowledgement out;
  out.as = manner.as;
  out.functional_id = group.functional_id;
  out.control_number = group.control_number;
  if (manner.later) out.version = group.version;
  for (const auto& transaction : group.transactions) {
    const auto* dictionary = dictionary_of ? dictionary_of(transaction) : nullptr;
    out.sets.push_back(SetBuilder(transaction, dictionary, manner).build());
  }
  for (const auto& one : group.diagnostics) add_error(out.errors, group_error(one.code));
  if (!parsers::parse_count(group.control_number)) add_error(out.errors, "6");
  out.received = static_cast<std::uint32_t>(group.transactions.size());
  out.included = group.declared_count.value_or(out.received);
  out.accepted = static_cast<std::uint32_t>(std::ranges::count_if(out.sets, &SetResponse::accepted));
  out.status = group_status(out, group);
  return out;
}

}  // namespace

std::string_view name(AcknowledgementSet set) {
  return set == AcknowledgementSet::implementation ? "999" : "997";
}

AcknowledgementSet usual_set(const Group& group) {
  const std::string_view version = group.version;
  const bool names_guide = begins_with_release(version) && version.substr(6).starts_with('X');
  return names_guide && version >= release_005010 ? AcknowledgementSet::implementation : AcknowledgementSet::functional;
}

bool is_acknowledgement(const Group& group) {
  const auto acknowledges = [](const Transaction& one) { return parsers::is_acknowledgement(one.set); };
  return group.functional_id == "FA" ||
         (!group.transactions.empty() && std::ranges::all_of(group.transactions, acknowledges));
}

std::vector<FunctionalAcknowledgement> acknowledge(const Interchange& interchange, const DictionaryOf& dictionary_of,
                                                   std::optional<AcknowledgementSet> asked) {
  std::vector<FunctionalAcknowledgement> out;
  if (interchange.standard != parsers::Standard::x12) return out;
  for (const auto& group : interchange.groups) {
    if (group.implicit || is_acknowledgement(group)) continue;
    Manner manner{AcknowledgementSet::functional, release_of(interchange, group) >= release_005010,
                  interchange.delimiters};
    if (manner.later) manner.as = asked.value_or(usual_set(group));
    out.push_back(acknowledge_group(group, manner, dictionary_of));
  }
  return out;
}

}  // namespace longshore::x12
