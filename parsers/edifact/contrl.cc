#include "parsers/edifact/contrl.h"

#include "parsers/acknowledged.h"
#include "parsers/edifact/contrl_codes.h"

#include <algorithm>

namespace longshore::edifact {
namespace {

using parsers::Group;
using parsers::Interchange;
using parsers::Status;
using parsers::Transaction;

constexpr std::size_t most_segment_errors = 999;  // UCS below one UCM
constexpr std::size_t most_element_errors = 99;   // UCD below one UCS
constexpr std::uint32_t last_counted = 998;       // 0098 has three digits and counts the tag

bool is_contrl(const Transaction& one) {
  return parsers::is_acknowledgement(one.set);
}

ServiceError located(const ServiceCode& code, const Diagnostic& one) {
  ServiceError out{std::string(code.code), std::string(code.tag), {}, 0};
  if (out.tag.empty() && is_service_tag(one.segment_id)) out.tag = one.segment_id;
  if (code.element != 0) {
    out.element = code.element;
  } else if (!out.tag.empty() && one.element && *one.element <= last_counted) {
    out.element = one.element;
    out.component = one.component.value_or(0);
  }
  return out;
}

/// The one error that a level can name: the first that rejects, else the first.
class Worst {
 public:
  void consider(const ServiceCode& code, const Diagnostic& one) {
    if (code.code.empty() || rejects_ || (!error_.code.empty() && !code.rejects)) return;
    rejects_ = code.rejects;
    error_ = located(code, one);
  }
  bool rejects() const { return rejects_; }
  ServiceError take() && { return std::move(error_); }

 private:
  ServiceError error_;
  bool rejects_ = false;
};

bool is_gap(Code code) {
  return code == Code::SEGMENT_MISSING || code == Code::GUIDE_SEGMENT_MISSING;
}

class MessageBuilder {
 public:
  MessageBuilder(const Transaction& transaction, bool later) : transaction_(transaction), later_(later) {}

  MessageResponse build() && {
    out_.reference = transaction_.control_number;
    out_.type = transaction_.set;
    out_.version = transaction_.version;
    const bool rejected = transaction_.status == Status::rejected;
    out_.action = rejected ? action::rejected : action::acknowledged;
    Worst worst;
    for (const auto& one : transaction_.diagnostics) {
      if (one.severity != Severity::error) continue;
      worst.consider(message_code(one.code), one);
      add(one);
    }
    out_.error = std::move(worst).take();
    const bool unexplained = rejected && out_.error.code.empty() && out_.segments.empty();
    if (unexplained) out_.error.code = "18";
    return std::move(out_);
  }

 private:
  void add(const Diagnostic& one) {
    if (!one.segment_position) return;
    if (const auto code = element_code(one.code, later_); !code.empty()) {
      add_element(one, code);
    } else if (const auto whole = segment_code(one.code); !whole.empty()) {
      const bool gap = is_gap(one.code) && *one.segment_position > 1;
      add_segment({*one.segment_position - (gap ? 1 : 0), std::string(whole), {}});
    }
  }

  void add_element(const Diagnostic& one, std::string_view code) {
    const auto place = element_of(one);
    if (place > last_counted) return add_segment({*one.segment_position, std::string(code), {}});
    const auto same = [&](const SegmentError& error) {
      return error.position == *one.segment_position && error.code.empty() &&
             error.elements.size() < most_element_errors;
    };
    auto found = std::ranges::find_if(out_.segments, same);
    if (found == out_.segments.end()) {
      if (out_.segments.size() >= most_segment_errors) return;
      found = out_.segments.insert(found, {*one.segment_position, {}, {}});
    }
    const bool whole_composite = one.code == Code::COMPONENT_TOO_MANY;
    found->elements.push_back({std::string(code), place, whole_composite ? 0 : one.component.value_or(0),
                               later_ ? one.repetition.value_or(0) : 0});
  }

  /// The tag is what an invalid tag is about; an empty segment lacks its first element.
  static std::uint32_t element_of(const Diagnostic& one) {
    if (one.code == Code::SEGMENT_TAG_INVALID) return 0;
    return one.code == Code::SEGMENT_EMPTY ? 1 : one.element.value_or(0);
  }

  void add_segment(SegmentError error) {
    if (out_.segments.size() < most_segment_errors) out_.segments.push_back(std::move(error));
  }

  const Transaction& transaction_;
  bool later_;
  MessageResponse out_;
};

std::vector<MessageResponse> messages_of(const Group& group, bool later) {
  std::vector<MessageResponse> out;
  for (const auto& one : group.transactions) {
    const bool sound_package = one.set == "UNO" && one.status != Status::rejected;  // UCM is about messages
    if (!is_contrl(one) && !sound_package) out.push_back(MessageBuilder(one, later).build());
  }
  return out;
}

GroupResponse group_of(const Group& group, bool later) {
  GroupResponse out{group.control_number, group.sender, group.receiver, std::string(action::acknowledged), {}, {}};
  Worst worst;
  for (const auto& one : group.diagnostics) worst.consider(group_code(one.code), one);
  out.error = std::move(worst).take();
  out.messages = messages_of(group, later);
  return out;
}

/// A CONTRL names groups or messages, as an interchange holds groups or messages.
void reject_mixture(Contrl& out) {
  out.action = action::rejected;
  out.error = {"30", {}, {}, 0};
  out.groups.clear();
  out.messages.clear();
}

}  // namespace

std::optional<Contrl> acknowledge(const Interchange& interchange, ContrlDepth depth,
                                  std::span<const Diagnostic> of_agreement) {
  if (interchange.standard != parsers::Standard::edifact || parsers::holds_only_acknowledgements(interchange))
    return std::nullopt;
  Contrl out{
      interchange.control_number, interchange.sender, interchange.receiver, std::string(action::received), {}, {}, {}};
  if (depth == ContrlDepth::receipt) return out;
  Worst worst;
  for (const auto& one : interchange.diagnostics) worst.consider(interchange_code(one), one);
  for (const auto& one : of_agreement) worst.consider(interchange_code(one), one);
  const bool rejected = worst.rejects();
  out.action = rejected ? action::rejected : action::acknowledged;
  out.error = std::move(worst).take();
  const bool later = interchange.version == "4";
  if (later && out.error.tag == "UNA") out.error.tag.clear();  // 0135 has no such code
  if (rejected) return out;
  for (const auto& group : interchange.groups) {
    if (!group.implicit) {
      out.groups.push_back(group_of(group, later));
    } else {
      std::ranges::move(messages_of(group, later), std::back_inserter(out.messages));
    }
  }
  if (!out.groups.empty() && !out.messages.empty()) reject_mixture(out);
  return out;
}

}  // namespace longshore::edifact
