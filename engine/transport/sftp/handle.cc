#include "engine/transport/sftp/handle.h"

#include "engine/transport/sftp/failure.h"

#include <libssh2.h>
#include <libssh2_sftp.h>

namespace longshore::sftp {

namespace {
/// libssh2 takes no packet longer than this, so no name can be: it would otherwise be handed out again and again as too
/// long.
constexpr std::size_t longest_name = 256 * 1024 + 1;
}  // namespace

Result<Handle> Handle::open(Session& session, const std::string& path, unsigned long flags, std::uint32_t mode,
                            int kind) {
  LIBSSH2_SFTP_HANDLE* raw = nullptr;
  auto number = session.drive([&]() -> std::ptrdiff_t {
    raw = libssh2_sftp_open_ex(session.channel(), path.data(), static_cast<unsigned>(path.size()), flags,
                               static_cast<long>(mode), kind);
    return raw ? 0 : session.last_error();
  });
  if (number != 0) return fail(session.failure(number, "opening " + path));
  return Handle(session, path, raw);
}

Result<Handle> Handle::open_file(Session& session, const std::string& path, unsigned long flags, std::uint32_t mode) {
  return open(session, path, flags, mode, LIBSSH2_SFTP_OPENFILE);
}

Result<Handle> Handle::open_folder(Session& session, const std::string& path) {
  LONGSHORE_TRY(auto handle, open(session, path, 0, 0, LIBSSH2_SFTP_OPENDIR));
  handle.names_.resize(longest_name);
  return handle;
}

Handle::~Handle() {
  if (raw_) session_->drive([&] { return libssh2_sftp_close_handle(raw_); });
}

Result<std::size_t> Handle::read(std::span<char> buffer) {
  auto number = session_->drive([&] { return libssh2_sftp_read(raw_, buffer.data(), buffer.size()); });
  if (number < 0) return fail(session_->failure(number, "reading " + path_));
  return static_cast<std::size_t>(number);
}

Result<void> Handle::write(std::string_view bytes, std::size_t window) {
  while (!bytes.empty()) {
    auto number =
        session_->drive([&] { return libssh2_sftp_write(raw_, bytes.data(), std::min(bytes.size(), window)); });
    if (number < 0) return fail(session_->failure(number, "writing " + path_));
    bytes.remove_prefix(static_cast<std::size_t>(number));
  }
  return {};
}

Result<bool> Handle::sync() {
  auto number = session_->drive([&] { return libssh2_sftp_fsync(raw_); });
  if (number == 0) return true;
  if (!session_->gone() && session_->status() == LIBSSH2_FX_OP_UNSUPPORTED) return false;
  return fail(session_->failure(number, "syncing " + path_));
}

Result<std::uint64_t> Handle::size() {
  LIBSSH2_SFTP_ATTRIBUTES attributes{};
  auto number = session_->drive([&] { return libssh2_sftp_fstat_ex(raw_, &attributes, 0); });
  if (number != 0) return fail(session_->failure(number, "looking at " + path_));
  return attributes.filesize;
}

Result<bool> Handle::next_entry(std::string& name, LIBSSH2_SFTP_ATTRIBUTES& attributes) {
  auto number = session_->drive(
      [&] { return libssh2_sftp_readdir_ex(raw_, names_.data(), names_.size(), nullptr, 0, &attributes); });
  if (number < 0) return fail(session_->failure(number, "listing " + path_));
  name.assign(names_.data(), static_cast<std::size_t>(number));
  return number > 0;
}

Result<void> Handle::close() {
  auto* raw = std::exchange(raw_, nullptr);
  auto number = session_->drive([&] { return libssh2_sftp_close_handle(raw); });
  if (number != 0) return fail(session_->failure(number, "closing " + path_));
  return {};
}

}  // namespace longshore::sftp
