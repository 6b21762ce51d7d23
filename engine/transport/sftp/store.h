#pragma once
#include "engine/transport/sftp/session.h"

#include <memory>

namespace longshore::sftp {

/// The file operations over a session whose SFTP channel is open.
std::unique_ptr<RemoteStore> make_store(std::unique_ptr<Session> session, const Options& options);

}  // namespace longshore::sftp
