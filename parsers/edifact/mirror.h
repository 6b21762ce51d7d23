#pragma once
#include "engine/model/result.h"
#include "engine/model/timestamp.h"
#include "parsers/edifact/writer.h"
#include "parsers/interchange.h"

#include <cstdint>
#include <string>
#include <string_view>

/// What every answer to a received EDIFACT interchange has in common. Pure.
namespace longshore::edifact {

/// Control numbers are reserved by the caller.
struct AnswerIds {
  std::uint32_t interchange_control = 1;  ///< UNB 0020
  std::uint32_t message_reference = 1;    ///< UNH 0062
  CivilTime at;
  std::string usage = "P";  ///< "T" writes UNB 0035
};

/// An empty interchange back to the sender, in the syntax version received; one that is not known counts as 3.
OutInterchange mirrored(const parsers::Interchange& received, const AnswerIds& ids);
/// Writes it in the syntax identifier received, or the first of UNOB and UNOC that has all its characters, with the
/// delimiters received, or the usual ones where those cannot be written with.
Result<std::string> write_mirrored(const parsers::Interchange& received, OutInterchange out);

/// Whether a received value can be repeated: 1 to `longest` characters, none a control character.
bool can_mirror(std::string_view value, std::size_t longest);

/// A text as far as an answer in the syntax identifier received can carry it, UNOA in capitals; what it lacks is left
/// out.
std::string quotable(std::string_view text, const parsers::Interchange& received);

/// S009 or S008 of an element without its first component, put together: "D:96A:UN".
std::string version_field(const parsers::Segment& segment, std::uint32_t element);

}  // namespace longshore::edifact
