#pragma once
#include "engine/model/ids.h"
#include "engine/model/result.h"
#include "engine/model/timestamp.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace longshore::spool {

/// Error codes of the port that callers decide on; any other is IO_ERROR.
namespace io_code {
inline constexpr std::string_view not_found = "NOT_FOUND";
inline constexpr std::string_view exists = "EXISTS";
inline constexpr std::string_view disk_full = "DISK_FULL";  ///< temporary; quota too
inline constexpr std::string_view sync_failed =
    "SYNC_FAILED";  ///< what was written may be lost, and asking again proves nothing
inline constexpr std::string_view locked = "LOCKED";
}  // namespace io_code

/// A file being written. Closed when destroyed. Not thread-safe.
class OutputFile {
 public:
  virtual ~OutputFile() = default;
  /// Writes all of it, or fails.
  virtual Result<void> write(std::string_view bytes) = 0;
  /// fdatasync. SYNC_FAILED must never be retried.
  virtual Result<void> sync() = 0;
};

/// Held until destroyed, or until the process ends in whatever way.
class FileLock {
 public:
  virtual ~FileLock() = default;
};

struct FileInfo {
  Bytes size;
  Timestamp modified;
  bool folder = false;
};

/// The disk as the spool sees it, so that a test can lose what was not synced, tear a sector or fill the disk.
/// Thread-safe. Paths are absolute. Interrupted calls and short writes are handled here.
class FileSystem {
 public:
  virtual ~FileSystem() = default;

  /// EXISTS when there is something of that name already.
  virtual Result<void> create_folder(const std::string& path) = 0;
  /// A new file, mode 0640. EXISTS when there is one.
  virtual Result<std::unique_ptr<OutputFile>> create(const std::string& path) = 0;
  virtual Result<std::string> read(const std::string& path) = 0;
  /// Replaces the target when it exists.
  virtual Result<void> rename(const std::string& from, const std::string& to) = 0;
  virtual Result<void> unlink(const std::string& path) = 0;
  /// Names without their folder, sorted.
  virtual Result<std::vector<std::string>> list(const std::string& folder) = 0;
  virtual Result<FileInfo> stat(const std::string& path) = 0;
  /// Makes names created in or moved to the folder durable. SYNC_FAILED must never be retried.
  virtual Result<void> sync_folder(const std::string& path) = 0;
  virtual Result<Bytes> free_space(const std::string& path) = 0;
  /// LOCKED when another holder lives. Creates the file when it is missing.
  virtual Result<std::unique_ptr<FileLock>> lock(const std::string& path) = 0;
};

/// The operating system's. No state: one may serve everything.
class PosixFileSystem final : public FileSystem {
 public:
  Result<void> create_folder(const std::string& path) override;
  Result<std::unique_ptr<OutputFile>> create(const std::string& path) override;
  Result<std::string> read(const std::string& path) override;
  Result<void> rename(const std::string& from, const std::string& to) override;
  Result<void> unlink(const std::string& path) override;
  Result<std::vector<std::string>> list(const std::string& folder) override;
  Result<FileInfo> stat(const std::string& path) override;
  Result<void> sync_folder(const std::string& path) override;
  Result<Bytes> free_space(const std::string& path) override;
  Result<std::unique_ptr<FileLock>> lock(const std::string& path) override;
};

}  // namespace longshore::spool
