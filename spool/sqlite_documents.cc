#include "spool/sqlite_json.h"
#include "spool/sqlite_ledger.h"
#include "spool/sqlite_rows.h"

#include <array>

namespace longshore::spool {
namespace {

constexpr std::uint32_t kPageLimit = 1000;

struct Numbered {
  std::int64_t seq = 0;
  Document document;
};

Numbered read_numbered(Statement& at) {
  Numbered n;
  Document& d = n.document;
  std::string refs;
  at.read(n.seq, d.id, d.entry, d.interchange, d.partner, d.direction, d.standard, d.set, d.version, d.control_number,
          d.group_control_number, d.functional_id, d.ordinal, d.payload, d.range.begin, d.range.end, refs, d.state,
          d.validation, d.delivery, d.acknowledgement, d.fault.code, d.fault.message, d.diagnostics, d.received_at,
          d.published_at, d.delivered_at, d.held_at, d.resolved_at, d.runs);
  d.refs = references_from_json(refs);
  return n;
}

std::string select_document(std::string_view where) {
  return std::string(
             "SELECT seq, id, entry, interchange, partner, direction, standard, kind, version, control_number, "
             "group_control_number, "
             "functional_id, ordinal, payload, range_begin, range_end, refs, state, validation, delivery, "
             "acknowledgement, fault_code, "
             "fault_message, diagnostics, received_at, published_at, delivered_at, held_at, resolved_at, runs FROM "
             "documents WHERE ")
      .append(where);
}

/// Only conditions that are asked for, so that an index can serve them; parameters keep their numbers.
std::string conditions(const DocumentFilter& f) {
  std::string where = "seq < ?1";
  if (f.state) where += " AND state = ?2";
  if (!f.partner.empty()) where += " AND partner = ?3";
  if (!f.entry.empty()) where += " AND entry = ?4";
  if (!f.set.empty()) where += " AND kind = ?5";
  if (!f.ref_value.empty()) {
    where += " AND seq IN (SELECT document FROM refs WHERE value = ?6";
    where += f.ref_type.empty() ? ")" : " AND type = ?7)";
  }
  if (!f.control_number.empty()) where += " AND control_number = ?8";
  if (f.since) where += " AND received_at >= ?9";
  if (f.direction) where += " AND direction = ?10";
  return where + " ORDER BY seq DESC LIMIT ?11";
}

Run read_run(Statement& at) {
  Run r;
  std::string events;
  std::string duplicates;
  at.read(r.id, r.document, r.profile_revision, r.map_revision, r.result, r.started_at, r.finished_at, r.diagnostics,
          r.reason, r.payload, r.lane, events, duplicates);
  r.events = events_from_json(events);
  r.duplicates = duplicates_from_json(duplicates);
  return r;
}

constexpr std::string_view kSelectRuns =
    "SELECT id, document, profile_revision, map_revision, result, started_at, finished_at, diagnostics, reason, "
    "payload, lane, "
    "events, duplicates FROM runs WHERE document = ? ORDER BY seq";

}  // namespace

Result<Page<Document>> SqliteReader::list_documents(const DocumentFilter& f) {
  LONGSHORE_TRY(std::int64_t before, seq_of(f.page));
  std::uint32_t limit = std::clamp(f.limit, 1u, kPageLimit);
  LONGSHORE_TRY(auto rows, db_.rows(select_document(conditions(f)), read_numbered, before, f.state, f.partner, f.entry,
                                    f.set, f.ref_value, f.ref_type, f.control_number, f.since, f.direction, limit));
  Page<Document> page;
  if (rows.size() == limit) page.next = PageToken(std::to_string(rows.back().seq));
  for (Numbered& row : rows) page.items.push_back(std::move(row.document));
  return page;
}

Result<std::optional<Document>> SqliteReader::find_document(const DocumentId& id) {
  LONGSHORE_TRY(auto row, db_.row(select_document("id = ?"), read_numbered, id));
  if (!row) return std::nullopt;
  return std::move(row->document);
}

Result<std::optional<DocumentDetail>> SqliteReader::document_detail(const DocumentId& id) {
  LONGSHORE_TRY(auto document, find_document(id));
  if (!document) return std::nullopt;
  DocumentDetail detail;
  detail.document = std::move(*document);
  LONGSHORE_TRY(auto entry, find_entry(detail.document.entry));
  if (entry) detail.entry = std::move(*entry);
  LONGSHORE_TRY(detail.runs, db_.rows(kSelectRuns, read_run, id));
  LONGSHORE_TRY(auto page, list_deliveries({.document = id, .limit = kPageLimit}));
  detail.deliveries.assign(std::make_move_iterator(page.items.rbegin()), std::make_move_iterator(page.items.rend()));
  for (const Delivery& delivery : detail.deliveries) {
    LONGSHORE_TRY(auto tries, attempts(delivery.id));
    detail.attempts.insert(detail.attempts.end(), tries.begin(), tries.end());
  }
  return detail;
}

Result<std::vector<EventKey>> SqliteReader::published_events(const DocumentId& document) {
  LONGSHORE_TRY(auto runs, db_.rows(kSelectRuns, read_run, document));
  std::vector<EventKey> events;
  for (Run& run : runs) events.insert(events.end(), run.events.begin(), run.events.end());
  return events;
}

Result<std::optional<LatestFact>> SqliteReader::latest_fact(const std::string& key) {
  return db_.row(
      "SELECT key, idempotencykey, event FROM latest_facts WHERE key = ?",
      [](Statement& at) {
        LatestFact out;
        at.read(out.key, out.idempotencykey, out.event);
        return out;
      },
      key);
}

Result<Document> SqliteWriter::require_document(const DocumentId& id) {
  LONGSHORE_TRY(auto document, reader_.find_document(id));
  if (!document) return fail_permanent("ledger", "NOT_FOUND", "there is no document " + id.str());
  return std::move(*document);
}

Result<void> SqliteWriter::move_document(const Document& document, DocumentState to, const Fault& fault) {
  LONGSHORE_CHECK(check_transition(document.state, to));
  StateTimes times = times_after(document, to, clock_.now());
  LONGSHORE_CHECK(
      db_.run("UPDATE documents SET state = ?, fault_code = ?, fault_message = ?, published_at = ?, held_at = ?, "
              "resolved_at = ? WHERE id = ?",
              to, fault.code, fault.message, times.published_at, times.held_at, times.resolved_at, document.id));
  touched_.insert(document.id);
  log({"document", document.id.str(), name(document.state), ">", name(to)});
  return {};
}

Result<void> SqliteWriter::add_pending(const DocumentId& document, std::int64_t change) {
  LONGSHORE_CHECK(db_.run("UPDATE documents SET pending = pending + ? WHERE id = ?", change, document));
  touched_.insert(document);
  return {};
}

Result<void> SqliteWriter::settle() {
  for (const DocumentId& document : std::exchange(touched_, {})) {
    LONGSHORE_TRY(
        auto done,
        db_.run("UPDATE documents SET state = 'done' WHERE id = ? AND state = 'published' AND pending = 0", document));
    if (done == 1) log({"document", document.str(), "published > done"});
  }
  return {};
}

Result<void> SqliteWriter::set_acknowledgement(const DocumentId& document, AcknowledgementStatus status) {
  LONGSHORE_TRY(
      auto changed,
      db_.run("UPDATE documents SET acknowledgement = ?1 WHERE id = ?2 AND acknowledgement <> ?1", status, document));
  if (changed == 1) log({"acknowledgement", document.str(), name(status)});
  return {};
}

Result<void> SqliteWriter::hold(const DocumentId& id, const std::string& actor, const std::string& reason) {
  LONGSHORE_TRY(Document document, require_document(id));
  LONGSHORE_CHECK(db_.run("DELETE FROM work WHERE document = ?", id));
  log({"hold", id.str(), "by", actor, ":", reason});
  return move_document(document, DocumentState::held, {"HELD_BY_PERSON", reason});
}

Result<void> SqliteWriter::release(const DocumentId& id, const std::string& actor, const std::string& reason) {
  LONGSHORE_TRY(Document document, require_document(id));
  if (document.state != DocumentState::held) {
    return fail_permanent("ledger", "ILLEGAL_TRANSITION", "document " + id.str() + " is not held");
  }
  log({"release", id.str(), "by", actor, ":", reason});
  Reprocess request;
  request.document = id;
  request.mode = ReprocessMode::correct;
  request.released = true;
  request.resend = document.runs == 0;  // it never got as far as owing anything
  request.actor = actor;
  request.reason = reason;
  return requeue(document, request);
}

Result<void> SqliteWriter::ignore(const DocumentId& id, const std::string& actor, const std::string& reason) {
  LONGSHORE_TRY(Document document, require_document(id));
  LONGSHORE_CHECK(db_.run("DELETE FROM work WHERE document = ?", id));
  log({"ignore", id.str(), "by", actor, ":", reason});
  return move_document(document, DocumentState::ignored, {"IGNORED_BY_PERSON", reason});
}

Result<void> SqliteWriter::request_reprocess(const Reprocess& request) {
  LONGSHORE_TRY(Document document, require_document(request.document));
  if (document.direction != Direction::in) {
    return fail_permanent("ledger", "CONFLICT",
                          "document " + document.id.str() + " was composed here: retry its delivery instead");
  }
  log({"reprocess", name(request.mode), document.id.str(), "by", request.actor, ":", request.reason});
  return requeue(document, request);
}

Result<void> SqliteWriter::requeue(const Document& document, const Reprocess& request) {
  LONGSHORE_TRY(auto entry, reader_.find_entry(document.entry));
  LONGSHORE_CHECK(insert_work(document.entry, entry ? entry->work_class : WorkClass::normal, &request));
  return move_document(document, DocumentState::received, {});
}

}  // namespace longshore::spool
