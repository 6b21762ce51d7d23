#pragma once
#include "engine/model/ids.h"
#include "engine/model/ports.h"
#include "engine/model/result.h"
#include "spool/file_system.h"

#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

namespace longshore::spool {

/// What is said about the bytes beside them ("kind", "partner", "endpoint", "name" …), enough to rebuild the ledger
/// from.
using PayloadAttributes = std::map<std::string, std::string>;

/// Opaque bytes with the name under which they will be kept. Made by make_payload; immutable once stored.
struct Payload {
  PayloadId id;
  Timestamp at;
  std::string sha256;  ///< of `bytes`, hex
  std::string bytes;
  PayloadAttributes attributes;
};

/// Names, hashes and takes the bytes: the costly part, done on the caller's thread. Thread-safe as its ports are.
Payload make_payload(std::string bytes, PayloadAttributes attributes, Clock& clock, Random& random);

/// "YYYYMMDD/HHMM": the folder that payloads named at that time share.
std::string payload_group(Timestamp at);

/// The stored form of a payload (FORMAT.md) and back. Decoding verifies everything: PAYLOAD_DAMAGED.
std::string encode_payload_header(const Payload& payload);
std::string encode_payload_trailer(const Payload& payload, std::string_view header);
Result<Payload> decode_payload(std::string_view stored);

enum class SetAside { corrupt, orphan };

/// Where bytes live. Reads are thread-safe; the rest is called by the committer alone.
class PayloadStore {
 public:
  virtual ~PayloadStore() = default;
  /// Its bytes are durable on return, its name only after `settle`. On an error other than SYNC_FAILED nothing is left.
  virtual Result<void> write(const Payload& payload) = 0;
  /// Makes the names of everything written since the last call durable.
  virtual Result<void> settle() = 0;
  /// Takes back what no committed row references.
  virtual Result<void> remove(const PayloadId& id) = 0;
  /// Verified. NOT_FOUND, PAYLOAD_DAMAGED.
  virtual Result<Payload> read(const PayloadId& id) const = 0;
  /// Moves it out of the way, never deletes it.
  virtual Result<void> set_aside(const PayloadId& id, SetAside where) = 0;
  /// "YYYYMMDD/HHMM" groups after `after`, ascending, and what is in one.
  virtual Result<std::vector<std::string>> groups(const std::string& after) const = 0;
  virtual Result<std::vector<PayloadId>> list(const std::string& group) const = 0;
};

/// `<root>/payload/YYYYMMDD/HHMM/<ulid>`, `<root>/corrupt/`, `<root>/orphan/`.
class FolderPayloadStore final : public PayloadStore {
 public:
  FolderPayloadStore(std::string root, FileSystem& files) : root_(std::move(root)), files_(files) {}
  /// Creates the fixed folders, durably.
  Result<void> prepare();

  Result<void> write(const Payload& payload) override;
  Result<void> settle() override;
  Result<void> remove(const PayloadId& id) override;
  Result<Payload> read(const PayloadId& id) const override;
  Result<void> set_aside(const PayloadId& id, SetAside where) override;
  Result<std::vector<std::string>> groups(const std::string& after) const override;
  Result<std::vector<PayloadId>> list(const std::string& group) const override;

 private:
  Result<void> ensure_folder(const std::string& relative);
  std::string path_of(const PayloadId& id) const;

  std::string root_;
  FileSystem& files_;
  std::set<std::string> known_folders_;  // of late: created by us or seen, and durable
  std::set<std::string> unsettled_;      // folders whose names are not durable yet
};

}  // namespace longshore::spool
