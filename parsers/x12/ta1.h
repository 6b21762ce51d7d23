#pragma once
#include "engine/model/diagnostic.h"
#include "engine/model/result.h"
#include "parsers/interchange.h"
#include "parsers/x12/mirror.h"

#include <span>
#include <string>
#include <vector>

/// Interchange acknowledgements (TA1), in both directions. Pure.
namespace longshore::x12 {

struct InterchangeAcknowledgement {
  std::string control_number;  ///< TA101
  std::string date;            ///< TA102
  std::string time;            ///< TA103
  std::string status;          ///< TA104: A, E, R
  std::string note;            ///< TA105: "000" without error

  bool operator==(const InterchangeAcknowledgement&) const = default;
};

/// What a TA1 has to say of an interchange: its own diagnostics, and those that the agreement adds (unknown partner,
/// duplicate, test on live). It can name one fault: the first that rejects, else the first. Whether a TA1 is sent at
/// all is the caller's decision, by ISA14 (`acknowledgement_requested`) and agreement.
InterchangeAcknowledgement acknowledge_interchange(const parsers::Interchange& interchange,
                                                   std::span<const Diagnostic> of_agreement = {});
/// An interchange that holds nothing but the TA1. Errors: MIRRORED_ID_UNUSABLE, and the writer's.
Result<std::string> write_ta1(const parsers::Interchange& received, const InterchangeAcknowledgement& acknowledgement,
                              const AcknowledgementIds& ids);
/// A TA1 segment.
InterchangeAcknowledgement read_ta1(const parsers::Segment& ta1);
/// TA1 segments of an interchange's envelope.
std::vector<InterchangeAcknowledgement> read_ta1(const parsers::Interchange& interchange);

}  // namespace longshore::x12
