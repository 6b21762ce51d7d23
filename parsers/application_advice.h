#pragma once
#include "engine/model/timestamp.h"
#include "parsers/interchange.h"

#include <cstdint>
#include <string>
#include <vector>

/// What an application says of a document that was syntactically right, in the words of neither standard: an 824
/// (`x12/application_advice.h`) or an APERAK (`edifact/aperak.h`) carries it. Pure.
namespace longshore::parsers {

enum class Decision : std::uint8_t { accepted, accepted_with_changes, rejected };

struct Reference {
  std::string qualifier;  ///< the standard's own code: X12 128, EDIFACT 1153
  std::string value;

  bool operator==(const Reference&) const = default;
};

struct ApplicationError {
  std::string code;            ///< TED01 (647), ERC 9321
  std::string text;            ///< one paragraph
  std::string bad_value = {};  ///< TED07
  std::string tag = {};        ///< of the segment; empty: not located
  std::uint32_t position = 0;  ///< of the segment in its set, ST or UNH being 1; 0: unknown
  std::uint32_t element = 0;
  std::uint32_t component = 0;
  std::uint32_t repetition = 0;

  bool operator==(const ApplicationError&) const = default;
};

struct ApplicationAdvice {
  std::string number;  ///< of the advice itself: BGN02, BGM 1004
  CivilTime at;        ///< to the minute
  Decision decision = Decision::accepted;
  Reference document;                      ///< which document: OTI02 and OTI03; the first RFF
  std::string control_number;              ///< of the set it came in: OTI09; RFF+AGO
  std::string set = {};                    ///< OTI10; an APERAK has no place for it, nor for the next three
  std::string group_control_number = {};   ///< OTI08
  std::string sender = {};                 ///< OTI04: who sent the document, as in its GS02
  std::string receiver = {};               ///< OTI05
  std::vector<Reference> references = {};  ///< more of the document's: REF, RFF
  std::vector<ApplicationError> errors = {};

  bool operator==(const ApplicationAdvice&) const = default;
};

/// The advice that a set's own diagnostics amount to: rejected where the set is, else accepted with the errors as
/// remarks. The document is named by its own number where its beginning segment is a known one, else by the control
/// number. `number` and `at` are left to the caller.
ApplicationAdvice advise(const Interchange& interchange, const Group& group, const Transaction& transaction);

}  // namespace longshore::parsers
