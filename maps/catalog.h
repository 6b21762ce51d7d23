#pragma once
#include "engine/base/yaml/sources.h"
#include "engine/base/yaml/yaml.h"
#include "maps/canonical.h"
#include "maps/codes.h"
#include "maps/definition.h"
#include "maps/template.h"
#include "parsers/guide/library.h"

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace longshore::maps {

/// Where the data is.
struct CatalogFolders {
  std::string dictionaries;
  std::string canonical;
  std::vector<std::string> maps;  ///< later ones win over earlier ones of the same map name
  std::vector<std::string> codes;
  yaml::Sources sources = {};
};

/// Every map, code table, schema and dictionary there is. Maps are compiled when first asked for. Thread-safe; what it
/// returns lives as long as the catalog.
class Catalog {
 public:
  /// Reads schemas, code tables and the heads of all maps; fails at the first file that is no YAML or JSON.
  static Result<std::unique_ptr<Catalog>> open(const CatalogFolders& folders);

  struct Head {
    std::string name;
    std::string file;
    std::string extends;       ///< the map it is an overlay on; empty: none
    bool of_releases = false;  ///< it has a source: of its own, so it counts when a map is chosen for a document
    bool reads = false;        ///< documents to events
    bool writes = false;       ///< events to documents or files
    parsers::Standard standard = parsers::Standard::x12;
    std::string set;
    std::vector<std::string> versions;
  };
  const std::vector<Head>& heads() const { return heads_; }
  const Head* head(std::string_view name) const;

  /// Reads one more map file, in place of one of the same name; returns its name. Only before maps are asked for.
  Result<std::string> add(const std::string& file);

  /// A map as one whole, overlays applied: MAP_UNKNOWN with "did you mean", MAP_EXTENDS_CYCLE, or a fault of the
  /// overlay.
  struct Source {
    yaml::Node root;
    std::string revision;  ///< SHA-256 of the texts of the map and all it extends, hex
  };
  Result<Source> source(std::string_view name) const;

  /// The map compiled for documents of that dictionary, or the first fault why not. `dictionary` must outlive the
  /// catalog.
  Result<const Map*> inbound(std::string_view name, const guide::Dictionary& dictionary);
  /// The way back, for documents of that dictionary, or with null for a file of another format.
  Result<const Template*> outbound(std::string_view name, const guide::Dictionary* dictionary);
  /// Compiles anew, for every version the map names, and returns every fault.
  std::vector<Error> lint(const Head& head);
  /// The name of the map for documents of that kind; empty when there is none. `version` as on the document.
  std::string default_map(parsers::Standard standard, std::string_view version, std::string_view set) const;

  const CodeTable* table(std::string_view name) const;
  const Canonical& canonical() const { return canonical_; }
  guide::Library& dictionaries() { return *dictionaries_; }

 private:
  Catalog() = default;
  Result<void> read_heads(const std::string& folder);
  Result<std::string> read_head_of(const std::string& file);
  void complete_heads();
  Result<void> read_codes(const std::string& folder);
  void lint_documents(const Head& head, const yaml::Node& root, std::vector<Error>& errors);
  static void lint_lookups(const yaml::Node& root, std::vector<Error>& errors);
  static void lint_unread(const Head& head, const yaml::Node& root, std::span<const guide::Dictionary* const> releases,
                          std::vector<Error>& errors);
  std::vector<std::string> table_names() const;
  std::unexpected<Error> unknown_map(std::string_view name) const;

  yaml::Sources sources_;
  std::unique_ptr<guide::Library> dictionaries_;
  Canonical canonical_;
  std::map<std::string, CodeTable, std::less<>> tables_;
  std::vector<Head> heads_;
  std::mutex mutex_;  // guards the two below
  std::map<std::pair<std::string, const guide::Dictionary*>, std::unique_ptr<Map>> inbound_;
  std::map<std::pair<std::string, const guide::Dictionary*>, std::unique_ptr<Template>> outbound_;
};

}  // namespace longshore::maps
