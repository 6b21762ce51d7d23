#include "engine/transport/sftp/store.h"

#include "engine/model/text.h"
#include "engine/transport/sftp/failure.h"
#include "engine/transport/sftp/handle.h"

#include <libssh2.h>
#include <libssh2_sftp.h>

namespace longshore::sftp {

namespace {

/// Bytes asked for or sent ahead of their answers: enough for 20 MB/s at a round trip of 100 ms.
constexpr std::size_t read_buffer = 512 * 1024;
constexpr std::size_t write_window = 2 * 1024 * 1024;
constexpr std::size_t most_refused = 1000;
/// Other entries (folders, links) that a listing steps over before it gives up on ever reaching the end.
constexpr std::size_t most_skipped = 1'000'000;

using Attributes = LIBSSH2_SFTP_ATTRIBUTES;

RemoteFile remote_file(std::string name, const Attributes& attributes) {
  return {std::move(name), attributes.flags & LIBSSH2_SFTP_ATTR_SIZE ? attributes.filesize : 0,
          attributes.flags & LIBSSH2_SFTP_ATTR_ACMODTIME ? static_cast<std::int64_t>(attributes.mtime) : 0};
}

bool is_regular(const Attributes& attributes) {
  return attributes.flags & LIBSSH2_SFTP_ATTR_PERMISSIONS && LIBSSH2_SFTP_S_ISREG(attributes.permissions);
}

bool is_folder(const Attributes& attributes) {
  return attributes.flags & LIBSSH2_SFTP_ATTR_PERMISSIONS && LIBSSH2_SFTP_S_ISDIR(attributes.permissions);
}

std::string last_part(const std::string& path) {
  return path.substr(path.rfind('/') + 1);
}

class Store final : public RemoteStore {
 public:
  Store(std::unique_ptr<Session> session, const Options& options)
      : session_(std::move(session)),
        peer_(options.user + "@" + options.host),
        limits_{options.max_file_bytes, options.new_file_mode, options.new_folder_mode} {}

  Result<Listing> list(const std::string& folder, std::size_t limit) override;
  Result<std::optional<RemoteFile>> stat(const std::string& path) override;
  Result<std::string> fetch(const std::string& path, std::uint64_t max_bytes) override;
  Result<void> put(const std::string& path, std::string_view bytes) override;
  Result<void> rename(const std::string& from, const std::string& to) override;
  Result<void> remove(const std::string& path) override;
  Result<void> make_folder(const std::string& path) override;
  Result<void> ping() override;

 private:
  struct Limits {
    std::uint64_t max_file_bytes;
    std::uint32_t new_file_mode;
    std::uint32_t new_folder_mode;
  };

  /// Without following a link at the end; nullopt where nothing is there.
  Result<std::optional<Attributes>> look(const std::string& path, int kind = LIBSSH2_SFTP_LSTAT);
  /// Fails unless it is a regular file.
  Result<RemoteFile> look_at_file(const std::string& path);
  /// Whether a listed entry is a regular file; a server that sends no file types is asked about each.
  Result<bool> is_listed_file(const std::string& folder, const std::string& name, Attributes& attributes);
  Result<std::string> read_whole(Handle& handle, const RemoteFile& expected, std::uint64_t max_bytes);
  Result<void> write_whole(Handle& handle, const std::string& path, std::string_view bytes);
  Error error(Lasting lasting, std::string code, const std::string& what, std::string hint = {}) const {
    return make_error(lasting, std::move(code), peer_ + ": " + what, std::move(hint));
  }

  std::unique_ptr<Session> session_;
  std::string peer_;
  Limits limits_;
  bool syncs_ = true;
};

Result<std::optional<Attributes>> Store::look(const std::string& path, int kind) {
  Attributes attributes{};
  auto number = session_->drive([&] {
    return libssh2_sftp_stat_ex(session_->channel(), path.data(), static_cast<unsigned>(path.size()), kind,
                                &attributes);
  });
  if (number == 0) return attributes;
  auto failure = session_->failure(number, "looking at " + path);
  if (failure.code == "REMOTE_NOT_FOUND") return std::nullopt;
  return fail(std::move(failure));
}

Result<RemoteFile> Store::look_at_file(const std::string& path) {
  LONGSHORE_TRY(auto attributes, look(path));
  if (!attributes) return fail(error(Lasting::permanent, "REMOTE_NOT_FOUND", path + " does not exist"));
  if (!is_regular(*attributes))
    return fail(error(Lasting::permanent, "REMOTE_NOT_A_FILE", path + " is not a regular file"));
  return remote_file(last_part(path), *attributes);
}

Result<bool> Store::is_listed_file(const std::string& folder, const std::string& name, Attributes& attributes) {
  if (attributes.flags & LIBSSH2_SFTP_ATTR_PERMISSIONS) return is_regular(attributes);
  LONGSHORE_TRY(auto looked, look(folder + "/" + name));
  if (looked) attributes = *looked;
  return looked && is_regular(attributes);
}

Result<RemoteStore::Listing> Store::list(const std::string& folder, std::size_t limit) {
  LONGSHORE_TRY(auto handle, Handle::open_folder(*session_, folder.empty() ? "." : folder));
  Listing listing;
  std::string name;
  for (std::size_t seen = 0;; ++seen) {
    Attributes attributes{};
    LONGSHORE_TRY(bool more, handle.next_entry(name, attributes));
    if (!more) break;
    listing.complete = seen < limit + most_skipped && listing.refused.size() < most_refused;
    if (!listing.complete) break;
    if (name == "." || name == "..") continue;
    if (!is_safe_remote_name(name)) {
      listing.refused.push_back(printable(name.substr(0, 255)));
      continue;
    }
    LONGSHORE_TRY(bool file, is_listed_file(folder.empty() ? "." : folder, name, attributes));
    if (!file) continue;
    listing.complete = listing.files.size() < limit;
    if (!listing.complete) break;
    listing.files.push_back(remote_file(name, attributes));
  }
  LONGSHORE_CHECK(handle.close());
  return listing;
}

Result<std::optional<RemoteFile>> Store::stat(const std::string& path) {
  auto file = look_at_file(path);
  if (file) return *std::move(file);
  if (file.error().code == "REMOTE_NOT_FOUND") return std::nullopt;
  return fail(std::move(file).error());
}

Result<std::string> Store::fetch(const std::string& path, std::uint64_t max_bytes) {
  max_bytes = std::min(max_bytes, limits_.max_file_bytes);
  LONGSHORE_TRY(auto file, look_at_file(path));
  if (file.size > max_bytes) {
    return fail(
        error(Lasting::permanent, "FILE_TOO_LARGE",
              path + " has " + std::to_string(file.size) + " bytes, the limit is " + std::to_string(max_bytes)));
  }
  file.name = path;
  LONGSHORE_TRY(auto handle, Handle::open_file(*session_, path, LIBSSH2_FXF_READ, 0));
  LONGSHORE_TRY(auto bytes, read_whole(handle, file, max_bytes));
  LONGSHORE_CHECK(handle.close());
  return bytes;
}

Result<std::string> Store::read_whole(Handle& handle, const RemoteFile& expected, std::uint64_t max_bytes) {
  std::string bytes;
  bytes.reserve(expected.size);
  // A small file needs no large buffer, nor requests far beyond its end.
  std::string buffer(std::clamp<std::size_t>(expected.size / 2, 32 * 1024, read_buffer), '\0');
  for (;;) {
    LONGSHORE_TRY(auto got, handle.read(buffer));
    if (got == 0) break;
    if (bytes.size() + got > std::min(expected.size, max_bytes)) {
      return fail(error(Lasting::temporary, "REMOTE_CHANGED", expected.name + " grew while it was fetched"));
    }
    bytes.append(buffer, 0, got);
  }
  LONGSHORE_TRY(auto size_after, handle.size());
  if (bytes.size() != expected.size || size_after != expected.size) {
    return fail(error(Lasting::temporary, "REMOTE_CHANGED",
                      expected.name + " had " + std::to_string(expected.size) + " bytes before, " +
                          std::to_string(size_after) + " after, and " + std::to_string(bytes.size()) + " were sent"));
  }
  return bytes;
}

Result<void> Store::put(const std::string& path, std::string_view bytes) {
  LONGSHORE_TRY(auto handle,
                Handle::open_file(*session_, path, LIBSSH2_FXF_WRITE | LIBSSH2_FXF_CREAT | LIBSSH2_FXF_TRUNC,
                                  limits_.new_file_mode));
  auto written = write_whole(handle, path, bytes);
  if (written || written.error().code != "REMOTE_FAILED") return written;
  // SFTP 3 has no status for a full disk or quota, and hardly anything else makes an opened file refuse bytes.
  auto failure = std::move(written).error();
  failure.code = "REMOTE_FULL";
  failure.hint =
      "SFTP 3 has no word for a full disk or an exceeded quota, which is what it most likely is: ask the partner for "
      "room";
  return fail(std::move(failure));
}

Result<void> Store::write_whole(Handle& handle, const std::string& path, std::string_view bytes) {
  LONGSHORE_CHECK(handle.write(bytes, write_window));
  if (syncs_) {
    LONGSHORE_TRY(syncs_, handle.sync());
  }
  LONGSHORE_TRY(auto size, handle.size());
  LONGSHORE_CHECK(handle.close());
  if (size == bytes.size()) return {};
  return fail(
      error(Lasting::temporary, "REMOTE_CHANGED",
            path + " has " + std::to_string(size) + " bytes after " + std::to_string(bytes.size()) + " were written"));
}

Result<void> Store::rename(const std::string& from, const std::string& to) {
  auto exists = [&] {
    return fail(error(Lasting::permanent, "REMOTE_EXISTS", "cannot rename " + from + ": " + to + " exists already"));
  };
  LONGSHORE_TRY(auto before, look(to));
  if (before) return exists();
  auto number = session_->drive([&] {
    return libssh2_sftp_rename_ex(session_->channel(), from.data(), static_cast<unsigned>(from.size()), to.data(),
                                  static_cast<unsigned>(to.size()), 0);
  });
  if (number == 0) return {};
  auto failure = session_->failure(number, "renaming " + from + " to " + to);
  if (failure.code != "REMOTE_FAILED") return fail(std::move(failure));
  LONGSHORE_TRY(auto after, look(to));
  if (after) return exists();
  return fail(std::move(failure));
}

Result<void> Store::remove(const std::string& path) {
  auto number = session_->drive(
      [&] { return libssh2_sftp_unlink_ex(session_->channel(), path.data(), static_cast<unsigned>(path.size())); });
  if (number != 0) return fail(session_->failure(number, "removing " + path));
  return {};
}

Result<void> Store::make_folder(const std::string& path) {
  auto number = session_->drive([&] {
    return libssh2_sftp_mkdir_ex(session_->channel(), path.data(), static_cast<unsigned>(path.size()),
                                 static_cast<long>(limits_.new_folder_mode));
  });
  if (number == 0) return {};
  auto failure = session_->failure(number, "creating the folder " + path);
  if (session_->gone()) return fail(std::move(failure));
  LONGSHORE_TRY(auto there, look(path, LIBSSH2_SFTP_STAT));
  if (there && is_folder(*there)) return {};
  if (there) return fail(error(Lasting::permanent, "REMOTE_EXISTS", path + " exists and is no folder"));
  return fail(std::move(failure));
}

Result<void> Store::ping() {
  LONGSHORE_TRY(auto here, look("."));
  (void)here;
  return {};
}

}  // namespace

std::unique_ptr<RemoteStore> make_store(std::unique_ptr<Session> session, const Options& options) {
  return std::make_unique<Store>(std::move(session), options);
}

}  // namespace longshore::sftp
