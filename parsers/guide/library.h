#pragma once
#include "engine/base/yaml/sources.h"
#include "parsers/guide/dictionary.h"

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace longshore::guide {

/// The release folder of a version as written on a document: "004010VICS" is 004010, "D:96A:UN" is D96A. The messages
/// of the syntax itself have releases of their own: CONTRL is "D:3:UN" in syntax 3 and "4:1:UN" in syntax 4.
std::string release_of(parsers::Standard standard, std::string_view version);

/// The dictionaries below a folder (`x12/004010/856.yaml`, `edifact/D96A/DESADV.yaml`). Sets are loaded when first
/// asked for and kept. Thread-safe; dictionaries live as long as the library.
class Library {
 public:
  explicit Library(std::filesystem::path folder, yaml::Sources sources = {});
  ~Library();
  Library(const Library&) = delete;
  Library& operator=(const Library&) = delete;

  /// Dictionaries of that folder go before those of the folders known so far: one that an installation has imported.
  /// Before the first `find` only.
  void put_before(std::filesystem::path folder);

  /// `version` as on the document: GS08 or ST03 ("004010VICS" means 004010), "D:96A:UN:EAN005" (D96A). Null when there
  /// is no such dictionary; an error, with file:line:column, when there is one that cannot be used. Reads files on
  /// first use of a set.
  Result<const Dictionary*> find(parsers::Standard standard, std::string_view version, std::string_view set);
  /// The dictionary for a set of a group; null also where its version is empty.
  Result<const Dictionary*> find(parsers::Standard standard, const parsers::Transaction& transaction);

  struct Entry {
    parsers::Standard standard;
    std::string version;  ///< the folder's name: "004010", "D96A"
    std::string set;
  };
  /// Every set that has a file, sorted.
  std::vector<Entry> list() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace longshore::guide
