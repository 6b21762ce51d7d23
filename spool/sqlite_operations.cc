#include "spool/sqlite_ledger.h"

namespace longshore::spool {

Result<bool> SqliteReader::is_paused(const PartnerId& partner) {
  LONGSHORE_TRY(auto found, db_.value<std::int64_t>("SELECT 1 FROM pauses WHERE partner = ?", partner));
  return found.has_value();
}

Result<void> SqliteWriter::set_paused(const PartnerId& partner, bool paused, const std::string& actor,
                                      const std::string& reason) {
  if (paused) {
    LONGSHORE_CHECK(
        db_.run("INSERT INTO pauses VALUES(?, ?, ?, ?) ON CONFLICT DO NOTHING", partner, actor, reason, clock_.now()));
  } else {
    LONGSHORE_CHECK(db_.run("DELETE FROM pauses WHERE partner = ?", partner));
  }
  log({paused ? "pause" : "resume", partner.str(), "by", actor, ":", reason});
  return {};
}

Result<std::vector<Alert>> SqliteReader::open_alerts() {
  auto read = [](Statement& at) {
    Alert a;
    at.read(a.kind, a.partner, a.subject, a.message, a.raised_at);
    return a;
  };
  return db_.rows(
      "SELECT kind, partner, subject, message, raised_at FROM alerts WHERE resolved_at IS NULL ORDER BY seq DESC",
      read);
}

Result<bool> SqliteWriter::raise_alert(const Alert& a) {
  LONGSHORE_TRY(auto inserted,
                db_.run("INSERT INTO alerts(kind, partner, subject, message, raised_at) VALUES(?, ?, ?, ?, ?) "
                        "ON CONFLICT DO NOTHING",
                        a.kind, a.partner, a.subject, a.message, clock_.now()));
  if (inserted == 0) return false;
  log({"alert", a.kind, a.partner.str(), a.subject, a.message});
  return true;
}

Result<void> SqliteWriter::resolve_alert(const std::string& kind, const PartnerId& partner,
                                         const std::string& subject) {
  LONGSHORE_TRY(
      auto changed,
      db_.run(
          "UPDATE alerts SET resolved_at = ? WHERE kind = ? AND partner = ? AND subject = ? AND resolved_at IS NULL",
          clock_.now(), kind, partner, subject));
  if (changed == 1) log({"resolved", kind, partner.str(), subject});
  return {};
}

namespace {

struct Count {
  PartnerId partner;
  DocumentState state{};
  std::int64_t documents = 0;
};

Result<void> count_documents(Database& db, Status& status) {
  auto read = [](Statement& at) {
    Count c;
    at.read(c.partner, c.state, c.documents);
    return c;
  };
  LONGSHORE_TRY(auto counts,
                db.rows("SELECT partner, state, documents FROM counts WHERE documents > 0 ORDER BY partner", read));
  for (const Count& count : counts) {
    status.documents[count.state] += count.documents;
    if (status.partners.empty() || status.partners.back().partner != count.partner)
      status.partners.push_back({.partner = count.partner});
    status.partners.back().documents[count.state] = count.documents;
  }
  if (auto held = status.documents.find(DocumentState::held); held != status.documents.end())
    status.held = held->second;
  return {};
}

/// Partners that sent something that came to no document appear too.
constexpr std::string_view kLastReceived = R"sql(
  WITH RECURSIVE known(partner) AS (
    SELECT min(partner) FROM entries
    UNION ALL
    SELECT (SELECT min(partner) FROM entries WHERE partner > known.partner) FROM known WHERE known.partner IS NOT NULL)
  SELECT partner, (SELECT max(received_at) FROM entries WHERE partner = known.partner), partner IN (SELECT partner FROM pauses)
  FROM known WHERE partner IS NOT NULL)sql";

Result<void> add_last_received(Database& db, Status& status) {
  auto read = [](Statement& at) {
    PartnerStatus p;
    at.read(p.partner, p.last_received_at, p.paused);
    return p;
  };
  LONGSHORE_TRY(auto partners, db.rows(kLastReceived, read));
  for (PartnerStatus& found : partners) {
    auto known = std::find_if(status.partners.begin(), status.partners.end(),
                              [&](const auto& p) { return p.partner == found.partner; });
    if (known == status.partners.end()) {
      status.partners.push_back(std::move(found));
    } else {
      known->last_received_at = found.last_received_at;
      known->paused = found.paused;
    }
  }
  return {};
}

struct Figure {
  std::string_view sql;
  std::int64_t Status::* target;
};

constexpr std::array kFigures{
    Figure{"SELECT count(*) FROM work", &Status::queued_work},
    Figure{"SELECT count(*) FROM owed WHERE state = 'pending'", &Status::queued_owed},
    Figure{"SELECT count(*) FROM deliveries WHERE state IN ('ready', 'retry', 'sending')", &Status::queued_deliveries},
    Figure{"SELECT count(*) FROM deliveries WHERE state = 'awaiting'", &Status::awaiting_deliveries},
    Figure{"SELECT count(*) FROM deliveries WHERE state = 'failed'", &Status::failed_deliveries},
    Figure{"SELECT count(*) FROM alerts WHERE resolved_at IS NULL", &Status::open_alerts},
    Figure{"SELECT coalesce(max(seq), 0) FROM outbox", &Status::outbox_head},
};

}  // namespace

Result<Status> SqliteReader::status() {
  Status status;
  LONGSHORE_CHECK(count_documents(db_, status));
  LONGSHORE_CHECK(add_last_received(db_, status));
  for (const Figure& figure : kFigures) {
    LONGSHORE_TRY(auto value, db_.value<std::int64_t>(figure.sql));
    status.*figure.target = value.value_or(0);
  }
  LONGSHORE_TRY(auto reason,
                db_.value<std::string>("SELECT fault_code FROM documents WHERE state = 'held' GROUP BY fault_code "
                                       "ORDER BY count(*) DESC, fault_code LIMIT 1"));
  status.top_held_reason = reason.value_or("");
  LONGSHORE_TRY(auto oldest,
                db_.value<Timestamp>("SELECT created_at FROM deliveries WHERE state = 'ready' ORDER BY seq LIMIT 1"));
  status.oldest_ready_delivery = oldest;
  return status;
}

}  // namespace longshore::spool
