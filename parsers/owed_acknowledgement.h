#pragma once
#include "engine/model/result.h"
#include "engine/model/timestamp.h"
#include "parsers/edifact/contrl.h"
#include "parsers/interchange.h"
#include "parsers/x12/acknowledgement.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

/// An acknowledgement between the moment a fault is found and the moment it is composed. Pure.
namespace longshore::parsers {

struct OwedAcknowledgement {
  Interchange received;  ///< the header's own members and the groups' headers; no transactions
  std::variant<std::vector<x12::FunctionalAcknowledgement>, edifact::Contrl> content;

  /// What a file of it is called: "997", "999" (where any of it is one), "CONTRL".
  std::string_view kind() const;
};

/// What agreements may ask for. X12: 997 or 999 insist, else GS08 decides; EDIFACT: contrl insists, else UNB 0031
/// decides.
enum class AcknowledgementWish : std::uint8_t { usual, functional, implementation, contrl };
AcknowledgementWish wish_from_name(std::string_view name);  ///< "997", "999", "contrl"; usual for anything else

/// What is owed for an interchange whose sets were checked; nothing where no answer is.
std::optional<OwedAcknowledgement> owe(const Interchange& interchange, const x12::DictionaryOf& dictionary_of,
                                       AcknowledgementWish wish = AcknowledgementWish::usual);

/// One line of UTF-8, whatever bytes were received; read back by this and later versions of the program.
std::string to_json(const OwedAcknowledgement& owed);
/// Error OWED_MALFORMED.
Result<OwedAcknowledgement> owed_from_json(std::string_view text);

/// The interchange; `number` is its control number and that of its first group. Errors are the writers'.
Result<std::string> write(const OwedAcknowledgement& owed, std::uint32_t number, const CivilTime& at);

}  // namespace longshore::parsers
