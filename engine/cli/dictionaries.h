#pragma once
#include "engine/cli/context.h"
#include "parsers/guide/library.h"
#include "parsers/x12/acknowledgement.h"

#include <set>
#include <string>

namespace longshore::cli {

/// The shipped dictionaries. One that cannot be used is told on stderr once; its sets then count as sets without one.
class Dictionaries {
 public:
  Dictionaries(Context& context, const SharedData& data) : context_(context), library_(data.dictionaries) {}

  /// Null where there is none.
  const guide::Dictionary* find(parsers::Standard standard, const parsers::Transaction& transaction);
  /// For acknowledgements. Good for as long as this is.
  x12::DictionaryOf of_x12();

 private:
  Context& context_;
  guide::Library library_;
  std::set<std::string> told_;
};

}  // namespace longshore::cli
