#include "engine/base/crypto/crypto.h"
#include "engine/base/json/json.h"
#include "spool/sqlite_ledger.h"

namespace longshore::spool {
namespace {

constexpr const char* kSetMeta = "INSERT INTO meta VALUES(?1, ?2) ON CONFLICT DO UPDATE SET value = ?2";
constexpr std::string_view kGetMeta = "SELECT value FROM meta WHERE key = ?";

}  // namespace

Result<bool> SqliteWriter::begin_epoch() {
  LONGSHORE_TRY(auto before, db_.value<std::int64_t>(kGetMeta, "epoch"));
  LONGSHORE_TRY(auto clean, db_.value<std::string>(kGetMeta, "clean"));
  epoch_ = before.value_or(0) + 1;
  LONGSHORE_CHECK(db_.run(kSetMeta, "epoch", std::to_string(epoch_)));
  LONGSHORE_CHECK(db_.run(kSetMeta, "clean", "no"));
  LONGSHORE_CHECK(db_.run("UPDATE work SET leased = 0, ready_at = 0 WHERE leased = 1"));
  LONGSHORE_CHECK(db_.run("UPDATE owed SET leased = 0, ready_at = 0 WHERE leased = 1"));
  LONGSHORE_CHECK(db_.run("UPDATE reservations SET state = 'void', reason = 'not used' WHERE state = 'reserved'"));
  reader_.set_epoch(epoch_);
  return before.has_value() && clean != "yes";
}

Result<void> SqliteWriter::end_epoch() {
  LONGSHORE_CHECK(db_.run(kSetMeta, "clean", "yes"));
  return {};
}

/// Higher than any fence before, in this epoch or an earlier one.
std::int64_t SqliteWriter::next_fence() {
  return (epoch_ << 32) + ++fence_;
}

Result<void> SqliteWriter::set_mark(const std::string& name, const std::string& text) {
  LONGSHORE_CHECK(db_.run(kSetMeta, "mark." + name, text));
  return {};
}

Result<std::string> SqliteReader::find_mark(const std::string& name) {
  LONGSHORE_TRY(auto text, db_.value<std::string>(kGetMeta, "mark." + name));
  return text.value_or("");
}

void SqliteWriter::log(std::initializer_list<std::string_view> words) {
  std::string line;
  for (std::string_view word : words) {
    if (word.empty()) continue;
    if (!line.empty()) line += ' ';
    line += word;
  }
  changes_.push_back(std::move(line));
}

Result<void> SqliteWriter::note(const std::string& actor, const std::string& what) {
  log({"note", what, "by", actor});
  return {};
}

Result<void> SqliteWriter::append_audit() {
  if (changes_.empty()) return {};
  LONGSHORE_TRY(AuditHead head, reader_.audit_head());
  Timestamp now = clock_.now();
  json::Array changes;
  for (std::string& change : changes_) changes.emplace_back(std::move(change));
  json::Object record;
  record.set("number", head.count + 1);
  record.set("at", to_rfc3339(now));
  record.set("epoch", epoch_);
  record.set("changes", std::move(changes));
  std::string text = json::write(std::move(record));
  std::string hash = crypto::hex(crypto::sha256(head.hash + text));
  LONGSHORE_CHECK(db_.run("INSERT INTO audit VALUES(?, ?, ?, ?)", head.count + 1, now, text, hash));
  return {};
}

Result<AuditHead> SqliteReader::audit_head() {
  auto read = [](Statement& at) {
    AuditHead head;
    at.read(head.count, head.hash);
    return head;
  };
  LONGSHORE_TRY(auto head, db_.row("SELECT number, hash FROM audit ORDER BY number DESC LIMIT 1", read));
  return head.value_or(AuditHead{});
}

Result<std::vector<AuditRecord>> SqliteReader::audit_from(std::int64_t number, std::uint32_t limit) {
  auto read = [](Statement& at) {
    AuditRecord record;
    at.read(record.number, record.at, record.record, record.hash);
    return record;
  };
  return db_.rows("SELECT number, at, record, hash FROM audit WHERE number >= ? ORDER BY number LIMIT ?", read, number,
                  limit);
}

}  // namespace longshore::spool
