#include "engine/translate/publication.h"
#include "parsers/x12/acknowledgement_json.h"

namespace longshore::translate {

std::string acknowledgement_parameters(const parsers::Interchange& interchange, maps::Catalog& catalog) {
  if (interchange.standard != parsers::Standard::x12) return {};
  auto dictionary_of = [&](const parsers::Transaction& transaction) -> const guide::Dictionary* {
    auto found = catalog.dictionaries().find(interchange.standard, transaction);
    return found ? *found : nullptr;
  };
  auto acknowledgements = x12::acknowledge(interchange, dictionary_of);
  return acknowledgements.empty() ? std::string{} : x12::to_json(interchange, acknowledgements);
}

}  // namespace longshore::translate
