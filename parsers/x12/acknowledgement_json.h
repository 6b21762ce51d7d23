#pragma once
#include "parsers/x12/acknowledgement.h"

#include <string>
#include <string_view>
#include <vector>

namespace longshore::x12 {

/// What write_acknowledgements needs, kept between the moment a fault is found and the moment the acknowledgement is
/// composed.
struct OwedAcknowledgement {
  parsers::Interchange received;  ///< the header's own members and the groups' headers; no transactions
  std::vector<FunctionalAcknowledgement> acknowledgements;
};

std::string to_json(const parsers::Interchange& received,
                    const std::vector<FunctionalAcknowledgement>& acknowledgements);
Result<OwedAcknowledgement> owed_from_json(std::string_view text);

}  // namespace longshore::x12
