#pragma once
#include "engine/model/result.h"
#include "parsers/application_advice.h"
#include "parsers/x12/mirror.h"

#include <span>
#include <string>

/// Application advices (824), in both directions. Pure.
namespace longshore::x12 {

/// One interchange with a group AG and an 824 for every advice, all about sets of `group`. Texts are broken into lines
/// at blanks; what X12 cannot carry is left out of texts and bad values. TED05 names component and repetition from
/// 005010 on. Errors: NOTHING_TO_ADVISE, MIRRORED_ID_UNUSABLE (a document without a number that can be repeated), and
/// the writer's.
Result<std::string> write_824(const parsers::Interchange& received, const parsers::Group& group,
                              std::span<const parsers::ApplicationAdvice> advices, const AcknowledgementIds& ids);

/// The advices of an 824, one an OTI. Lines of text are joined by blanks. Error NOT_AN_824 where the set is none or has
/// no OTI.
Result<std::vector<parsers::ApplicationAdvice>> read_824(const parsers::Transaction& transaction);

}  // namespace longshore::x12
