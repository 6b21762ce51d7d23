#pragma once
#include "engine/cli/context.h"
#include "parsers/guide/check.h"
#include "parsers/guide/library.h"
#include "parsers/interchange.h"
#include "parsers/x12/acknowledgement.h"

#include <memory>
#include <optional>
#include <set>
#include <string>

namespace longshore::cli {

/// A file of the command line as it was read. `parsed` views into `bytes`, hence never copied or moved.
struct InputFile {
  InputFile(std::string file_name, std::string payload)
      : name(std::move(file_name)), bytes(std::move(payload)), parsed(parsers::read(bytes)) {}
  InputFile(const InputFile&) = delete;
  InputFile& operator=(const InputFile&) = delete;

  std::string name;
  std::string bytes;
  parsers::ParsedFile parsed;
};

/// "-" is standard input. Null, with the error printed and the exit code set, where it cannot be read.
std::unique_ptr<InputFile> read_input(Context& context, const std::string& name);

struct CheckedSet {
  const guide::Dictionary* dictionary = nullptr;  ///< null: only syntax is known
  guide::Placement placement;                     ///< empty without dictionary
};

/// Transaction sets against the shipped dictionaries, up to a level of 1 to 5.
class SetChecker {
 public:
  SetChecker(Context& context, const SharedData& data, int level = 5);

  /// Findings and status go into the transaction itself. A dictionary that cannot be used is told on stderr once; its
  /// sets then count as sets without one.
  CheckedSet check(const parsers::Interchange& interchange, parsers::Transaction& transaction);
  void check_all(parsers::Interchange& interchange);
  void check_all(InputFile& file);
  /// For acknowledgements of interchanges that were checked here.
  x12::DictionaryOf dictionaries();

 private:
  const guide::Dictionary* find(parsers::Standard standard, const parsers::Transaction& transaction);

  Context& context_;
  guide::Library library_;
  int level_;
  std::set<std::string> told_;
};

}  // namespace longshore::cli
