#pragma once
#include "engine/base/crypto/crypto.h"
#include "engine/base/json/json.h"
#include "engine/model/event.h"
#include "maps/canonical.h"
#include "parsers/interchange.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace longshore::maps {

/// What an event is, before it has its identity.
struct Fact {
  const Canonical::Type* type = nullptr;
  std::string subject;
  std::string partition;
  std::vector<std::string> key;            ///< the values of the business key, in the map's order
  std::string_view data;                   ///< a JSON object as RFC 8785 has it, without provenance
  std::vector<std::string_view> identity;  ///< the texts of the values that the type's identity names; empty: absent
  std::string_view time;                   ///< `data.occurredAt`; may be empty
  std::string provenance;                  ///< a JSON object
};

/// Where a document came from, as written on it.
struct Origin {
  const parsers::Interchange& interchange;
  std::string_view set;
  std::string_view payload_sha256;
  std::string_view partner;  ///< empty: none known
};

/// Gives facts of one document their keys and writes the CloudEvents. Nothing local to an installation enters `id`,
/// `factkey` or `idempotencykey`. Keeps references to what `origin` refers to. Not thread-safe.
class EventMaker {
 public:
  explicit EventMaker(const Origin& origin);
  Event make(const Fact& fact);

 private:
  std::string fact_key(const Fact& fact);
  std::string idempotency_key(const Fact& fact);
  crypto::Digest hash(std::string_view text);

  const Origin origin_;
  std::string source_;
  std::string document_;  // what the fact keys of one document have in common
  std::string parts_;
  crypto::Sha256 sha256_;
};

/// The event that takes back an earlier one, which a document no longer says: `logistics.shipment.delivered.v1` by
/// `logistics.shipment.delivered.retracted.v1`. `earlier` is the whole event as it was published.
Event make_retraction(const json::Value& earlier, std::string_view payload_sha256);
/// The event again, after its retraction: with an id of its own, and superseding the retraction.
Event make_restored(const Event& event, std::string_view retraction_id);
/// The event with `supersedes`.
std::string with_supersedes(const std::string& event, std::string_view earlier_id);

}  // namespace longshore::maps
