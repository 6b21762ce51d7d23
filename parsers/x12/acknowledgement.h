#pragma once
#include "engine/model/result.h"
#include "parsers/guide/dictionary.h"
#include "parsers/interchange.h"
#include "parsers/x12/mirror.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

/// Functional (997) and implementation (999) acknowledgements, built from the diagnostics and statuses that are already
/// known, and read back into the same structure. Pure.
namespace longshore::x12 {

enum class AcknowledgementSet : std::uint8_t {
  functional,      ///< 997
  implementation,  ///< 999, from 005010 on
};
std::string_view name(AcknowledgementSet set);  ///< "997", "999"

/// A 999's CTX: what made a rule apply, or which business document the fault is in.
struct ErrorContext {
  std::string name;       ///< CTX01-1: "SITUATIONAL TRIGGER", or the element that names the document: "BSN02"
  std::string reference;  ///< CTX01-2: the document's own number
  std::string tag;        ///< CTX02, of the segment that is the trigger
  std::uint32_t position = 0;
  std::string loop;
  std::uint32_t element = 0;    ///< CTX05-1; 0: none
  std::uint32_t component = 0;  ///< CTX05-2; 0: none

  bool operator==(const ErrorContext&) const = default;
};

struct ElementNote {
  std::uint32_t position = 0;    ///< AK401-1, IK401-1
  std::uint32_t component = 0;   ///< AK401-2; 0: none
  std::uint32_t repetition = 0;  ///< AK401-3, from 005010; 0: none
  std::string element_number;    ///< AK402, data element reference number; empty where no dictionary tells it
  std::string error;             ///< AK403
  std::string bad_value;         ///< AK404: at most 99 characters, without those that X12 cannot carry
  std::vector<ErrorContext> contexts = {};

  bool operator==(const ElementNote&) const = default;
};

struct SegmentNote {
  std::string tag;             ///< AK301, IK301
  std::uint32_t position = 0;  ///< AK302, ST being 1
  std::string loop;            ///< AK303
  std::string error;           ///< AK304
  std::vector<ElementNote> elements;
  std::vector<ErrorContext> contexts = {};

  bool operator==(const SegmentNote&) const = default;
};

struct SetResponse {
  std::string set;             ///< AK201
  std::string control_number;  ///< AK202
  std::vector<SegmentNote> segments;
  std::string status;               ///< AK501, IK501: A, E, R; M, W, X of a partner
  std::vector<std::string> errors;  ///< AK502…506
  std::string implementation = {};  ///< AK203, from 005010: the ST03 that was received

  bool accepted() const { return status == "A" || status == "E"; }
  bool operator==(const SetResponse&) const = default;
};

/// One functional group's acknowledgement: what a 997 or 999 says.
struct FunctionalAcknowledgement {
  std::string functional_id;   ///< AK101
  std::string control_number;  ///< AK102
  std::vector<SetResponse> sets;
  std::string status;               ///< AK901: A, E, P, R
  std::uint32_t included = 0;       ///< AK902, as the group's trailer says
  std::uint32_t received = 0;       ///< AK903
  std::uint32_t accepted = 0;       ///< AK904
  std::vector<std::string> errors;  ///< AK905…909
  AcknowledgementSet as = AcknowledgementSet::functional;
  std::string version = {};  ///< AK103, from 005010: the GS08 that was received

  bool operator==(const FunctionalAcknowledgement&) const = default;
};

/// The dictionary a set was checked with, for AK402 and AK304; may return null.
using DictionaryOf = std::function<const guide::Dictionary*(const parsers::Transaction&)>;

/// 999 where GS08 names an implementation guide of 005010 or later ("005010X214A1"), else 997.
AcknowledgementSet usual_set(const parsers::Group& group);
/// Whether a group holds nothing but acknowledgements (TA1 stands outside groups); those are never acknowledged.
bool is_acknowledgement(const parsers::Group& group);

/// One acknowledgement a functional group, in file order, as `asked` or else as the group's usual set; groups before
/// 005010 always get a 997. Groups of acknowledgements and EDIFACT interchanges give none. Sets are to be checked
/// before: what is not in their diagnostics is not acknowledged as a fault.
std::vector<FunctionalAcknowledgement> acknowledge(const parsers::Interchange& interchange,
                                                   const DictionaryOf& dictionary_of = {},
                                                   std::optional<AcknowledgementSet> asked = {});

/// One interchange with a set for every acknowledgement; sender and receiver, version and delimiters mirror what was
/// received. Acknowledgements whose groups had the same sender, receiver and release share a group FA, control numbers
/// counting up from `ids`; the others have one of their own. A set whose identity X12 cannot carry is counted and not
/// named. Errors: NOTHING_TO_ACKNOWLEDGE, GROUP_NOT_RECEIVED, MIRRORED_ID_UNUSABLE (AK101, AK102), and the writer's.
Result<std::string> write_acknowledgements(const parsers::Interchange& received,
                                           std::span<const FunctionalAcknowledgement> acknowledgements,
                                           const AcknowledgementIds& ids);

/// An inbound 997 or 999 as the same structure. Error NOT_AN_ACKNOWLEDGEMENT where the set is neither or has no AK1.
Result<FunctionalAcknowledgement> read_acknowledgement(const parsers::Transaction& transaction);

}  // namespace longshore::x12
