#include "engine/transport/sftp/auth.h"
#include "engine/transport/sftp/host_key.h"
#include "engine/transport/sftp/session.h"
#include "engine/transport/sftp/sftp.h"
#include "engine/transport/sftp/store.h"

namespace longshore::sftp {

namespace {

/// A pin does not say of which kind its key is, and a server shows one kind at a time: the other kinds are asked for in
/// turn before a mismatch counts as one.
Result<std::unique_ptr<Session>> try_other_families(const Options& options, const HostKey& first, unsigned& family) {
  std::vector<HostKey> presented{first};
  for (unsigned other = 0; other < std::size(host_key_families); ++other) {
    if (other == family_of(first)) continue;
    auto session = Session::open(options, std::string(host_key_families[other]));
    if (!session && session.error().code == "NO_COMMON_ALGORITHM") continue;
    if (!session) return session;
    LONGSHORE_TRY(auto key, presented_key(**session));
    if (is_pinned(key, options.host_keys)) {
      family = other;
      return session;
    }
    presented.push_back(key);
  }
  return fail(changed_error(options, presented));
}

Result<std::unique_ptr<Session>> open_trusted(const Options& options, unsigned& family) {
  LONGSHORE_TRY(auto session, Session::open(options, methods_preferring(family)));
  LONGSHORE_TRY(auto key, presented_key(*session));
  if (options.host_keys.empty()) return fail(unpinned_error(options, key));
  if (is_pinned(key, options.host_keys)) return session;
  session.reset();
  return try_other_families(options, key, family);
}

}  // namespace

SftpConnector::SftpConnector(Options options) : options_(std::move(options)) {}

Result<std::unique_ptr<RemoteStore>> SftpConnector::connect() {
  unsigned family = preferred_family_.load(std::memory_order_relaxed);
  LONGSHORE_TRY(auto session, open_trusted(options_, family));
  preferred_family_.store(family, std::memory_order_relaxed);
  LONGSHORE_CHECK(authenticate(*session, options_));
  LONGSHORE_CHECK(session->start_sftp());
  return make_store(std::move(session), options_);
}

}  // namespace longshore::sftp
