#include "spool/committer.h"

#include "spool/failpoint.h"
#include "spool/sqlite_database.h"

#include <bit>

namespace longshore::spool {
namespace {

constexpr std::int64_t kPayloadAgeSeconds = 1800;  // half of what the search for orphans leaves alone

std::unexpected<Error> damaged_error() {
  return fail_permanent("spool", "DAMAGED", "the disk failed while data was made durable; nothing more is accepted",
                        "check the disk, then restart: the start verifies what is there");
}

std::unexpected<Error> stopped_error() {
  return fail_temporary("spool", "STOPPED", "the spool is being closed", "try again after the restart");
}

bool breaks_the_promise(const Error& error) {
  return error.code == io_code::sync_failed || error.code == ledger_code::outcome_unknown ||
         error.code == ledger_code::io_error || error.code == "LEDGER_DAMAGED";
}

Result<void> enter_payloads(LedgerWriter& ledger, const Batch& batch) {
  for (const Payload& payload : batch.payloads) {
    LONGSHORE_CHECK(ledger.insert_payload(payload.id, payload.sha256, Bytes{payload.bytes.size()}));
  }
  return batch.change ? batch.change(ledger) : Result<void>();
}

}  // namespace

Committer::Committer(Ledger& ledger, PayloadStore& store, Clock& clock, std::uint32_t group_limit)
    : ledger_(ledger), store_(store), clock_(clock), group_limit_(std::max(group_limit, 1u)), thread_([this] {
        run();
      }) {}

Result<void> Committer::commit(Batch batch) {
  std::future<Result<void>> answer;
  {
    std::lock_guard lock(mutex_);
    if (stopping_) return stopped_error();
    queue_.push_back({std::move(batch), {}});
    answer = queue_.back().answer.get_future();
  }
  arrived_.notify_one();
  return answer.get();
}

void Committer::stop() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  arrived_.notify_one();
  if (thread_.joinable()) thread_.join();
}

Result<void> Committer::between_groups(const std::function<Result<void>()>& action) {
  std::lock_guard lock(writing_);
  if (damaged_) return damaged_error();
  auto result = action();
  note_damage(result);
  return result;
}

CommitCounters Committer::counters() const {
  std::lock_guard lock(mutex_);
  return counters_;
}

void Committer::run() {
  for (Group group = next_group(); !group.empty(); group = next_group()) {
    std::lock_guard lock(writing_);
    commit_group(group);
    if (!damaged_) note_damage(ledger_.idle());
  }
}

Committer::Group Committer::next_group() {
  std::unique_lock lock(mutex_);
  arrived_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
  Group group;
  while (!queue_.empty() && group.size() < group_limit_) {
    group.push_back(std::move(queue_.front()));
    queue_.pop_front();
  }
  return group;
}

void Committer::commit_group(Group& group) {
  Timestamp began = clock_.now();
  Results results = damaged_ ? Results(group.size(), Result<void>(damaged_error())) : make_durable(group);
  count(group.size(), results, began);
  for (std::size_t i = 0; i < group.size(); ++i) group[i].answer.set_value(std::move(results[i]));
}

// The commit point, and why no crash loses an accepted document or leaves half of one:
//   1. Bytes first. Every payload is written and fdatasync'ed, then the folders that name it, before the ledger hears
//   of it:
//      a committed row never references bytes that a power cut can take. A crash up to here leaves files that no row
//      knows; the search for orphans sets them aside.
//   2. One transaction makes all rows of the group durable at once (WAL, synchronous=FULL): a crash inside it leaves
//   none.
//   3. Only then do the callers return, and only they tell a partner "accepted" or dispose of a remote file. A crash
//   between
//      2 and 3 leaves an entry that nobody was told of: the partner sends it again, and the seen-key recognises it.
// When the disk fails at a step whose effect cannot be known (fsync, the commit itself), nobody is told "accepted" and
// nothing more is: only a restart can find out what the disk holds.
Committer::Results Committer::make_durable(Group& group) {
  Results results = write_payloads(group);
  Result<void> whole = damaged_ ? Result<void>(damaged_error()) : store_.settle();
  LONGSHORE_FAILPOINT("spool.after_fsync");
  if (whole) whole = transact(group, results);
  note_damage(whole);
  for (std::size_t i = 0; i < group.size(); ++i) {
    if (!whole && results[i]) {
      results[i] = whole;
      if (!damaged_) take_back(group[i].batch);
    }
  }
  return results;
}

Committer::Results Committer::write_payloads(const Group& group) {
  Results results;
  for (const Waiting& waiting : group) {
    results.push_back(damaged_ ? Result<void>(damaged_error()) : write_payloads(waiting.batch));
    note_damage(results.back());
  }
  return results;
}

Result<void> Committer::write_payloads(const Batch& batch) {
  for (std::size_t i = 0; i < batch.payloads.size(); ++i) {
    const Payload& payload = batch.payloads[i];
    Result<void> written;
    if (payload.at.plus_seconds(kPayloadAgeSeconds) < clock_.now()) {
      written = fail_permanent("spool", "PAYLOAD_EXPIRED", "payload " + payload.id.str() + " was named too long ago",
                               "make it anew");
    } else {
      written = store_.write(payload);
    }
    if (written) continue;
    bool sync_failed = written.error().code == io_code::sync_failed;
    for (std::size_t k = 0; k < i && !sync_failed; ++k) static_cast<void>(store_.remove(batch.payloads[k].id));
    return written;
  }
  return {};
}

Result<void> Committer::transact(Group& group, Results& results) {
  std::vector<Ledger::Change> changes;
  std::vector<std::size_t> whose;
  for (std::size_t i = 0; i < group.size(); ++i) {
    if (!results[i]) continue;
    changes.emplace_back([&batch = group[i].batch](LedgerWriter& ledger) { return enter_payloads(ledger, batch); });
    whose.push_back(i);
  }
  if (changes.empty()) return {};
  LONGSHORE_TRY(Results outcomes, ledger_.transact(changes));
  LONGSHORE_FAILPOINT("spool.before_release");
  for (std::size_t k = 0; k < whose.size(); ++k) {
    if (!outcomes[k]) take_back(group[whose[k]].batch);
    results[whose[k]] = std::move(outcomes[k]);
  }
  return {};
}

/// For batches that are certainly not in the ledger. What cannot be deleted becomes an orphan.
void Committer::take_back(const Batch& batch) {
  for (const Payload& payload : batch.payloads) static_cast<void>(store_.remove(payload.id));
}

void Committer::note_damage(const Result<void>& result) {
  if (!result && breaks_the_promise(result.error())) damaged_ = true;
}

void Committer::count(std::size_t group, const Results& results, Timestamp began) {
  auto bucket = static_cast<std::size_t>(std::bit_width(group - 1));
  std::lock_guard lock(mutex_);
  ++counters_.groups;
  counters_.batches += group;
  for (const Result<void>& result : results) counters_.refused += result ? 0u : 1u;
  ++counters_.group_sizes[std::min(bucket, counters_.group_sizes.size() - 1)];
  counters_.commit_microseconds += static_cast<std::uint64_t>((clock_.now().milliseconds - began.milliseconds) * 1000);
}

}  // namespace longshore::spool
