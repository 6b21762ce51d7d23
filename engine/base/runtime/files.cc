#include "engine/base/runtime/files.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>

namespace longshore::runtime {
namespace fs = std::filesystem;

Result<std::string> read_file(const std::string& path, std::uint64_t limit) {
  bool standard = path == "-";
  std::error_code ec;
  if (!standard && fs::is_directory(path, ec))
    return fail_permanent("files", "FILE_UNREADABLE", path + " is a folder", "name a file");
  std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(standard ? stdin : std::fopen(path.c_str(), "rb"),
                                                       standard ? +[](std::FILE*) { return 0; } : &std::fclose);
  if (!file)
    return fail_permanent("files", "FILE_UNREADABLE", path + ": " + std::strerror(errno),
                          "check the name and the permissions");
  std::string out;
  std::array<char, 65536> buffer{};
  while (!std::feof(file.get()) && !std::ferror(file.get())) {
    out.append(buffer.data(), std::fread(buffer.data(), 1, buffer.size(), file.get()));
    if (out.size() > limit)
      return fail_permanent("files", "FILE_TOO_LARGE", path + " is larger than " + std::to_string(limit) + " bytes");
  }
  if (std::ferror(file.get())) return fail_permanent("files", "FILE_UNREADABLE", path + ": " + std::strerror(errno));
  return out;
}

std::vector<std::string> list_files(const std::string& folder, std::string_view suffix, bool recurse) {
  std::vector<std::string> out;
  std::error_code ec;
  auto take = [&](const fs::directory_entry& entry) {
    if (entry.path().native().ends_with(suffix) && entry.is_regular_file(ec)) out.push_back(entry.path().string());
  };
  if (recurse) {
    for (const auto& entry : fs::recursive_directory_iterator(folder, ec)) take(entry);
  } else {
    for (const auto& entry : fs::directory_iterator(folder, ec)) take(entry);
  }
  std::ranges::sort(out);
  return out;
}

}  // namespace longshore::runtime
