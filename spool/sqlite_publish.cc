#include "spool/failpoint.h"
#include "spool/sqlite_json.h"
#include "spool/sqlite_ledger.h"
#include "spool/sqlite_rows.h"

#include <unordered_set>

namespace longshore::spool {
namespace {

std::string select_interchange(std::string_view where) {
  return std::string(
             "SELECT id, entry, partner, direction, standard, sender_qualifier, sender_id, receiver_qualifier, "
             "receiver_id, "
             "control_number, date, time, sha256, range_begin, range_end, received_at, duplicate_of FROM interchanges "
             "WHERE ")
      .append(where);
}

Interchange read_interchange(Statement& at) {
  Interchange i;
  InterchangeIdentity& n = i.identity;
  at.read(i.id, i.entry, i.partner, i.direction, n.standard, n.sender_qualifier, n.sender_id, n.receiver_qualifier,
          n.receiver_id, n.control_number, n.date, n.time, i.sha256, i.range.begin, i.range.end, i.received_at,
          i.duplicate_of);
  return i;
}

constexpr std::string_view kSelectOutbox = "SELECT seq, document, run, partner, lane, payload, events, at FROM outbox";

OutboxItem read_outbox(Statement& at) {
  OutboxItem o;
  at.read(o.sequence, o.document, o.run, o.partner, o.lane, o.payload, o.events, o.at);
  return o;
}

}  // namespace

Result<std::optional<Interchange>> SqliteReader::find_interchange(const InterchangeIdentity& n, Timestamp since) {
  return db_.row(
      select_interchange(
          "control_number = ? AND sender_id = ? AND received_at >= ? AND standard = ? AND sender_qualifier = ? "
          "AND receiver_qualifier = ? AND receiver_id = ? AND date = ? AND time = ? AND direction = 'in' "
          "ORDER BY received_at, seq LIMIT 1"),
      read_interchange, n.control_number, n.sender_id, since, n.standard, n.sender_qualifier, n.receiver_qualifier,
      n.receiver_id, n.date, n.time);
}

Result<std::optional<Interchange>> SqliteReader::find_interchange_by_hash(const std::string& sha256, Timestamp since) {
  return db_.row(
      select_interchange("sha256 = ? AND received_at >= ? AND direction = 'in' ORDER BY received_at, seq LIMIT 1"),
      read_interchange, sha256, since);
}

Result<std::vector<OutboxItem>> SqliteReader::outbox_after(std::int64_t sequence, std::uint32_t limit) {
  return db_.rows(std::string(kSelectOutbox) + " WHERE seq > ? ORDER BY seq LIMIT ?", read_outbox, sequence, limit);
}

Result<std::optional<OutboxItem>> SqliteReader::find_outbox(std::int64_t sequence) {
  return db_.row(std::string(kSelectOutbox) + " WHERE seq = ?", read_outbox, sequence);
}

Result<void> SqliteWriter::publish(const Publication& p) {
  LONGSHORE_TRY(auto ended, db_.run("DELETE FROM work WHERE id = ? AND fence = ?", p.work.id, p.work.fence.number));
  if (ended != 1) {
    return fail_permanent("ledger", "STALE_FENCE",
                          "the work on entry " + p.work.entry.str() + " was claimed again, or is finished",
                          "drop the result");
  }
  for (const Interchange& interchange : p.interchanges) LONGSHORE_CHECK(insert_interchange(interchange));
  for (const PublishedDocument& document : p.documents) LONGSHORE_CHECK(publish_document(document));
  LONGSHORE_FAILPOINT("spool.inside_publish");
  for (const Owed& owed : p.owed) LONGSHORE_CHECK(insert_owed(owed));
  if (p.work.reprocess) return {};
  LONGSHORE_CHECK(db_.run("UPDATE entries SET state = ?, fault_code = ?, fault_message = ? WHERE id = ?", p.entry_state,
                          p.entry_fault.code, p.entry_fault.message, p.work.entry));
  log({"entry", p.work.entry.str(), name(p.entry_state), p.entry_fault.code});
  return {};
}

Result<void> SqliteWriter::check_unique(const Interchange& i) {
  if (!i.unique_since) return {};
  LONGSHORE_TRY(auto same, reader_.find_interchange(i.identity, *i.unique_since));
  if (!same) {
    LONGSHORE_TRY(same, reader_.find_interchange_by_hash(i.sha256, *i.unique_since));
  }
  if (!same || same->id == i.id) return {};
  return fail_temporary("ledger", "DUPLICATE_INTERCHANGE",
                        "interchange " + i.identity.control_number.str() + " came before, as " + same->id.str());
}

Result<void> SqliteWriter::insert_interchange(const Interchange& i) {
  LONGSHORE_CHECK(check_unique(i));
  const InterchangeIdentity& n = i.identity;
  LONGSHORE_CHECK(
      db_.run("INSERT INTO interchanges(id, entry, partner, direction, standard, sender_qualifier, sender_id, "
              "receiver_qualifier, receiver_id, "
              "control_number, date, time, sha256, range_begin, range_end, received_at, duplicate_of) "
              "VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
              i.id, i.entry, i.partner, i.direction, n.standard, n.sender_qualifier, n.sender_id, n.receiver_qualifier,
              n.receiver_id, n.control_number, n.date, n.time, i.sha256, i.range.begin, i.range.end, i.received_at,
              i.duplicate_of));
  log({"interchange", i.id.str(), n.sender_id, n.control_number.str()});
  return {};
}

Result<void> SqliteWriter::publish_document(const PublishedDocument& published) {
  const Document& document = published.document;
  LONGSHORE_TRY(auto before, reader_.find_document(document.id));
  if (before) {
    LONGSHORE_CHECK(update_document(*before, document));
  } else {
    LONGSHORE_CHECK(insert_document(document));
  }
  return published.run ? publish_run(document, *published.run) : Result<void>();
}

Result<void> SqliteWriter::insert_document(const Document& d) {
  LONGSHORE_CHECK(check_transition(DocumentState::received, d.state));
  StateTimes times = times_after(Document{}, d.state, clock_.now());
  LONGSHORE_CHECK(
      db_.run("INSERT INTO documents(id, entry, interchange, partner, direction, standard, kind, version, "
              "control_number, group_control_number, "
              "functional_id, ordinal, payload, range_begin, range_end, refs, state, validation, delivery, "
              "acknowledgement, fault_code, "
              "fault_message, diagnostics, received_at, published_at, held_at) "
              "VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
              d.id, d.entry, d.interchange, d.partner, d.direction, d.standard, d.set, d.version, d.control_number,
              d.group_control_number, d.functional_id, d.ordinal, d.payload, d.range.begin, d.range.end,
              references_to_json(d.refs), d.state, d.validation, d.delivery, d.acknowledgement, d.fault.code,
              d.fault.message, d.diagnostics, d.received_at, times.published_at, times.held_at));
  LONGSHORE_CHECK(insert_refs(d));
  touched_.insert(d.id);
  log({"document", d.id.str(), d.partner.str(), d.set, name(d.state), d.fault.code});
  return {};
}

Result<void> SqliteWriter::insert_refs(const Document& d) {
  for (const Reference& ref : d.refs) {
    LONGSHORE_CHECK(db_.run("INSERT INTO refs SELECT ?1, ?2, seq FROM documents WHERE id = ?3 ON CONFLICT DO NOTHING",
                            ref.value, ref.type, d.id));
  }
  return {};
}

Result<void> SqliteWriter::update_document(const Document& before, const Document& d) {
  LONGSHORE_CHECK(move_document(before, d.state, d.fault));
  LONGSHORE_CHECK(db_.run("UPDATE documents SET validation = ?, diagnostics = ?, refs = ? WHERE id = ?", d.validation,
                          d.diagnostics, references_to_json(d.refs), d.id));
  for (const Reference& ref : before.refs) {
    LONGSHORE_CHECK(
        db_.run("DELETE FROM refs WHERE value = ? AND type = ? AND document = (SELECT seq FROM documents WHERE id = ?)",
                ref.value, ref.type, d.id));
  }
  return insert_refs(d);
}

Result<void> SqliteWriter::publish_run(const Document& document, const Run& run) {
  LONGSHORE_CHECK(refuse_repeated_events(run));
  LONGSHORE_CHECK(db_.run(
      "INSERT INTO runs(id, document, profile_revision, map_revision, result, started_at, finished_at, diagnostics, "
      "reason, payload, lane, events, duplicates) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      run.id, document.id, run.profile_revision, run.map_revision, run.result, run.started_at, run.finished_at,
      run.diagnostics, run.reason, run.payload, run.lane, events_to_json(run.events),
      duplicates_to_json(run.duplicates)));
  LONGSHORE_CHECK(db_.run("UPDATE documents SET runs = runs + 1 WHERE id = ?", document.id));
  log({"run", run.id.str(), document.id.str(), name(run.result), run.payload.str()});
  for (const LatestFact& fact : run.latest) {
    LONGSHORE_CHECK(
        db_.run("INSERT INTO latest_facts VALUES(?, ?, ?) ON CONFLICT DO UPDATE SET idempotencykey = "
                "excluded.idempotencykey, event = excluded.event",
                fact.key, fact.idempotencykey, fact.event));
  }
  if (run.events.empty()) return {};
  LONGSHORE_CHECK(
      db_.run("INSERT INTO outbox(document, run, partner, lane, payload, events, at) VALUES(?, ?, ?, ?, ?, ?, ?)",
              document.id, run.id, document.partner, run.lane, run.payload, run.events.size(), clock_.now()));
  return {};
}

Result<void> SqliteWriter::refuse_repeated_events(const Run& run) {
  LONGSHORE_TRY(auto before, reader_.published_events(run.document));
  std::unordered_set<std::string> known;
  for (EventKey& event : before) known.insert(std::move(event.id));
  for (const EventKey& event : run.events) {
    if (known.insert(event.id).second) continue;
    return fail_permanent("ledger", "EVENT_REPEATED",
                          "event " + event.id + " of document " + run.document.str() + " was published before");
  }
  return {};
}

Result<void> SqliteWriter::insert_composed(const Interchange& interchange, const std::vector<Document>& documents) {
  LONGSHORE_CHECK(insert_interchange(interchange));
  for (Document document : documents) {
    document.direction = Direction::out;
    document.state = DocumentState::published;
    LONGSHORE_CHECK(insert_document(document));
  }
  return {};
}

}  // namespace longshore::spool
