#include "engine/transport/sftp/host_key.h"

#include "engine/base/crypto/crypto.h"
#include "engine/transport/sftp/failure.h"

#include <libssh2.h>

namespace longshore::sftp {

namespace {

std::string_view type_name(int type) {
  switch (type) {
    case LIBSSH2_HOSTKEY_TYPE_ED25519:
      return "ssh-ed25519";
    case LIBSSH2_HOSTKEY_TYPE_ECDSA_256:
      return "ecdsa-sha2-nistp256";
    case LIBSSH2_HOSTKEY_TYPE_ECDSA_384:
      return "ecdsa-sha2-nistp384";
    case LIBSSH2_HOSTKEY_TYPE_ECDSA_521:
      return "ecdsa-sha2-nistp521";
    case LIBSSH2_HOSTKEY_TYPE_RSA:
      return "ssh-rsa";
    default:
      return "unknown";
  }
}

std::string_view unpadded(std::string_view fingerprint) {
  while (fingerprint.ends_with('=')) fingerprint.remove_suffix(1);
  return fingerprint;
}

std::string server_of(const Options& options) {
  return options.host + " port " + std::to_string(options.port);
}

}  // namespace

std::string methods_preferring(unsigned family) {
  std::string methods(host_key_families[family]);
  for (unsigned i = 0; i < std::size(host_key_families); ++i) {
    if (i != family) methods.append(",").append(host_key_families[i]);
  }
  return methods;
}

Result<HostKey> presented_key(Session& session) {
  std::size_t size = 0;
  int type = LIBSSH2_HOSTKEY_TYPE_UNKNOWN;
  const char* hash = libssh2_hostkey_hash(session.ssh(), LIBSSH2_HOSTKEY_HASH_SHA256);
  if (!hash || !libssh2_session_hostkey(session.ssh(), &size, &type)) {
    return fail(make_error(Lasting::temporary, "REMOTE_PROTOCOL", "the server showed no host key"));
  }
  return HostKey{std::string(type_name(type)), "SHA256:" + crypto::base64({hash, 32}, false)};
}

unsigned family_of(const HostKey& key) {
  if (key.type.starts_with("ecdsa")) return 1;
  return key.type == "ssh-rsa" ? 2 : 0;
}

bool is_pinned(const HostKey& key, const std::vector<std::string>& pinned) {
  return std::ranges::any_of(pinned, [&](const std::string& pin) { return unpadded(pin) == key.fingerprint; });
}

Error unpinned_error(const Options& options, const HostKey& presented) {
  return make_error(
      Lasting::permanent, "HOST_KEY_UNKNOWN",
      "no host key is pinned for " + server_of(options) + ", so it is not trusted",
      "it presents " + presented.describe() + ": confirm that with the partner by another way and add it to host_keys");
}

Error changed_error(const Options& options, const std::vector<HostKey>& presented) {
  std::string keys;
  for (const auto& key : presented) keys += (keys.empty() ? "" : ", ") + key.describe();
  return make_error(Lasting::permanent, "HOST_KEY_CHANGED",
                    "the host key of " + server_of(options) + " is none of the pinned ones: it presents " + keys,
                    "somebody may be answering in the partner's place: ask the partner whether the key was changed, "
                    "and only then put "
                    "the new fingerprint into host_keys; nothing was sent, not even the user name");
}

}  // namespace longshore::sftp
