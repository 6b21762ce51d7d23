#pragma once
#include "engine/model/remote_store.h"

#include <cstdint>
#include <filesystem>
#include <memory>

namespace longshore::directory {

struct Options {
  std::filesystem::path
      root;  ///< every path of the store is below it; "/in" and "in" are the same. It may itself be a link.
  std::uint64_t max_file_bytes = std::uint64_t{1} << 30;
  std::uint32_t new_file_mode = 0640;
  std::uint32_t new_folder_mode = 0750;
};

/// A local folder (also a mounted share) as a peer's file store. No link below the root is followed and no path leads
/// out of it. Written files, renames and removals are synced, with their folders, before the call returns.
class DirectoryConnector final : public RemoteConnector {
 public:
  explicit DirectoryConnector(Options options) : options_(std::move(options)) {}
  /// REMOTE_UNREACHABLE when the root cannot be opened: a share that is not mounted comes back.
  Result<std::unique_ptr<RemoteStore>> connect() override;

 private:
  const Options options_;
};

}  // namespace longshore::directory
