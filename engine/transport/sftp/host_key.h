#pragma once
#include "engine/model/result.h"
#include "engine/transport/sftp/session.h"

#include <string>
#include <string_view>
#include <vector>

namespace longshore::sftp {

/// What a server presents as its identity.
struct HostKey {
  std::string type;         ///< "ssh-ed25519", …
  std::string fingerprint;  ///< "SHA256:base64"

  std::string describe() const { return type + " " + fingerprint; }
};

/// The kinds of host key, best first. A server has one key of each kind and shows only the kind that is asked for.
inline constexpr std::string_view host_key_families[] = {
    "ssh-ed25519", "ecdsa-sha2-nistp256,ecdsa-sha2-nistp384,ecdsa-sha2-nistp521", "rsa-sha2-512,rsa-sha2-256"};
/// All kinds as a list of methods, the one with that number first.
std::string methods_preferring(unsigned family);

Result<HostKey> presented_key(Session& session);
/// The number of its kind; 0 for one we did not ask for.
unsigned family_of(const HostKey& key);
/// Whether one of the pinned fingerprints ("SHA256:…", base64 padding optional) is this key's.
bool is_pinned(const HostKey& key, const std::vector<std::string>& pinned);

Error unpinned_error(const Options& options, const HostKey& presented);
Error changed_error(const Options& options, const std::vector<HostKey>& presented);

}  // namespace longshore::sftp
