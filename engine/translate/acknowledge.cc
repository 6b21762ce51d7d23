#include "engine/translate/publication.h"
#include "parsers/owed_acknowledgement.h"

namespace longshore::translate {

std::string acknowledgement_parameters(const parsers::Interchange& interchange, maps::Catalog& catalog,
                                       parsers::AcknowledgementWish wish) {
  auto dictionary_of = [&](const parsers::Transaction& transaction) -> const guide::Dictionary* {
    auto found = catalog.dictionaries().find(interchange.standard, transaction);
    return found ? *found : nullptr;
  };
  auto owed = parsers::owe(interchange, dictionary_of, wish);
  return owed ? parsers::to_json(*owed) : std::string{};
}

}  // namespace longshore::translate
