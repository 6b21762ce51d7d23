#pragma once
#include "engine/cli/context.h"
#include "parsers/guide/guide.h"
#include "parsers/x12/acknowledgement.h"

#include <set>
#include <string>

namespace longshore::cli {

/// Which dictionaries a command on one file goes by.
struct DictionaryOptions {
  std::vector<std::string> folders;  ///< looked into before the shipped ones, the first of them first
  std::vector<std::string> guides;   ///< files
};

/// --dictionaries and --guide.
void add_dictionary_options(CLI::App& command, DictionaryOptions& options);

/// The shipped dictionaries, those of an installation that was named, and partners' guides. A dictionary that cannot be
/// used is told on stderr once; its sets then count as sets without one.
class Dictionaries {
 public:
  Dictionaries(Context& context, const SharedData& data)
      : context_(context), library_(data.dictionaries, data.sources) {}

  /// False, with every fault printed and the exit code set, where the installation or a guide cannot be used.
  bool open(const DictionaryOptions& options);

  /// Null where there is none.
  const guide::Dictionary* find(parsers::Standard standard, const parsers::Transaction& transaction);
  guide::Library& library() { return library_; }
  /// For acknowledgements. Good for as long as this is.
  x12::DictionaryOf of_x12();

 private:
  Context& context_;
  guide::Library library_;
  std::vector<std::unique_ptr<const guide::Guide>> guides_;
  std::set<std::string> told_;
};

}  // namespace longshore::cli
