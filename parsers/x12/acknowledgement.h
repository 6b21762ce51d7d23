#pragma once
#include "engine/model/result.h"
#include "engine/model/timestamp.h"
#include "parsers/guide/dictionary.h"
#include "parsers/interchange.h"
#include "parsers/x12/writer.h"

#include <functional>
#include <span>
#include <string>
#include <vector>

/// Functional acknowledgements (997) and interchange acknowledgements (TA1), built from the diagnostics and statuses
/// that are already known, and read back into the same structure. Pure.
namespace longshore::x12 {

struct ElementNote {
  std::uint32_t position = 0;    ///< AK401
  std::uint32_t component = 0;   ///< AK401-2; 0: none
  std::uint32_t repetition = 0;  ///< AK401-3, from 005010; 0: none
  std::string element_number;    ///< AK402, data element reference number; empty where no dictionary tells it
  std::string error;             ///< AK403
  std::string bad_value;         ///< AK404, at most 99 characters

  bool operator==(const ElementNote&) const = default;
};

struct SegmentNote {
  std::string tag;             ///< AK301
  std::uint32_t position = 0;  ///< AK302, ST being 1
  std::string loop;            ///< AK303
  std::string error;           ///< AK304
  std::vector<ElementNote> elements;

  bool operator==(const SegmentNote&) const = default;
};

struct SetResponse {
  std::string set;             ///< AK201
  std::string control_number;  ///< AK202
  std::vector<SegmentNote> segments;
  std::string status;               ///< AK501: A, E, R; M, W, X of a partner
  std::vector<std::string> errors;  ///< AK502…506

  bool accepted() const { return status == "A" || status == "E"; }
  bool operator==(const SetResponse&) const = default;
};

/// One functional group's acknowledgement.
struct Acknowledgement997 {
  std::string functional_id;   ///< AK101
  std::string control_number;  ///< AK102
  std::vector<SetResponse> sets;
  std::string status;               ///< AK901: A, E, P, R
  std::uint32_t included = 0;       ///< AK902, as the group's trailer says
  std::uint32_t received = 0;       ///< AK903
  std::uint32_t accepted = 0;       ///< AK904
  std::vector<std::string> errors;  ///< AK905…909

  bool operator==(const Acknowledgement997&) const = default;
};

/// The dictionary a set was checked with, for AK402 and AK304; may return null.
using DictionaryOf = std::function<const guide::Dictionary*(const parsers::Transaction&)>;

/// One acknowledgement a functional group, in file order. Groups of acknowledgements (FA) and EDIFACT interchanges give
/// none.
std::vector<Acknowledgement997> acknowledge(const parsers::Interchange& interchange,
                                            const DictionaryOf& dictionary_of = {});

/// Control numbers are reserved by the caller; the n-th 997 takes `first_transaction_control` + n.
struct AcknowledgementIds {
  std::uint32_t interchange_control = 1;  ///< ISA13
  std::uint32_t group_control = 1;        ///< GS06
  std::uint32_t first_transaction_control = 1;
  CivilTime at;
  std::string usage = "P";  ///< ISA15
};

/// One interchange with one group FA and a 997 for every acknowledgement; sender and receiver, version and delimiters
/// mirror what was received. An error where there is nothing to write, or where a mirrored id cannot be written.
Result<std::string> write_997(const parsers::Interchange& received,
                              std::span<const Acknowledgement997> acknowledgements, const AcknowledgementIds& ids);

/// An inbound 997 as the same structure. An error where the set is no 997 or has no AK1.
Result<Acknowledgement997> read_997(const parsers::Transaction& transaction);

struct InterchangeAcknowledgement {
  std::string control_number;  ///< TA101
  std::string date;            ///< TA102
  std::string time;            ///< TA103
  std::string status;          ///< TA104: A, E, R
  std::string note;            ///< TA105: "000" without error

  bool operator==(const InterchangeAcknowledgement&) const = default;
};

/// What a TA1 has to say of an interchange.
InterchangeAcknowledgement acknowledge_interchange(const parsers::Interchange& interchange);
/// An interchange that holds nothing but the TA1.
Result<std::string> write_ta1(const parsers::Interchange& received, const InterchangeAcknowledgement& acknowledgement,
                              const AcknowledgementIds& ids);
/// TA1 segments of an interchange's envelope.
std::vector<InterchangeAcknowledgement> read_ta1(const parsers::Interchange& interchange);

}  // namespace longshore::x12
