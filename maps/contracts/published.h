#pragma once
#include "maps/contracts/compatibility.h"
#include "maps/contracts/contract.h"

#include <map>
#include <string>
#include <vector>

namespace longshore::contracts {

/// What has been promised to consumers: one file a schema in maps/canonical/published, as promise() gives it. Only
/// `longshore map publish` writes there.
class Published {
 public:
  /// Reads `folder`/published; none at all is an empty one. PUBLISHED_DAMAGED when a file is not what promise() gives.
  static Result<Published> load(const std::string& folder);

  const std::map<std::string, json::Value>& promises() const { return promises_; }  ///< by the schema's file name

 private:
  std::map<std::string, json::Value> promises_;
};

/// A contract that is not published as it stands, and may be.
struct Update {
  std::string name;  ///< the file, below published/
  bool first = false;
  std::vector<std::string> additions;  ///< what is new, in sentences; empty for a first one
  std::string text;                    ///< what the file becomes
};

struct Publication {
  std::vector<Error> refused;  ///< what would break a published version; each says what to do
  std::vector<Update> updates;
};

/// What publishing all contracts as they are would be. Pure.
Publication prepare(const Contracts& contracts, const Published& published);

}  // namespace longshore::contracts
