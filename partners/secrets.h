#pragma once
#include "engine/model/result.h"

#include <string>

namespace longshore::partners {

/// The secret a reference names: `secret:acme/ssh` (a file below `folder`, or below $CREDENTIALS_DIRECTORY with '/' as
/// '-'), `env:NAME`, `file:/path`. Never logged; SECRET_MISSING names the reference only. A file's last line feed is
/// kept.
Result<std::string> read_secret(const std::string& reference, const std::string& folder);

}  // namespace longshore::partners
