#pragma once
#include <string>
#include <vector>

namespace longshore {

/// A canonical event: the CloudEvents 1.0 attributes as text, and its `data` already serialised as JSON.
/// `json` is the whole event on one line without the line feed: what sinks write and what repeats byte for byte.
struct Event {
  std::string id;    ///< base32 of SHA-256(factkey, payload SHA-256, canonical data without provenance)
  std::string type;  ///< "logistics.shipment.advised.v1"
  std::string subject;
  std::string factkey;       ///< SHA-256, hex
  std::string partitionkey;  ///< the shipment (or its like): consumers see one key in order
  std::string idempotencykey;
  std::string latestkey;  ///< what it is the latest fact of, where a repetition of that says nothing new; else empty
  std::string json;
};

}  // namespace longshore
