#pragma once
#include "engine/model/ids.h"
#include "engine/model/result.h"
#include "spool/records.h"

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace longshore::spool {

/// Questions to the ledger. Each answers from one committed state (inside a transaction: from that transaction's own).
/// Absence is an empty optional, never an error. Not thread-safe: one reader per thread at a time.
class LedgerReader {
 public:
  virtual ~LedgerReader() = default;

  // Receiving
  virtual Result<bool> is_seen(const RemoteFile& file) = 0;
  virtual Result<std::vector<Pickup>> pending_pickups(const EndpointId& endpoint) = 0;
  virtual Result<std::vector<Disposal>> pending_disposals(const EndpointId& endpoint) = 0;
  virtual Result<std::optional<Entry>> find_entry(const EntryId& id) = 0;
  virtual Result<std::optional<Entry>> find_message(const std::string& message_key) = 0;
  /// Whether a row holds on to that payload; what none does is an orphan.
  virtual Result<bool> knows_payload(const PayloadId& id) = 0;

  // Translating
  /// The earliest of the same identity received at or after `since`.
  virtual Result<std::optional<Interchange>> find_interchange(const InterchangeIdentity& identity, Timestamp since) = 0;
  virtual Result<std::optional<Interchange>> find_interchange_by_hash(const std::string& sha256, Timestamp since) = 0;
  /// Every event that any run of the document published; a replay emits none of them again.
  virtual Result<std::vector<EventKey>> published_events(const DocumentId& document) = 0;
  virtual Result<std::optional<LatestFact>> latest_fact(const std::string& key) = 0;

  // Composing and delivering
  virtual Result<std::optional<Owed>> find_owed(const OwedId& id) = 0;
  /// Heads of lanes that may be tried now, one a lane, oldest first; none of a paused partner.
  virtual Result<std::vector<Delivery>> due_deliveries(Timestamp now, std::uint32_t limit) = 0;
  /// Attempts that an earlier process began and did not finish: nobody knows what happened remotely.
  virtual Result<std::vector<Delivery>> interrupted_deliveries() = 0;
  /// Awaiting an answer that was due before `now`.
  virtual Result<std::vector<Delivery>> overdue_deliveries(Timestamp now, std::uint32_t limit) = 0;
  virtual Result<std::optional<Delivery>> find_delivery(const DeliveryId& id) = 0;
  /// By file name or Message-ID; the latest of that name.
  virtual Result<std::optional<Delivery>> find_delivery_by_name(const PartnerId& partner,
                                                                const std::string& file_name) = 0;
  virtual Result<std::vector<Attempt>> attempts(const DeliveryId& id) = 0;
  virtual Result<std::vector<OutboxItem>> outbox_after(std::int64_t sequence, std::uint32_t limit) = 0;
  virtual Result<std::optional<OutboxItem>> find_outbox(std::int64_t sequence) = 0;
  /// A sink that never advanced stands at 0.
  virtual Result<SinkCursor> sink_cursor(const std::string& sink) = 0;

  // People
  virtual Result<Page<Document>> list_documents(const DocumentFilter& filter) = 0;
  virtual Result<std::optional<Document>> find_document(const DocumentId& id) = 0;
  virtual Result<std::optional<DocumentDetail>> document_detail(const DocumentId& id) = 0;
  virtual Result<Page<Delivery>> list_deliveries(const DeliveryFilter& filter) = 0;
  virtual Result<bool> is_paused(const PartnerId& partner) = 0;
  /// Raised and not resolved, newest first.
  virtual Result<std::vector<Alert>> open_alerts() = 0;
  virtual Result<Status> status() = 0;
  /// Records from `number` on.
  virtual Result<std::vector<AuditRecord>> audit_from(std::int64_t number, std::uint32_t limit) = 0;
  virtual Result<AuditHead> audit_head() = 0;

  /// A bookmark of some component, by `set_mark`; empty when never set.
  virtual Result<std::string> find_mark(const std::string& name) = 0;
};

/// Changes, inside one transaction. Where a crash may repeat a call, the repetition changes nothing. Called on the
/// committer's thread only. Errors that callers decide on: NOT_FOUND, STALE_FENCE, ILLEGAL_TRANSITION, ALREADY_SEEN,
/// DUPLICATE_INTERCHANGE, EVENT_REPEATED, CONFLICT.
class LedgerWriter {
 public:
  virtual ~LedgerWriter() = default;
  /// Sees what this transaction has changed so far: for decisions that must hold at the commit.
  virtual LedgerReader& reader() = 0;

  /// Every payload of a batch is entered before the batch's own changes; the spool does it.
  virtual Result<void> insert_payload(const PayloadId& id, const std::string& sha256, Bytes size) = 0;

  // Receiving
  /// False when the file was accepted already; claiming a claimed file again is fine.
  virtual Result<bool> claim_pickup(const Pickup& pickup) = 0;
  /// The file went away, or is not to be taken.
  virtual Result<void> give_up_pickup(const RemoteFile& file) = 0;
  /// Enters it, its seen-key, its work item and what is to be done remotely; ends the claim. ALREADY_SEEN when the
  /// remote file or the message key was accepted before; the same entry id again changes nothing.
  virtual Result<void> insert_entry(const Entry& entry, const std::optional<Disposal>& disposal) = 0;
  virtual Result<void> finish_disposal(const EntryId& entry) = 0;
  /// Counts a failed try.
  virtual Result<void> note_disposal_failure(const EntryId& entry) = 0;

  // Translating
  /// By class, then oldest first. A claim lapses after `lease`, and at the next start.
  virtual Result<std::vector<WorkItem>> claim_work(std::uint32_t limit, Seconds lease) = 0;
  /// Not now: claimable again from `until` on.
  virtual Result<void> postpone_work(const WorkItem& work, Timestamp until) = 0;
  /// Commits what the work came to and ends it. Documents are entered, or for a reprocess changed.
  virtual Result<void> publish(const Publication& publication) = 0;

  // Composing
  virtual Result<void> insert_owed(const Owed& owed) = 0;
  virtual Result<std::vector<Owed>> claim_owed(std::uint32_t limit, Seconds lease) = 0;
  virtual Result<void> postpone_owed(const Owed& owed, Timestamp until) = 0;
  virtual Result<void> finish_owed(const Owed& owed) = 0;
  /// Cannot be composed; a person has to look.
  virtual Result<void> fail_owed(const Owed& owed, const Fault& fault) = 0;
  /// The next `count` numbers, strictly increasing over the life of the ledger, from 1 on; SEQUENCE_EXHAUSTED beyond
  /// `highest`. Commit before composing. What is not used at the next start is recorded void.
  virtual Result<ControlNumberRange> reserve_control_numbers(const std::string& sequence, std::int64_t count,
                                                             std::int64_t highest = 999'999'999) = 0;
  virtual Result<void> use_control_numbers(const ControlNumberRange& range, const DeliveryId& delivery) = 0;
  virtual Result<void> void_control_numbers(const ControlNumberRange& range, const std::string& reason) = 0;
  /// What we composed, document by document, for the people's view and for matching acknowledgements. Entered as
  /// published.
  virtual Result<void> insert_composed(const Interchange& interchange, const std::vector<Document>& documents) = 0;
  /// Enters it as ready and marks its control numbers used.
  virtual Result<void> insert_delivery(const Delivery& delivery) = 0;

  // Delivering
  /// Commit before any I/O. Gives the attempt's number. CONFLICT unless ready or retry.
  virtual Result<int> begin_attempt(const DeliveryId& delivery, const std::string& temporary_name) = 0;
  /// Everything is written under the temporary name; commit before the rename. CONFLICT unless sending.
  virtual Result<void> mark_uploaded(const DeliveryId& delivery) = 0;
  /// From sending, or from awaiting when the answer comes.
  virtual Result<void> finish_attempt(const DeliveryId& delivery, const Outcome& outcome) = 0;
  /// Never back: CONFLICT when the sink is already beyond.
  virtual Result<void> advance_sink(const std::string& sink, SinkCursor cursor) = 0;
  virtual Result<void> set_acknowledgement(const DocumentId& document, AcknowledgementStatus status) = 0;

  // People; `actor` and `reason` go to the audit record.
  virtual Result<void> hold(const DocumentId& document, const std::string& actor, const std::string& reason) = 0;
  /// Back to received, and translated anew.
  virtual Result<void> release(const DocumentId& document, const std::string& actor, const std::string& reason) = 0;
  virtual Result<void> ignore(const DocumentId& document, const std::string& actor, const std::string& reason) = 0;
  /// CONFLICT when it waits for translation already.
  virtual Result<void> request_reprocess(const Reprocess& request) = 0;
  virtual Result<void> retry_delivery(const DeliveryId& delivery, const std::string& actor,
                                      const std::string& reason) = 0;
  virtual Result<void> cancel_delivery(const DeliveryId& delivery, const std::string& actor,
                                       const std::string& reason) = 0;
  virtual Result<void> set_paused(const PartnerId& partner, bool paused, const std::string& actor,
                                  const std::string& reason) = 0;
  /// True when it is new: the same kind, partner and subject is raised once until resolved.
  virtual Result<bool> raise_alert(const Alert& alert) = 0;
  virtual Result<void> resolve_alert(const std::string& kind, const PartnerId& partner, const std::string& subject) = 0;
  /// Anything else worth the audit: an applied profile, a log-in.
  virtual Result<void> note(const std::string& actor, const std::string& what) = 0;

  virtual Result<void> set_mark(const std::string& name, const std::string& text) = 0;
};

/// The only keeper of state.
class Ledger {
 public:
  using Change = std::function<Result<void>(LedgerWriter&)>;

  virtual ~Ledger() = default;
  /// Once, before anything else: a new epoch begins, in which the leases and unused control numbers of the one before
  /// are void. True when that one ended without `end_service`. Work is in proportion to what was pending.
  virtual Result<bool> begin_service() = 0;
  /// Leaves the clean mark.
  virtual Result<void> end_service() = 0;
  /// Runs the changes in one durable transaction, each under a savepoint of its own: one that fails is undone alone.
  /// The answer has one result per change. The whole fails when nothing was committed; with OUTCOME_UNKNOWN nobody
  /// knows, and the ledger must not be used again. One thread only.
  virtual Result<std::vector<Result<void>>> transact(std::span<const Change> changes) = 0;
  /// Housekeeping between batches, on the thread of transact. An error means the ledger must not be used again.
  virtual Result<void> idle() = 0;
  /// A reader of its own, for one thread at a time; thread-safe to ask for.
  virtual Result<std::unique_ptr<LedgerReader>> new_reader() = 0;
};

}  // namespace longshore::spool
