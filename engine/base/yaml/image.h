#pragma once
#include "engine/base/yaml/tree_bytes.h"
#include "engine/model/result.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace longshore::yaml {

/// The parsed trees of many files in one file, for programs that would otherwise parse the same files at every start.
/// It is a memory of parsing and nothing else: each tree comes with the size and the digest of the text that it was
/// made of, and answers for exactly that text. IMAGE.md has the format.
class Image {
 public:
  struct File {
    std::string path;  ///< relative, "maps/library/x12/856-to-shipment.yaml"
    std::string text;
  };
  /// The image of these files, parsed; the first that is no YAML is the error, its path as the file's name. The same
  /// files give the same bytes.
  static Result<std::string> of(std::vector<File> files);

  /// Maps the file and checks its head; IMAGE_UNREADABLE, IMAGE_DAMAGED, IMAGE_FORMAT (written by another version). The
  /// trees are checked when they are asked for.
  static Result<Image> open(const std::string& file);

  /// The tree that `text` parses to, with `name` for its file's name; nullopt where the image has none for that path,
  /// has one of another text, or where its bytes are damaged.
  std::optional<Node> tree(std::string_view path, std::string_view text, const std::string& name,
                           const Outline* outline = nullptr) const;

  std::size_t files() const { return entries_.size(); }
  std::vector<std::string_view> paths() const;

 private:
  struct Entry {
    std::string_view path;
    std::uint64_t text_size = 0;
    std::uint64_t text_digest = 0;
    std::uint64_t tree_digest = 0;
    std::string_view tree;
  };
  static Result<Image> read(std::shared_ptr<const std::string_view> bytes, const std::string& file);
  bool read_entries(std::string_view index, std::string_view trees, std::uint64_t count);

  std::shared_ptr<const std::string_view> bytes_;  // mapped; every view is into it
  std::vector<Entry> entries_;                     // by path
};

/// A fast 64-bit digest against accidents: a change of one byte, or of eight next to each other at a multiple of eight,
/// always changes it. No protection against malice.
std::uint64_t digest64(std::string_view bytes);

}  // namespace longshore::yaml
