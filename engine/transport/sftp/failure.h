#pragma once
#include "engine/model/result.h"

#include <string>

namespace longshore::sftp {

/// Our errors for libssh2's, while `doing` something at `peer`.
Error lost_connection(const std::string& peer, const std::string& doing, const std::string& cause);
/// A number of libssh2 (LIBSSH2_ERROR_…) with its own text.
Error from_number(int number, const std::string& peer, const std::string& doing, const std::string& text);
/// A status of the server (LIBSSH2_FX_…): the connection is fine, the request was turned down.
Error from_status(unsigned long status, const std::string& peer, const std::string& doing);
Error make_error(Lasting lasting, std::string code, std::string what, std::string hint = {},
                 const std::string& cause = {});

}  // namespace longshore::sftp
