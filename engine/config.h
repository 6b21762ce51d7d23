#pragma once
#include "engine/base/yaml/sources.h"
#include "engine/base/yaml/yaml.h"
#include "engine/model/result.h"

#include <string>
#include <vector>

namespace longshore {

/// An installation: the folder with longshore.yaml, and what that says. Paths are absolute.
struct Config {
  std::string folder;  ///< of longshore.yaml
  std::string data;    ///< the spool's data folder
  std::string partners;
  std::string maps;
  std::string codes;
  std::string templates;
  std::string guides;        ///< partners' guides
  std::string dictionaries;  ///< imported ones, which go before the shipped ones
  std::string secrets;
  std::string event_file;  ///< the NDJSON sink; empty: none
  std::string api_host = "127.0.0.1";
  std::uint16_t api_port = 0;  ///< 0: any free port, told in DATA/api.json
  std::uint64_t reserve_bytes = 64U << 20;
};

/// Reads FOLDER/longshore.yaml. Every fault is appended with file:line:column.
Result<Config> load_config(const std::string& folder, std::vector<Error>& errors);

/// Where the program's own data is: beside it in the build tree's source, or /usr/share/longshore. DATA_MISSING when in
/// neither.
struct SharedData {
  std::string dictionaries;
  std::string canonical;
  std::string maps;
  std::string codes;
  std::string templates;
  yaml::Sources sources = {};             ///< of all these files
  std::optional<Error> image_fault = {};  ///< why there is no image, which costs time only
};
Result<SharedData> find_shared_data();

}  // namespace longshore
