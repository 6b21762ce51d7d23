#pragma once
#include "engine/model/ports.h"
#include "engine/model/result.h"
#include "spool/file_system.h"
#include "spool/ledger.h"
#include "spool/payload_store.h"

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace longshore::spool {

struct SpoolOptions {
  std::string data_folder;         ///< absolute; created when missing
  Bytes reserve{64ull << 20};      ///< `accepting` refuses below this much free space: twice the largest message
  std::uint32_t group_limit = 64;  ///< batches in one transaction
};

/// What becomes durable together: all of it or nothing.
struct Batch {
  std::vector<Payload> payloads = {};
  /// Runs once at most, on the committer's thread, while the caller waits in `commit`: it may use the caller's locals
  /// by reference, must be quick, and must not commit. Its error undoes the batch and is what `commit` returns.
  Ledger::Change change = {};
};

struct CommitCounters {
  std::uint64_t batches = 0;
  std::uint64_t groups = 0;
  std::uint64_t refused = 0;                      ///< batches that failed
  std::array<std::uint64_t, 7> group_sizes = {};  ///< groups of at most 1, 2, 4, 8, 16, 32, 64 and more batches
  std::uint64_t commit_microseconds = 0;          ///< summed over groups, by the clock's milliseconds
};

struct AuditReport {
  std::int64_t records = 0;
  bool intact = true;
  std::string finding;  ///< one sentence when not intact
};

/// A data folder: payload files and the ledger, one writer. Thread-safe. Destroying it commits what is queued and
/// leaves a clean mark. The ports must outlive it.
///
///     Payload payload = spool->make_payload(bytes, {{"kind", "entry"}});
///     Entry entry{.id = EntryId(spool->new_id()), .payload = payload.id, .sha256 = payload.sha256, …};
///     Batch batch;
///     batch.payloads.push_back(std::move(payload));
///     batch.change = [&](LedgerWriter& ledger) { return ledger.insert_entry(entry, disposal); };
///     LONGSHORE_CHECK(spool->commit(std::move(batch)));   // durable from here on
class Spool {
 public:
  /// Takes the folder for this process (LOCKED when another has it), recovers, starts the committer.
  static Result<std::unique_ptr<Spool>> open(SpoolOptions options, FileSystem& files, Clock& clock, Random& random);
  /// Without the lock, for looking only; `commit` fails with READ_ONLY. Fails with NOT_FOUND when there is no ledger.
  static Result<std::unique_ptr<Spool>> open_read_only(SpoolOptions options, FileSystem& files, Clock& clock,
                                                       Random& random);
  virtual ~Spool() = default;

  /// A ULID.
  virtual std::string new_id() = 0;
  /// Names and hashes; stores nothing yet. To be committed within half an hour.
  virtual Payload make_payload(std::string bytes, PayloadAttributes attributes) = 0;

  /// Blocks until the batch is durable, or refused. DISK_FULL is temporary and leaves nothing behind; DAMAGED and
  /// OUTCOME_UNKNOWN mean: stop, exit, let the next start find out.
  virtual Result<void> commit(Batch batch) = 0;
  Result<void> commit(Ledger::Change change) { return commit(Batch{{}, std::move(change)}); }

  /// A reader from the pool; give it back soon by letting it go.
  using Reader = std::unique_ptr<LedgerReader, std::function<void(LedgerReader*)>>;
  virtual Result<Reader> reader() = 0;
  /// Verified. One that is damaged is moved to `corrupt/`, and an alert is raised.
  virtual Result<std::string> read_payload(const PayloadId& id) = 0;

  /// Whether more may be taken from outside now: DAMAGED, DISK_FULL (temporary) otherwise.
  virtual Result<void> accepting() = 0;
  virtual CommitCounters counters() const = 0;
  /// Whether the process before this one ended without its clean mark.
  virtual bool recovered() const = 0;
  /// Moves payload files older than an hour that no row holds on to, to `orphan/`; how many. For the background.
  virtual Result<std::int64_t> sweep_orphans() = 0;
  /// Walks the whole chain and compares it with the head kept outside the ledger.
  virtual Result<AuditReport> verify_audit() = 0;
};

}  // namespace longshore::spool
