#include "engine/transport/directory/directory.h"

#include "engine/model/text.h"
#include "engine/transport/directory/place.h"

#include <cerrno>
#include <cstdio>

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace longshore::directory {

namespace {

using Folder = std::unique_ptr<DIR, int (*)(DIR*)>;

RemoteFile remote_file(std::string name, const struct stat& status) {
  return {std::move(name), static_cast<std::uint64_t>(status.st_size), status.st_mtim.tv_sec};
}

std::unexpected<Error> not_a_file(const std::string& path) {
  return fail_permanent("directory", "REMOTE_NOT_A_FILE", path + " is not a regular file");
}

std::unexpected<Error> changed(const std::string& path, std::uint64_t expected, std::uint64_t found) {
  return fail_temporary(
      "directory", "REMOTE_CHANGED",
      path + " has " + std::to_string(found) + " bytes where " + std::to_string(expected) + " were expected");
}

Result<struct stat> status_of(const Descriptor& file, const std::string& path) {
  struct stat status{};
  if (::fstat(file.number(), &status) != 0) return fail_errno(errno, "looking at " + path);
  if (!S_ISREG(status.st_mode)) return not_a_file(path);
  return status;
}

/// The status of what is there, links not followed; nullopt for nothing.
Result<std::optional<struct stat>> look(const Place& place, const std::string& path) {
  struct stat status{};
  if (::fstatat(place.folder.number(), place.name.c_str(), &status, AT_SYMLINK_NOFOLLOW) == 0) return status;
  if (errno == ENOENT) return std::nullopt;
  return fail_errno(errno, "looking at " + path);
}

// O_NONBLOCK: a FIFO in a file's place must not hold us up.
Result<Descriptor> open_file(const Place& place, int flags, std::uint32_t mode, const std::string& path) {
  Descriptor file(
      ::openat(place.folder.number(), place.name.c_str(), flags | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, mode));
  if (!file) return fail_errno(errno, "opening " + path);
  return file;
}

Result<void> sync_folder(const Descriptor& folder, const std::string& path) {
  // Some network file systems cannot sync a folder; they then have nothing to lose there either.
  if (::fsync(folder.number()) != 0 && errno != EINVAL && errno != EBADF)
    return fail_errno(errno, "syncing the folder of " + path);
  return {};
}

Result<void> write_all(const Descriptor& file, std::string_view bytes, const std::string& path) {
  while (!bytes.empty()) {
    auto written = ::write(file.number(), bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return fail_errno(errno, "writing " + path);
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return {};
}

Result<void> fill(const Descriptor& file, std::string& bytes, const std::string& path) {
  for (std::size_t at = 0; at < bytes.size();) {
    auto got = ::read(file.number(), bytes.data() + at, bytes.size() - at);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return fail_errno(errno, "reading " + path);
    if (got == 0) return changed(path, bytes.size(), at);
    at += static_cast<std::size_t>(got);
  }
  return {};
}

/// 0, or errno. Where the file system cannot rename without replacing, a link and an unlink do the same for files.
int rename_without_replacing(const Place& from, const Place& to) {
  int source = from.folder.number();
  int target = to.folder.number();
  if (::renameat2(source, from.name.c_str(), target, to.name.c_str(), RENAME_NOREPLACE) == 0) return 0;
  if (errno != EINVAL && errno != ENOSYS) return errno;
  if (::linkat(source, from.name.c_str(), target, to.name.c_str(), 0) != 0) return errno;
  return ::unlinkat(source, from.name.c_str(), 0) == 0 ? 0 : errno;
}

class Store final : public RemoteStore {
 public:
  Store(Descriptor root, Options options) : root_(std::move(root)), options_(std::move(options)) {}

  Result<Listing> list(const std::string& folder, std::size_t limit) override;
  Result<std::optional<RemoteFile>> stat(const std::string& path) override;
  Result<std::string> fetch(const std::string& path, std::uint64_t max_bytes) override;
  Result<void> put(const std::string& path, std::string_view bytes) override;
  Result<void> rename(const std::string& from, const std::string& to) override;
  Result<void> remove(const std::string& path) override;
  Result<void> make_folder(const std::string& path) override;
  Result<void> ping() override;

 private:
  Descriptor root_;
  Options options_;
};

Result<RemoteStore::Listing> Store::list(const std::string& folder, std::size_t limit) {
  LONGSHORE_TRY(auto opened, open_folder(root_, folder));
  Folder entries(::fdopendir(opened.number()), &::closedir);
  if (!entries) return fail_errno(errno, "listing " + folder);
  opened.release();
  Listing listing;
  while (listing.complete) {
    errno = 0;
    const auto* entry = ::readdir(entries.get());
    if (!entry && errno != 0) return fail_errno(errno, "listing " + folder);
    if (!entry) break;
    std::string name = entry->d_name;
    if (name == "." || name == "..") continue;
    struct stat status{};
    // What went away, or cannot be looked at, since it was listed is nobody's concern here.
    if (::fstatat(::dirfd(entries.get()), entry->d_name, &status, AT_SYMLINK_NOFOLLOW) != 0 || !S_ISREG(status.st_mode))
      continue;
    if (!is_safe_remote_name(name)) {
      listing.refused.push_back(printable(name));
      continue;
    }
    listing.complete = listing.files.size() < limit;
    if (listing.complete) listing.files.push_back(remote_file(std::move(name), status));
  }
  return listing;
}

Result<std::optional<RemoteFile>> Store::stat(const std::string& path) {
  auto place = locate(root_, path);
  if (!place && place.error().code == "REMOTE_NOT_FOUND") return std::nullopt;
  if (!place) return fail(std::move(place).error());
  LONGSHORE_TRY(auto status, look(*place, path));
  if (!status) return std::nullopt;
  if (!S_ISREG(status->st_mode)) return not_a_file(path);
  return remote_file(place->name, *status);
}

Result<std::string> Store::fetch(const std::string& path, std::uint64_t max_bytes) {
  max_bytes = std::min(max_bytes, options_.max_file_bytes);
  LONGSHORE_TRY(auto place, locate(root_, path));
  LONGSHORE_TRY(auto file, open_file(place, O_RDONLY, 0, path));
  LONGSHORE_TRY(auto before, status_of(file, path));
  auto size = static_cast<std::uint64_t>(before.st_size);
  if (size > max_bytes) {
    return fail_permanent("directory", "FILE_TOO_LARGE",
                          path + " has " + std::to_string(size) + " bytes, the limit is " + std::to_string(max_bytes));
  }
  std::string bytes(size, '\0');
  LONGSHORE_CHECK(fill(file, bytes, path));
  LONGSHORE_TRY(auto after, status_of(file, path));
  if (after.st_size != before.st_size) return changed(path, size, static_cast<std::uint64_t>(after.st_size));
  return bytes;
}

Result<void> Store::put(const std::string& path, std::string_view bytes) {
  LONGSHORE_TRY(auto place, locate(root_, path));
  LONGSHORE_TRY(auto file, open_file(place, O_WRONLY | O_CREAT, options_.new_file_mode, path));
  LONGSHORE_TRY(auto opened, status_of(file, path));
  if (opened.st_size != 0 && ::ftruncate(file.number(), 0) != 0) return fail_errno(errno, "emptying " + path);
  LONGSHORE_CHECK(write_all(file, bytes, path));
  if (::fsync(file.number()) != 0) return fail_errno(errno, "syncing " + path);
  LONGSHORE_TRY(auto written, status_of(file, path));
  if (::close(file.release()) != 0) return fail_errno(errno, "closing " + path);
  auto size = static_cast<std::uint64_t>(written.st_size);
  if (size != bytes.size()) return changed(path, bytes.size(), size);
  return sync_folder(place.folder, path);
}

Result<void> Store::rename(const std::string& from, const std::string& to) {
  LONGSHORE_TRY(auto source, locate(root_, from));
  LONGSHORE_TRY(auto target, locate(root_, to));
  if (int number = rename_without_replacing(source, target))
    return fail_errno(number, "renaming " + from + " to " + to);
  LONGSHORE_CHECK(sync_folder(target.folder, to));
  return sync_folder(source.folder, from);
}

Result<void> Store::remove(const std::string& path) {
  LONGSHORE_TRY(auto place, locate(root_, path));
  if (::unlinkat(place.folder.number(), place.name.c_str(), 0) != 0) return fail_errno(errno, "removing " + path);
  return sync_folder(place.folder, path);
}

Result<void> Store::make_folder(const std::string& path) {
  LONGSHORE_TRY(auto place, locate(root_, path));
  if (::mkdirat(place.folder.number(), place.name.c_str(), options_.new_folder_mode) == 0)
    return sync_folder(place.folder, path);
  int number = errno;
  if (number != EEXIST) return fail_errno(number, "creating the folder " + path);
  auto there = open_folder(root_, path);
  if (!there) return fail_errno(number, "creating the folder " + path);
  return {};
}

Result<void> Store::ping() {
  struct stat status{};
  if (::fstat(root_.number(), &status) == 0 && status.st_nlink > 0) return {};
  return fail_temporary("directory", "REMOTE_UNREACHABLE", options_.root.string() + " is gone");
}

}  // namespace

Result<std::unique_ptr<RemoteStore>> DirectoryConnector::connect() {
  Descriptor root(::open(options_.root.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (root) return std::make_unique<Store>(std::move(root), options_);
  auto why = fail_errno(errno, "opening the folder " + options_.root.string()).error();
  why.lasting = Lasting::temporary;
  why.code = "REMOTE_UNREACHABLE";
  why.hint = "is it mounted, and may this user read it?";
  return fail(std::move(why));
}

}  // namespace longshore::directory
