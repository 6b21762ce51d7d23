#pragma once
#include "maps/canonical.h"
#include "maps/codes.h"
#include "maps/definition.h"
#include "maps/partner_file.h"
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
    bool outbound = false;
    parsers::Standard standard = parsers::Standard::x12;
    std::string set;
    std::vector<std::string> versions;
  };
  const std::vector<Head>& heads() const { return heads_; }
  const Head* head(std::string_view name) const;

  /// MAP_UNKNOWN with "did you mean", or the first fault of a map that does not compile.
  Result<const Map*> inbound(std::string_view name);
  Result<const PartnerFileMap*> outbound(std::string_view name);
  /// Compiles anew and returns every fault.
  std::vector<Error> lint(const Head& head);
  /// The name of the map for documents of that kind; empty when there is none. `version` as on the document.
  std::string default_map(parsers::Standard standard, std::string_view version, std::string_view set) const;

  const CodeTable* table(std::string_view name) const;
  const Canonical& canonical() const { return canonical_; }
  guide::Library& dictionaries() { return *dictionaries_; }

 private:
  Catalog() = default;
  Result<void> read_heads(const std::string& folder);
  Result<void> read_codes(const std::string& folder);
  std::vector<std::string> table_names() const;
  std::unexpected<Error> unknown_map(std::string_view name) const;

  std::unique_ptr<guide::Library> dictionaries_;
  Canonical canonical_;
  std::map<std::string, CodeTable, std::less<>> tables_;
  std::vector<Head> heads_;
  std::mutex mutex_;  // guards the two below
  std::map<std::string, std::unique_ptr<Map>, std::less<>> inbound_;
  std::map<std::string, std::unique_ptr<PartnerFileMap>, std::less<>> outbound_;
};

}  // namespace longshore::maps
