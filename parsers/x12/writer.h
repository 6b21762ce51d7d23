#pragma once
#include "engine/model/result.h"
#include "engine/model/timestamp.h"
#include "parsers/interchange.h"
#include "parsers/writing.h"

#include <optional>
#include <string>
#include <vector>

namespace longshore::x12 {

using parsers::OutElement;
using parsers::OutSegment;

struct OutTransaction {
  std::string set;                                     ///< ST01
  std::string control_number;                          ///< ST02, SE02
  std::string implementation;                          ///< ST03; empty: none
  std::vector<OutSegment> body;                        ///< what stands between ST and SE
  std::optional<std::vector<OutElement>> header = {};  ///< ST's elements as they are to stand; none: of the above
};

struct OutGroup {
  std::string functional_id;   ///< GS01
  std::string sender;          ///< GS02
  std::string receiver;        ///< GS03
  CivilTime at;                ///< GS04, GS05
  std::string control_number;  ///< GS06, GE02
  std::string responsible_agency = "X";
  std::string version;  ///< GS08
  std::vector<OutTransaction> transactions;
  std::optional<std::vector<OutElement>> header = {};  ///< GS's elements as they are to stand; none: of the above
};

struct OutInterchange {
  parsers::EnvelopeParty sender;    ///< ISA05, ISA06
  parsers::EnvelopeParty receiver;  ///< ISA07, ISA08
  CivilTime at;                     ///< ISA09, ISA10
  std::string version = "00401";    ///< ISA12
  std::string control_number;       ///< ISA13: up to nine digits, written with leading zeros
  bool acknowledgement_requested = false;
  std::string usage = "P";                   ///< ISA15
  std::vector<OutSegment> acknowledgements;  ///< TA1
  std::vector<OutGroup> groups;
  std::vector<std::string> header =
      {};  ///< ISA's sixteen elements as they are to stand, with blanks; empty: of the above
};

struct Layout {
  parsers::Delimiters delimiters{'~',          '*',          ':',
                                 std::nullopt, std::nullopt, '.'};  ///< repetition is written from 00402 on
  std::string line_break;                                           ///< after every terminator; may be empty
};

/// The bytes of an interchange, its trailers counted. Pure. X12 has no escape: data that holds a delimiter or a control
/// character is an error (DATA_HOLDS_DELIMITER), as are ids, tags and control numbers that do not fit their element
/// (ENVELOPE_VALUE_TOO_LONG, SEGMENT_TAG_INVALID, CONTROL_NUMBER_INVALID).
Result<std::string> write(const OutInterchange& interchange, const Layout& layout = {});

/// Whether the delimiters differ and are no letters or digits, and a header can be recognised by the element separator,
/// so that something can be written with them.
bool usable(const parsers::Delimiters& delimiters);

}  // namespace longshore::x12
