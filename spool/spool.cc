#include "spool/spool.h"

#include "engine/model/ulid.h"
#include "spool/audit.h"
#include "spool/committer.h"
#include "spool/sqlite_ledger.h"

#include <atomic>

namespace longshore::spool {
namespace {

constexpr std::int64_t kOrphanAgeSeconds = 3600;
constexpr std::int64_t kAnchorMilliseconds = 1000;
constexpr const char* kSweptMark = "orphans";

std::string ledger_path(const SpoolOptions& options) {
  return options.data_folder + "/ledger.db";
}

/// Connections that wait for their next use.
class ReaderPool {
 public:
  using Open = std::function<Result<std::unique_ptr<LedgerReader>>()>;
  explicit ReaderPool(Open open) : open_(std::move(open)) {}

  Result<Spool::Reader> take() {
    std::unique_ptr<LedgerReader> reader = idle();
    if (!reader) {
      LONGSHORE_TRY(reader, open_());
    }
    return Spool::Reader(reader.release(),
                         [this](LedgerReader* used) { give_back(std::unique_ptr<LedgerReader>(used)); });
  }

  void clear() {
    std::lock_guard lock(mutex_);
    idle_.clear();
  }

 private:
  static constexpr std::size_t kKept = 8;

  std::unique_ptr<LedgerReader> idle() {
    std::lock_guard lock(mutex_);
    if (idle_.empty()) return nullptr;
    auto reader = std::move(idle_.back());
    idle_.pop_back();
    return reader;
  }

  void give_back(std::unique_ptr<LedgerReader> reader) {
    std::lock_guard lock(mutex_);
    if (idle_.size() < kKept) idle_.push_back(std::move(reader));
  }

  Open open_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<LedgerReader>> idle_;
};

/// What looking needs: the same with and without the lock.
class FolderSpool : public Spool {
 public:
  FolderSpool(SpoolOptions options, FileSystem& files, Clock& clock, Random& random, ReaderPool::Open open)
      : options_(std::move(options)),
        files_(files),
        clock_(clock),
        random_(random),
        store_(options_.data_folder, files),
        anchor_(options_.data_folder, files),
        readers_(std::move(open)) {}

  std::string new_id() override { return make_ulid(clock_.now(), random_); }
  Payload make_payload(std::string bytes, PayloadAttributes attributes) override {
    return spool::make_payload(std::move(bytes), std::move(attributes), clock_, random_);
  }
  Result<Reader> reader() override { return readers_.take(); }

  Result<std::string> read_payload(const PayloadId& id) override {
    LONGSHORE_TRY(Payload payload, store_.read(id));
    return std::move(payload.bytes);
  }

  Result<AuditReport> verify_audit() override {
    LONGSHORE_TRY(AuditHead anchored, anchor_.read());
    LONGSHORE_TRY(Reader ledger, reader());
    return verify_audit_chain(*ledger, anchored);
  }

  Result<void> commit(Batch) override { return refuse(); }
  Result<void> accepting() override { return refuse(); }
  CommitCounters counters() const override { return {}; }
  bool recovered() const override { return false; }
  Result<std::int64_t> sweep_orphans() override {
    LONGSHORE_CHECK(refuse());
    return 0;
  }

 protected:
  static Result<void> refuse() {
    return fail_permanent("spool", "READ_ONLY", "the data folder is open for looking only", "start the service");
  }

  SpoolOptions options_;
  FileSystem& files_;
  Clock& clock_;
  Random& random_;
  FolderPayloadStore store_;
  AuditAnchor anchor_;
  ReaderPool readers_;
};

class ServiceSpool final : public FolderSpool {
 public:
  ServiceSpool(SpoolOptions options, FileSystem& files, Clock& clock, Random& random, std::unique_ptr<FileLock> lock,
               std::unique_ptr<Ledger> ledger)
      : FolderSpool(std::move(options), files, clock, random, [this] { return ledger_->new_reader(); }),
        lock_(std::move(lock)),
        ledger_(std::move(ledger)) {}
  ~ServiceSpool() override { close(); }

  Result<void> start() {
    LONGSHORE_CHECK(store_.prepare());
    LONGSHORE_TRY(recovered_, ledger_->begin_service());
    committer_ = std::make_unique<Committer>(*ledger_, store_, clock_, options_.group_limit);
    return check_anchor();
  }

  Result<void> commit(Batch batch) override {
    auto result = committer_->commit(std::move(batch));
    // The anchor follows within a second; the chain itself is in the transaction.
    if (result) move_anchor();
    return result;
  }

  Result<void> accepting() override {
    if (committer_->damaged())
      return fail_permanent("spool", "DAMAGED", "the disk failed; nothing more is accepted", "check the disk, restart");
    LONGSHORE_TRY(Bytes free, files_.free_space(options_.data_folder));
    if (free >= options_.reserve) return {};
    return fail_temporary("spool", std::string(io_code::disk_full),
                          "less than the reserve is free in " + options_.data_folder, "free some space");
  }

  Result<std::string> read_payload(const PayloadId& id) override {
    auto bytes = FolderSpool::read_payload(id);
    if (!bytes && bytes.error().code == "PAYLOAD_DAMAGED") quarantine(id, bytes.error());
    return bytes;
  }

  CommitCounters counters() const override { return committer_->counters(); }
  bool recovered() const override { return recovered_; }
  Result<std::int64_t> sweep_orphans() override;

 private:
  void close();
  Result<void> check_anchor();
  void move_anchor();
  Result<void> anchor_now();
  void quarantine(const PayloadId& id, const Error& why);
  Result<std::int64_t> sweep_group(LedgerReader& ledger, const std::string& group);

  std::unique_ptr<FileLock> lock_;
  std::unique_ptr<Ledger> ledger_;
  std::unique_ptr<Committer> committer_;
  bool recovered_ = false;
  std::mutex anchoring_;
  std::atomic<std::int64_t> anchor_due_ = 0;
  bool anchor_holds_ = true;  // or it stays where it is, as evidence
};

void ServiceSpool::close() {
  if (!committer_) return;
  committer_->stop();
  if (!committer_->damaged() && anchor_holds_) static_cast<void>(anchor_now());
  readers_.clear();
  if (committer_->damaged()) return;
  static_cast<void>(ledger_->end_service());
}

Result<void> ServiceSpool::check_anchor() {
  LONGSHORE_TRY(Reader ledger, reader());
  auto anchored = anchor_.read();
  if (anchored) {
    LONGSHORE_TRY(auto records, ledger->audit_from(anchored->count, 1));
    bool same = !records.empty() && records[0].number == anchored->count && records[0].hash == anchored->hash;
    anchor_holds_ = anchored->count == 0 || same;
  } else {
    anchor_holds_ = false;
  }
  if (anchor_holds_) return {};
  return Spool::commit([](LedgerWriter& writer) -> Result<void> {
    LONGSHORE_CHECK(writer.raise_alert(
        {.kind = "audit_broken", .message = "the audit chain does not fit audit.anchor: see audit verify"}));
    return {};
  });
}

void ServiceSpool::move_anchor() {
  if (!anchor_holds_) return;
  std::int64_t now = clock_.now().milliseconds;
  std::int64_t due = anchor_due_;
  if (now < due || !anchor_due_.compare_exchange_strong(due, now + kAnchorMilliseconds)) return;
  static_cast<void>(anchor_now());
}

Result<void> ServiceSpool::anchor_now() {
  std::lock_guard lock(anchoring_);
  LONGSHORE_TRY(Reader ledger, reader());
  LONGSHORE_TRY(AuditHead head, ledger->audit_head());
  return committer_->between_groups([&] { return anchor_.write(head); });
}

void ServiceSpool::quarantine(const PayloadId& id, const Error& why) {
  static_cast<void>(committer_->between_groups([&] { return store_.set_aside(id, SetAside::corrupt); }));
  static_cast<void>(Spool::commit([&](LedgerWriter& ledger) -> Result<void> {
    LONGSHORE_CHECK(ledger.raise_alert({.kind = "payload_damaged", .subject = id.str(), .message = why.what}));
    return {};
  }));
}

Result<std::int64_t> ServiceSpool::sweep_orphans() {
  LONGSHORE_TRY(Reader ledger, reader());
  LONGSHORE_TRY(std::string swept, ledger->find_mark(kSweptMark));
  LONGSHORE_TRY(auto groups, store_.groups(swept));
  std::string young = payload_group(clock_.now().plus_seconds(-kOrphanAgeSeconds));
  std::int64_t moved = 0;
  for (const std::string& group : groups) {
    if (group >= young) break;
    LONGSHORE_TRY(std::int64_t found, sweep_group(*ledger, group));
    moved += found;
    swept = group;
  }
  LONGSHORE_CHECK(Spool::commit([&](LedgerWriter& writer) { return writer.set_mark(kSweptMark, swept); }));
  return moved;
}

Result<std::int64_t> ServiceSpool::sweep_group(LedgerReader& ledger, const std::string& group) {
  std::int64_t moved = 0;
  LONGSHORE_TRY(auto ids, store_.list(group));
  for (const PayloadId& id : ids) {
    LONGSHORE_TRY(bool known, ledger.knows_payload(id));
    if (known) continue;
    LONGSHORE_CHECK(committer_->between_groups([&] { return store_.set_aside(id, SetAside::orphan); }));
    ++moved;
  }
  return moved;
}

Result<std::unique_ptr<FileLock>> take_folder(const SpoolOptions& options, FileSystem& files) {
  auto created = files.create_folder(options.data_folder);
  if (!created && created.error().code != io_code::exists) return fail(std::move(created).error());
  return files.lock(options.data_folder + "/LOCK");
}

}  // namespace

Result<std::unique_ptr<Spool>> Spool::open(SpoolOptions options, FileSystem& files, Clock& clock, Random& random) {
  LONGSHORE_TRY(auto lock, take_folder(options, files));
  LONGSHORE_TRY(auto ledger, open_sqlite_ledger(ledger_path(options), clock));
  auto spool =
      std::make_unique<ServiceSpool>(std::move(options), files, clock, random, std::move(lock), std::move(ledger));
  LONGSHORE_CHECK(spool->start());
  return spool;
}

Result<std::unique_ptr<Spool>> Spool::open_read_only(SpoolOptions options, FileSystem& files, Clock& clock,
                                                     Random& random) {
  std::string path = ledger_path(options);
  LONGSHORE_TRY(auto probe, open_sqlite_reader(path));
  return std::make_unique<FolderSpool>(std::move(options), files, clock, random,
                                       [path] { return open_sqlite_reader(path); });
}

}  // namespace longshore::spool
