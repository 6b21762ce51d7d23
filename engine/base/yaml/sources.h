#pragma once
#include "engine/base/yaml/yaml.h"

#include <memory>
#include <string>
#include <string_view>

namespace longshore::yaml {

class Image;
struct Outline;

/// Where the trees of YAML files come from: from an image as long as the file is still the one that the image was made
/// of, else by parsing. Either way the tree, its places and the errors are the same; only the time differs. Files are
/// always read, so that a changed one is never taken for the old one, whatever its date says. A value, cheap to copy;
/// thread-safe.
class Sources {
 public:
  /// Without an image: every file is parsed.
  Sources() = default;
  /// `root` is the folder that the image's paths begin in, written as files below it will be.
  Sources(std::shared_ptr<const Image> image, std::string root) : image_(std::move(image)), root_(std::move(root)) {}

  /// As yaml::load.
  Result<Node> load(const std::string& path) const;
  /// As yaml::load, but what the outline does not want may be null.
  Result<Node> load(const std::string& path, const Outline& outline) const;
  /// As yaml::parse of a file that has been read already.
  Result<Node> parse(std::string_view text, const std::string& path) const;
  /// The tree if there is one without parsing.
  std::optional<Node> known(std::string_view text, const std::string& path, const Outline* outline = nullptr) const;

  const Image* image() const { return image_.get(); }
  const std::string& root() const { return root_; }

 private:
  std::shared_ptr<const Image> image_;
  std::string root_;
};

/// How many of an image's files are as they were when it was made. Reads them all.
struct ImageState {
  std::size_t files = 0;
  std::size_t stale = 0;  ///< changed, gone or damaged: these are parsed
};
ImageState state_of(const Sources& sources);

}  // namespace longshore::yaml
