// Functional and implementation acknowledgements as segments, in both directions.
#include "parsers/fields.h"
#include "parsers/source.h"
#include "parsers/x12/acknowledgement.h"

#include <algorithm>

namespace longshore::x12 {
namespace {

using parsers::count_field;
using parsers::field;
using parsers::Group;
using parsers::Interchange;
using parsers::number_or_empty;
using parsers::Segment;

constexpr std::string_view guide_of_999 = "005010X231A1";
constexpr std::size_t longest_functional_id = 2;
constexpr std::size_t longest_group_control = 9;
constexpr std::size_t longest_set = 3;
constexpr std::size_t longest_set_control = 9;
constexpr std::size_t longest_implementation = 35;
constexpr std::size_t longest_version = 12;
constexpr std::uint32_t last_early_position = 999'999;  // AK302 has six digits before 005010
constexpr std::size_t shortest_tag = 2;
constexpr std::size_t longest_tag = 3;

/// AK and IK segments are the same but for their names; CTX is the 999's alone.
class SetWriter {
 public:
  SetWriter(const FunctionalAcknowledgement& acknowledgement, bool later, const parsers::Delimiters& delimiters)
      : in_(acknowledgement),
        later_(later),
        implementation_(acknowledgement.as == AcknowledgementSet::implementation),
        delimiters_(delimiters) {}

  OutTransaction write(std::uint32_t control) && {
    out_.set = name(in_.as);
    out_.control_number = parsers::padded_number(control, 4);
    if (implementation_) out_.implementation = guide_of_999;
    OutSegment ak1{"AK1", {in_.functional_id, in_.control_number}};
    if (later_) ak1.elements.emplace_back(mirrored_or_empty(in_.version, longest_version));
    add(std::move(ak1));
    for (const auto& set : in_.sets) {
      if (fits(set.set, longest_set) && fits(set.control_number, longest_set_control)) write_set(set);
    }
    add_verdict(
        {"AK9", {in_.status, std::to_string(in_.included), std::to_string(in_.received), std::to_string(in_.accepted)}},
        in_.errors);
    return std::move(out_);
  }

 private:
  void write_set(const SetResponse& set) {
    OutSegment ak2{"AK2", {set.set, set.control_number}};
    if (later_) ak2.elements.emplace_back(mirrored_or_empty(set.implementation, longest_implementation));
    add(std::move(ak2));
    for (const auto& note : set.segments) write_segment_note(note);
    add_verdict({implementation_ ? "IK5" : "AK5", {set.status}}, set.errors);
  }

  void write_segment_note(const SegmentNote& note) {
    const auto tag = quotable(note.tag, longest_tag, delimiters_);
    if (tag.size() < shortest_tag || (!later_ && note.position > last_early_position)) return;
    add({implementation_ ? "IK3" : "AK3", {tag, std::to_string(note.position), note.loop, note.error}});
    write_contexts(note.contexts);
    for (const auto& element : note.elements) write_element_note(element);
  }

  void write_element_note(const ElementNote& note) {
    add({implementation_ ? "IK4" : "AK4",
         {OutElement::composite({std::to_string(note.position), number_or_empty(note.component),
                                 later_ ? number_or_empty(note.repetition) : std::string{}}),
          note.element_number, note.error, note.bad_value}});
    write_contexts(note.contexts);
  }

  void write_contexts(const std::vector<ErrorContext>& contexts) {
    if (!implementation_) return;
    for (const auto& one : contexts) {
      add({"CTX",
           {OutElement::composite({one.name, one.reference}), one.tag, number_or_empty(one.position), one.loop,
            OutElement::composite({number_or_empty(one.element), number_or_empty(one.component)})}});
    }
  }

  void add_verdict(OutSegment segment, const std::vector<std::string>& errors) {
    for (const auto& error : errors) segment.elements.emplace_back(error);
    add(std::move(segment));
  }

  void add(OutSegment segment) { out_.body.push_back(std::move(segment)); }
  bool fits(std::string_view value, std::size_t longest) const { return can_mirror(value, longest, delimiters_); }
  std::string mirrored_or_empty(const std::string& value, std::size_t longest) const {
    return fits(value, longest) ? value : std::string{};
  }

  const FunctionalAcknowledgement& in_;
  bool later_;
  bool implementation_;
  const parsers::Delimiters& delimiters_;
  OutTransaction out_;
};

/// Collects the acknowledgements of one interchange into as few groups as their headers allow.
class InterchangeWriter {
 public:
  InterchangeWriter(const Interchange& received, const AcknowledgementIds& ids)
      : received_(received), ids_(ids), layout_(layout_of(received)), out_(mirrored(received, ids)) {}

  Result<void> add(const FunctionalAcknowledgement& one) {
    const auto is_group = [&](const Group& group) {
      return group.functional_id == one.functional_id && group.control_number == one.control_number;
    };
    const auto group = std::ranges::find_if(received_.groups, is_group);
    if (group == received_.groups.end())
      return fail_permanent("x12", "GROUP_NOT_RECEIVED", "the acknowledgement's group is not one of the interchange");
    if (!can_mirror(one.functional_id, longest_functional_id, layout_.delimiters) ||
        !can_mirror(one.control_number, longest_group_control, layout_.delimiters)) {
      return fail_permanent("x12", "MIRRORED_ID_UNUSABLE",
                            "GS01 or GS06 as received cannot be repeated in an acknowledgement, which must name them");
    }
    const auto release = release_of(received_, *group);
    const bool later = release >= release_005010;
    group_for(*group, one.as == AcknowledgementSet::implementation ? std::string(guide_of_999) : release)
        .transactions.push_back(SetWriter(one, later, layout_.delimiters).write(next_set_++));
    return {};
  }

  Result<std::string> write() && { return x12::write(out_, layout_); }

 private:
  OutGroup& group_for(const Group& group, const std::string& version) {
    const auto same = [&](const OutGroup& one) {
      return one.sender == group.receiver && one.receiver == group.sender && one.version == version;
    };
    const auto found = std::ranges::find_if(out_.groups, same);
    if (found != out_.groups.end()) return *found;
    const auto control = ids_.group_control + out_.groups.size();
    out_.groups.push_back({"FA", group.receiver, group.sender, ids_.at, std::to_string(control), "X", version, {}});
    return out_.groups.back();
  }

  const Interchange& received_;
  const AcknowledgementIds& ids_;
  Layout layout_;
  OutInterchange out_;
  std::uint32_t next_set_ = ids_.first_transaction_control;
};

/// AK2 may be absent where the whole group stands or falls; notes without their AK2 or AK3 are kept under an empty one.
class SetReader {
 public:
  explicit SetReader(FunctionalAcknowledgement& out) : out_(out) {}

  void take(const Segment& segment) {
    const auto tag = segment.tag();
    if (tag == "AK1") {
      out_.functional_id = field(segment, 1);
      out_.control_number = field(segment, 2);
      out_.version = field(segment, 3);
    } else if (tag == "AK2") {
      out_.sets.push_back({field(segment, 1), field(segment, 2), {}, {}, {}, field(segment, 3)});
    } else if (tag == "AK3" || tag == "IK3") {
      set().segments.push_back(
          {field(segment, 1), count_field(segment, 2), field(segment, 3), field(segment, 4), {}, {}});
    } else if (tag == "AK4" || tag == "IK4") {
      take_element(segment);
    } else if (tag == "CTX") {
      take_context(segment);
    } else if (tag == "AK5" || tag == "IK5") {
      set().status = field(segment, 1);
      set().errors = parsers::fields_from(segment, 2);
    } else if (tag == "AK9") {
      take_end(segment);
    }
  }

 private:
  SetResponse& set() { return out_.sets.empty() ? out_.sets.emplace_back() : out_.sets.back(); }
  SegmentNote& note() { return set().segments.empty() ? set().segments.emplace_back() : set().segments.back(); }

  void take_element(const Segment& segment) {
    note().elements.push_back({count_field(segment, 1, 1), count_field(segment, 1, 2), count_field(segment, 1, 3),
                               field(segment, 2), field(segment, 3), field(segment, 4)});
  }

  void take_context(const Segment& segment) {
    auto& in_segment = note();
    auto& contexts = in_segment.elements.empty() ? in_segment.contexts : in_segment.elements.back().contexts;
    contexts.push_back({field(segment, 1, 1), field(segment, 1, 2), field(segment, 2), count_field(segment, 3),
                        field(segment, 4), count_field(segment, 5, 1), count_field(segment, 5, 2)});
  }

  void take_end(const Segment& segment) {
    out_.status = field(segment, 1);
    out_.included = count_field(segment, 2);
    out_.received = count_field(segment, 3);
    out_.accepted = count_field(segment, 4);
    out_.errors = parsers::fields_from(segment, 5);
  }

  FunctionalAcknowledgement& out_;
};

}  // namespace

Result<std::string> write_acknowledgements(const Interchange& received,
                                           std::span<const FunctionalAcknowledgement> acknowledgements,
                                           const AcknowledgementIds& ids) {
  if (acknowledgements.empty())
    return fail_permanent("x12", "NOTHING_TO_ACKNOWLEDGE", "the interchange holds no group to acknowledge");
  InterchangeWriter writer(received, ids);
  for (const auto& one : acknowledgements) LONGSHORE_CHECK(writer.add(one));
  return std::move(writer).write();
}

Result<FunctionalAcknowledgement> read_acknowledgement(const parsers::Transaction& transaction) {
  const auto is_start = [](const Segment& one) { return one.tag() == "AK1"; };
  const bool is_999 = transaction.set == "999";
  if ((transaction.set != "997" && !is_999) || std::ranges::none_of(transaction.segments, is_start)) {
    return fail_permanent("x12", "NOT_AN_ACKNOWLEDGEMENT", "the set is no 997 or 999 with an AK1");
  }
  FunctionalAcknowledgement out;
  out.as = is_999 ? AcknowledgementSet::implementation : AcknowledgementSet::functional;
  SetReader reader(out);
  for (const auto& segment : transaction.segments) reader.take(segment);
  return out;
}

}  // namespace longshore::x12
