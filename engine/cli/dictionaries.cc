#include "engine/cli/dictionaries.h"

namespace longshore::cli {

const guide::Dictionary* Dictionaries::find(parsers::Standard standard, const parsers::Transaction& transaction) {
  auto found = library_.find(standard, transaction);
  if (found) return *found;
  if (told_.insert(found.error().describe()).second) context_.fail(found.error(), Exit::internal);
  return nullptr;
}

x12::DictionaryOf Dictionaries::of_x12() {
  return [this](const parsers::Transaction& transaction) { return find(parsers::Standard::x12, transaction); };
}

}  // namespace longshore::cli
