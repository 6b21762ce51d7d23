#include "engine/receive/watcher.h"

#include "engine/model/text.h"
#include "spool/failpoint.h"

#include <algorithm>

namespace longshore::receive {
namespace {

constexpr std::size_t listing_limit = 100'000;
constexpr std::size_t claims_at_once = 64;
constexpr const char* not_taken_alert = "file_not_taken";
constexpr const char* taken_before =
    "a file of this name, size and time was taken before: it could not be put away, or was put there again; rename it "
    "to have it taken";

spool::WorkClass class_of(const partners::Profile& profile) {
  auto work_class = spool::WorkClass::bulk;
  for (const auto& flow : profile.flows) {
    auto one = spool::from_name<spool::WorkClass>(flow.work_class).value_or(spool::WorkClass::normal);
    if (!flow.sends) work_class = std::min(work_class, one);
  }
  return work_class;
}

}  // namespace

Watcher::Watcher(const partners::Profile& profile, const partners::Endpoint& endpoint, Ports ports)
    : profile_(profile),
      endpoint_(endpoint),
      endpoint_id_(profile.id.str() + "/" + endpoint.name),
      ports_(ports),
      stability_(*endpoint_.watch) {}

std::string Watcher::path_of(const std::string& name) const {
  return endpoint_.watch->path + "/" + name;
}

spool::RemoteFile Watcher::key_of(const RemoteFile& file) const {
  return {endpoint_id_, path_of(file.name), Bytes{file.size}, file.mtime};
}

Result<RemoteStore*> Watcher::session() {
  if (!session_) {
    LONGSHORE_TRY(session_, ports_.connector.connect());
  }
  return session_.get();
}

Result<bool> Watcher::poll(const std::atomic<bool>& stopping) {
  auto run = [&]() -> Result<bool> {
    LONGSHORE_CHECK(dispose_pending());
    LONGSHORE_CHECK(ports_.spool.accepting());
    LONGSHORE_TRY(auto* remote, session());
    LONGSHORE_TRY(auto listing, remote->list(endpoint_.watch->path, listing_limit));
    for (const auto& name : listing.refused)
      ports_.observer.log(telemetry::Level::warning, "a remote name was refused",
                          {{"endpoint", endpoint_id_.str()}, {"name", name}});
    LONGSHORE_CHECK(resolve_not_taken(listing.files));
    LONGSHORE_TRY(auto files, unseen(stability_.ready(listing.files)));
    bool any = false;
    for (std::size_t at = 0; at < files.size() && !stopping; at += claims_at_once) {
      std::vector<RemoteFile> some(
          files.begin() + static_cast<std::ptrdiff_t>(at),
          files.begin() + static_cast<std::ptrdiff_t>(std::min(at + claims_at_once, files.size())));
      LONGSHORE_CHECK(claim(some));
      LONGSHORE_FAILPOINT("receive.after_claim");
      for (const auto& file : some) {
        if (stopping) break;
        LONGSHORE_TRY(bool took, take(file));
        any = any || took;
      }
      LONGSHORE_CHECK(dispose_pending());
    }
    return any;
  };
  auto out = run();
  if (!out) session_.reset();
  return out;
}

// A file that was taken and is there all the same has been put back with its old time, or could not be put away: a
// person is told.
Result<std::vector<RemoteFile>> Watcher::unseen(std::vector<RemoteFile> files) {
  LONGSHORE_TRY(auto reader, ports_.spool.reader());
  std::vector<RemoteFile> out;
  std::vector<std::string> again;
  for (auto& file : files) {
    LONGSHORE_TRY(bool seen, reader->is_seen(key_of(file)));
    if (!seen)
      out.push_back(std::move(file));
    else if (endpoint_.after != partners::AfterPickup::leave)
      again.push_back(path_of(file.name));
  }
  reader.reset();
  std::erase_if(again, [&](const auto& path) { return not_taken_->contains(path); });
  if (again.empty()) return out;
  auto change = [&](spool::LedgerWriter& ledger) -> Result<void> {
    for (const auto& path : again)
      LONGSHORE_CHECK(ledger.raise_alert({not_taken_alert, profile_.id, path, taken_before}));
    return {};
  };
  LONGSHORE_CHECK(ports_.spool.commit(change));
  not_taken_->insert(again.begin(), again.end());
  return out;
}

// A file that could not be taken is no trouble any more once it is gone: taken, or withdrawn by the partner.
Result<void> Watcher::resolve_not_taken(const std::vector<RemoteFile>& listing) {
  if (!not_taken_) {
    LONGSHORE_TRY(auto reader, ports_.spool.reader());
    LONGSHORE_TRY(auto open, reader->open_alerts());
    not_taken_.emplace();
    for (const auto& alert : open)
      if (alert.kind == not_taken_alert && alert.partner == profile_.id && alert.subject.starts_with(path_of("")))
        not_taken_->insert(alert.subject);
  }
  auto gone = *not_taken_;
  for (const auto& file : listing) gone.erase(path_of(file.name));
  if (gone.empty()) return {};
  auto change = [&](spool::LedgerWriter& ledger) -> Result<void> {
    for (const auto& path : gone) LONGSHORE_CHECK(ledger.resolve_alert(not_taken_alert, profile_.id, path));
    return {};
  };
  LONGSHORE_CHECK(ports_.spool.commit(change));
  for (const auto& path : gone) not_taken_->erase(path);
  return {};
}

Result<void> Watcher::claim(const std::vector<RemoteFile>& files) {
  auto now = ports_.clock.now();
  return ports_.spool.commit([&](spool::LedgerWriter& ledger) -> Result<void> {
    for (const auto& file : files) LONGSHORE_CHECK(ledger.claim_pickup({key_of(file), {}, now}));
    return {};
  });
}

// A file that ends before its interchange does may still be growing under a server that shows no change of its time: it
// is taken as it is once it has stood still for as long as the profile says.
bool Watcher::wait_for_rest(const RemoteFile& file, std::string_view bytes) {
  auto key = file.name + "/" + std::to_string(file.size);
  if (looks_complete(bytes)) {
    incomplete_since_.erase(key);
    return false;
  }
  auto now = ports_.clock.now();
  auto since = incomplete_since_.try_emplace(key, now).first->second;
  auto patience = endpoint_.watch->incomplete_after_ms;
  bool young = now.milliseconds - file.mtime * 1000 < patience;
  if (young && now.milliseconds - since.milliseconds < patience) return true;
  incomplete_since_.erase(key);
  return false;
}

Result<bool> Watcher::take(const RemoteFile& file) {
  LONGSHORE_TRY(auto* remote, session());
  auto bytes = remote->fetch(path_of(file.name), endpoint_.max_file_bytes);
  if (!bytes) {
    bool lost = bytes.error().code == "REMOTE_UNREACHABLE";
    if (lost) return std::unexpected(bytes.error());
    // One unreadable file never blocks the others; the next look tries it again.
    stability_.forget(file.name);
    ports_.observer.log(
        telemetry::Level::warning, "a remote file could not be fetched",
        {{"endpoint", endpoint_id_.str()}, {"name", printable(file.name)}, {"error", bytes.error().describe()}});
    bool lasting = !bytes.error().temporary() && bytes.error().code != "REMOTE_NOT_FOUND";
    auto change = [&](spool::LedgerWriter& ledger) -> Result<void> {
      if (lasting)
        LONGSHORE_CHECK(
            ledger.raise_alert({not_taken_alert, profile_.id, path_of(file.name), bytes.error().describe()}));
      return ledger.give_up_pickup(key_of(file));
    };
    LONGSHORE_CHECK(ports_.spool.commit(change));
    if (lasting && not_taken_) not_taken_->insert(path_of(file.name));
    return false;
  }
  if (bytes->size() != file.size || wait_for_rest(file, *bytes)) return false;
  LONGSHORE_FAILPOINT("receive.after_fetch");
  LONGSHORE_CHECK(store(file, std::move(*bytes)));
  return true;
}

// The bytes, their entry, the seen-key and what is to be done remotely become durable in one step; the remote file is
// touched only after it. A crash before leaves the file where it is, a crash after leaves the disposal, which can be
// repeated.
Result<void> Watcher::store(const RemoteFile& file, std::string bytes) {
  spool::Batch batch;
  spool::Entry entry;
  entry.id = EntryId(ports_.spool.new_id());
  entry.partner = profile_.id;
  entry.endpoint = endpoint_id_;
  entry.remote_name = file.name;
  entry.file = key_of(file);
  entry.received_at = ports_.clock.now();
  entry.size = Bytes{bytes.size()};
  entry.work_class = class_of(profile_);
  auto payload = ports_.spool.make_payload(std::move(bytes), {{"kind", "entry"},
                                                              {"partner", profile_.id.str()},
                                                              {"endpoint", endpoint_id_.str()},
                                                              {"name", printable(file.name)}});
  entry.payload = payload.id;
  entry.sha256 = payload.sha256;
  std::optional<spool::Disposal> disposal;
  if (endpoint_.after != partners::AfterPickup::leave) {
    disposal.emplace();
    disposal->entry = entry.id;
    disposal->file = *entry.file;
    disposal->action = endpoint_.after == partners::AfterPickup::remove ? spool::DisposalAction::remove
                                                                        : spool::DisposalAction::archive;
    disposal->target = endpoint_.archive_path;
  }
  if (LONGSHORE_MUTANT("receive.disposed_before_commit") && disposal) LONGSHORE_CHECK(dispose(*disposal));
  batch.payloads.push_back(std::move(payload));
  batch.change = [&](spool::LedgerWriter& ledger) { return ledger.insert_entry(entry, disposal); };
  auto committed = ports_.spool.commit(std::move(batch));
  if (!committed && committed.error().code == "ALREADY_SEEN") return {};
  LONGSHORE_CHECK(std::move(committed));
  LONGSHORE_FAILPOINT("receive.after_entry");
  ports_.observer.log(telemetry::Level::info, "received",
                      {{"partner", profile_.id.str()},
                       {"entry", entry.id.str()},
                       {"name", printable(file.name)},
                       {"bytes", std::to_string(entry.size.count)}});
  return {};
}

Result<void> Watcher::dispose_pending() {
  std::vector<spool::Disposal> pending;
  {
    LONGSHORE_TRY(auto reader, ports_.spool.reader());
    LONGSHORE_TRY(pending, reader->pending_disposals(endpoint_id_));
  }
  for (const auto& one : pending) {
    auto done = dispose(one);
    LONGSHORE_FAILPOINT("receive.after_disposal");
    if (!done && done.error().code == "REMOTE_UNREACHABLE") return done;
    if (!done)
      ports_.observer.log(
          telemetry::Level::warning, "a taken file could not be put away",
          {{"endpoint", endpoint_id_.str()}, {"name", printable(one.file.path)}, {"error", done.error().describe()}});
    LONGSHORE_CHECK(ports_.spool.commit([&](spool::LedgerWriter& ledger) {
      return done ? ledger.finish_disposal(one.entry) : ledger.note_disposal_failure(one.entry);
    }));
  }
  return {};
}

Result<void> Watcher::dispose(const spool::Disposal& disposal) {
  LONGSHORE_TRY(auto* remote, session());
  LONGSHORE_TRY(auto there, remote->stat(disposal.file.path));
  bool same = there && there->size == disposal.file.size.count && there->mtime == disposal.file.mtime;
  if (!same) return {};  // put away before a crash, or the partner has put another file in its place
  if (disposal.action == spool::DisposalAction::remove) return remote->remove(disposal.file.path);
  return archive(disposal);
}

Result<void> Watcher::archive(const spool::Disposal& disposal) {
  LONGSHORE_TRY(auto* remote, session());
  LONGSHORE_CHECK(remote->make_folder(disposal.target));
  auto name = disposal.file.path.substr(disposal.file.path.find_last_of('/') + 1);
  auto moved = remote->rename(disposal.file.path, disposal.target + "/" + name);
  if (moved || moved.error().code != "REMOTE_EXISTS") return moved;
  return remote->rename(disposal.file.path, disposal.target + "/" + disposal.entry.str() + "-" + name);
}

}  // namespace longshore::receive
