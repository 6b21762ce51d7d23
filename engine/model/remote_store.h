#pragma once
#include "engine/model/result.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace longshore {

struct RemoteFile {
  std::string name;  ///< without its folder; is_safe_remote_name() holds
  std::uint64_t size = 0;
  std::int64_t mtime = 0;  ///< seconds since 1970 by the peer's clock; 0 where the peer does not say
};

/// Whether a name that a peer lists is one file's name and nothing else, so that it may be joined to a folder.
inline bool is_safe_remote_name(std::string_view name) {
  constexpr std::string_view never("/\0", 2);
  return !name.empty() && name.size() <= 255 && name != "." && name != ".." && name.find_first_of(never) == name.npos;
}

/// One session with a peer's file store (SFTP server, local folder). Paths are the peer's, absolute or relative to its
/// start folder. Not thread-safe. After REMOTE_UNREACHABLE or REMOTE_PROTOCOL the session is dead: open another.
///
/// Error codes that callers act on
///   temporary: REMOTE_UNREACHABLE (the connection), REMOTE_PROTOCOL (nonsense from the peer), REMOTE_CHANGED (the
///   file's size changed
///     during the transfer), REMOTE_FULL (disk or quota; SFTP 3 cannot tell them from other failures to write),
///     REMOTE_FAILED (no reason given)
///   permanent: REMOTE_NOT_FOUND, REMOTE_DENIED, REMOTE_EXISTS, REMOTE_NOT_A_FILE (a folder, link or device),
///   FILE_TOO_LARGE,
///     REMOTE_UNSUPPORTED, HOST_KEY_CHANGED, AUTH_REFUSED
class RemoteStore {
 public:
  virtual ~RemoteStore() = default;

  /// Regular files of a folder in the peer's order, at most `limit` of them. Names that are unsafe are left out and
  /// told in `refused`.
  struct Listing {
    std::vector<RemoteFile> files;
    std::vector<std::string> refused;  ///< printable form of names that were left out
    bool complete = true;              ///< false when `limit`, or a bound on all that is not a regular file, cut it
  };
  virtual Result<Listing> list(const std::string& folder, std::size_t limit) = 0;
  /// nullopt where nothing is there; REMOTE_NOT_A_FILE where it is something else than a regular file. Links are not
  /// followed.
  virtual Result<std::optional<RemoteFile>> stat(const std::string& path) = 0;
  /// The whole file; its size must be the same before and after.
  virtual Result<std::string> fetch(const std::string& path, std::uint64_t max_bytes) = 0;
  /// Creates or truncates `path` (a temporary name of ours), writes everything, syncs where the peer offers it,
  /// compares the size. After an error a part of it may be there.
  virtual Result<void> put(const std::string& path, std::string_view bytes) = 0;
  /// Never replaces: REMOTE_EXISTS when `to` is there. When the connection is lost meanwhile it may or may not have
  /// happened.
  virtual Result<void> rename(const std::string& from, const std::string& to) = 0;
  virtual Result<void> remove(const std::string& path) = 0;
  /// Creates one folder; that it exists already is no error.
  virtual Result<void> make_folder(const std::string& path) = 0;
  /// One round trip: tells whether an idle session still lives, and keeps the firewalls on the way from forgetting it.
  virtual Result<void> ping() = 0;
};

/// Opens sessions to one endpoint. Thread-safe.
class RemoteConnector {
 public:
  virtual ~RemoteConnector() = default;
  virtual Result<std::unique_ptr<RemoteStore>> connect() = 0;
};

}  // namespace longshore
