#include "spool/sqlite_ledger.h"

#include "spool/failpoint.h"

#include <exception>
#include <limits>

namespace longshore::spool {
namespace {

constexpr int kCheckpointFrames = 1000;  // of 4 KiB: well under the 8 MiB that the log may grow to

std::unexpected<Error> outcome_unknown(Error cause) {
  cause.lasting = Lasting::permanent;
  cause.code = std::string(ledger_code::outcome_unknown);
  cause.what = "the ledger's commit failed half way: whether it holds is known after a restart";
  return fail(std::move(cause));
}

Error undone() {
  return {Lasting::temporary, "ledger", "LEDGER_ERROR", "the ledger undid the transaction", "", std::nullopt};
}

}  // namespace

Result<std::unique_ptr<Ledger>> open_sqlite_ledger(const std::string& path, Clock& clock) {
  LONGSHORE_TRY(auto database, Database::open(path, Database::Mode::write));
  LONGSHORE_CHECK(ensure_schema(*database));
  return std::make_unique<SqliteLedger>(path, std::move(database), clock);
}

Result<std::unique_ptr<LedgerReader>> open_sqlite_reader(const std::string& path) {
  LONGSHORE_TRY(auto database, Database::open(path, Database::Mode::read));
  LONGSHORE_CHECK(check_schema(*database));
  auto reader = std::make_unique<SqliteReader>(std::move(database));
  reader->set_epoch(std::numeric_limits<std::int64_t>::max());
  return reader;
}

Result<bool> SqliteLedger::begin_service() {
  bool unclean = false;
  Change begin = [&](LedgerWriter&) -> Result<void> {
    LONGSHORE_TRY(unclean, writer_.begin_epoch());
    return {};
  };
  LONGSHORE_TRY(auto results, transact(std::span(&begin, 1)));
  LONGSHORE_CHECK(results.front());
  return unclean;
}

Result<void> SqliteLedger::end_service() {
  Change end = [&](LedgerWriter&) { return writer_.end_epoch(); };
  LONGSHORE_TRY(auto results, transact(std::span(&end, 1)));
  LONGSHORE_CHECK(results.front());
  return database_->checkpoint();
}

Result<std::vector<Result<void>>> SqliteLedger::transact(std::span<const Change> changes) {
  writer_.changes().clear();
  LONGSHORE_CHECK(database_->run("BEGIN IMMEDIATE"));
  auto results = run_all(changes);
  if (results) {
    LONGSHORE_FAILPOINT("spool.before_commit");
    auto committed = database_->run("COMMIT");
    LONGSHORE_FAILPOINT("spool.after_commit");
    if (committed) return results;
    if (committed.error().code == ledger_code::io_error) return outcome_unknown(std::move(committed).error());
    results = fail(std::move(committed).error());
  }
  if (database_->in_transaction()) LONGSHORE_CHECK(database_->run("ROLLBACK"));
  return results;
}

Result<std::vector<Result<void>>> SqliteLedger::run_all(std::span<const Change> changes) {
  std::vector<Result<void>> results;
  for (const Change& change : changes) {
    results.push_back(run_one(change));
    // A full disk or a failing one makes SQLite undo the whole transaction by itself: then nobody's change is in it.
    if (!database_->in_transaction()) return fail(results.back() ? undone() : std::move(results.back()).error());
  }
  LONGSHORE_CHECK(writer_.append_audit());
  return results;
}

Result<void> SqliteLedger::run_one(const Change& change) {
  std::size_t said = writer_.changes().size();
  LONGSHORE_CHECK(database_->run("SAVEPOINT change"));
  Result<void> result;
  try {
    result = change(writer_);
    if (result) result = writer_.settle();
  } catch (const std::exception& thrown) {
    result = fail_permanent("ledger", "INTERNAL", std::string("a change threw: ") + thrown.what());
  }
  if (!result && database_->in_transaction()) {
    writer_.changes().resize(said);
    writer_.forget_touched();
    LONGSHORE_CHECK(database_->run("ROLLBACK TO change"));
  }
  if (database_->in_transaction()) LONGSHORE_CHECK(database_->run("RELEASE change"));
  return result;
}

Result<void> SqliteLedger::idle() {
  if (database_->log_frames() < kCheckpointFrames) return {};
  return database_->checkpoint();
}

Result<std::unique_ptr<LedgerReader>> SqliteLedger::new_reader() {
  LONGSHORE_TRY(auto database, Database::open(path_, Database::Mode::read));
  auto reader = std::make_unique<SqliteReader>(std::move(database));
  reader->set_epoch(writer_.epoch());
  return reader;
}

}  // namespace longshore::spool
