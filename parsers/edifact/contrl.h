#pragma once
#include "engine/model/diagnostic.h"
#include "engine/model/result.h"
#include "parsers/edifact/mirror.h"
#include "parsers/interchange.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Syntax and service reports (CONTRL) of syntax version 3 and 4, built from the diagnostics and statuses that are
/// already known, and read back into the same structure. Pure.
namespace longshore::edifact {

/// 0083
namespace action {
inline constexpr std::string_view rejected = "4";      ///< this level and all below
inline constexpr std::string_view acknowledged = "7";  ///< this level, and below what is not rejected there
inline constexpr std::string_view received = "8";      ///< the interchange arrived; nothing is said about its content
}  // namespace action

/// An error in the service segments of a level: 0085 with, where known, the segment (0135; 0013 up to version 3) and
/// S011.
struct ServiceError {
  std::string code;                           ///< 0085; empty: none
  std::string tag;                            ///< "UNZ"
  std::optional<std::uint32_t> element = {};  ///< counted as everywhere here, 0 being the tag: 0098 is one more
  std::uint32_t component = 0;                ///< 0104; 0: none

  bool operator==(const ServiceError&) const = default;
};

/// UCD
struct ElementError {
  std::string code;              ///< 0085
  std::uint32_t element = 0;     ///< 0 is the tag: 0098 is one more
  std::uint32_t component = 0;   ///< 0104; 0: none
  std::uint32_t repetition = 0;  ///< 0136, in version 4; 0: none

  bool operator==(const ElementError&) const = default;
};

/// UCS, and the UCD below it.
struct SegmentError {
  std::uint32_t position = 0;  ///< 0096, UNH being 1; of a missing segment, the last one before the gap
  std::string code;            ///< 0085; empty where `elements` say it
  std::vector<ElementError> elements;

  bool operator==(const SegmentError&) const = default;
};

/// UCM
struct MessageResponse {
  std::string reference;  ///< 0062
  std::string type;       ///< 0065
  std::string version;    ///< the rest of S009: "D:96A:UN:EAN005"
  std::string action;     ///< 0083: 4 or 7
  ServiceError error;
  std::vector<SegmentError> segments;

  bool operator==(const MessageResponse&) const = default;
};

/// UCF
struct GroupResponse {
  std::string reference;  ///< 0048
  std::string sender;     ///< 0040
  std::string receiver;   ///< 0044
  std::string action;     ///< 0083: 4 or 7
  ServiceError error;
  std::vector<MessageResponse> messages;

  bool operator==(const GroupResponse&) const = default;
};

/// A whole CONTRL; its own fields are UCI's.
struct Contrl {
  std::string reference;          ///< 0020
  parsers::EnvelopeParty sender;  ///< S002 of the interchange that is acknowledged
  parsers::EnvelopeParty receiver;
  std::string action;  ///< 0083
  ServiceError error;
  std::vector<GroupResponse> groups;      ///< an interchange without UNG has none, and
  std::vector<MessageResponse> messages;  ///< these

  bool operator==(const Contrl&) const = default;
};

enum class ContrlDepth {
  receipt,  ///< UCI with action 8 and nothing else
  full,     ///< every group and message with its verdict, faults down to the component
};

/// What a CONTRL has to say of an interchange whose messages were checked: a rejected message is rejected, one that was
/// accepted with errors is acknowledged and its errors are named. What leaves the interchange unusable (no trailer,
/// ambiguous delimiters, an unknown partner or a duplicate among `of_agreement`) rejects all of it and names no
/// message. Nothing for X12 and where there are only CONTRLs, which are never acknowledged.
std::optional<Contrl> acknowledge(const parsers::Interchange& interchange, ContrlDepth depth = ContrlDepth::full,
                                  std::span<const Diagnostic> of_agreement = {});

/// One interchange with one CONTRL: sender and receiver swapped, syntax identifier, version and delimiters as received
/// (a wider identifier where the ids received were outside their own repertoire), UNB 0031 never set. An accepted
/// message whose identity cannot be repeated is left out. Errors: MIRRORED_ID_UNUSABLE (the interchange, a group or a
/// rejected message cannot be named), and the writer's.
Result<std::string> write_contrl(const parsers::Interchange& received, const Contrl& contrl, const AnswerIds& ids);

/// An inbound CONTRL as the same structure. Error NOT_A_CONTRL where the message is none or has no UCI.
Result<Contrl> read_contrl(const parsers::Transaction& transaction);

}  // namespace longshore::edifact
