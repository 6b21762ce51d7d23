#pragma once
#include "engine/model/ports.h"
#include "spool/ledger.h"
#include "spool/sqlite_database.h"

#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace longshore::spool {

/// The embedded ledger: one SQLite file, one connection that writes. The clock must outlive it.
Result<std::unique_ptr<Ledger>> open_sqlite_ledger(const std::string& path, Clock& clock);
/// A reader without a service: NOT_FOUND when there is no ledger.
Result<std::unique_ptr<LedgerReader>> open_sqlite_reader(const std::string& path);

// What follows is for the sqlite_*.cc files.

Result<void> ensure_schema(Database& database);
Result<void> check_schema(Database& database);

class SqliteReader final : public LedgerReader {
 public:
  /// On a connection of its own …
  explicit SqliteReader(std::unique_ptr<Database> own) : own_(std::move(own)), db_(*own_) {}
  /// … or inside the writer's transaction.
  explicit SqliteReader(Database& shared) : db_(shared) {}
  /// The epoch whose attempts are under way rather than interrupted.
  void set_epoch(std::int64_t epoch) { epoch_ = epoch; }

  Result<bool> is_seen(const RemoteFile& file) override;
  Result<std::vector<Pickup>> pending_pickups(const EndpointId& endpoint) override;
  Result<std::vector<Disposal>> pending_disposals(const EndpointId& endpoint) override;
  Result<std::optional<Entry>> find_entry(const EntryId& id) override;
  Result<std::optional<Entry>> find_message(const std::string& message_key) override;
  Result<bool> knows_payload(const PayloadId& id) override;
  Result<std::optional<Interchange>> find_interchange(const InterchangeIdentity& identity, Timestamp since) override;
  Result<std::optional<Interchange>> find_interchange_by_hash(const std::string& sha256, Timestamp since) override;
  Result<std::vector<EventKey>> published_events(const DocumentId& document) override;
  Result<std::optional<LatestFact>> latest_fact(const std::string& key) override;
  Result<std::optional<Owed>> find_owed(const OwedId& id) override;
  Result<std::vector<Delivery>> due_deliveries(Timestamp now, std::uint32_t limit) override;
  Result<std::vector<Delivery>> interrupted_deliveries() override;
  Result<std::vector<Delivery>> overdue_deliveries(Timestamp now, std::uint32_t limit) override;
  Result<std::optional<Delivery>> find_delivery(const DeliveryId& id) override;
  Result<std::optional<Delivery>> find_delivery_by_name(const PartnerId& partner,
                                                        const std::string& file_name) override;
  Result<std::vector<Attempt>> attempts(const DeliveryId& id) override;
  Result<std::vector<OutboxItem>> outbox_after(std::int64_t sequence, std::uint32_t limit) override;
  Result<std::optional<OutboxItem>> find_outbox(std::int64_t sequence) override;
  Result<SinkCursor> sink_cursor(const std::string& sink) override;
  Result<Page<Document>> list_documents(const DocumentFilter& filter) override;
  Result<std::optional<Document>> find_document(const DocumentId& id) override;
  Result<std::optional<DocumentDetail>> document_detail(const DocumentId& id) override;
  Result<Page<Delivery>> list_deliveries(const DeliveryFilter& filter) override;
  Result<bool> is_paused(const PartnerId& partner) override;
  Result<std::vector<Alert>> open_alerts() override;
  Result<Status> status() override;
  Result<std::vector<AuditRecord>> audit_from(std::int64_t number, std::uint32_t limit) override;
  Result<AuditHead> audit_head() override;
  Result<std::string> find_mark(const std::string& name) override;

 private:
  std::unique_ptr<Database> own_;
  Database& db_;
  std::int64_t epoch_ = 0;
};

class SqliteWriter final : public LedgerWriter {
 public:
  SqliteWriter(Database& database, Clock& clock) : db_(database), clock_(clock), reader_(database) {}
  LedgerReader& reader() override { return reader_; }

  Result<void> insert_payload(const PayloadId& id, const std::string& sha256, Bytes size) override;
  Result<bool> claim_pickup(const Pickup& pickup) override;
  Result<void> give_up_pickup(const RemoteFile& file) override;
  Result<void> insert_entry(const Entry& entry, const std::optional<Disposal>& disposal) override;
  Result<void> finish_disposal(const EntryId& entry) override;
  Result<void> note_disposal_failure(const EntryId& entry) override;
  Result<std::vector<WorkItem>> claim_work(std::uint32_t limit, Seconds lease) override;
  Result<void> postpone_work(const WorkItem& work, Timestamp until) override;
  Result<void> publish(const Publication& publication) override;
  Result<void> insert_owed(const Owed& owed) override;
  Result<std::vector<Owed>> claim_owed(std::uint32_t limit, Seconds lease) override;
  Result<void> postpone_owed(const Owed& owed, Timestamp until) override;
  Result<void> finish_owed(const Owed& owed) override;
  Result<void> fail_owed(const Owed& owed, const Fault& fault) override;
  Result<ControlNumberRange> reserve_control_numbers(const std::string& sequence, std::int64_t count,
                                                     std::int64_t highest) override;
  Result<void> use_control_numbers(const ControlNumberRange& range, const DeliveryId& delivery) override;
  Result<void> void_control_numbers(const ControlNumberRange& range, const std::string& reason) override;
  Result<void> insert_composed(const Interchange& interchange, const std::vector<Document>& documents) override;
  Result<void> insert_delivery(const Delivery& delivery) override;
  Result<int> begin_attempt(const DeliveryId& delivery, const std::string& temporary_name) override;
  Result<void> mark_uploaded(const DeliveryId& delivery) override;
  Result<void> finish_attempt(const DeliveryId& delivery, const Outcome& outcome) override;
  Result<void> advance_sink(const std::string& sink, SinkCursor cursor) override;
  Result<void> set_acknowledgement(const DocumentId& document, AcknowledgementStatus status) override;
  Result<void> hold(const DocumentId& document, const std::string& actor, const std::string& reason) override;
  Result<void> release(const DocumentId& document, const std::string& actor, const std::string& reason) override;
  Result<void> ignore(const DocumentId& document, const std::string& actor, const std::string& reason) override;
  Result<void> request_reprocess(const Reprocess& request) override;
  Result<void> retry_delivery(const DeliveryId& delivery, const std::string& actor, const std::string& reason) override;
  Result<void> cancel_delivery(const DeliveryId& delivery, const std::string& actor,
                               const std::string& reason) override;
  Result<void> set_paused(const PartnerId& partner, bool paused, const std::string& actor,
                          const std::string& reason) override;
  Result<bool> raise_alert(const Alert& alert) override;
  Result<void> resolve_alert(const std::string& kind, const PartnerId& partner, const std::string& subject) override;
  Result<void> note(const std::string& actor, const std::string& what) override;
  Result<void> set_mark(const std::string& name, const std::string& text) override;

  /// A new epoch; true when the one before ended without a mark.
  Result<bool> begin_epoch();
  Result<void> end_epoch();
  std::int64_t epoch() const { return epoch_; }
  /// Appends the transaction's audit record, when there is anything to say.
  Result<void> append_audit();
  /// What this transaction did so far, one line a change: cut back when a change is undone.
  std::vector<std::string>& changes() { return changes_; }
  /// After a change: documents it touched that are published and wait for nothing are done.
  Result<void> settle();
  /// After a change that is undone.
  void forget_touched() { touched_.clear(); }

 private:
  void log(std::initializer_list<std::string_view> words);
  std::int64_t next_fence();
  Result<void> insert_work(const EntryId& entry, WorkClass work_class, const Reprocess* reprocess);
  Result<void> insert_interchange(const Interchange& interchange);
  Result<void> insert_document(const Document& document);
  Result<void> insert_refs(const Document& document);
  Result<void> update_document(const Document& before, const Document& after);
  Result<void> check_unique(const Interchange& interchange);
  Result<void> requeue(const Document& document, const Reprocess& request);
  Result<void> publish_document(const PublishedDocument& published);
  Result<void> publish_run(const Document& document, const Run& run);
  Result<void> refuse_repeated_events(const Run& run);
  Result<Document> require_document(const DocumentId& id);
  Result<Delivery> require_delivery(const DeliveryId& id);
  Result<void> move_document(const Document& document, DocumentState to, const Fault& fault);
  /// Adds to what the document waits for.
  Result<void> add_pending(const DocumentId& document, std::int64_t change);
  Result<void> move_delivery(const Delivery& delivery, DeliveryState to, Timestamp next_at, const Fault& fault);
  Result<void> spread_delivery(const Delivery& delivery, DeliveryState to);
  Result<void> spread_to_document(const Delivery& delivery, DeliveryState to, const DocumentId& id);

  Database& db_;
  Clock& clock_;
  SqliteReader reader_;
  std::vector<std::string> changes_;
  std::set<DocumentId> touched_;
  std::int64_t epoch_ = 0;
  std::int64_t fence_ = 0;
};

class SqliteLedger final : public Ledger {
 public:
  SqliteLedger(std::string path, std::unique_ptr<Database> database, Clock& clock)
      : path_(std::move(path)), database_(std::move(database)), writer_(*database_, clock) {}

  Result<bool> begin_service() override;
  Result<void> end_service() override;
  Result<std::vector<Result<void>>> transact(std::span<const Change> changes) override;
  Result<void> idle() override;
  Result<std::unique_ptr<LedgerReader>> new_reader() override;

 private:
  Result<std::vector<Result<void>>> run_all(std::span<const Change> changes);
  Result<void> run_one(const Change& change);

  std::string path_;
  std::unique_ptr<Database> database_;
  SqliteWriter writer_;
};

}  // namespace longshore::spool
