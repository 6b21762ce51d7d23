#pragma once
#include "engine/model/ids.h"
#include "engine/model/location.h"
#include "engine/model/timestamp.h"
#include "spool/receipt.h"
#include "spool/states.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace longshore::spool {

using InterchangeId = Name<struct InterchangeTag>;  ///< a ULID
using RunId = Name<struct RunTag>;                  ///< a ULID
using OwedId = Name<struct OwedTag>;                ///< a ULID

/// Proof that a claim is still ours: whoever claims later gets a higher one, and completing with a lower one fails with
/// STALE_FENCE.
struct Fence {
  std::int64_t number = 0;
  auto operator<=>(const Fence&) const = default;
};

/// What makes two interchanges the same one, each part as written.
struct InterchangeIdentity {
  std::string standard = {};  ///< "X12" | "EDIFACT"
  std::string sender_qualifier = {}, sender_id = {};
  std::string receiver_qualifier = {}, receiver_id = {};
  ControlNumber control_number = {};
  std::string date = {}, time = {};

  bool operator==(const InterchangeIdentity&) const = default;
};

struct Interchange {
  InterchangeId id = {};
  EntryId entry = {};
  PartnerId partner = {};
  Direction direction = Direction::in;
  InterchangeIdentity identity = {};
  std::string sha256 = {};  ///< of the interchange's own bytes, hex
  ByteRange range = {};     ///< in the entry's payload
  Timestamp received_at = {};
  std::optional<InterchangeId> duplicate_of = {};
  /// publish fails with DUPLICATE_INTERCHANGE (temporary: look again and decide) when an earlier interchange from this
  /// time on has the same identity or hash. It closes the gap between the look-up and the commit.
  std::optional<Timestamp> unique_since = {};
};

struct Reference {
  std::string type = {};  ///< "po", "bol", "pro", "sscc" …
  std::string value = {};
  bool operator==(const Reference&) const = default;
};

/// One transaction set or message.
struct Document {
  DocumentId id = {};
  EntryId entry = {};
  InterchangeId interchange = {};
  PartnerId partner = {};
  Direction direction = Direction::in;
  std::string standard = {};
  std::string set = {};      ///< "856", "DESADV"
  std::string version = {};  ///< "004010", "D:96A:UN"
  ControlNumber control_number = {};
  ControlNumber group_control_number = {};
  std::string functional_id = {};  ///< GS01; empty in EDIFACT without groups
  std::uint32_t ordinal = 0;       ///< in the entry, from 0
  PayloadId payload = {};          ///< whose bytes `range` means: the entry's, or a composed file's
  ByteRange range = {};
  std::vector<Reference> refs = {};
  DocumentState state = DocumentState::received;
  ValidationStatus validation = ValidationStatus::none;
  DeliveryStatus delivery = DeliveryStatus::none;
  AcknowledgementStatus acknowledgement = AcknowledgementStatus::none;
  Fault fault = {};
  std::string diagnostics = {};  ///< JSON array of the latest run; may be empty
  Timestamp received_at = {};
  std::optional<Timestamp> published_at = {}, delivered_at = {}, held_at = {},
                           resolved_at = {};  ///< kept by the ledger
  std::uint32_t runs = 0;                     ///< kept by the ledger
};

/// One event of a run. The event's bytes are a line of the outbox item's payload.
struct EventKey {
  std::string id = {};
  std::string factkey = {};     ///< hex
  std::string supersedes = {};  ///< event id; may be empty
  bool retraction = false;      ///< it takes the fact back
  bool operator==(const EventKey&) const = default;
};

/// The latest fact of its kind about something: what a repetition is recognised by.
struct LatestFact {
  std::string key = {};  ///< Event::latestkey
  std::string idempotencykey = {};
  std::string event = {};  ///< its id
  bool operator==(const LatestFact&) const = default;
};

/// An event that was not published, since it says what the latest one of its subject said.
struct DuplicateFact {
  std::string event = {};
  std::string of = {};
  bool operator==(const DuplicateFact&) const = default;
};

enum class RunResult : std::uint8_t { published, rejected, held, failed, ignored };
template <>
struct Names<RunResult> {
  static constexpr std::array<std::string_view, 5> list{"published", "rejected", "held", "failed", "ignored"};
};

/// One pass of one document through profile and map. Runs are never changed.
struct Run {
  RunId id = {};
  DocumentId document = {};
  std::string profile_revision = {};
  std::string map_revision = {};
  RunResult result = RunResult::published;
  Timestamp started_at = {};
  Timestamp finished_at = {};
  std::string diagnostics = {};         ///< JSON array; may be empty
  std::string reason = {};              ///< why it ran again; empty for the first run
  PayloadId payload = {};               ///< the NDJSON lines of what this run emitted; empty when it emitted nothing
  std::vector<EventKey> events = {};    ///< one per line, in order; none may be published already for this document
  std::vector<LatestFact> latest = {};  ///< of these events; the later of two with one key counts
  std::vector<DuplicateFact> duplicates = {};  ///< what else it would have emitted
  std::string lane = {};                       ///< the outbox lane: the partition key (shipment)
};

enum class OwedKind : std::uint8_t { acknowledgement, partner_file };
template <>
struct Names<OwedKind> {
  static constexpr std::array<std::string_view, 2> list{"acknowledgement", "partner_file"};
};

/// Something to compose and send. It exists once per cause: inserting an id again changes nothing.
struct Owed {
  OwedId id = {};
  OwedKind kind = OwedKind::acknowledgement;
  PartnerId partner = {};  ///< whom we owe
  EntryId entry = {};      ///< what caused it, as far as known; any may be empty
  InterchangeId interchange = {};
  std::vector<DocumentId> documents = {};
  std::optional<std::int64_t> outbox = {};  ///< the outbox sequence whose events are to be sent
  std::string parameters = {};              ///< JSON, the composer's own
  WorkClass work_class = WorkClass::normal;
  Fence fence = {};  ///< set by claim_owed
  int attempts = 0;  ///< set by claim_owed
};

enum class ReprocessMode : std::uint8_t { replay, correct };
template <>
struct Names<ReprocessMode> {
  static constexpr std::array<std::string_view, 2> list{"replay", "correct"};
};

struct Reprocess {
  DocumentId document = {};
  ReprocessMode mode = ReprocessMode::replay;
  PayloadId edited = {};  ///< a corrected copy of the document's bytes; empty: the bytes as received
  bool released = false;  ///< a person let it through: rules that would hold it again are passed over
  bool resend = false;    ///< whether partner files and acknowledgements are owed anew
  std::string actor = {};
  std::string reason = {};
};

/// Something to translate: a whole entry, or one document again.
struct WorkItem {
  std::int64_t id = 0;
  EntryId entry = {};
  std::optional<Reprocess> reprocess = {};
  WorkClass work_class = WorkClass::normal;
  int attempts = 0;  ///< how often it was claimed before
  Fence fence = {};
};

struct PublishedDocument {
  Document document = {};
  std::optional<Run> run = {};  ///< none for a document that was never run (a duplicate that is held)
};

/// Everything one work item came to. Committed whole or not at all.
struct Publication {
  WorkItem work = {};  ///< as claimed
  EntryState entry_state = EntryState::translated;
  Fault entry_fault = {};
  std::vector<Interchange> interchanges = {};
  std::vector<PublishedDocument> documents = {};
  std::vector<Owed> owed = {};
};

/// A document's events on their way to the sinks. `sequence` ascends in commit order and is never reused: a sink's
/// cursor.
struct OutboxItem {
  std::int64_t sequence = 0;
  DocumentId document = {};
  RunId run = {};
  PartnerId partner = {};
  std::string lane = {};
  PayloadId payload = {};
  std::uint32_t events = 0;
  Timestamp at = {};
};

}  // namespace longshore::spool
