#include "engine/base/json/json.h"
#include "spool/sqlite_json.h"
#include "spool/sqlite_ledger.h"

// What is claimed under a lease: translation work and what is owed. A claim is a row that is not ready until its lease
// ends; its fence tells a claim from the one after it.
namespace longshore::spool {
namespace {

std::unexpected<Error> stale(std::string_view what) {
  return fail_permanent("ledger", "STALE_FENCE", std::string(what) + " was claimed again, or is finished",
                        "drop the result");
}

WorkItem read_work(Statement& at) {
  WorkItem w;
  std::optional<std::string> document;
  Reprocess r;
  int work_class = 0;
  at.read(w.id, work_class, w.entry, document, r.mode, r.edited, r.resend, r.released, r.actor, r.reason, w.attempts);
  w.work_class = static_cast<WorkClass>(work_class);
  if (document) {
    r.document = DocumentId(*document);
    w.reprocess = std::move(r);
  }
  return w;
}

std::string select_owed(std::string_view where) {
  return std::string(
             "SELECT id, kind, partner, entry, interchange, documents, outbox, parameters, class, fence, attempts "
             "FROM owed WHERE ")
      .append(where);
}

Owed read_owed(Statement& at) {
  Owed o;
  std::string documents;
  int work_class = 0;
  at.read(o.id, o.kind, o.partner, o.entry, o.interchange, documents, o.outbox, o.parameters, work_class,
          o.fence.number, o.attempts);
  o.documents = names_from_json<DocumentId>(documents);
  o.work_class = static_cast<WorkClass>(work_class);
  return o;
}

}  // namespace

Result<void> SqliteWriter::insert_work(const EntryId& entry, WorkClass work_class, const Reprocess* r) {
  if (r == nullptr) {
    LONGSHORE_CHECK(db_.run("INSERT INTO work(class, entry) VALUES(?, ?)", static_cast<int>(work_class), entry));
    return {};
  }
  auto inserted = db_.run(
      "INSERT INTO work(class, entry, document, mode, edited, resend, released, actor, reason) VALUES(?, ?, ?, ?, ?, "
      "?, ?, ?, ?)",
      static_cast<int>(work_class), entry, r->document, r->mode, r->edited, r->resend, r->released, r->actor,
      r->reason);
  if (inserted) return {};
  if (inserted.error().code != "CONFLICT") return fail(std::move(inserted).error());
  return fail_permanent("ledger", "CONFLICT", "document " + r->document.str() + " waits for translation already");
}

Result<std::vector<WorkItem>> SqliteWriter::claim_work(std::uint32_t limit, Seconds lease) {
  Timestamp now = clock_.now();
  LONGSHORE_TRY(
      auto items,
      db_.rows("SELECT id, class, entry, document, mode, edited, resend, released, actor, reason, attempts FROM work "
               "WHERE ready_at <= ? ORDER BY class, id LIMIT ?",
               read_work, now, limit));
  for (WorkItem& item : items) {
    item.fence.number = next_fence();
    LONGSHORE_CHECK(db_.run("UPDATE work SET ready_at = ?, leased = 1, fence = ?, attempts = attempts + 1 WHERE id = ?",
                            now.plus_seconds(lease.count), item.fence.number, item.id));
  }
  return items;
}

Result<void> SqliteWriter::postpone_work(const WorkItem& work, Timestamp until) {
  LONGSHORE_TRY(auto changed, db_.run("UPDATE work SET ready_at = ?, leased = 0 WHERE id = ? AND fence = ?", until,
                                      work.id, work.fence.number));
  if (changed != 1) return stale("the work");
  return {};
}

Result<void> SqliteWriter::insert_owed(const Owed& o) {
  LONGSHORE_TRY(auto inserted,
                db_.run("INSERT INTO owed(id, kind, partner, entry, interchange, documents, outbox, parameters, class) "
                        "VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT(id) DO NOTHING",
                        o.id, o.kind, o.partner, o.entry, o.interchange, names_to_json(o.documents), o.outbox,
                        o.parameters, static_cast<int>(o.work_class)));
  if (inserted == 0) return {};
  for (const DocumentId& document : o.documents) {
    LONGSHORE_CHECK(add_pending(document, 1));
    if (o.kind == OwedKind::acknowledgement)
      LONGSHORE_CHECK(set_acknowledgement(document, AcknowledgementStatus::owed));
  }
  log({"owed", o.id.str(), name(o.kind), o.partner.str()});
  return {};
}

Result<std::vector<Owed>> SqliteWriter::claim_owed(std::uint32_t limit, Seconds lease) {
  Timestamp now = clock_.now();
  LONGSHORE_TRY(auto items, db_.rows(select_owed("state = 'pending' AND ready_at <= ? ORDER BY class, seq LIMIT ?"),
                                     read_owed, now, limit));
  for (Owed& item : items) {
    item.fence.number = next_fence();
    LONGSHORE_CHECK(db_.run("UPDATE owed SET ready_at = ?, leased = 1, fence = ?, attempts = attempts + 1 WHERE id = ?",
                            now.plus_seconds(lease.count), item.fence.number, item.id));
  }
  return items;
}

Result<void> SqliteWriter::postpone_owed(const Owed& owed, Timestamp until) {
  LONGSHORE_TRY(auto changed,
                db_.run("UPDATE owed SET ready_at = ?, leased = 0 WHERE id = ? AND fence = ? AND state = 'pending'",
                        until, owed.id, owed.fence.number));
  if (changed != 1) return stale("owed " + owed.id.str());
  return {};
}

Result<void> SqliteWriter::finish_owed(const Owed& owed) {
  LONGSHORE_TRY(auto changed,
                db_.run("UPDATE owed SET state = 'done', leased = 0 WHERE id = ? AND fence = ? AND state = 'pending'",
                        owed.id, owed.fence.number));
  if (changed != 1) return stale("owed " + owed.id.str());
  for (const DocumentId& document : owed.documents) LONGSHORE_CHECK(add_pending(document, -1));
  log({"composed", owed.id.str()});
  return {};
}

Result<void> SqliteWriter::fail_owed(const Owed& owed, const Fault& fault) {
  LONGSHORE_TRY(auto changed, db_.run("UPDATE owed SET state = 'failed', leased = 0, fault_code = ?, fault_message = ? "
                                      "WHERE id = ? AND fence = ? AND state = 'pending'",
                                      fault.code, fault.message, owed.id, owed.fence.number));
  if (changed != 1) return stale("owed " + owed.id.str());
  log({"not composed", owed.id.str(), fault.code});
  return {};
}

Result<std::optional<Owed>> SqliteReader::find_owed(const OwedId& id) {
  return db_.row(select_owed("id = ?"), read_owed, id);
}

}  // namespace longshore::spool
