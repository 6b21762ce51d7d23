#include "parsers/x12/acknowledgement.h"

#include "parsers/source.h"

#include <algorithm>

namespace longshore::x12 {
namespace {

using parsers::Group;
using parsers::Interchange;
using parsers::Status;
using parsers::Transaction;

constexpr std::size_t most_element_notes = 99;  // AK4 in one AK3
constexpr std::size_t most_errors = 5;          // AK502…506, AK905…909
constexpr std::size_t longest_bad_value = 99;

/// AK403; from 005010 on repetitions and components have codes of their own. Empty: not an element's fault.
std::string_view element_error(const Diagnostic& one, bool later) {
  switch (one.code) {
    case Code::ELEMENT_MISSING:
      return "1";
    case Code::NOTE_VIOLATED:
      return one.expected && one.expected->starts_with('E') ? "10" : "2";
    case Code::ELEMENT_TOO_MANY:
      return "3";
    case Code::COMPONENT_TOO_MANY:
      return later ? "13" : "3";
    case Code::REPETITION_TOO_MANY:
      return later ? "12" : "3";
    case Code::ELEMENT_TOO_SHORT:
      return "4";
    case Code::ELEMENT_TOO_LONG:
      return "5";
    case Code::ELEMENT_BAD_TYPE:
      return "6";
    case Code::ELEMENT_BAD_CODE:
      return "7";
    case Code::ELEMENT_BAD_DATE:
      return "8";
    case Code::ELEMENT_BAD_TIME:
      return "9";
    default:
      return {};
  }
}

/// AK304. Empty: not a segment's fault.
std::string_view segment_error(const Diagnostic& one, const guide::Dictionary* dictionary) {
  const auto in_release = [&] { return dictionary != nullptr && dictionary->knows_segment(one.segment_id); };
  switch (one.code) {
    case Code::SEGMENT_TAG_INVALID:
      return "1";
    case Code::SEGMENT_UNKNOWN:
      return in_release() ? "6" : "1";
    case Code::SEGMENT_MISSING:
      return "3";
    case Code::LOOP_TOO_MANY:
      return "4";
    case Code::SEGMENT_TOO_MANY:
      return "5";
    case Code::SEGMENT_MISPLACED:
      return "7";
    case Code::SEGMENT_EMPTY:
    case Code::BALANCE_WRONG:
      return "8";
    default:
      return {};
  }
}

/// AK502.
std::string_view set_error(Code code) {
  switch (code) {
    case Code::TRANSACTION_TRAILER_MISSING:
      return "2";
    case Code::TRANSACTION_CONTROL_MISMATCH:
      return "3";
    case Code::TRANSACTION_COUNT_WRONG:
      return "4";
    default:
      return {};
  }
}

/// AK905.
std::string_view group_error(Code code) {
  switch (code) {
    case Code::GROUP_TRAILER_MISSING:
      return "3";
    case Code::GROUP_CONTROL_MISMATCH:
      return "4";
    case Code::GROUP_COUNT_WRONG:
      return "5";
    default:
      return {};
  }
}

void add_error(std::vector<std::string>& errors, std::string_view error) {
  if (error.empty() || errors.size() >= most_errors || std::ranges::find(errors, error) != errors.end()) return;
  errors.emplace_back(error);
}

class SetBuilder {
 public:
  SetBuilder(const Transaction& transaction, const guide::Dictionary* dictionary, bool later)
      : transaction_(transaction), dictionary_(dictionary), later_(later) {}

  SetResponse build() && {
    out_.set = transaction_.set;
    out_.control_number = transaction_.control_number;
    for (const auto& one : transaction_.diagnostics) {
      if (one.severity == Severity::error) add(one);
    }
    out_.status = transaction_.status == Status::accepted ? "A" : transaction_.status == Status::rejected ? "R" : "E";
    if (!out_.segments.empty()) add_error(out_.errors, "5");
    if (out_.set.empty()) add_error(out_.errors, "6");
    if (out_.control_number.empty()) add_error(out_.errors, "7");
    return std::move(out_);
  }

 private:
  void add(const Diagnostic& one) {
    add_error(out_.errors, set_error(one.code));
    const auto in_element = element_error(one, later_);
    const auto in_segment = in_element.empty() ? segment_error(one, dictionary_) : std::string_view("8");
    if (in_segment.empty() || !one.segment_position) return;
    auto& note = segment_note(one, in_segment);
    if (in_element.empty() || note.elements.size() >= most_element_notes) return;
    note.elements.push_back({one.element.value_or(0), one.component.value_or(0),
                             later_ ? one.repetition.value_or(0) : 0, element_number(one), std::string(in_element),
                             one.value.value_or("").substr(0, longest_bad_value)});
  }

  SegmentNote& segment_note(const Diagnostic& one, std::string_view error) {
    const auto same = [&](const SegmentNote& note) {
      return note.position == *one.segment_position && note.tag == one.segment_id && note.error == error;
    };
    const auto found = std::ranges::find_if(out_.segments, same);
    if (found != out_.segments.end()) return *found;
    return out_.segments.emplace_back(
        SegmentNote{one.segment_id, *one.segment_position, one.loop, std::string(error), {}});
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
  bool later_;
  SetResponse out_;
};

bool is_acknowledgement(const Group& group) {
  const auto acknowledges = [](const Transaction& one) { return one.set == "997" || one.set == "999"; };
  return group.functional_id == "FA" ||
         (!group.transactions.empty() && std::ranges::all_of(group.transactions, acknowledges));
}

std::string group_status(const Acknowledgement997& group) {
  if (group.received > 0 && group.accepted == 0) return "R";
  if (group.accepted < group.received) return "P";
  const bool clean =
      group.errors.empty() && std::ranges::all_of(group.sets, [](const SetResponse& one) { return one.status == "A"; });
  return clean ? "A" : "E";
}

Acknowledgement997 acknowledge_group(const Group& group, const DictionaryOf& dictionary_of) {
  Acknowledgement997 out;
  out.functional_id = group.functional_id;
  out.control_number = group.control_number;
  const bool later = group.version >= "005010";
  for (const auto& transaction : group.transactions) {
    const auto* dictionary = dictionary_of ? dictionary_of(transaction) : nullptr;
    out.sets.push_back(SetBuilder(transaction, dictionary, later).build());
  }
  for (const auto& one : group.diagnostics) add_error(out.errors, group_error(one.code));
  out.received = static_cast<std::uint32_t>(group.transactions.size());
  out.included = group.declared_count.value_or(out.received);
  out.accepted = static_cast<std::uint32_t>(std::ranges::count_if(out.sets, &SetResponse::accepted));
  out.status = group_status(out);
  return out;
}

/// TA105 for what is wrong with an interchange, and whether it must be rejected for it.
struct NoteRow {
  Code code;
  std::string_view note;
  std::string_view status;
};
constexpr std::array notes{
    NoteRow{Code::INTERCHANGE_TRUNCATED, "023", "R"},          NoteRow{Code::INTERCHANGE_TRAILER_MISSING, "023", "R"},
    NoteRow{Code::INTERCHANGE_CONTROL_MISMATCH, "001", "E"},   NoteRow{Code::INTERCHANGE_COUNT_WRONG, "021", "E"},
    NoteRow{Code::SEGMENT_UNEXPECTED_IN_ENVELOPE, "022", "E"}, NoteRow{Code::DELIMITERS_AMBIGUOUS, "026", "R"}};

}  // namespace

std::vector<Acknowledgement997> acknowledge(const Interchange& interchange, const DictionaryOf& dictionary_of) {
  std::vector<Acknowledgement997> out;
  if (interchange.standard != parsers::Standard::x12) return out;
  for (const auto& group : interchange.groups) {
    if (!group.implicit && !is_acknowledgement(group)) out.push_back(acknowledge_group(group, dictionary_of));
  }
  return out;
}

InterchangeAcknowledgement acknowledge_interchange(const Interchange& interchange) {
  InterchangeAcknowledgement out{interchange.control_number, interchange.date, interchange.time, "A", "000"};
  for (const auto& row : notes) {
    const auto same = [&](const Diagnostic& one) { return one.code == row.code && one.severity == Severity::error; };
    if (std::ranges::none_of(interchange.diagnostics, same)) continue;
    out.status = row.status;
    out.note = row.note;
    break;
  }
  return out;
}

}  // namespace longshore::x12
