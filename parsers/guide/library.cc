#include "parsers/guide/library.h"

#include "parsers/guide/release.h"

#include <algorithm>
#include <map>
#include <mutex>
#include <tuple>

namespace longshore::guide {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view folder_of(parsers::Standard standard) {
  return standard == parsers::Standard::x12 ? "x12" : "edifact";
}

bool is_file_name(std::string_view name) {
  return !name.empty() && std::ranges::all_of(name, [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
  });
}

bool is_set_file(const fs::path& path) {
  constexpr std::array<std::string_view, 4> shared{"segments", "composites", "elements", "codes"};
  return path.extension() == ".yaml" && std::ranges::find(shared, path.stem().string()) == shared.end();
}

}  // namespace

std::string release_of(parsers::Standard standard, std::string_view version) {
  if (standard == parsers::Standard::x12) return std::string(version.substr(0, 6));
  const auto colon = version.find(':');
  if (colon == std::string_view::npos) return std::string(version);
  const auto release = version.substr(colon + 1);
  auto folder = std::string(version.substr(0, colon)) + std::string(release.substr(0, release.find(':')));
  if (folder == "D3") return "S3";
  return folder == "41" ? "S4" : folder;
}

std::string SyntaxNote::text() const {
  std::string out(1, kind);
  for (auto position : positions) out += std::string(position < 10 ? "0" : "") + std::to_string(position);
  return out;
}

void Level::index() {
  keys.clear();
  mandatory_before.assign(1, 0);
  for (const auto& one : uses) {
    keys.push_back(tag_key(one.tag()));
    mandatory_before.push_back(mandatory_before.back() + (one.mandatory ? 1 : 0));
  }
  lines.build(keys);
}

const SegmentDefinition* Dictionary::segment(std::string_view tag) const {
  const auto found = segments.find(tag);
  return found == segments.end() ? nullptr : found->second;
}

bool Dictionary::knows_segment(std::string_view tag) const {
  return release->segments.contains(tag);
}

const Element* Dictionary::element(std::string_view id) const {
  const auto found = release->elements.find(id);
  return found == release->elements.end() ? nullptr : &found->second;
}

struct Library::State {
  using SetKey = std::tuple<parsers::Standard, std::string, std::string>;

  yaml::Sources sources;
  std::vector<fs::path> folders;  // the first that has a set wins
  std::mutex mutex;
  std::map<fs::path, Result<std::shared_ptr<const Release>>> releases;
  std::map<SetKey, Result<std::unique_ptr<const Dictionary>>> sets;

  const Result<std::shared_ptr<const Release>>& release(const fs::path& folder) {
    auto found = releases.find(folder);
    if (found == releases.end()) found = releases.emplace(folder, load_release(folder, sources)).first;
    return found->second;
  }

  /// Empty where no folder has one.
  fs::path file_of(const SetKey& key) const {
    const auto& [standard, name, set] = key;
    for (const auto& folder : folders) {
      auto file = folder / folder_of(standard) / name / (set + ".yaml");
      std::error_code ignored;
      if (fs::exists(file, ignored) && is_set_file(file)) return file;
    }
    return {};
  }

  Result<std::unique_ptr<const Dictionary>> load(const fs::path& file) {
    const auto& shared = release(file.parent_path());
    if (!shared) return std::unexpected(shared.error());
    return load_set(file, *shared, sources);
  }
};

Library::Library(fs::path folder, yaml::Sources sources) : state_(std::make_unique<State>()) {
  state_->sources = std::move(sources);
  state_->folders.push_back(std::move(folder));
}

void Library::put_before(std::filesystem::path folder) {
  const std::scoped_lock lock(state_->mutex);
  state_->folders.insert(state_->folders.begin(), std::move(folder));
}

Library::~Library() = default;

Result<const Dictionary*> Library::find(parsers::Standard standard, std::string_view version, std::string_view set) {
  auto release = release_of(standard, version);
  if (!is_file_name(release) || !is_file_name(set)) return nullptr;
  const State::SetKey key{standard, std::move(release), std::string(set)};
  const std::scoped_lock lock(state_->mutex);
  auto found = state_->sets.find(key);
  if (found == state_->sets.end()) {
    const auto file = state_->file_of(key);
    if (file.empty()) return nullptr;  // not remembered: names from documents must not fill the memory
    found = state_->sets.emplace(key, state_->load(file)).first;
  }
  if (!found->second) return std::unexpected(found->second.error());
  return found->second->get();
}

Result<const Dictionary*> Library::find(parsers::Standard standard, const parsers::Transaction& transaction) {
  return find(standard, transaction.version, transaction.set);
}

std::vector<Library::Entry> Library::list() const {
  std::vector<Entry> out;
  std::error_code error;
  for (const auto& folder : state_->folders) {
    for (auto standard : {parsers::Standard::x12, parsers::Standard::edifact}) {
      for (const auto& release : fs::directory_iterator(folder / folder_of(standard), error)) {
        std::error_code inner;
        for (const auto& file : fs::directory_iterator(release.path(), inner)) {
          if (is_set_file(file.path()))
            out.push_back({standard, release.path().filename().string(), file.path().stem().string()});
        }
      }
    }
  }
  const auto key = [](const Entry& one) { return std::tuple(one.standard, one.version, one.set); };
  std::ranges::sort(out, {}, key);
  const auto twice = std::ranges::unique(out, {}, key);
  out.erase(twice.begin(), twice.end());
  return out;
}

}  // namespace longshore::guide
