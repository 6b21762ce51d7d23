#include "engine/translate/translator.h"

#include "engine/translate/publication.h"
#include "spool/failpoint.h"

namespace longshore::translate {
namespace {

constexpr std::uint32_t work_at_once = 16;
constexpr Seconds lease{300};
constexpr int give_up_after = 5;

spool::Batch batch_of(std::vector<Outcome>& outcomes, std::size_t first, std::size_t count) {
  spool::Batch batch;
  for (std::size_t i = first; i < first + count; ++i)
    for (auto& payload : outcomes[i].payloads) batch.payloads.push_back(std::move(payload));
  batch.change = [&outcomes, first, count](spool::LedgerWriter& ledger) -> Result<void> {
    for (std::size_t i = first; i < first + count; ++i) LONGSHORE_CHECK(ledger.publish(outcomes[i].publication));
    return {};
  };
  return batch;
}

}  // namespace

Result<bool> Translator::step() {
  if (claimed_.empty()) {
    LONGSHORE_CHECK(ports_.spool.commit([&](spool::LedgerWriter& ledger) -> Result<void> {
      LONGSHORE_TRY(claimed_, ledger.claim_work(work_at_once, lease));
      return {};
    }));
  }
  if (claimed_.empty()) return false;
  LONGSHORE_FAILPOINT("translate.after_claim");
  if (claimed_.size() > 1 && together(claimed_)) claimed_.clear();
  while (!claimed_.empty()) {
    LONGSHORE_CHECK(alone(claimed_.front()));
    claimed_.erase(claimed_.begin());
  }
  return true;
}

// Several pieces in one transaction: the usual case. Whatever goes wrong, each is then tried by itself.
Result<void> Translator::together(const std::vector<spool::WorkItem>& work) {
  std::vector<Outcome> outcomes;
  for (const auto& item : work) {
    LONGSHORE_TRY(auto outcome, Publisher(ports_.spool, ports_.clock, ports_.settings()).prepare(item));
    outcomes.push_back(std::move(outcome));
  }
  LONGSHORE_FAILPOINT("translate.before_publish");
  LONGSHORE_CHECK(ports_.spool.commit(batch_of(outcomes, 0, outcomes.size())));
  LONGSHORE_FAILPOINT("translate.after_publish");
  return {};
}

Result<void> Translator::alone(const spool::WorkItem& work) {
  auto prepared = Publisher(ports_.spool, ports_.clock, ports_.settings()).prepare(work);
  Result<void> done;
  if (prepared) {
    std::vector<Outcome> one;
    one.push_back(std::move(*prepared));
    done = ports_.spool.commit(batch_of(one, 0, 1));
  } else {
    done = std::unexpected(prepared.error());
  }
  if (done || done.error().code == "STALE_FENCE") return {};
  const auto& error = done.error();
  bool stop = error.code == "DAMAGED" || error.code == "OUTCOME_UNKNOWN" || error.code == "DISK_FULL";
  if (stop) return done;
  ports_.observer.log(telemetry::Level::error, "a piece of work could not be translated",
                      {{"entry", work.entry.str()}, {"error", error.describe()}});
  bool again = (error.temporary() || error.code == "DUPLICATE_INTERCHANGE") && work.attempts < give_up_after;
  return ports_.spool.commit([&](spool::LedgerWriter& ledger) -> Result<void> {
    if (again) return ledger.postpone_work(work, ports_.clock.now().plus_seconds(work.attempts < 2 ? 0 : 5));
    spool::Publication failed;
    failed.work = work;
    failed.entry_state = spool::EntryState::failed;
    failed.entry_fault = {error.code, error.describe()};
    return ledger.publish(failed);
  });
}

}  // namespace longshore::translate
