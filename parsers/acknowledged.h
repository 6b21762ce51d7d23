#pragma once
#include "parsers/interchange.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// What an inbound acknowledgement acknowledges, and with which verdict. Pure.
namespace longshore::parsers {

enum class Verdict : std::uint8_t {
  received,              ///< it arrived; nothing is said about its content (CONTRL action 8)
  accepted,              ///< also all below it that is not named otherwise
  accepted_with_errors,  ///< or with changes
  partly_accepted,       ///< some below it are rejected
  rejected,              ///< also all below it
};
std::string_view name(Verdict verdict);

/// At which level something is acknowledged: the narrowest of the numbers that Acknowledged has.
enum class AcknowledgedLevel : std::uint8_t { interchange, group, transaction, document };
std::string_view name(AcknowledgedLevel level);

/// One thing that was acknowledged. Sender and receiver are those of what *we* sent, so the acknowledging interchange's
/// the other way round; numbers are as the acknowledgement writes them, leading zeros and all. Empty is what an
/// acknowledgement of that kind does not say: a 997 names no interchange, a CONTRL without groups no group.
struct Acknowledged {
  std::string by;  ///< "TA1", "997", "999", "CONTRL", "824", "APERAK"
  AcknowledgedLevel level = AcknowledgedLevel::interchange;
  EnvelopeParty sender;
  EnvelopeParty receiver;
  std::string group_sender;    ///< GS02 of what we sent, UNG 0040
  std::string group_receiver;  ///< GS03, UNG 0044
  std::string interchange_control_number;
  std::string functional_id;
  std::string group_control_number;
  std::string set;
  std::string control_number;
  std::string reference;  ///< an advice's document
  Verdict verdict = Verdict::accepted;
  std::vector<std::string> errors;  ///< codes of the acknowledgement at this level: TA105, AK905, AK502, 0085, TED01…

  bool operator==(const Acknowledged&) const = default;
};

/// Everything that the acknowledgements of one inbound interchange acknowledge, in file order, the wider level before
/// the narrower; empty where it holds none. An acknowledgement that cannot be read, or whose own set was rejected by
/// the check, says nothing.
std::vector<Acknowledged> acknowledged_by(const Interchange& inbound);

/// Whether a set is an acknowledgement of syntax (997, 999, CONTRL), which is itself never acknowledged.
bool is_acknowledgement(std::string_view set);
/// Whether an interchange holds TA1, 997, 999 or CONTRL and nothing else, so that no answer to it is owed.
bool holds_only_acknowledgements(const Interchange& interchange);

}  // namespace longshore::parsers
