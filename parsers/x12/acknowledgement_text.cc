// Acknowledgements as segments, in both directions.
#include "parsers/source.h"
#include "parsers/x12/acknowledgement.h"

#include <algorithm>

namespace longshore::x12 {
namespace {

using parsers::Interchange;
using parsers::Segment;

/// A received value that is to be quoted back: without characters that the acknowledgement could not hold.
std::string quotable(std::string_view value, const parsers::Delimiters& d) {
  std::string out;
  for (char c : value) {
    const bool control = static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
    const bool delimiter = c == d.segment || c == d.element || c == d.component || c == d.repetition;
    if (!control && !delimiter) out += c;
  }
  return out;
}

std::string number(std::uint32_t value) {
  return value == 0 ? std::string{} : std::to_string(value);
}

void append_errors(OutSegment& segment, const std::vector<std::string>& errors) {
  for (const auto& error : errors) segment.elements.emplace_back(error);
}

void append_segment_note(const SegmentNote& note, const parsers::Delimiters& d, std::vector<OutSegment>& out) {
  out.push_back(
      {"AK3", {quotable(note.tag, d).substr(0, 3), std::to_string(note.position), quotable(note.loop, d), note.error}});
  for (const auto& element : note.elements) {
    out.push_back({"AK4",
                   {OutElement::composite(
                        {std::to_string(element.position), number(element.component), number(element.repetition)}),
                    element.element_number, element.error, quotable(element.bad_value, d)}});
  }
}

OutTransaction transaction_of(const Acknowledgement997& acknowledgement, std::uint32_t control,
                              const parsers::Delimiters& d) {
  OutTransaction out{"997", padded_number(control, 4), {}, {}};
  out.body.push_back(
      {"AK1", {quotable(acknowledgement.functional_id, d), quotable(acknowledgement.control_number, d)}});
  for (const auto& set : acknowledgement.sets) {
    out.body.push_back({"AK2", {quotable(set.set, d), quotable(set.control_number, d)}});
    for (const auto& note : set.segments) append_segment_note(note, d, out.body);
    OutSegment ak5{"AK5", {set.status}};
    append_errors(ak5, set.errors);
    out.body.push_back(std::move(ak5));
  }
  OutSegment ak9{"AK9",
                 {acknowledgement.status, std::to_string(acknowledgement.included),
                  std::to_string(acknowledgement.received), std::to_string(acknowledgement.accepted)}};
  append_errors(ak9, acknowledgement.errors);
  out.body.push_back(std::move(ak9));
  return out;
}

OutInterchange mirrored(const Interchange& received, const AcknowledgementIds& ids) {
  OutInterchange out;
  out.sender = received.receiver;
  out.receiver = received.sender;
  out.at = ids.at;
  out.version = received.version;
  out.control_number = std::to_string(ids.interchange_control);
  out.usage = ids.usage;
  return out;
}

Layout layout_of(const Interchange& received) {
  Layout layout;
  layout.delimiters = received.delimiters;
  layout.delimiters.release = std::nullopt;
  return layout;
}

std::string text(const Segment& segment, std::uint32_t element, std::uint32_t component = 1) {
  return std::string(parsers::trim_blanks(segment.component(element, component)));
}

std::uint32_t count(const Segment& segment, std::uint32_t element, std::uint32_t component = 1) {
  return parsers::parse_count(text(segment, element, component)).value_or(0);
}

std::vector<std::string> errors_from(const Segment& segment, std::uint32_t first) {
  std::vector<std::string> out;
  for (auto i = first; i <= segment.element_count(); ++i) {
    if (!segment.element(i).empty()) out.push_back(text(segment, i));
  }
  return out;
}

/// AK2 may be absent where the whole group stands or falls; notes without their AK2 or AK3 are kept under an empty one.
class Reader997 {
 public:
  explicit Reader997(Acknowledgement997& out) : out_(out) {}

  void take(const Segment& segment) {
    const auto tag = segment.tag();
    if (tag == "AK1") {
      out_.functional_id = text(segment, 1);
      out_.control_number = text(segment, 2);
    } else if (tag == "AK2") {
      out_.sets.push_back({text(segment, 1), text(segment, 2), {}, {}, {}});
    } else if (tag == "AK3") {
      set().segments.push_back({text(segment, 1), count(segment, 2), text(segment, 3), text(segment, 4), {}});
    } else if (tag == "AK4") {
      take_element(segment);
    } else if (tag == "AK5") {
      set().status = text(segment, 1);
      set().errors = errors_from(segment, 2);
    } else if (tag == "AK9") {
      take_end(segment);
    }
  }

 private:
  SetResponse& set() { return out_.sets.empty() ? out_.sets.emplace_back() : out_.sets.back(); }

  void take_element(const Segment& segment) {
    auto& segments = set().segments;
    auto& note = segments.empty() ? segments.emplace_back() : segments.back();
    note.elements.push_back({count(segment, 1, 1), count(segment, 1, 2), count(segment, 1, 3), text(segment, 2),
                             text(segment, 3), segment.value(4)});
  }

  void take_end(const Segment& segment) {
    out_.status = text(segment, 1);
    out_.included = count(segment, 2);
    out_.received = count(segment, 3);
    out_.accepted = count(segment, 4);
    out_.errors = errors_from(segment, 5);
  }

  Acknowledgement997& out_;
};

}  // namespace

Result<std::string> write_997(const Interchange& received, std::span<const Acknowledgement997> acknowledgements,
                              const AcknowledgementIds& ids) {
  if (acknowledgements.empty())
    return fail_permanent("x12", "NOTHING_TO_ACKNOWLEDGE", "the interchange holds no group to acknowledge");
  const auto is_first = [&](const parsers::Group& one) {
    return one.functional_id == acknowledgements.front().functional_id &&
           one.control_number == acknowledgements.front().control_number;
  };
  const auto group = std::ranges::find_if(received.groups, is_first);
  if (group == received.groups.end()) {
    return fail_permanent("x12", "GROUP_NOT_RECEIVED", "the acknowledgement's group is not one of the interchange");
  }
  const auto layout = layout_of(received);
  OutGroup out{
      "FA", group->receiver, group->sender, ids.at, std::to_string(ids.group_control), "X", group->version.substr(0, 6),
      {}};
  auto control = ids.first_transaction_control;
  for (const auto& one : acknowledgements)
    out.transactions.push_back(transaction_of(one, control++, layout.delimiters));
  auto interchange = mirrored(received, ids);
  interchange.groups.push_back(std::move(out));
  return write(interchange, layout);
}

Result<Acknowledgement997> read_997(const parsers::Transaction& transaction) {
  const auto is_start = [](const Segment& one) { return one.tag() == "AK1"; };
  if (transaction.set != "997" || std::ranges::none_of(transaction.segments, is_start)) {
    return fail_permanent("x12", "NOT_A_997", "the set is no functional acknowledgement with an AK1");
  }
  Acknowledgement997 out;
  Reader997 reader(out);
  for (const auto& segment : transaction.segments) reader.take(segment);
  return out;
}

Result<std::string> write_ta1(const Interchange& received, const InterchangeAcknowledgement& acknowledgement,
                              const AcknowledgementIds& ids) {
  auto interchange = mirrored(received, ids);
  interchange.acknowledgements.push_back({"TA1",
                                          {acknowledgement.control_number, acknowledgement.date, acknowledgement.time,
                                           acknowledgement.status, acknowledgement.note}});
  return write(interchange, layout_of(received));
}

std::vector<InterchangeAcknowledgement> read_ta1(const Interchange& interchange) {
  std::vector<InterchangeAcknowledgement> out;
  for (const auto& segment : interchange.envelope) {
    if (segment.tag() != "TA1") continue;
    out.push_back({text(segment, 1), text(segment, 2), text(segment, 3), text(segment, 4), text(segment, 5)});
  }
  return out;
}

}  // namespace longshore::x12
