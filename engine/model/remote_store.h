#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/model/result.h"

namespace longshore {

struct RemoteFile {
  std::string name;  ///< without its folder; never "." or "..", never with a '/' or NUL
  std::uint64_t size = 0;
  std::int64_t mtime = 0;  ///< seconds since 1970 by the peer's clock
};

/// One session with a peer's file store (SFTP server, local folder). Paths are the peer's, absolute or relative to its start folder.
/// Not thread-safe. After a temporary error that says the connection is gone the session is dead: open another.
///
/// Error codes that callers act on: REMOTE_NOT_FOUND, REMOTE_DENIED, REMOTE_EXISTS, REMOTE_FULL, REMOTE_UNREACHABLE (temporary),
/// REMOTE_CHANGED (the file's size changed while it was fetched), HOST_KEY_CHANGED (permanent), AUTH_REFUSED (permanent), FILE_TOO_LARGE.
class RemoteStore {
 public:
  virtual ~RemoteStore() = default;

  /// Regular files of a folder in the peer's order, at most `limit` of them. Names that are unsafe are left out and counted in `refused`.
  struct Listing {
    std::vector<RemoteFile> files;
    std::vector<std::string> refused;  ///< printable form of names that were left out
    bool complete = true;              ///< false when `limit` cut it
  };
  virtual Result<Listing> list(const std::string& folder, std::size_t limit) = 0;
  virtual Result<std::optional<RemoteFile>> stat(const std::string& path) = 0;
  /// The whole file; its size must be the same before and after.
  virtual Result<std::string> fetch(const std::string& path, std::uint64_t max_bytes) = 0;
  /// Creates or truncates `path` (a temporary name of ours), writes everything, syncs where the peer offers it, compares the size.
  virtual Result<void> put(const std::string& path, std::string_view bytes) = 0;
  /// Never replaces: REMOTE_EXISTS when `to` is there.
  virtual Result<void> rename(const std::string& from, const std::string& to) = 0;
  virtual Result<void> remove(const std::string& path) = 0;
  /// Creates one folder; that it exists already is no error.
  virtual Result<void> make_folder(const std::string& path) = 0;
};

/// Opens sessions to one endpoint. Thread-safe.
class RemoteConnector {
 public:
  virtual ~RemoteConnector() = default;
  virtual Result<std::unique_ptr<RemoteStore>> connect() = 0;
};

}  // namespace longshore
