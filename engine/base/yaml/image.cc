#include "engine/base/yaml/image.h"

#include <algorithm>
#include <cstring>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace longshore::yaml {
namespace {

constexpr std::string_view magic = "longshore image\n";
constexpr std::uint64_t format = 1;  // of image and trees: to be raised when either changes
constexpr std::size_t word = 8;
constexpr std::size_t head_size = 16 + 5 * word;  // magic, format, size of all, of the index, its digest, files

void append_word(std::uint64_t value, std::string& out) {
  for (std::size_t i = 0; i < word; ++i) out += static_cast<char>(value >> (8 * i));
}

std::uint64_t word_at(std::string_view bytes, std::size_t at) {
  std::uint64_t out = 0;
  for (std::size_t i = 0; i < word && at + i < bytes.size(); ++i)
    out |= static_cast<std::uint64_t>(static_cast<unsigned char>(bytes[at + i])) << (8 * i);
  return out;
}

std::unexpected<Error> refused(const std::string& file, std::string code, std::string what) {
  return fail({Lasting::permanent, "yaml", std::move(code), std::move(what), "build it anew; until then YAML is read",
               SourceLocation{file, 0, 0}});
}

/// A file's bytes, mapped for as long as this lives.
class Mapping {
 public:
  explicit Mapping(const std::string& file) {
    const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) return;
    struct stat status{};
    if (::fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode) && status.st_size > 0) {
      const auto size = static_cast<std::size_t>(status.st_size);
      auto* start = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, descriptor, 0);
      if (start != MAP_FAILED) bytes = {static_cast<const char*>(start), size};
    }
    ::close(descriptor);
  }
  ~Mapping() {
    if (!bytes.empty()) ::munmap(const_cast<char*>(bytes.data()), bytes.size());
  }
  Mapping(const Mapping&) = delete;
  Mapping& operator=(const Mapping&) = delete;

  std::string_view bytes;
};

}  // namespace

std::uint64_t digest64(std::string_view bytes) {
  constexpr std::uint64_t factor = 0x9E37'79B9'7F4A'7C15;
  std::uint64_t out = bytes.size() * factor;
  auto mix = [&](std::uint64_t value) {
    out = (out ^ value) * factor;
    out ^= out >> 32;
  };
  std::size_t at = 0;
  for (; at + word <= bytes.size(); at += word) {
    std::uint64_t value = 0;
    std::memcpy(&value, bytes.data() + at, word);
    mix(value);
  }
  mix(word_at(bytes, at));
  return out;
}

Result<std::string> Image::of(std::vector<File> files) {
  std::ranges::sort(files, {}, &File::path);
  std::string index;
  std::string trees;
  for (const auto& [path, text] : files) {
    LONGSHORE_TRY(const auto root, parse(text, path));
    std::string tree;
    append_tree(root, tree);
    append_number(path.size(), index);
    index += path;
    append_number(text.size(), index);
    append_word(digest64(text), index);
    append_number(tree.size(), index);
    append_word(digest64(tree), index);
    trees += tree;
  }
  std::string out(magic);
  append_word(format, out);
  append_word(head_size + index.size() + trees.size(), out);
  append_word(index.size(), out);
  append_word(digest64(index), out);
  append_word(files.size(), out);
  return out + index + trees;
}

Result<Image> Image::open(const std::string& file) {
  auto mapping = std::make_shared<const Mapping>(file);
  if (mapping->bytes.empty()) return refused(file, "IMAGE_UNREADABLE", "the file cannot be read or is empty");
  return read(std::shared_ptr<const std::string_view>(mapping, &mapping->bytes), file);
}

Result<Image> Image::read(std::shared_ptr<const std::string_view> bytes, const std::string& file) {
  const auto all = *bytes;
  if (all.size() < head_size || !all.starts_with(magic))
    return refused(file, "IMAGE_DAMAGED", "the file is no image of YAML files");
  auto field = [&](std::size_t number) { return word_at(all, magic.size() + number * word); };
  if (field(0) != format)
    return refused(file, "IMAGE_FORMAT",
                   "the image has format " + std::to_string(field(0)) + ", known is " + std::to_string(format));
  const auto index_size = field(2);
  if (field(1) != all.size() || index_size > all.size() - head_size)
    return refused(file, "IMAGE_DAMAGED", "the image is not as long as it says");
  const auto index = all.substr(head_size, index_size);
  Image out;
  out.bytes_ = std::move(bytes);
  if (digest64(index) != field(3) || !out.read_entries(index, all.substr(head_size + index_size), field(4)))
    return refused(file, "IMAGE_DAMAGED", "the image's list of files is damaged");
  return out;
}

// False where the list is not what of() writes: sorted, and its trees one behind the other to the end.
bool Image::read_entries(std::string_view index, std::string_view trees, std::uint64_t count) {
  ByteReader in(index);
  auto digest = [&in] {
    std::uint64_t out = 0;
    for (std::size_t i = 0; i < word; ++i) out |= static_cast<std::uint64_t>(in.byte()) << (8 * i);
    return out;
  };
  for (; count > 0 && in.sound(); --count) {
    Entry one;
    one.path = in.text();
    one.text_size = in.number();
    one.text_digest = digest();
    const auto size = in.number();
    one.tree_digest = digest();
    if (size > trees.size() || (!entries_.empty() && entries_.back().path >= one.path)) return false;
    one.tree = trees.substr(0, size);
    trees.remove_prefix(size);
    entries_.push_back(one);
  }
  return in.sound() && in.at_end() && trees.empty();
}

std::optional<Node> Image::tree(std::string_view path, std::string_view text, const std::string& name,
                                const Outline* outline) const {
  const auto found = std::ranges::lower_bound(entries_, path, {}, &Entry::path);
  if (found == entries_.end() || found->path != path) return std::nullopt;
  if (found->text_size != text.size() || found->text_digest != digest64(text)) return std::nullopt;
  if (digest64(found->tree) != found->tree_digest) return std::nullopt;
  return read_tree(found->tree, name, outline);
}

std::vector<std::string_view> Image::paths() const {
  std::vector<std::string_view> out;
  for (const auto& one : entries_) out.push_back(one.path);
  return out;
}

}  // namespace longshore::yaml
