#pragma once
#include "engine/base/yaml/sources.h"
#include "engine/base/yaml/yaml.h"
#include "parsers/guide/dictionary.h"

#include <filesystem>
#include <map>
#include <string>

namespace longshore::guide {

/// What the sets of one release share. Maps, so that the addresses of their values stay.
struct Release {
  std::map<std::string, CodeList, std::less<>> codes;
  std::map<std::string, Element, std::less<>> elements;
  std::map<std::string, Composite, std::less<>> composites;
  std::map<std::string, SegmentDefinition, std::less<>> segments;
};

/// The files of a release folder, parsed; codes and composites may be missing.
struct ReleaseFiles {
  std::optional<yaml::Node> codes = {};
  std::optional<yaml::Node> elements = {};
  std::optional<yaml::Node> composites = {};
  std::optional<yaml::Node> segments = {};
};

Result<std::shared_ptr<const Release>> read_release(const ReleaseFiles& files);

/// Reads a release folder's segments, composites, elements and codes. The first error is returned, with how many more
/// there are.
Result<std::shared_ptr<const Release>> load_release(const std::filesystem::path& folder,
                                                    const yaml::Sources& sources = {});

/// Reads one set's structure against its release. An ambiguous structure is an error.
Result<std::unique_ptr<const Dictionary>> read_set(const yaml::Node& root, std::shared_ptr<const Release> release);
/// The same from a file.
Result<std::unique_ptr<const Dictionary>> load_set(const std::filesystem::path& file,
                                                   std::shared_ptr<const Release> release,
                                                   const yaml::Sources& sources = {});

/// The first of `errors`, telling the number of the others; nothing for none.
Result<void> first_of(std::vector<Error> errors);

}  // namespace longshore::guide
