#pragma once
#include "engine/base/telemetry/observer.h"
#include "engine/model/ports.h"
#include "engine/model/remote_store.h"
#include "partners/profile.h"
#include "spool/spool.h"

#include <memory>
#include <string>
#include <vector>

namespace longshore::deliver {

/// When the attempt after the `attempts`-th is due: 5, 10, 20, 40 … minutes, at most a day, ± 10 % by `random`.
Timestamp next_attempt(Timestamp now, int attempts, Random& random);

/// Puts composed files into one endpoint's folder, each exactly once: temporary name, write, sync, compare, commit,
/// then a rename that never replaces. After a crash the committed step and the temporary name tell what happened. One
/// thread.
class Sender {
 public:
  struct Ports {
    spool::Spool& spool;
    RemoteConnector& connector;
    Clock& clock;
    Random& random;
    telemetry::Observer& observer;
  };
  /// `endpoint` is copied.
  Sender(EndpointId id, const partners::Endpoint& endpoint, Ports ports);

  /// Delivers what is due. True when there was something. An error is the endpoint's (unreachable, key changed), and
  /// what was due has been put off.
  Result<bool> step();

 private:
  Result<RemoteStore*> session();
  Result<void> find_interrupted();
  Result<void> resume_unsettled();
  Result<std::vector<spool::Delivery>> due();
  Result<void> resume(const spool::Delivery& delivery);
  Result<void> send(const spool::Delivery& delivery);
  Result<void> transfer(const spool::Delivery& delivery, const std::string& temporary);
  Result<void> settle_existing(const spool::Delivery& delivery, const std::string& temporary, const std::string& bytes,
                               const Error& exists);
  Result<void> finish(const spool::Delivery& delivery, const spool::Outcome& outcome);
  /// Records how an attempt ended that `error` broke; passes the error on when it is the endpoint's.
  Result<void> failed(const spool::Delivery& delivery, const Error& error);
  std::string path_of(const std::string& name) const { return endpoint_.put_path + "/" + name; }

  EndpointId id_;
  partners::Endpoint endpoint_;
  Ports ports_;
  std::unique_ptr<RemoteStore> session_;
  bool looked_back_ = false;
  std::vector<DeliveryId> unsettled_;  // attempts of which nobody knows yet how they ended
};

}  // namespace longshore::deliver
