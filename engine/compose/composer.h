#pragma once
#include "engine/base/telemetry/observer.h"
#include "engine/model/ports.h"
#include "maps/catalog.h"
#include "partners/registry.h"
#include "spool/spool.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace longshore::compose {

/// Fills the placeholders of a file name: {kind} {number} {date} {time} {partner}. What is not a letter, digit or one
/// of . _ - becomes '-'.
std::string file_name(const std::string& pattern, const std::string& kind, const std::string& number,
                      const std::string& partner, Timestamp at);

/// What is owed to deliveries: reserves control numbers durably, writes the acknowledgement or partner file, commits it
/// as a delivery. One thread at a time.
class Composer {
 public:
  struct Ports {
    spool::Spool& spool;
    Clock& clock;
    telemetry::Observer& observer;
    std::function<std::shared_ptr<const partners::Registry>()> registry;
    std::function<std::shared_ptr<maps::Catalog>()> catalog;
  };
  explicit Composer(Ports ports) : ports_(std::move(ports)) {}

  /// True when there was something owed.
  Result<bool> step();

 private:
  struct Composed {
    spool::Owed owed;
    spool::Delivery delivery;
    std::vector<spool::Payload> payloads;  ///< one
    std::optional<Error> error;
    bool nothing_to_say = false;  ///< none of the events is for that map
  };
  Composed compose(const spool::Owed& owed, const spool::ControlNumberRange& number);
  Result<void> acknowledgement(Composed& out, const partners::Profile& profile, std::int64_t number);
  Result<void> partner_file(Composed& out, const partners::Profile& profile, std::int64_t number);
  Result<void> address(Composed& out, const partners::Profile& profile, const std::string& via,
                       const std::string& pattern, const std::string& kind, std::int64_t number, std::string bytes);
  Result<void> put_off(spool::LedgerWriter& ledger, const Composed& one) const;
  static Result<void> settle(spool::LedgerWriter& ledger, const Composed& one);
  Result<void> commit(std::vector<Composed>& composed);

  Result<void> claim();

  Ports ports_;
  struct Claimed {
    spool::Owed owed;
    spool::ControlNumberRange number;
  };
  std::vector<Claimed> claimed_;  // not settled yet: a full disk leaves it here, not to wait for the end of its lease
};

}  // namespace longshore::compose
