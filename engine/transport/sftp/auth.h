#pragma once
#include "engine/transport/sftp/session.h"

namespace longshore::sftp {

/// Proves who we are by whatever of key and password the options have and the server wants; both where it wants both.
Result<void> authenticate(Session& session, const Options& options);

}  // namespace longshore::sftp
