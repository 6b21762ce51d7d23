#pragma once
#include "engine/model/ids.h"
#include "engine/model/timestamp.h"
#include "spool/states.h"

#include <optional>
#include <string>

namespace longshore::spool {

/// What went wrong, as kept in the ledger: `code` groups the exception queue, `message` is one sentence for a person.
struct Fault {
  std::string code = {};
  std::string message = {};

  bool empty() const { return code.empty(); }
  bool operator==(const Fault&) const = default;
};

/// One state of one remote file. A file that is replaced under the same path is another RemoteFile.
struct RemoteFile {
  EndpointId endpoint = {};
  std::string path = {};  ///< as the server names it: data, never a local name
  Bytes size = {};
  std::int64_t mtime = 0;  ///< as the server tells it (seconds); 0 when it does not

  bool operator==(const RemoteFile&) const = default;
};

/// A committed intention to fetch; it stays until the entry is in, or the claim is given up.
struct Pickup {
  RemoteFile file = {};
  std::string claimed_path = {};  ///< where the claim renamed it to on the server; empty when it was not renamed
  Timestamp claimed_at = {};
};

enum class DisposalAction : std::uint8_t { archive, rename, remove };
template <>
struct Names<DisposalAction> {
  static constexpr std::array<std::string_view, 3> list{"archive", "rename", "remove"};
};

/// What is still to be done to the remote file of an accepted entry. Done only after the entry's commit; may be tried
/// any number of times.
struct Disposal {
  EntryId entry = {};
  RemoteFile file = {};           ///< check size and mtime again before touching it
  std::string claimed_path = {};  ///< where it is now, when the claim renamed it
  DisposalAction action = DisposalAction::archive;
  std::string target = {};  ///< remote path for archive and rename
  int attempts = 0;
};

/// One accepted payload. It exists if and only if its bytes are durable.
struct Entry {
  EntryId id = {};
  PartnerId partner = {};
  EndpointId endpoint = {};
  std::string remote_name = {};         ///< what people call it: the remote file name or the AS2 Message-ID
  std::optional<RemoteFile> file = {};  ///< set for pick-ups: the seen-key, together with sha256
  std::string message_key = {};         ///< set for AS2: "from\nto\nMessage-ID"; unique among entries when not empty
  PayloadId answer = {};                ///< AS2: the stored MDN bytes that a repetition gets again
  Timestamp received_at = {};
  PayloadId payload = {};
  std::string sha256 = {};  ///< of the payload's bytes, hex
  Bytes size = {};
  WorkClass work_class = WorkClass::normal;
  std::string trace_parent = {};  ///< W3C traceparent; may be empty
  EntryState state = EntryState::received;
  Fault fault = {};
};

}  // namespace longshore::spool
