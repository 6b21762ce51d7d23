#pragma once
#include "engine/model/result.h"
#include "parsers/application_advice.h"
#include "parsers/edifact/mirror.h"

#include <span>
#include <string>
#include <string_view>

/// Application error and acknowledgement messages (APERAK) of D96A and D01B, in both directions. Pure.
namespace longshore::edifact {

/// The directory in which an answer to a message is written: "D:01B:UN" for directories of 2001 and later, else
/// "D:96A:UN". `version` as Transaction has it.
std::string_view aperak_version(std::string_view version);

/// One interchange with an APERAK for every advice. An error's text takes three lines of its FTX, its place ("LIN 5 3
/// 1") the fourth, its bad value the fifth; a text without room is cut, characters that the syntax identifier lacks are
/// left out, and UNOA is written in capitals. Errors: NOTHING_TO_ADVISE, MIRRORED_ID_UNUSABLE (a document without a
/// number that can be repeated), and the writer's.
Result<std::string> write_aperak(const parsers::Interchange& received, std::string_view version,
                                 std::span<const parsers::ApplicationAdvice> advices, const AnswerIds& ids);

/// The advice of an APERAK. Without a response type (4343) a BGM 313 or an ERC rejects. Error NOT_AN_APERAK where the
/// message is none.
Result<parsers::ApplicationAdvice> read_aperak(const parsers::Transaction& transaction);

}  // namespace longshore::edifact
