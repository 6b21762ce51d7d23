#include "parsers/acknowledged.h"

#include "parsers/edifact/aperak.h"
#include "parsers/edifact/contrl.h"
#include "parsers/x12/acknowledgement.h"
#include "parsers/x12/application_advice.h"
#include "parsers/x12/ta1.h"

#include <algorithm>

namespace longshore::parsers {
namespace {

/// AK501, AK901, TA104. M, W and X are X12.58's rejections.
Verdict verdict_of_status(std::string_view status) {
  if (status == "A") return Verdict::accepted;
  if (status == "E") return Verdict::accepted_with_errors;
  return status == "P" ? Verdict::partly_accepted : Verdict::rejected;
}

/// 0083
Verdict verdict_of_action(std::string_view action, bool errors) {
  if (action == edifact::action::received) return Verdict::received;
  if (action != edifact::action::acknowledged) return Verdict::rejected;
  return errors ? Verdict::accepted_with_errors : Verdict::accepted;
}

Verdict verdict_of_decision(Decision decision) {
  switch (decision) {
    case Decision::accepted:
      return Verdict::accepted;
    case Decision::accepted_with_changes:
      return Verdict::accepted_with_errors;
    case Decision::rejected:
      break;
  }
  return Verdict::rejected;
}

std::vector<std::string> codes_of(const edifact::ServiceError& error) {
  return error.code.empty() ? std::vector<std::string>{} : std::vector{error.code};
}

class Collector {
 public:
  explicit Collector(const Interchange& inbound) : inbound_(inbound) {}

  std::vector<Acknowledged> collect() && {
    for (const auto& one : x12::read_ta1(inbound_)) take(one);
    for (const auto& group : inbound_.groups) {
      for (const auto& transaction : group.transactions) {
        if (transaction.status != Status::rejected) take(group, transaction);
      }
    }
    return std::move(out_);
  }

 private:
  Acknowledged& add(std::string_view by, AcknowledgedLevel level) {
    auto& one = out_.emplace_back();
    one.by = by;
    one.level = level;
    one.sender = inbound_.receiver;
    one.receiver = inbound_.sender;
    return one;
  }

  void take(const x12::InterchangeAcknowledgement& ta1) {
    auto& one = add("TA1", AcknowledgedLevel::interchange);
    one.interchange_control_number = ta1.control_number;
    one.verdict = verdict_of_status(ta1.status);
    if (ta1.note != "000" && !ta1.note.empty()) one.errors = {ta1.note};
  }

  void take(const Group& group, const Transaction& transaction) {
    if (transaction.set == "997" || transaction.set == "999") {
      if (const auto read = x12::read_acknowledgement(transaction)) take(group, *read);
    } else if (transaction.set == "824") {
      if (const auto read = x12::read_824(transaction))
        for (const auto& advice : *read) take("824", advice);
    } else if (transaction.set == "CONTRL") {
      if (const auto read = edifact::read_contrl(transaction)) take(*read);
    } else if (transaction.set == "APERAK") {
      if (const auto read = edifact::read_aperak(transaction)) take("APERAK", *read);
    }
  }

  void take(const Group& group, const x12::FunctionalAcknowledgement& read) {
    auto& whole = add(x12::name(read.as), AcknowledgedLevel::group);
    whole.group_sender = group.receiver;
    whole.group_receiver = group.sender;
    whole.functional_id = read.functional_id;
    whole.group_control_number = read.control_number;
    const auto common = whole;
    whole.verdict = verdict_of_status(read.status);
    whole.errors = read.errors;
    for (const auto& set : read.sets) {
      auto& one = out_.emplace_back(common);
      one.level = AcknowledgedLevel::transaction;
      one.set = set.set;
      one.control_number = set.control_number;
      one.verdict = verdict_of_status(set.status);
      one.errors = set.errors;
    }
  }

  /// UCI repeats whose interchange it was; that counts rather than the envelope, which may be a clearing centre's.
  void take(const edifact::Contrl& contrl) {
    auto& whole = add("CONTRL", AcknowledgedLevel::interchange);
    whole.sender = contrl.sender;
    whole.receiver = contrl.receiver;
    whole.interchange_control_number = contrl.reference;
    const auto common = whole;
    whole.errors = codes_of(contrl.error);
    whole.verdict = verdict_of_action(contrl.action, !whole.errors.empty());
    for (const auto& message : contrl.messages) take(message, common);
    for (const auto& group : contrl.groups) {
      auto one = common;
      one.level = AcknowledgedLevel::group;
      one.group_control_number = group.reference;
      one.group_sender = group.sender;
      one.group_receiver = group.receiver;
      const auto of_group = one;
      one.errors = codes_of(group.error);
      one.verdict = verdict_of_action(group.action, !one.errors.empty());
      out_.push_back(std::move(one));
      for (const auto& message : group.messages) take(message, of_group);
    }
  }

  void take(const edifact::MessageResponse& message, const Acknowledged& common) {
    auto& one = out_.emplace_back(common);
    one.level = AcknowledgedLevel::transaction;
    one.set = message.type;
    one.control_number = message.reference;
    one.errors = codes_of(message.error);
    one.verdict = verdict_of_action(message.action, !one.errors.empty() || !message.segments.empty());
  }

  void take(std::string_view by, const ApplicationAdvice& advice) {
    auto& one = add(by, AcknowledgedLevel::document);
    one.group_sender = advice.sender;
    one.group_receiver = advice.receiver;
    one.group_control_number = advice.group_control_number;
    one.set = advice.set;
    one.control_number = advice.control_number;
    one.reference = advice.document.value;
    one.verdict = verdict_of_decision(advice.decision);
    for (const auto& error : advice.errors) one.errors.push_back(error.code);
  }

  const Interchange& inbound_;
  std::vector<Acknowledged> out_;
};

}  // namespace

std::string_view name(Verdict verdict) {
  switch (verdict) {
    case Verdict::received:
      return "received";
    case Verdict::accepted:
      return "accepted";
    case Verdict::accepted_with_errors:
      return "accepted_with_errors";
    case Verdict::partly_accepted:
      return "partly_accepted";
    case Verdict::rejected:
      break;
  }
  return "rejected";
}

std::string_view name(AcknowledgedLevel level) {
  switch (level) {
    case AcknowledgedLevel::interchange:
      return "interchange";
    case AcknowledgedLevel::group:
      return "group";
    case AcknowledgedLevel::transaction:
      return "transaction";
    case AcknowledgedLevel::document:
      break;
  }
  return "document";
}

std::vector<Acknowledged> acknowledged_by(const Interchange& inbound) {
  return Collector(inbound).collect();
}

bool is_acknowledgement(std::string_view set) {
  return set == "997" || set == "999" || set == "CONTRL";
}

bool holds_only_acknowledgements(const Interchange& interchange) {
  bool any = std::ranges::any_of(interchange.envelope, [](const Segment& one) { return one.tag() == "TA1"; });
  for (const auto& group : interchange.groups) {
    for (const auto& transaction : group.transactions) {
      if (!is_acknowledgement(transaction.set)) return false;
      any = true;
    }
  }
  return any;
}

}  // namespace longshore::parsers
