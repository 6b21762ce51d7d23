#pragma once
#include "engine/base/telemetry/observer.h"
#include "engine/model/ports.h"
#include "engine/model/remote_store.h"
#include "partners/profile.h"
#include "spool/spool.h"

#include <atomic>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace longshore::receive {

/// Which files of a listing have stood still long enough to be taken. Not thread-safe.
class Stability {
 public:
  explicit Stability(const partners::Watch& watch) : watch_(watch) {}

  /// Files to take now, in name order. Markers and names being written (`*.tmp`, `*.part`, `.…`) are never among them.
  std::vector<RemoteFile> ready(const std::vector<RemoteFile>& listing);
  /// Forgets that the file was seen standing still.
  void forget(const std::string& name) { seen_.erase(name); }

 private:
  struct Seen {
    RemoteFile file;
    std::uint32_t polls = 0;
  };
  bool wanted(const std::string& name) const;

  const partners::Watch& watch_;
  std::map<std::string, Seen> seen_;
};

/// True when the bytes are no EDI, or an interchange that has its trailer: what is still being written usually has not.
bool looks_complete(std::string_view bytes);

/// Takes the files of one partner's endpoint into the spool: claim, fetch, durable entry, and only then the remote file
/// is archived or deleted. One thread at a time.
class Watcher {
 public:
  struct Ports {
    spool::Spool& spool;
    RemoteConnector& connector;
    Clock& clock;
    telemetry::Observer& observer;
  };
  /// `profile` and `endpoint` are copied.
  Watcher(const partners::Profile& profile, const partners::Endpoint& endpoint, Ports ports);

  /// One look at the endpoint. True when something was taken. Once `stopping` is true no further file is begun.
  Result<bool> poll(const std::atomic<bool>& stopping);
  /// When the next look is due, `after` this one.
  std::int64_t interval_ms() const { return endpoint_.watch->every_ms; }

 private:
  struct Fetched {
    spool::Entry entry;
    spool::Payload payload;
    std::optional<spool::Disposal> disposal;
  };
  Result<RemoteStore*> session();
  Result<void> dispose_pending();
  Result<void> dispose(const spool::Disposal& disposal);
  Result<void> archive(const spool::Disposal& disposal);
  Result<std::vector<RemoteFile>> unseen(std::vector<RemoteFile> files);
  Result<void> resolve_not_taken(const std::vector<RemoteFile>& listing);
  Result<void> claim(const std::vector<RemoteFile>& files);
  Result<bool> take(const RemoteFile& file);
  bool wait_for_rest(const RemoteFile& file, std::string_view bytes);
  Result<void> store(const RemoteFile& file, std::string bytes);
  spool::RemoteFile key_of(const RemoteFile& file) const;
  std::string path_of(const std::string& name) const;

  partners::Profile profile_;
  partners::Endpoint endpoint_;
  EndpointId endpoint_id_;
  Ports ports_;
  Stability stability_;
  std::unique_ptr<RemoteStore> session_;
  std::optional<std::set<std::string>> not_taken_;     // paths with an open alert; unknown before the first look
  std::map<std::string, Timestamp> incomplete_since_;  // "name/size" of files that lack their trailer
};

}  // namespace longshore::receive
