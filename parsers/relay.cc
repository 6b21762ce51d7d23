#include "parsers/relay.h"

#include "parsers/source.h"

#include <algorithm>

namespace longshore::parsers {
namespace {

/// X12 declares no character set: its bytes stay as they are. EDIFACT's values are UTF-8, releases resolved.
OutElement relay_element(const Segment& segment, std::uint32_t index, Standard standard) {
  OutElement out("");
  out.repetitions.clear();
  for (std::uint32_t r = 1; r <= segment.repetition_count(index); ++r) {
    auto& components = out.repetitions.emplace_back();
    for (std::uint32_t c = 1; c <= segment.component_count(index, r); ++c)
      components.push_back(standard == Standard::x12 ? std::string(segment.component(index, c, r))
                                                     : segment.value(index, c, r));
  }
  if (out.repetitions.empty()) out.repetitions.push_back({""});
  return out;
}

OutSegment relay(const Segment& segment, Standard standard) {
  OutSegment out{std::string(segment.tag()), {}};
  for (std::uint32_t i = 1; i <= segment.element_count(); ++i)
    out.elements.push_back(relay_element(segment, i, standard));
  return out;
}

/// ST…SE without the first and the last.
std::vector<OutSegment> body_of(const Transaction& transaction, Standard standard) {
  std::vector<OutSegment> out;
  const auto count = transaction.segments.size();
  for (std::size_t i = 1; i + 1 < count; ++i) out.push_back(relay(transaction.segments[i], standard));
  return out;
}

std::vector<OutElement> header_of(const Transaction& transaction, Standard standard) {
  return transaction.segments.empty() ? std::vector<OutElement>{}
                                      : relay(transaction.segments.front(), standard).elements;
}

/// The blanks and line breaks between the first terminator and what follows it; no more than UNB may stand behind UNA.
std::string suffix(std::string_view payload, const ByteRange& first) {
  std::string out;
  constexpr std::size_t most = 12;
  for (auto at = first.end + 1; at < payload.size() && out.size() < most; ++at) {
    if (!std::string_view("\r\n \t").contains(payload[at])) break;
    out += payload[at];
  }
  return out;
}

std::string suffix_of(const Interchange& received, std::string_view payload) {
  return received.envelope.empty() ? std::string{} : suffix(payload, received.envelope.front().byte_range());
}

/// The fixed ISA: its elements with their blanks.
std::vector<std::string> isa_of(const Segment& segment) {
  std::vector<std::string> out;
  for (std::uint32_t i = 1; i <= segment.element_count(); ++i) out.emplace_back(segment.element(i));
  return out;
}

x12::OutGroup relay_group(const Group& group) {
  x12::OutGroup out;
  out.functional_id = group.functional_id;
  out.control_number = group.control_number;
  out.version = group.version;
  if (group.header) out.header = relay(*group.header, Standard::x12).elements;
  for (const auto& one : group.transactions) {
    auto& set = out.transactions.emplace_back();
    set.set = one.set;
    set.control_number = one.control_number;
    set.header = header_of(one, Standard::x12);
    set.body = body_of(one, Standard::x12);
  }
  return out;
}

edifact::OutMessage relay_message(const Transaction& one) {
  edifact::OutMessage out;
  out.reference = one.control_number;
  out.type = one.set;
  out.version = one.version;
  out.header = header_of(one, Standard::edifact);
  out.body = body_of(one, Standard::edifact);
  return out;
}

edifact::OutGroup relay_messages(const Group& group) {
  edifact::OutGroup out;
  out.control_number = group.control_number;
  if (group.header) out.header = relay(*group.header, Standard::edifact).elements;
  for (const auto& one : group.transactions) out.messages.push_back(relay_message(one));
  return out;
}

}  // namespace

x12::Layout x12_layout(const Interchange& received, std::string_view payload) {
  return {received.delimiters, suffix_of(received, payload)};
}

edifact::Layout edifact_layout(const Interchange& received, std::string_view payload) {
  edifact::Layout out{received.delimiters, false, suffix_of(received, payload)};
  const auto text = payload.substr(received.byte_range.begin);
  constexpr std::size_t reserved = 7;  // of UNA
  out.advice = text.starts_with("UNA") && text.size() > reserved;
  out.no_advice = !out.advice;
  if (out.advice) out.reserved = text[reserved];
  return out;
}

x12::OutInterchange relay_x12(const Interchange& received) {
  x12::OutInterchange out;
  out.version = received.version;
  out.control_number = received.control_number;
  for (const auto& segment : received.envelope) {
    if (segment.tag() == "ISA") out.header = isa_of(segment);
    if (segment.tag() == "TA1") out.acknowledgements.push_back(relay(segment, Standard::x12));
  }
  for (const auto& group : received.groups) out.groups.push_back(relay_group(group));
  return out;
}

edifact::OutInterchange relay_edifact(const Interchange& received) {
  edifact::OutInterchange out;
  out.syntax = received.syntax;
  out.version = received.version;
  out.control_number = received.control_number;
  const auto unb = std::ranges::find(received.envelope, "UNB", &Segment::tag);
  if (unb != received.envelope.end()) out.header = relay(*unb, Standard::edifact).elements;
  for (const auto& group : received.groups) {
    if (!group.implicit) {
      out.groups.push_back(relay_messages(group));
      continue;
    }
    for (const auto& one : group.transactions) out.messages.push_back(relay_message(one));
  }
  return out;
}

}  // namespace longshore::parsers
