#pragma once
#include "engine/model/result.h"
#include "engine/model/timestamp.h"
#include "parsers/interchange.h"
#include "parsers/writing.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace longshore::edifact {

using parsers::OutElement;
using parsers::OutSegment;

/// All values are UTF-8 without release characters.
struct OutMessage {
  std::string reference;         ///< UNH 0062, repeated in UNT
  std::string type;              ///< 0065: "CONTRL"
  std::string version;           ///< 0052, 0054, 0051 and, where there is one, 0057: "D:96A:UN:EAN005"
  std::vector<OutSegment> body;  ///< what stands between UNH and UNT
  std::optional<std::vector<OutElement>> header = {};  ///< UNH's elements as they are to stand; none: of the above
};

struct OutGroup {
  std::string functional_id;   ///< UNG 0038
  std::string sender;          ///< 0040
  std::string receiver;        ///< 0044
  CivilTime at;                ///< S004
  std::string control_number;  ///< 0048, repeated in UNE
  std::string responsible_agency = "UN";
  std::string version;  ///< S008: "D:96A"
  std::vector<OutMessage> messages;
  std::optional<std::vector<OutElement>> header = {};  ///< UNG's elements as they are to stand; none: of the above
};

struct OutInterchange {
  std::string syntax = "UNOA";        ///< S001/0001
  std::string version = "3";          ///< S001/0002: 1 to 4
  parsers::EnvelopeParty sender;      ///< S002
  parsers::EnvelopeParty receiver;    ///< S003
  CivilTime at;                       ///< S004: six digits of date up to version 3, eight in version 4
  std::string control_number;         ///< 0020, repeated in UNZ
  std::string application_reference;  ///< 0026; empty: none
  bool acknowledgement_requested = false;
  bool test = false;
  std::vector<OutGroup> groups;                        ///< these
  std::vector<OutMessage> messages;                    ///< or these: an interchange has groups or messages, never both
  std::optional<std::vector<OutElement>> header = {};  ///< UNB's elements as they are to stand; none: of the above
};

/// The delimiters that an interchange without UNA has: IS4, IS3 and IS1 for UNOB up to version 3, else `' + : ?`, and
/// `*` for repetitions in version 4.
parsers::Delimiters default_delimiters(std::string_view syntax, std::string_view version);

struct Layout {
  parsers::Delimiters delimiters{'\'', '+', ':', std::nullopt, '?', '.'};  ///< repetition is written in version 4 only
  bool advice = false;     ///< UNA also where the delimiters are the default
  std::string line_break;  ///< after every terminator; may be empty
  bool no_advice = false;  ///< no UNA in any case: for those who know the delimiters without it
  char reserved = ' ';     ///< UNA's fifth character where there is no repetition separator
};

/// The bytes of an interchange in the declared character set: UNA where the delimiters are not the default, release
/// characters put in, trailers counted. Pure. Errors: DATA_NOT_IN_REPERTOIRE (a character that the syntax identifier
/// does not have, control characters too), DATA_HOLDS_DELIMITER (where there is no release character),
/// REPETITION_UNAVAILABLE, ENVELOPE_VALUE_TOO_LONG, ENVELOPE_VALUE_MISSING, SEGMENT_TAG_INVALID, SYNTAX_UNSUPPORTED,
/// GROUPS_AND_MESSAGES_MIXED, PACKAGE_UNWRITABLE, DELIMITERS_UNUSABLE.
Result<std::string> write(const OutInterchange& interchange, const Layout& layout = {});

/// Whether the delimiters differ and are no letters, digits, blanks or tabs, so that something can be written with
/// them; a line break can end segments.
bool usable(const parsers::Delimiters& delimiters);

/// "D:96A:UN" taken apart.
std::vector<std::string> version_components(std::string_view version);

}  // namespace longshore::edifact
