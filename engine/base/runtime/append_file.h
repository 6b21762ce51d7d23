#pragma once
#include "engine/model/result.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace longshore::runtime {

/// A file that grows at its end. Closed when destroyed. Not thread-safe.
class AppendFile {
 public:
  /// Creates it (mode 0640) and its folder where missing.
  static Result<std::unique_ptr<AppendFile>> open(const std::string& path);
  ~AppendFile();
  AppendFile(const AppendFile&) = delete;
  AppendFile& operator=(const AppendFile&) = delete;

  Result<std::int64_t> size() const;
  /// Cuts it to `size` bytes.
  Result<void> truncate(std::int64_t size);
  /// Writes all of it at the end, or fails: DISK_FULL (temporary) or IO_ERROR.
  Result<void> append(std::string_view bytes);
  /// What was appended survives a power cut. Never to be retried after a failure.
  Result<void> sync();

 private:
  AppendFile(int descriptor, std::string path) : descriptor_(descriptor), path_(std::move(path)) {}
  Result<void> sync_folder() const;
  std::unexpected<Error> failure(const std::string& doing) const;

  int descriptor_;
  std::string path_;
};

}  // namespace longshore::runtime
