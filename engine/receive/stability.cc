#include "engine/model/text.h"
#include "engine/receive/watcher.h"

#include <algorithm>

namespace longshore::receive {

bool Stability::wanted(const std::string& name) const {
  bool in_progress =
      name.starts_with('.') || name.ends_with(".tmp") || name.ends_with(".part") || name.ends_with(".filepart");
  bool marker = !watch_.done_marker.empty() && name.ends_with(watch_.done_marker);
  return !in_progress && !marker && glob_match(watch_.match, name);
}

std::vector<RemoteFile> Stability::ready(const std::vector<RemoteFile>& listing) {
  std::map<std::string, Seen> now;
  std::vector<RemoteFile> out;
  auto has = [&](const std::string& name) {
    return std::ranges::find(listing, name, &RemoteFile::name) != listing.end();
  };
  for (const auto& file : listing) {
    if (!wanted(file.name)) continue;
    auto before = seen_.find(file.name);
    bool same =
        before != seen_.end() && before->second.file.size == file.size && before->second.file.mtime == file.mtime;
    auto& entry = now[file.name] = {file, same ? before->second.polls + 1 : 1};
    bool stable = watch_.done_marker.empty() ? entry.polls >= watch_.stable_polls : has(file.name + watch_.done_marker);
    if (stable) out.push_back(file);
  }
  seen_ = std::move(now);
  std::ranges::sort(out, {}, &RemoteFile::name);
  return out;
}

bool looks_complete(std::string_view bytes) {
  auto head = trim(bytes.substr(0, 200));
  if (head.starts_with("\xEF\xBB\xBF")) head.remove_prefix(3);
  auto tail = bytes.substr(bytes.size() - std::min<std::size_t>(bytes.size(), 400));
  if (head.starts_with("ISA")) return tail.find("IEA") != std::string_view::npos;
  if (head.starts_with("UNA") || head.starts_with("UNB")) return tail.find("UNZ") != std::string_view::npos;
  return true;
}

}  // namespace longshore::receive
