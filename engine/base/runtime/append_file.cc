#include "engine/base/runtime/append_file.h"

#include <cerrno>
#include <cstring>
#include <filesystem>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace longshore::runtime {

std::unexpected<Error> AppendFile::failure(const std::string& doing) const {
  int why = errno;
  auto what = doing + " " + path_ + " failed: " + std::strerror(why);
  if (why == ENOSPC || why == EDQUOT)
    return fail_temporary("files", "DISK_FULL", what, "free some space: it goes on by itself");
  return fail_permanent("files", "IO_ERROR", what);
}

Result<std::unique_ptr<AppendFile>> AppendFile::open(const std::string& path) {
  std::error_code ec;
  std::filesystem::create_directories(std::filesystem::path(path).parent_path(), ec);
  int descriptor = ::open(path.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0640);
  if (descriptor < 0) return AppendFile(-1, path).failure("opening");
  std::unique_ptr<AppendFile> out(new AppendFile(descriptor, path));
  LONGSHORE_CHECK(out->sync_folder());
  return out;
}

// A file that has just been made is lost with its name unless its folder is synced too.
Result<void> AppendFile::sync_folder() const {
  auto folder = std::filesystem::path(path_).parent_path();
  int descriptor = ::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return failure("opening the folder of");
  bool synced = ::fsync(descriptor) == 0;
  auto failed = failure("syncing the folder of");
  ::close(descriptor);
  if (!synced) return failed;
  return {};
}

AppendFile::~AppendFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

Result<std::int64_t> AppendFile::size() const {
  struct stat facts{};
  if (::fstat(descriptor_, &facts) != 0) return failure("looking at");
  return facts.st_size;
}

Result<void> AppendFile::truncate(std::int64_t size) {
  if (::ftruncate(descriptor_, size) != 0) return failure("cutting");
  return {};
}

Result<void> AppendFile::append(std::string_view bytes) {
  while (!bytes.empty()) {
    auto wrote = ::write(descriptor_, bytes.data(), bytes.size());
    if (wrote < 0 && errno == EINTR) continue;
    if (wrote < 0) return failure("writing");
    bytes.remove_prefix(static_cast<std::size_t>(wrote));
  }
  return {};
}

Result<void> AppendFile::sync() {
  if (::fdatasync(descriptor_) != 0) return failure("syncing");
  return {};
}

}  // namespace longshore::runtime
