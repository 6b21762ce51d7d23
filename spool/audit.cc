#include "spool/audit.h"

#include "engine/base/crypto/crypto.h"
#include "spool/spool.h"

#include <charconv>

namespace longshore::spool {
namespace {

constexpr std::uint32_t kPage = 500;

std::string number_text(std::int64_t number) {
  return "record " + std::to_string(number);
}

/// The chain as far as it was walked.
class Walk {
 public:
  explicit Walk(const AuditHead& anchor) : anchor_(anchor) {}

  /// What is wrong with the next record; empty: nothing.
  std::string take(const AuditRecord& record) {
    if (record.number != head_.count + 1) return number_text(head_.count + 1) + " is missing";
    head_ = {record.number, crypto::hex(crypto::sha256(head_.hash + record.record))};
    if (record.hash != head_.hash) return number_text(record.number) + " was changed";
    if (head_.count == anchor_.count && head_.hash != anchor_.hash)
      return number_text(record.number) + " is not the one that was anchored";
    return {};
  }

  std::string finish() const {
    if (head_.count >= anchor_.count) return {};
    return "the chain ends at " + std::to_string(head_.count) + ", but " + number_text(anchor_.count) + " was anchored";
  }

  std::int64_t count() const { return head_.count; }

 private:
  AuditHead anchor_;
  AuditHead head_;
};

AuditReport found(const Walk& walk, std::string finding) {
  return {walk.count(), finding.empty(), std::move(finding)};
}

}  // namespace

Result<void> AuditAnchor::write(const AuditHead& head) {
  std::string fresh = path_ + ".new";
  static_cast<void>(files_.unlink(fresh));
  LONGSHORE_TRY(auto file, files_.create(fresh));
  LONGSHORE_CHECK(file->write(std::to_string(head.count) + " " + head.hash + "\n"));
  LONGSHORE_CHECK(file->sync());
  return files_.rename(fresh, path_);
}

Result<AuditHead> AuditAnchor::read() const {
  auto text = files_.read(path_);
  if (!text && text.error().code == io_code::not_found) return AuditHead{};
  if (!text) return fail(std::move(text).error());
  AuditHead head;
  auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), head.count);
  auto digits = static_cast<std::size_t>(end - text->data());
  if (error != std::errc() || text->size() != digits + 66 || text->back() != '\n') {
    return fail_permanent("audit", "ANCHOR_DAMAGED", path_ + " is no anchor", "restore it from a copy");
  }
  head.hash = text->substr(digits + 1, 64);
  return head;
}

Result<AuditReport> verify_audit_chain(LedgerReader& ledger, const AuditHead& anchor) {
  Walk walk(anchor);
  for (;;) {
    LONGSHORE_TRY(auto records, ledger.audit_from(walk.count() + 1, kPage));
    for (const AuditRecord& record : records) {
      if (std::string finding = walk.take(record); !finding.empty()) return found(walk, std::move(finding));
    }
    if (records.size() < kPage) return found(walk, walk.finish());
  }
}

}  // namespace longshore::spool
