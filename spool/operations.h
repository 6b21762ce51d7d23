#pragma once
#include "engine/model/ids.h"
#include "engine/model/timestamp.h"
#include "spool/delivery.h"
#include "spool/document.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace longshore::spool {

/// Where the next page begins; opaque; empty: at the newest, or no further page.
using PageToken = Name<struct PageTag>;

template <class T>
struct Page {
  std::vector<T> items = {};  ///< newest first
  PageToken next = {};
};

struct DocumentFilter {
  std::optional<Direction> direction = {};
  std::optional<DocumentState> state = {};
  PartnerId partner = {};
  EntryId entry = {};
  std::string set = {};
  std::string ref_type = {};  ///< looked at only with ref_value
  std::string ref_value = {};
  ControlNumber control_number = {};
  std::optional<Timestamp> since = {};  ///< received at or after
  std::uint32_t limit = 50;             ///< at most 1000
  PageToken page = {};
};

struct DeliveryFilter {
  std::optional<DeliveryState> state = {};
  PartnerId partner = {};
  DocumentId document = {};
  std::uint32_t limit = 50;
  PageToken page = {};
};

struct DocumentDetail {
  Document document = {};
  Entry entry = {};
  std::vector<Run> runs = {};             ///< oldest first
  std::vector<Delivery> deliveries = {};  ///< oldest first
  std::vector<Attempt> attempts = {};     ///< of those deliveries
};

struct Alert {
  std::string kind = {};  ///< "host_key_changed", "partner_silent" …; with partner and subject it is one alert
  PartnerId partner = {};
  std::string subject = {};  ///< the endpoint, document or delivery it is about; may be empty
  std::string message = {};
  Timestamp raised_at = {};  ///< kept by the ledger
  std::optional<Timestamp> resolved_at = {};
};

struct PartnerStatus {
  PartnerId partner = {};
  bool paused = false;
  std::map<DocumentState, std::int64_t> documents = {};
  std::optional<Timestamp> last_received_at = {};
};

struct Status {
  std::map<DocumentState, std::int64_t> documents = {};
  std::vector<PartnerStatus> partners = {};
  std::int64_t queued_work = 0;  ///< entries and documents waiting for translation
  std::int64_t queued_owed = 0;
  std::int64_t queued_deliveries = 0;  ///< ready, retry or sending
  std::int64_t awaiting_deliveries = 0;
  std::int64_t failed_deliveries = 0;
  std::optional<Timestamp> oldest_ready_delivery = {};
  std::int64_t held = 0;
  std::string top_held_reason = {};  ///< the most frequent fault code among the held
  std::int64_t open_alerts = 0;
  std::int64_t outbox_head = 0;  ///< highest sequence
};

struct AuditRecord {
  std::int64_t number = 0;  ///< from 1, without gaps
  Timestamp at = {};
  std::string record = {};  ///< JSON: what the batch changed
  std::string hash = {};    ///< hex of SHA-256(previous hash ‖ record); the first previous is 64 zeros
};

/// What is known outside the ledger about the audit chain.
struct AuditHead {
  std::int64_t count = 0;
  std::string hash = std::string(64, '0');
  bool operator==(const AuditHead&) const = default;
};

}  // namespace longshore::spool
