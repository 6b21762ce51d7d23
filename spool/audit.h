#pragma once
#include "engine/model/result.h"
#include "spool/file_system.h"
#include "spool/ledger.h"

#include <string>

namespace longshore::spool {

struct AuditReport;

/// `<data_folder>/audit.anchor`: number and hash of a recent audit record, kept where whoever edits the ledger does not
/// reach. Copy it to another machine for more.
class AuditAnchor {
 public:
  AuditAnchor(const std::string& data_folder, FileSystem& files)
      : path_(data_folder + "/audit.anchor"), files_(files) {}
  /// Replaces it whole.
  Result<void> write(const AuditHead& head);
  /// Count 0 when there is none.
  Result<AuditHead> read() const;

 private:
  std::string path_;
  FileSystem& files_;
};

/// Recomputes every hash from the first record on and looks for the anchor's on the way.
Result<AuditReport> verify_audit_chain(LedgerReader& ledger, const AuditHead& anchor);

}  // namespace longshore::spool
