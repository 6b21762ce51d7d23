#pragma once
#include "engine/transport/sftp/session.h"

#include <string>
#include <string_view>
#include <vector>

struct _LIBSSH2_SFTP_HANDLE;
struct _LIBSSH2_SFTP_ATTRIBUTES;

namespace longshore::sftp {

/// An open file or folder of the server; closed on the way out, but only close() tells whether that worked.
class Handle {
 public:
  static Result<Handle> open_file(Session& session, const std::string& path, unsigned long flags, std::uint32_t mode);
  static Result<Handle> open_folder(Session& session, const std::string& path);
  ~Handle();
  Handle(Handle&& other) noexcept
      : session_(other.session_),
        path_(std::move(other.path_)),
        raw_(std::exchange(other.raw_, nullptr)),
        names_(std::move(other.names_)) {}
  Handle& operator=(Handle&&) = delete;

  /// Reads up to buffer.size() bytes into its front; 0 at the end. Requests run ahead by four buffers.
  Result<std::size_t> read(std::span<char> buffer);
  /// Writes everything, keeping up to `window` bytes under way.
  Result<void> write(std::string_view bytes, std::size_t window);
  /// false where the server does not offer fsync@openssh.com.
  Result<bool> sync();
  Result<std::uint64_t> size();
  /// The next entry's name into `name` (any bytes); false at the end.
  Result<bool> next_entry(std::string& name, _LIBSSH2_SFTP_ATTRIBUTES& attributes);
  Result<void> close();

 private:
  Handle(Session& session, std::string path, _LIBSSH2_SFTP_HANDLE* raw)
      : session_(&session), path_(std::move(path)), raw_(raw) {}
  static Result<Handle> open(Session& session, const std::string& path, unsigned long flags, std::uint32_t mode,
                             int kind);

  Session* session_;
  std::string path_;
  _LIBSSH2_SFTP_HANDLE* raw_;
  std::vector<char> names_ = {};
};

}  // namespace longshore::sftp
