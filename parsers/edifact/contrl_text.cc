// CONTRL as segments, in both directions.
#include "parsers/edifact/contrl.h"
#include "parsers/edifact/mirror.h"
#include "parsers/edifact/writer.h"
#include "parsers/fields.h"

#include <algorithm>
#include <array>

namespace longshore::edifact {
namespace {

using parsers::count_field;
using parsers::field;
using parsers::Interchange;
using parsers::number_or_empty;
using parsers::Segment;

/// 0098 counts the tag.
std::string counted(std::uint32_t element) {
  return std::to_string(element + 1);
}

void append_error(const ServiceError& error, OutSegment& out) {
  out.elements.emplace_back(error.code);
  out.elements.emplace_back(error.tag);
  if (error.element) {
    out.elements.push_back(OutElement::composite({counted(*error.element), number_or_empty(error.component)}));
  }
}

OutElement party(const parsers::EnvelopeParty& one) {
  return OutElement::composite({one.id, one.qualifier, one.internal_id});
}

/// S009: "D:96A:UN:EAN005" after the type.
OutElement identifier(const MessageResponse& message) {
  auto components = version_components(message.version);
  components.insert(components.begin(), message.type);
  return OutElement::composite(std::move(components));
}

bool can_name(const MessageResponse& message) {
  constexpr std::array<std::size_t, 4> longest{3, 3, 3, 6};  // 0052, 0054, 0051, 0057
  const auto components = version_components(message.version);
  if (components.size() > longest.size()) return false;
  for (std::size_t i = 0; i < components.size(); ++i) {
    if (!can_mirror(components[i], longest.at(i)) && !(components[i].empty() && i > 0)) return false;
  }
  return can_mirror(message.reference, 14) && can_mirror(message.type, 6);
}

class BodyWriter {
 public:
  Result<std::vector<OutSegment>> write(const Contrl& contrl) && {
    OutSegment uci{"UCI", {contrl.reference, party(contrl.sender), party(contrl.receiver), contrl.action}};
    append_error(contrl.error, uci);
    out_.push_back(std::move(uci));
    LONGSHORE_CHECK(messages(contrl.messages));
    for (const auto& group : contrl.groups) {
      if (!can_mirror(group.reference, 14) || !can_mirror(group.sender, 35) || !can_mirror(group.receiver, 35))
        return unusable("a group's reference, sender or receiver");
      OutSegment ucf{"UCF", {group.reference, group.sender, group.receiver, group.action}};
      append_error(group.error, ucf);
      out_.push_back(std::move(ucf));
      LONGSHORE_CHECK(messages(group.messages));
    }
    return std::move(out_);
  }

 private:
  static std::unexpected<Error> unusable(const std::string& what) {
    return fail_permanent("edifact", "MIRRORED_ID_UNUSABLE",
                          what + " as received cannot be repeated in a CONTRL, which must name it");
  }

  Result<void> messages(const std::vector<MessageResponse>& messages) {
    for (const auto& one : messages) {
      if (can_name(one)) {
        message(one);
      } else if (one.action != action::acknowledged) {
        return unusable("the reference or type of a rejected message");
      }
    }
    return {};
  }

  void message(const MessageResponse& one) {
    OutSegment ucm{"UCM", {one.reference, identifier(one), one.action}};
    append_error(one.error, ucm);
    out_.push_back(std::move(ucm));
    for (const auto& segment : one.segments) {
      out_.push_back({"UCS", {std::to_string(segment.position), segment.code}});
      for (const auto& error : segment.elements) {
        out_.push_back({"UCD",
                        {error.code, OutElement::composite({counted(error.element), number_or_empty(error.component),
                                                            number_or_empty(error.repetition)})}});
      }
    }
  }

  std::vector<OutSegment> out_;
};

ServiceError error_from(const Segment& segment, std::uint32_t first) {
  ServiceError out{field(segment, first), field(segment, first + 1), {}, 0};
  const auto position = count_field(segment, first + 2, 1);
  if (position == 0) return out;
  out.element = position - 1;
  out.component = count_field(segment, first + 2, 2);
  return out;
}

parsers::EnvelopeParty party_from(const Segment& segment, std::uint32_t element) {
  return {field(segment, element, 2), field(segment, element, 1), field(segment, element, 3)};
}

/// Segments that stand without the one they belong to are kept under an empty one.
class ContrlReader {
 public:
  explicit ContrlReader(Contrl& out) : out_(out) {}

  void take(const Segment& segment) {
    const auto tag = segment.tag();
    if (tag == "UCI") {
      out_.reference = field(segment, 1);
      out_.sender = party_from(segment, 2);
      out_.receiver = party_from(segment, 3);
      out_.action = field(segment, 4);
      out_.error = error_from(segment, 5);
    } else if (tag == "UCF") {
      out_.groups.push_back(
          {field(segment, 1), field(segment, 2), field(segment, 3), field(segment, 4), error_from(segment, 5), {}});
    } else if (tag == "UCM") {
      messages().push_back({field(segment, 1),
                            field(segment, 2),
                            version_field(segment, 2),
                            field(segment, 3),
                            error_from(segment, 4),
                            {}});
    } else if (tag == "UCS") {
      message().segments.push_back({count_field(segment, 1), field(segment, 2), {}});
    } else if (tag == "UCD") {
      const auto position = count_field(segment, 2, 1);
      auto& segments = message().segments;
      auto& owner = segments.empty() ? segments.emplace_back() : segments.back();
      owner.elements.push_back({field(segment, 1), position == 0 ? 0 : position - 1, count_field(segment, 2, 2),
                                count_field(segment, 2, 3)});
    }
  }

 private:
  std::vector<MessageResponse>& messages() { return out_.groups.empty() ? out_.messages : out_.groups.back().messages; }
  MessageResponse& message() { return messages().empty() ? messages().emplace_back() : messages().back(); }

  Contrl& out_;
};

}  // namespace

Result<std::string> write_contrl(const Interchange& received, const Contrl& contrl, const AnswerIds& ids) {
  if (!can_mirror(contrl.reference, 14) || !can_mirror(contrl.sender.id, 35) || !can_mirror(contrl.receiver.id, 35)) {
    return fail_permanent("edifact", "MIRRORED_ID_UNUSABLE",
                          "UNB's sender, receiver or reference as received cannot be repeated in a CONTRL");
  }
  auto out = mirrored(received, ids);
  if (!received.application_reference.empty()) out.application_reference = "CONTRL";
  LONGSHORE_TRY(auto body, BodyWriter().write(contrl));
  out.messages.push_back(
      {std::to_string(ids.message_reference), "CONTRL", out.version == "4" ? "4:1:UN" : "D:3:UN", std::move(body)});
  return write_mirrored(received, std::move(out));
}

Result<Contrl> read_contrl(const parsers::Transaction& transaction) {
  const auto is_start = [](const Segment& one) { return one.tag() == "UCI"; };
  if (transaction.set != "CONTRL" || std::ranges::none_of(transaction.segments, is_start))
    return fail_permanent("edifact", "NOT_A_CONTRL", "the message is no CONTRL with a UCI");
  Contrl out;
  ContrlReader reader(out);
  for (const auto& segment : transaction.segments) reader.take(segment);
  return out;
}

}  // namespace longshore::edifact
