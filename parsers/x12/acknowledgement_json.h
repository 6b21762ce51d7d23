#pragma once
#include "parsers/x12/acknowledgement.h"

#include <string>
#include <string_view>
#include <vector>

namespace longshore::x12 {

/// What write_997 needs, kept between the moment a fault is found and the moment the acknowledgement is composed.
struct OwedAcknowledgement {
  parsers::Interchange received;  ///< the header's own members and the groups' headers; no transactions
  std::vector<Acknowledgement997> acknowledgements;
};

std::string to_json(const parsers::Interchange& received, const std::vector<Acknowledgement997>& acknowledgements);
Result<OwedAcknowledgement> owed_from_json(std::string_view text);

}  // namespace longshore::x12
