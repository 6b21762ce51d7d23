#pragma once
#include "engine/model/ids.h"
#include "engine/model/timestamp.h"
#include "spool/document.h"
#include "spool/states.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace longshore::spool {

enum class DeliveryKind : std::uint8_t { acknowledgement, partner_file, mdn };
template <>
struct Names<DeliveryKind> {
  static constexpr std::array<std::string_view, 3> list{"acknowledgement", "partner_file", "mdn"};
};

/// What a delivery that failed for good does to those behind it in its lane. One that waits for its retry always parks
/// them.
enum class LanePolicy : std::uint8_t { skip, block };
template <>
struct Names<LanePolicy> {
  static constexpr std::array<std::string_view, 2> list{"skip", "block"};
};

/// Numbers `first` … `first + count - 1` of one sequence.
struct ControlNumberRange {
  std::string sequence = {};
  std::int64_t first = 0;
  std::int64_t count = 0;
  bool operator==(const ControlNumberRange&) const = default;
};

/// One composed file on its way. Every attempt sends the same stored bytes under the same name.
struct Delivery {
  DeliveryId id = {};
  PartnerId partner = {};
  EndpointId endpoint = {};
  DeliveryKind kind = DeliveryKind::partner_file;
  std::string file_name = {};  ///< the remote name, or the AS2 Message-ID
  PayloadId payload = {};
  std::string lane = {};
  LanePolicy lane_policy = LanePolicy::skip;
  std::vector<ControlNumberRange> control_numbers = {};
  EntryId entry = {};                      ///< what caused it; may be empty
  OwedId owed = {};                        ///< what it discharges; may be empty
  std::vector<DocumentId> documents = {};  ///< whose delivery (or acknowledgement) status it decides
  DeliveryState state = DeliveryState::ready;
  Timestamp created_at = {};
  Timestamp next_at = {};  ///< not before
  std::optional<Timestamp> delivered_at = {};
  int attempts = 0;                 ///< kept by the ledger
  std::string temporary_name = {};  ///< of the attempt under way or the last one
  bool uploaded = false;            ///< that attempt got as far as the step before its rename
  Fault fault = {};                 ///< of the last attempt
};

/// How an attempt ended.
struct Outcome {
  DeliveryState state = DeliveryState::delivered;  ///< delivered | awaiting | retry | failed
  Timestamp retry_at = {};                         ///< for retry; for awaiting: when it is overdue
  Fault fault = {};                                ///< for retry and failed
  std::string detail = {};                         ///< what was observed: server's words, sizes, MIC
  PayloadId evidence = {};                         ///< a stored MDN; may be empty
};

struct Attempt {
  DeliveryId delivery = {};
  int number = 0;  ///< from 1
  Timestamp started_at = {};
  std::optional<Timestamp> finished_at = {};
  std::string temporary_name = {};
  std::optional<DeliveryState> outcome = {};  ///< none while it is under way
  Fault fault = {};
  std::string detail = {};
  PayloadId evidence = {};
};

/// How far a sink has come. `byte_offset` is the sink's own: the length its file had after `sequence`, so that a file
/// sink can cut off what a crash left behind.
struct SinkCursor {
  std::int64_t sequence = 0;
  std::int64_t byte_offset = 0;
  bool operator==(const SinkCursor&) const = default;
};

}  // namespace longshore::spool
