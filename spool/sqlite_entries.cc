#include "spool/sqlite_ledger.h"

namespace longshore::spool {
namespace {

std::string select_entry(std::string_view where) {
  return std::string(
             "SELECT id, partner, endpoint, remote_name, path, remote_size, mtime, message_key, answer, received_at, "
             "payload, "
             "sha256, size, class, trace_parent, state, fault_code, fault_message FROM entries WHERE ")
      .append(where);
}

Entry read_entry(Statement& at) {
  Entry e;
  std::optional<std::string> path, message_key;
  Bytes remote_size;
  std::int64_t mtime = 0;
  at.read(e.id, e.partner, e.endpoint, e.remote_name, path, remote_size, mtime, message_key, e.answer, e.received_at,
          e.payload, e.sha256, e.size, e.work_class, e.trace_parent, e.state, e.fault.code, e.fault.message);
  if (path) e.file = RemoteFile{e.endpoint, *path, remote_size, mtime};
  e.message_key = message_key.value_or("");
  return e;
}

}  // namespace

Result<bool> SqliteReader::is_seen(const RemoteFile& f) {
  constexpr std::string_view sql =
      "SELECT 1 FROM entries WHERE endpoint = ? AND path = ? AND remote_size = ? AND mtime = ? LIMIT 1";
  LONGSHORE_TRY(auto found, db_.value<std::int64_t>(sql, f.endpoint, f.path, f.size, f.mtime));
  return found.has_value();
}

Result<std::vector<Pickup>> SqliteReader::pending_pickups(const EndpointId& endpoint) {
  auto read = [](Statement& at) {
    Pickup p;
    at.read(p.file.endpoint, p.file.path, p.file.size, p.file.mtime, p.claimed_path, p.claimed_at);
    return p;
  };
  return db_.rows(
      "SELECT endpoint, path, size, mtime, claimed_path, claimed_at FROM pickups WHERE endpoint = ? ORDER BY path",
      read, endpoint);
}

Result<std::vector<Disposal>> SqliteReader::pending_disposals(const EndpointId& endpoint) {
  auto read = [](Statement& at) {
    Disposal d;
    at.read(d.entry, d.file.endpoint, d.file.path, d.file.size, d.file.mtime, d.claimed_path, d.action, d.target,
            d.attempts);
    return d;
  };
  return db_.rows(
      "SELECT entry, endpoint, path, size, mtime, claimed_path, action, target, attempts FROM disposals "
      "WHERE done_at IS NULL AND endpoint = ? ORDER BY entry",
      read, endpoint);
}

Result<std::optional<Entry>> SqliteReader::find_entry(const EntryId& id) {
  return db_.row(select_entry("id = ?"), read_entry, id);
}

Result<std::optional<Entry>> SqliteReader::find_message(const std::string& message_key) {
  return db_.row(select_entry("message_key = ?"), read_entry, message_key);
}

Result<bool> SqliteReader::knows_payload(const PayloadId& id) {
  LONGSHORE_TRY(auto found, db_.value<std::int64_t>("SELECT 1 FROM payloads WHERE id = ?", id));
  return found.has_value();
}

Result<void> SqliteWriter::insert_payload(const PayloadId& id, const std::string& sha256, Bytes size) {
  LONGSHORE_CHECK(db_.run("INSERT INTO payloads VALUES(?, ?, ?)", id, sha256, size));
  return {};
}

Result<bool> SqliteWriter::claim_pickup(const Pickup& p) {
  LONGSHORE_TRY(bool seen, reader_.is_seen(p.file));
  if (seen) return false;
  LONGSHORE_CHECK(
      db_.run("INSERT INTO pickups VALUES(?1, ?2, ?3, ?4, ?5, ?6) "
              "ON CONFLICT DO UPDATE SET size = ?3, mtime = ?4, claimed_path = ?5, claimed_at = ?6",
              p.file.endpoint, p.file.path, p.file.size, p.file.mtime, p.claimed_path, clock_.now()));
  return true;
}

Result<void> SqliteWriter::give_up_pickup(const RemoteFile& file) {
  LONGSHORE_CHECK(db_.run("DELETE FROM pickups WHERE endpoint = ? AND path = ?", file.endpoint, file.path));
  return {};
}

Result<void> SqliteWriter::insert_entry(const Entry& e, const std::optional<Disposal>& disposal) {
  LONGSHORE_TRY(auto same, reader_.find_entry(e.id));
  if (same) return {};
  std::optional<std::string> path, message_key;
  std::optional<Bytes> remote_size;
  std::optional<std::int64_t> mtime;
  if (e.file) path = e.file->path, remote_size = e.file->size, mtime = e.file->mtime;
  if (!e.message_key.empty()) message_key = e.message_key;
  auto inserted = db_.run(
      "INSERT INTO entries(id, partner, endpoint, remote_name, path, remote_size, mtime, message_key, answer, "
      "received_at, payload, "
      "sha256, size, class, trace_parent, state, fault_code, fault_message) "
      "VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
      e.id, e.partner, e.endpoint, e.remote_name, path, remote_size, mtime, message_key, e.answer, e.received_at,
      e.payload, e.sha256, e.size, e.work_class, e.trace_parent, e.state, e.fault.code, e.fault.message);
  if (!inserted) {
    if (inserted.error().code != "CONFLICT") return fail(std::move(inserted).error());
    return fail_permanent("ledger", "ALREADY_SEEN",
                          e.remote_name + " from " + e.endpoint.str() + " was accepted before");
  }
  if (e.file) LONGSHORE_CHECK(give_up_pickup(*e.file));
  if (disposal) {
    const Disposal& d = *disposal;
    LONGSHORE_CHECK(db_.run("INSERT INTO disposals VALUES(?, ?, ?, ?, ?, ?, ?, ?, 0, NULL)", e.id, d.file.endpoint,
                            d.file.path, d.file.size, d.file.mtime, d.claimed_path, d.action, d.target));
  }
  if (e.state == EntryState::received) LONGSHORE_CHECK(insert_work(e.id, e.work_class, nullptr));
  log({"entry", e.id.str(), e.partner.str(), e.payload.str(), e.sha256});
  return {};
}

Result<void> SqliteWriter::finish_disposal(const EntryId& entry) {
  LONGSHORE_CHECK(db_.run("UPDATE disposals SET done_at = ? WHERE entry = ? AND done_at IS NULL", clock_.now(), entry));
  return {};
}

Result<void> SqliteWriter::note_disposal_failure(const EntryId& entry) {
  LONGSHORE_CHECK(db_.run("UPDATE disposals SET attempts = attempts + 1 WHERE entry = ?", entry));
  return {};
}

}  // namespace longshore::spool
