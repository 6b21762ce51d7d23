#include "spool/sqlite_ledger.h"

namespace longshore::spool {
namespace {

constexpr std::int64_t kVersion = 2;

constexpr const char* kReceiving = R"sql(
CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE payloads(id TEXT PRIMARY KEY, sha256 TEXT NOT NULL, size INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE pickups(
  endpoint TEXT NOT NULL, path TEXT NOT NULL, size INTEGER NOT NULL, mtime INTEGER NOT NULL,
  claimed_path TEXT NOT NULL, claimed_at INTEGER NOT NULL, PRIMARY KEY(endpoint, path)) STRICT, WITHOUT ROWID;
CREATE TABLE entries(
  seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, partner TEXT NOT NULL, endpoint TEXT NOT NULL, remote_name TEXT NOT NULL,
  path TEXT, remote_size INTEGER, mtime INTEGER, message_key TEXT UNIQUE, answer TEXT NOT NULL,
  received_at INTEGER NOT NULL, payload TEXT NOT NULL, sha256 TEXT NOT NULL, size INTEGER NOT NULL, class TEXT NOT NULL,
  trace_parent TEXT NOT NULL, state TEXT NOT NULL, fault_code TEXT NOT NULL, fault_message TEXT NOT NULL) STRICT;
CREATE UNIQUE INDEX entries_seen ON entries(endpoint, path, remote_size, mtime, sha256) WHERE path IS NOT NULL;
CREATE INDEX entries_partner ON entries(partner, received_at);
CREATE TABLE disposals(
  entry TEXT PRIMARY KEY, endpoint TEXT NOT NULL, path TEXT NOT NULL, size INTEGER NOT NULL, mtime INTEGER NOT NULL,
  claimed_path TEXT NOT NULL, action TEXT NOT NULL, target TEXT NOT NULL, attempts INTEGER NOT NULL DEFAULT 0,
  done_at INTEGER) STRICT, WITHOUT ROWID;
CREATE INDEX disposals_pending ON disposals(endpoint) WHERE done_at IS NULL;
)sql";

constexpr const char* kTranslating = R"sql(
CREATE TABLE work(
  id INTEGER PRIMARY KEY AUTOINCREMENT, class INTEGER NOT NULL, entry TEXT NOT NULL, document TEXT UNIQUE, mode TEXT,
  edited TEXT NOT NULL DEFAULT '', resend INTEGER NOT NULL DEFAULT 0, released INTEGER NOT NULL DEFAULT 0, actor TEXT NOT NULL DEFAULT '',
  reason TEXT NOT NULL DEFAULT '', ready_at INTEGER NOT NULL DEFAULT 0, leased INTEGER NOT NULL DEFAULT 0,
  fence INTEGER NOT NULL DEFAULT 0, attempts INTEGER NOT NULL DEFAULT 0) STRICT;
CREATE INDEX work_queue ON work(class, id);
CREATE INDEX work_leased ON work(leased) WHERE leased = 1;
CREATE TABLE interchanges(
  seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, entry TEXT NOT NULL, partner TEXT NOT NULL, direction TEXT NOT NULL,
  standard TEXT NOT NULL, sender_qualifier TEXT NOT NULL, sender_id TEXT NOT NULL, receiver_qualifier TEXT NOT NULL,
  receiver_id TEXT NOT NULL, control_number TEXT NOT NULL, date TEXT NOT NULL, time TEXT NOT NULL, sha256 TEXT NOT NULL,
  range_begin INTEGER NOT NULL, range_end INTEGER NOT NULL, received_at INTEGER NOT NULL, duplicate_of TEXT) STRICT;
CREATE INDEX interchanges_identity ON interchanges(control_number, sender_id, received_at);
CREATE INDEX interchanges_hash ON interchanges(sha256, received_at);
CREATE TABLE documents(
  seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, entry TEXT NOT NULL, interchange TEXT NOT NULL, partner TEXT NOT NULL,
  direction TEXT NOT NULL, standard TEXT NOT NULL, kind TEXT NOT NULL, version TEXT NOT NULL, control_number TEXT NOT NULL,
  group_control_number TEXT NOT NULL, functional_id TEXT NOT NULL, ordinal INTEGER NOT NULL, payload TEXT NOT NULL,
  range_begin INTEGER NOT NULL, range_end INTEGER NOT NULL, refs TEXT NOT NULL, state TEXT NOT NULL, validation TEXT NOT NULL,
  delivery TEXT NOT NULL, acknowledgement TEXT NOT NULL, fault_code TEXT NOT NULL, fault_message TEXT NOT NULL,
  diagnostics TEXT NOT NULL, received_at INTEGER NOT NULL, published_at INTEGER, delivered_at INTEGER, held_at INTEGER,
  resolved_at INTEGER, runs INTEGER NOT NULL DEFAULT 0, pending INTEGER NOT NULL DEFAULT 0) STRICT;
CREATE UNIQUE INDEX documents_place ON documents(entry, ordinal) WHERE direction = 'in';
CREATE INDEX documents_state ON documents(state, seq);
CREATE INDEX documents_partner ON documents(partner, seq);
CREATE INDEX documents_number ON documents(control_number, seq);
CREATE TABLE refs(
  value TEXT NOT NULL, type TEXT NOT NULL, document INTEGER NOT NULL, PRIMARY KEY(value, type, document)) STRICT, WITHOUT ROWID;
CREATE TABLE runs(
  seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, document TEXT NOT NULL, profile_revision TEXT NOT NULL,
  map_revision TEXT NOT NULL, result TEXT NOT NULL, started_at INTEGER NOT NULL, finished_at INTEGER NOT NULL,
  diagnostics TEXT NOT NULL, reason TEXT NOT NULL, payload TEXT NOT NULL, lane TEXT NOT NULL, events TEXT NOT NULL,
  duplicates TEXT NOT NULL) STRICT;
CREATE INDEX runs_document ON runs(document, seq);
CREATE TABLE outbox(
  seq INTEGER PRIMARY KEY AUTOINCREMENT, document TEXT NOT NULL, run TEXT NOT NULL, partner TEXT NOT NULL, lane TEXT NOT NULL,
  payload TEXT NOT NULL, events INTEGER NOT NULL, at INTEGER NOT NULL) STRICT;
CREATE TABLE latest_facts(
  key TEXT PRIMARY KEY, idempotencykey TEXT NOT NULL, event TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE counts(
  partner TEXT NOT NULL, state TEXT NOT NULL, documents INTEGER NOT NULL, PRIMARY KEY(partner, state)) STRICT, WITHOUT ROWID;
CREATE TRIGGER documents_entered AFTER INSERT ON documents BEGIN
  INSERT INTO counts VALUES(new.partner, new.state, 1) ON CONFLICT DO UPDATE SET documents = documents + 1;
END;
CREATE TRIGGER documents_moved AFTER UPDATE OF state ON documents WHEN new.state <> old.state BEGIN
  UPDATE counts SET documents = documents - 1 WHERE partner = old.partner AND state = old.state;
  INSERT INTO counts VALUES(new.partner, new.state, 1) ON CONFLICT DO UPDATE SET documents = documents + 1;
END;
)sql";

constexpr const char* kSending = R"sql(
CREATE TABLE owed(
  seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, partner TEXT NOT NULL, entry TEXT NOT NULL,
  interchange TEXT NOT NULL, documents TEXT NOT NULL, outbox INTEGER, parameters TEXT NOT NULL, class INTEGER NOT NULL,
  state TEXT NOT NULL DEFAULT 'pending', ready_at INTEGER NOT NULL DEFAULT 0, leased INTEGER NOT NULL DEFAULT 0,
  fence INTEGER NOT NULL DEFAULT 0, attempts INTEGER NOT NULL DEFAULT 0, fault_code TEXT NOT NULL DEFAULT '',
  fault_message TEXT NOT NULL DEFAULT '') STRICT;
CREATE INDEX owed_queue ON owed(class, seq) WHERE state = 'pending';
CREATE INDEX owed_leased ON owed(leased) WHERE leased = 1;
CREATE TABLE sequences(name TEXT PRIMARY KEY, next INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE reservations(
  sequence TEXT NOT NULL, first INTEGER NOT NULL, count INTEGER NOT NULL, state TEXT NOT NULL, delivery TEXT NOT NULL DEFAULT '',
  reason TEXT NOT NULL DEFAULT '', at INTEGER NOT NULL, PRIMARY KEY(sequence, first)) STRICT, WITHOUT ROWID;
CREATE INDEX reservations_open ON reservations(state) WHERE state = 'reserved';
CREATE TABLE deliveries(
  seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, partner TEXT NOT NULL, endpoint TEXT NOT NULL, kind TEXT NOT NULL,
  file_name TEXT NOT NULL, payload TEXT NOT NULL, lane TEXT NOT NULL, lane_policy TEXT NOT NULL, control_numbers TEXT NOT NULL,
  entry TEXT NOT NULL, owed TEXT NOT NULL, documents TEXT NOT NULL, state TEXT NOT NULL, created_at INTEGER NOT NULL,
  next_at INTEGER NOT NULL, delivered_at INTEGER, attempts INTEGER NOT NULL DEFAULT 0, temporary_name TEXT NOT NULL DEFAULT '', uploaded INTEGER NOT NULL DEFAULT 0,
  fault_code TEXT NOT NULL DEFAULT '', fault_message TEXT NOT NULL DEFAULT '', epoch INTEGER NOT NULL DEFAULT 0,
  parks INTEGER NOT NULL DEFAULT 1) STRICT;
CREATE INDEX deliveries_lane ON deliveries(lane, seq) WHERE parks = 1;
CREATE INDEX deliveries_state ON deliveries(state, seq);
CREATE INDEX deliveries_partner ON deliveries(partner, seq);
CREATE INDEX deliveries_name ON deliveries(file_name, partner);
CREATE INDEX deliveries_owed ON deliveries(owed);
CREATE TABLE delivery_documents(
  document TEXT NOT NULL, delivery INTEGER NOT NULL, PRIMARY KEY(document, delivery)) STRICT, WITHOUT ROWID;
CREATE TABLE attempts(
  delivery TEXT NOT NULL, number INTEGER NOT NULL, started_at INTEGER NOT NULL, finished_at INTEGER, temporary_name TEXT NOT NULL,
  outcome TEXT, fault_code TEXT NOT NULL DEFAULT '', fault_message TEXT NOT NULL DEFAULT '', detail TEXT NOT NULL DEFAULT '',
  evidence TEXT NOT NULL DEFAULT '', PRIMARY KEY(delivery, number)) STRICT, WITHOUT ROWID;
CREATE TABLE sinks(name TEXT PRIMARY KEY, sequence INTEGER NOT NULL, byte_offset INTEGER NOT NULL) STRICT, WITHOUT ROWID;
)sql";

constexpr const char* kOperating = R"sql(
CREATE TABLE pauses(
  partner TEXT PRIMARY KEY, actor TEXT NOT NULL, reason TEXT NOT NULL, at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE alerts(
  seq INTEGER PRIMARY KEY, kind TEXT NOT NULL, partner TEXT NOT NULL, subject TEXT NOT NULL, message TEXT NOT NULL,
  raised_at INTEGER NOT NULL, resolved_at INTEGER) STRICT;
CREATE UNIQUE INDEX alerts_open ON alerts(kind, partner, subject) WHERE resolved_at IS NULL;
CREATE TABLE audit(number INTEGER PRIMARY KEY, at INTEGER NOT NULL, record TEXT NOT NULL, hash TEXT NOT NULL) STRICT;
)sql";

}  // namespace

Result<void> check_schema(Database& database) {
  LONGSHORE_TRY(auto version, database.value<std::int64_t>("PRAGMA user_version"));
  if (version == kVersion) return {};
  return fail_permanent("ledger", "LEDGER_VERSION",
                        "the ledger has version " + std::to_string(version.value_or(0)) + ", this program reads " +
                            std::to_string(kVersion),
                        "run the program that wrote it, or migrate");
}

Result<void> ensure_schema(Database& database) {
  LONGSHORE_TRY(auto version, database.value<std::int64_t>("PRAGMA user_version"));
  if (version != 0) return check_schema(database);
  std::string sql = "BEGIN IMMEDIATE;";
  for (const char* part : {kReceiving, kTranslating, kSending, kOperating}) sql += part;
  sql += "PRAGMA user_version = " + std::to_string(kVersion) + "; COMMIT;";
  return database.script(sql);
}

}  // namespace longshore::spool
