#include "engine/base/yaml/sources.h"

#include "engine/base/yaml/image.h"

namespace longshore::yaml {

std::optional<Node> Sources::known(std::string_view text, const std::string& path, const Outline* outline) const {
  if (!image_ || path.size() <= root_.size() + 1 || !path.starts_with(root_) || path[root_.size()] != '/')
    return std::nullopt;
  return image_->tree(std::string_view(path).substr(root_.size() + 1), text, path, outline);
}

Result<Node> Sources::parse(std::string_view text, const std::string& path) const {
  if (auto found = known(text, path)) return std::move(*found);
  return yaml::parse(text, path);
}

Result<Node> Sources::load(const std::string& path) const {
  LONGSHORE_TRY(const auto text, read_text(path));
  return parse(text, path);
}

Result<Node> Sources::load(const std::string& path, const Outline& outline) const {
  LONGSHORE_TRY(const auto text, read_text(path));
  if (auto found = known(text, path, &outline)) return std::move(*found);
  return yaml::parse(text, path);
}

ImageState state_of(const Sources& sources) {
  ImageState out;
  if (sources.image() == nullptr) return out;
  for (auto path : sources.image()->paths()) {
    ++out.files;
    const auto file = sources.root() + "/" + std::string(path);
    const auto text = read_text(file);
    if (!text || !sources.known(*text, file)) ++out.stale;
  }
  return out;
}

}  // namespace longshore::yaml
