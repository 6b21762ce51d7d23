#pragma once
#include "engine/model/remote_store.h"
#include "partners/profile.h"

#include <memory>
#include <string>

namespace longshore {

/// The connector for an endpoint of a profile. Secrets are read at every connect, so that a rotated key needs no
/// restart. `secrets` is the folder that `secret:` references mean.
std::unique_ptr<RemoteConnector> make_connector(const partners::Endpoint& endpoint, const std::string& secrets);

}  // namespace longshore
