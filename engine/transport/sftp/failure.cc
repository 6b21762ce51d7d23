#include "engine/transport/sftp/failure.h"

#include "engine/model/text.h"

#include <libssh2.h>
#include <libssh2_sftp.h>

namespace longshore::sftp {

Error make_error(Lasting lasting, std::string code, std::string what, std::string hint, const std::string& cause) {
  Error error{lasting, "sftp", std::move(code), std::move(what), std::move(hint), std::nullopt};
  error.cause = printable(cause);
  return error;
}

Error lost_connection(const std::string& peer, const std::string& doing, const std::string& cause) {
  return make_error(Lasting::temporary, "REMOTE_UNREACHABLE",
                    peer + ": the connection was lost while " + doing + ": " + cause, "", cause);
}

Error from_number(int number, const std::string& peer, const std::string& doing, const std::string& text) {
  auto what = peer + ": " + doing + " failed: " + printable(text) + " (libssh2 " + std::to_string(number) + ")";
  switch (number) {
    case LIBSSH2_ERROR_KEX_FAILURE:
    case LIBSSH2_ERROR_KEY_EXCHANGE_FAILURE:
    case LIBSSH2_ERROR_METHOD_NONE:
    case LIBSSH2_ERROR_METHOD_NOT_SUPPORTED:
      return make_error(Lasting::permanent, "NO_COMMON_ALGORITHM", what,
                        "the server offers no key exchange, host key, cipher or MAC that is still considered safe: it "
                        "needs an update",
                        text);
    case LIBSSH2_ERROR_CHANNEL_REQUEST_DENIED:
      return make_error(Lasting::permanent, "NO_SFTP", what,
                        "the account is not allowed to use the server's SFTP subsystem", text);
    case LIBSSH2_ERROR_SFTP_PROTOCOL:
    case LIBSSH2_ERROR_PROTO:
    case LIBSSH2_ERROR_INVALID_MAC:
    case LIBSSH2_ERROR_DECRYPT:
    case LIBSSH2_ERROR_BUFFER_TOO_SMALL:
    case LIBSSH2_ERROR_OUT_OF_BOUNDARY:
      return make_error(Lasting::temporary, "REMOTE_PROTOCOL", what,
                        "the server's answer makes no sense; open another session", text);
    default:
      return make_error(Lasting::temporary, "REMOTE_UNREACHABLE", what, "", text);
  }
}

Error from_status(unsigned long status, const std::string& peer, const std::string& doing) {
  auto error = [&](Lasting lasting, const char* code, const std::string& why, const char* hint = "") {
    return make_error(lasting, code, peer + ": " + doing + ": " + why, hint, "SFTP status " + std::to_string(status));
  };
  switch (status) {
    case LIBSSH2_FX_NO_SUCH_FILE:
    case LIBSSH2_FX_NO_SUCH_PATH:
      return error(Lasting::permanent, "REMOTE_NOT_FOUND", "no such file or folder");
    case LIBSSH2_FX_PERMISSION_DENIED:
    case LIBSSH2_FX_WRITE_PROTECT:
      return error(Lasting::permanent, "REMOTE_DENIED", "permission denied",
                   "ask the partner to allow it for this account");
    case LIBSSH2_FX_FILE_ALREADY_EXISTS:
      return error(Lasting::permanent, "REMOTE_EXISTS", "it exists already");
    case LIBSSH2_FX_NO_SPACE_ON_FILESYSTEM:
    case LIBSSH2_FX_QUOTA_EXCEEDED:
      return error(Lasting::temporary, "REMOTE_FULL", "disk full or quota exceeded", "ask the partner for room");
    case LIBSSH2_FX_NO_CONNECTION:
    case LIBSSH2_FX_CONNECTION_LOST:
      return error(Lasting::temporary, "REMOTE_UNREACHABLE", "the server lost its own storage");
    case LIBSSH2_FX_OP_UNSUPPORTED:
      return error(Lasting::permanent, "REMOTE_UNSUPPORTED", "the server does not support this");
    default:
      return error(Lasting::temporary, "REMOTE_FAILED", "the server refused without a reason",
                   "look into the server's log");
  }
}

}  // namespace longshore::sftp
