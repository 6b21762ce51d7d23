#include "spool/sqlite_json.h"
#include "spool/sqlite_ledger.h"
#include "spool/sqlite_rows.h"

namespace longshore::spool {
namespace {

struct Numbered {
  std::int64_t seq = 0;
  Delivery delivery;
};

Numbered read_numbered(Statement& at) {
  Numbered n;
  Delivery& d = n.delivery;
  std::string control_numbers, documents;
  at.read(n.seq, d.id, d.partner, d.endpoint, d.kind, d.file_name, d.payload, d.lane, d.lane_policy, control_numbers,
          d.entry, d.owed, documents, d.state, d.created_at, d.next_at, d.delivered_at, d.attempts, d.temporary_name,
          d.uploaded, d.fault.code, d.fault.message);
  d.control_numbers = ranges_from_json(control_numbers);
  d.documents = names_from_json<DocumentId>(documents);
  return n;
}

Delivery read_delivery(Statement& at) {
  return read_numbered(at).delivery;
}

std::string select_delivery(std::string_view where) {
  return std::string(
             "SELECT seq, id, partner, endpoint, kind, file_name, payload, lane, lane_policy, control_numbers, entry, "
             "owed, documents, "
             "state, created_at, next_at, delivered_at, attempts, temporary_name, uploaded, fault_code, fault_message "
             "FROM "
             "deliveries WHERE ")
      .append(where);
}

/// Steps from lane to lane through the index of those that park: in proportion to the lanes, not to what waits in them.
constexpr std::string_view kDueHeads = R"sql(
seq IN (
  WITH RECURSIVE lanes(lane) AS (
    SELECT min(lane) FROM deliveries WHERE parks = 1
    UNION ALL
    SELECT (SELECT min(lane) FROM deliveries WHERE parks = 1 AND lane > lanes.lane) FROM lanes WHERE lanes.lane IS NOT NULL)
  SELECT (SELECT min(seq) FROM deliveries WHERE parks = 1 AND lane = lanes.lane) FROM lanes WHERE lanes.lane IS NOT NULL)
AND state IN ('ready', 'retry') AND next_at <= ? AND partner NOT IN (SELECT partner FROM pauses) ORDER BY seq LIMIT ?)sql";

std::string conditions(const DeliveryFilter& f) {
  std::string where = "seq < ?1";
  if (f.state) where += " AND state = ?2";
  if (!f.partner.empty()) where += " AND partner = ?3";
  if (!f.document.empty()) where += " AND seq IN (SELECT delivery FROM delivery_documents WHERE document = ?4)";
  return where + " ORDER BY seq DESC LIMIT ?5";
}

}  // namespace

Result<std::vector<Delivery>> SqliteReader::due_deliveries(Timestamp now, std::uint32_t limit) {
  return db_.rows(select_delivery(kDueHeads), read_delivery, now, limit);
}

Result<std::vector<Delivery>> SqliteReader::interrupted_deliveries() {
  return db_.rows(select_delivery("state = 'sending' AND epoch < ? ORDER BY seq"), read_delivery, epoch_);
}

Result<std::vector<Delivery>> SqliteReader::overdue_deliveries(Timestamp now, std::uint32_t limit) {
  return db_.rows(select_delivery("state = 'awaiting' AND next_at <= ? ORDER BY seq LIMIT ?"), read_delivery, now,
                  limit);
}

Result<std::optional<Delivery>> SqliteReader::find_delivery(const DeliveryId& id) {
  return db_.row(select_delivery("id = ?"), read_delivery, id);
}

Result<std::optional<Delivery>> SqliteReader::find_delivery_by_name(const PartnerId& partner,
                                                                    const std::string& file_name) {
  return db_.row(select_delivery("file_name = ? AND partner = ? ORDER BY seq DESC LIMIT 1"), read_delivery, file_name,
                 partner);
}

Result<Page<Delivery>> SqliteReader::list_deliveries(const DeliveryFilter& f) {
  LONGSHORE_TRY(std::int64_t before, seq_of(f.page));
  std::uint32_t limit = std::clamp(f.limit, 1u, 1000u);
  LONGSHORE_TRY(auto rows,
                db_.rows(select_delivery(conditions(f)), read_numbered, before, f.state, f.partner, f.document, limit));
  Page<Delivery> page;
  if (rows.size() == limit) page.next = PageToken(std::to_string(rows.back().seq));
  for (Numbered& row : rows) page.items.push_back(std::move(row.delivery));
  return page;
}

Result<Delivery> SqliteWriter::require_delivery(const DeliveryId& id) {
  LONGSHORE_TRY(auto delivery, reader_.find_delivery(id));
  if (!delivery) return fail_permanent("ledger", "NOT_FOUND", "there is no delivery " + id.str());
  return std::move(*delivery);
}

Result<void> SqliteWriter::insert_delivery(const Delivery& d) {
  LONGSHORE_TRY(
      auto inserted,
      db_.run("INSERT INTO deliveries(id, partner, endpoint, kind, file_name, payload, lane, lane_policy, "
              "control_numbers, entry, "
              "owed, documents, state, created_at, next_at) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'ready', ?, ?) "
              "ON CONFLICT(id) DO NOTHING",
              d.id, d.partner, d.endpoint, d.kind, d.file_name, d.payload, d.lane, d.lane_policy,
              ranges_to_json(d.control_numbers), d.entry, d.owed, names_to_json(d.documents), clock_.now(), d.next_at));
  if (inserted == 0) return {};
  std::int64_t row = db_.last_row();
  for (const DocumentId& document : d.documents) {
    LONGSHORE_CHECK(db_.run("INSERT INTO delivery_documents VALUES(?, ?) ON CONFLICT DO NOTHING", document, row));
    LONGSHORE_CHECK(add_pending(document, 1));
  }
  for (const ControlNumberRange& range : d.control_numbers) LONGSHORE_CHECK(use_control_numbers(range, d.id));
  log({"delivery", d.id.str(), name(d.kind), d.endpoint.str(), d.file_name, d.payload.str()});
  return spread_delivery(d, DeliveryState::ready);
}

Result<void> SqliteWriter::move_delivery(const Delivery& d, DeliveryState to, Timestamp next_at, const Fault& fault) {
  LONGSHORE_CHECK(check_transition(d.state, to));
  using enum DeliveryState;
  bool parks = to == ready || to == sending || to == retry || (to == failed && d.lane_policy == LanePolicy::block);
  std::optional<Timestamp> delivered_at = d.delivered_at;
  if (to == delivered) delivered_at = clock_.now();
  LONGSHORE_CHECK(db_.run(
      "UPDATE deliveries SET state = ?, next_at = ?, delivered_at = ?, parks = ?, fault_code = ?, fault_message = ? "
      "WHERE id = ?",
      to, next_at, delivered_at, parks, fault.code, fault.message, d.id));
  log({"delivery", d.id.str(), name(d.state), ">", name(to), fault.code});
  auto closed = [](DeliveryState state) { return state == delivered || state == cancelled; };
  int change = int{closed(d.state)} - int{closed(to)};
  if (change != 0) {
    for (const DocumentId& document : d.documents) LONGSHORE_CHECK(add_pending(document, change));
  }
  return spread_delivery(d, to);
}

Result<void> SqliteWriter::spread_delivery(const Delivery& delivery, DeliveryState to) {
  for (const DocumentId& document : delivery.documents) LONGSHORE_CHECK(spread_to_document(delivery, to, document));
  return {};
}

Result<void> SqliteWriter::spread_to_document(const Delivery& delivery, DeliveryState to, const DocumentId& id) {
  if (delivery.kind == DeliveryKind::acknowledgement) {
    // An acknowledgement's delivery answers the document it cites; it is not that document's own way out.
    return to == DeliveryState::delivered ? set_acknowledgement(id, AcknowledgementStatus::sent) : Result<void>();
  }
  DeliveryStatus status = DeliveryStatus::pending;
  if (to == DeliveryState::delivered) status = DeliveryStatus::delivered;
  if (to == DeliveryState::failed) status = DeliveryStatus::failed;
  if (to == DeliveryState::cancelled) status = DeliveryStatus::cancelled;
  std::optional<Timestamp> at;
  if (to == DeliveryState::delivered) at = clock_.now();
  LONGSHORE_CHECK(db_.run("UPDATE documents SET delivery = ?, delivered_at = coalesce(?, delivered_at) WHERE id = ?",
                          status, at, id));
  return {};
}

Result<void> SqliteWriter::retry_delivery(const DeliveryId& id, const std::string& actor, const std::string& reason) {
  LONGSHORE_TRY(Delivery delivery, require_delivery(id));
  log({"retry", id.str(), "by", actor, ":", reason});
  return move_delivery(delivery, DeliveryState::ready, clock_.now(), {});
}

Result<void> SqliteWriter::cancel_delivery(const DeliveryId& id, const std::string& actor, const std::string& reason) {
  LONGSHORE_TRY(Delivery delivery, require_delivery(id));
  log({"cancel", id.str(), "by", actor, ":", reason});
  return move_delivery(delivery, DeliveryState::cancelled, delivery.next_at, {"CANCELLED_BY_PERSON", reason});
}

}  // namespace longshore::spool
