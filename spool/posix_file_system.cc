#include "spool/file_system.h"

#include <cerrno>
#include <cstring>
#include <system_error>

#include <dirent.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

namespace longshore::spool {
namespace {

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Descriptor& operator=(Descriptor&&) = delete;
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  int get() const { return fd_; }
  bool valid() const { return fd_ >= 0; }

 private:
  int fd_;
};

/// Repeats a call that a signal interrupted. Not for fsync: what an interrupted one has done is unknown.
template <class Call>
auto uninterrupted(Call call) {
  decltype(call()) answer;
  do {
    answer = call();
  } while (answer < 0 && errno == EINTR);
  return answer;
}

std::string_view code_of(int number) {
  switch (number) {
    case ENOENT:
      return io_code::not_found;
    case EEXIST:
      return io_code::exists;
    case ENOSPC:
    case EDQUOT:
      return io_code::disk_full;
    default:
      return "IO_ERROR";
  }
}

std::unexpected<Error> io_error(std::string_view doing, const std::string& path, int number) {
  bool full = number == ENOSPC || number == EDQUOT;
  Error error{full ? Lasting::temporary : Lasting::permanent,
              "files",
              std::string(code_of(number)),
              "cannot " + std::string(doing) + " " + path,
              full ? "free some space" : "",
              std::nullopt};
  error.cause = std::generic_category().message(number);
  return fail(std::move(error));
}

std::unexpected<Error> sync_error(const std::string& path, int number) {
  Error error{Lasting::permanent,
              "files",
              std::string(io_code::sync_failed),
              "cannot make " + path + " durable",
              "check the disk; restart to verify what is there",
              std::nullopt};
  error.cause = std::generic_category().message(number);
  return fail(std::move(error));
}

Result<Descriptor> open_file(const std::string& path, int flags, std::string_view doing) {
  Descriptor file(uninterrupted([&] { return ::open(path.c_str(), flags | O_CLOEXEC, 0640); }));
  if (!file.valid()) return io_error(doing, path, errno);
  return file;
}

class PosixFile final : public OutputFile {
 public:
  PosixFile(Descriptor file, std::string path) : file_(std::move(file)), path_(std::move(path)) {}

  Result<void> write(std::string_view bytes) override {
    while (!bytes.empty()) {
      ssize_t written = uninterrupted([&] { return ::write(file_.get(), bytes.data(), bytes.size()); });
      if (written < 0) return io_error("write", path_, errno);
      bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return {};
  }

  Result<void> sync() override {
    if (::fdatasync(file_.get()) != 0) return sync_error(path_, errno);
    return {};
  }

 private:
  Descriptor file_;
  std::string path_;
};

class PosixLock final : public FileLock {
 public:
  explicit PosixLock(Descriptor file) : file_(std::move(file)) {}

 private:
  Descriptor file_;
};

}  // namespace

Result<void> PosixFileSystem::create_folder(const std::string& path) {
  if (::mkdir(path.c_str(), 0750) != 0) return io_error("create folder", path, errno);
  return {};
}

Result<std::unique_ptr<OutputFile>> PosixFileSystem::create(const std::string& path) {
  LONGSHORE_TRY(Descriptor file, open_file(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, "create"));
  return std::make_unique<PosixFile>(std::move(file), path);
}

Result<std::string> PosixFileSystem::read(const std::string& path) {
  LONGSHORE_TRY(Descriptor file, open_file(path, O_RDONLY, "open"));
  struct stat info{};
  if (::fstat(file.get(), &info) != 0) return io_error("read", path, errno);
  std::string bytes(static_cast<std::size_t>(info.st_size), '\0');
  std::size_t have = 0;
  while (have < bytes.size()) {
    ssize_t got = uninterrupted([&] { return ::read(file.get(), bytes.data() + have, bytes.size() - have); });
    if (got < 0) return io_error("read", path, errno);
    if (got == 0) break;
    have += static_cast<std::size_t>(got);
  }
  bytes.resize(have);
  return bytes;
}

Result<void> PosixFileSystem::rename(const std::string& from, const std::string& to) {
  if (::rename(from.c_str(), to.c_str()) != 0) return io_error("rename", from, errno);
  return {};
}

Result<void> PosixFileSystem::unlink(const std::string& path) {
  if (::unlink(path.c_str()) != 0) return io_error("delete", path, errno);
  return {};
}

Result<std::vector<std::string>> PosixFileSystem::list(const std::string& folder) {
  std::unique_ptr<DIR, int (*)(DIR*)> stream(::opendir(folder.c_str()), [](DIR* open) { return ::closedir(open); });
  if (!stream) return io_error("list", folder, errno);
  std::vector<std::string> names;
  errno = 0;
  while (const dirent* item = ::readdir(stream.get())) {
    std::string_view found = item->d_name;
    if (found != "." && found != "..") names.emplace_back(found);
  }
  if (errno != 0) return io_error("list", folder, errno);
  std::sort(names.begin(), names.end());
  return names;
}

Result<FileInfo> PosixFileSystem::stat(const std::string& path) {
  struct stat info{};
  if (::lstat(path.c_str(), &info) != 0) return io_error("look at", path, errno);
  Timestamp modified{std::int64_t{info.st_mtim.tv_sec} * 1000 + info.st_mtim.tv_nsec / 1'000'000};
  return FileInfo{Bytes{static_cast<std::uint64_t>(info.st_size)}, modified, S_ISDIR(info.st_mode)};
}

Result<void> PosixFileSystem::sync_folder(const std::string& path) {
  LONGSHORE_TRY(Descriptor folder, open_file(path, O_RDONLY | O_DIRECTORY, "open folder"));
  if (::fsync(folder.get()) != 0) return sync_error(path, errno);
  return {};
}

Result<Bytes> PosixFileSystem::free_space(const std::string& path) {
  struct statvfs info{};
  if (uninterrupted([&] { return ::statvfs(path.c_str(), &info); }) != 0) return io_error("measure", path, errno);
  return Bytes{std::uint64_t{info.f_bavail} * info.f_frsize};
}

Result<std::unique_ptr<FileLock>> PosixFileSystem::lock(const std::string& path) {
  LONGSHORE_TRY(Descriptor file, open_file(path, O_RDWR | O_CREAT, "open"));
  if (uninterrupted([&] { return ::flock(file.get(), LOCK_EX | LOCK_NB); }) == 0) {
    return std::make_unique<PosixLock>(std::move(file));
  }
  if (errno != EWOULDBLOCK) return io_error("lock", path, errno);
  return fail_temporary("files", std::string(io_code::locked), path + " is held by another process",
                        "stop the service that uses this data folder, or reach it through its API");
}

}  // namespace longshore::spool
