#include "spool/failpoint.h"
#include "spool/sqlite_ledger.h"

// Attempts, control numbers and sinks.
namespace longshore::spool {

Result<std::vector<Attempt>> SqliteReader::attempts(const DeliveryId& id) {
  auto read = [](Statement& at) {
    Attempt a;
    at.read(a.delivery, a.number, a.started_at, a.finished_at, a.temporary_name, a.outcome, a.fault.code,
            a.fault.message, a.detail, a.evidence);
    return a;
  };
  return db_.rows(
      "SELECT delivery, number, started_at, finished_at, temporary_name, outcome, fault_code, fault_message, detail, "
      "evidence "
      "FROM attempts WHERE delivery = ? ORDER BY number",
      read, id);
}

Result<int> SqliteWriter::begin_attempt(const DeliveryId& id, const std::string& temporary_name) {
  LONGSHORE_TRY(Delivery delivery, require_delivery(id));
  if (delivery.state != DeliveryState::ready && delivery.state != DeliveryState::retry) {
    return fail_permanent("ledger", "CONFLICT", "delivery " + id.str() + " is " + std::string(name(delivery.state)));
  }
  int number = delivery.attempts + 1;
  LONGSHORE_CHECK(move_delivery(delivery, DeliveryState::sending, delivery.next_at, delivery.fault));
  LONGSHORE_CHECK(
      db_.run("UPDATE deliveries SET attempts = ?, temporary_name = ?, uploaded = 0, epoch = ? WHERE id = ?", number,
              temporary_name, epoch_, id));
  LONGSHORE_CHECK(db_.run("INSERT INTO attempts(delivery, number, started_at, temporary_name) VALUES(?, ?, ?, ?)", id,
                          number, clock_.now(), temporary_name));
  return number;
}

Result<void> SqliteWriter::mark_uploaded(const DeliveryId& id) {
  LONGSHORE_TRY(auto changed, db_.run("UPDATE deliveries SET uploaded = 1 WHERE id = ? AND state = 'sending'", id));
  if (changed == 1) return {};
  return fail_permanent("ledger", "CONFLICT", "delivery " + id.str() + " is not being sent");
}

Result<void> SqliteWriter::finish_attempt(const DeliveryId& id, const Outcome& outcome) {
  LONGSHORE_TRY(Delivery delivery, require_delivery(id));
  if (delivery.state == outcome.state && delivery.state != DeliveryState::sending) return {};
  LONGSHORE_CHECK(move_delivery(delivery, outcome.state, outcome.retry_at, outcome.fault));
  LONGSHORE_CHECK(db_.run(
      "UPDATE attempts SET finished_at = ?, outcome = ?, fault_code = ?, fault_message = ?, detail = ?, evidence = ? "
      "WHERE delivery = ? AND number = ?",
      clock_.now(), outcome.state, outcome.fault.code, outcome.fault.message, outcome.detail, outcome.evidence, id,
      delivery.attempts));
  return {};
}

Result<ControlNumberRange> SqliteWriter::reserve_control_numbers(const std::string& sequence, std::int64_t count,
                                                                 std::int64_t highest) {
  LONGSHORE_TRY(auto next, db_.value<std::int64_t>("SELECT next FROM sequences WHERE name = ?", sequence));
  ControlNumberRange range{sequence, next.value_or(1), count};
  if (count < 1) return fail_permanent("ledger", "CONFLICT", "at least one control number has to be reserved");
  if (count > highest || range.first > highest - count + 1) {
    return fail_permanent("ledger", "SEQUENCE_EXHAUSTED",
                          "sequence " + sequence + " has no numbers left below " + std::to_string(highest),
                          "agree on a new start with the partner");
  }
  LONGSHORE_CHECK(db_.run("INSERT INTO sequences VALUES(?1, ?2) ON CONFLICT DO UPDATE SET next = ?2", sequence,
                          range.first + (LONGSHORE_MUTANT("ledger.numbers_again") ? 0 : count)));
  LONGSHORE_CHECK(db_.run("INSERT INTO reservations(sequence, first, count, state, at) VALUES(?, ?, ?, 'reserved', ?)",
                          sequence, range.first, count, clock_.now()));
  log({"reserved", sequence, std::to_string(range.first), "+", std::to_string(count)});
  return range;
}

Result<void> SqliteWriter::use_control_numbers(const ControlNumberRange& range, const DeliveryId& delivery) {
  LONGSHORE_TRY(
      auto changed,
      db_.run("UPDATE reservations SET state = 'used', delivery = ?1 WHERE sequence = ?2 AND first = ?3 AND count = ?4 "
              "AND (state = 'reserved' OR (state = 'used' AND delivery = ?1))",
              delivery, range.sequence, range.first, range.count));
  if (changed == 1) return {};
  return fail_permanent("ledger", "CONFLICT",
                        "numbers from " + std::to_string(range.first) + " of " + range.sequence + " are not reserved",
                        "reserve anew");
}

Result<void> SqliteWriter::void_control_numbers(const ControlNumberRange& range, const std::string& reason) {
  LONGSHORE_CHECK(db_.run(
      "UPDATE reservations SET state = 'void', reason = ? WHERE sequence = ? AND first = ? AND state = 'reserved'",
      reason, range.sequence, range.first));
  log({"void", range.sequence, std::to_string(range.first), "+", std::to_string(range.count), reason});
  return {};
}

Result<SinkCursor> SqliteReader::sink_cursor(const std::string& sink) {
  auto read = [](Statement& at) {
    SinkCursor cursor;
    at.read(cursor.sequence, cursor.byte_offset);
    return cursor;
  };
  LONGSHORE_TRY(auto cursor, db_.row("SELECT sequence, byte_offset FROM sinks WHERE name = ?", read, sink));
  return cursor.value_or(SinkCursor{});
}

Result<void> SqliteWriter::advance_sink(const std::string& sink, SinkCursor to) {
  LONGSHORE_TRY(SinkCursor from, reader_.sink_cursor(sink));
  if (to == from) return {};
  if (to.sequence < from.sequence) {
    return fail_permanent("ledger", "CONFLICT",
                          "sink " + sink + " is beyond " + std::to_string(to.sequence) + " already");
  }
  LONGSHORE_CHECK(
      db_.run("INSERT INTO sinks VALUES(?1, ?2, ?3) ON CONFLICT DO UPDATE SET sequence = ?2, byte_offset = ?3", sink,
              to.sequence, to.byte_offset));
  return {};
}

}  // namespace longshore::spool
