#pragma once
#include "engine/base/telemetry/observer.h"
#include "engine/model/ports.h"
#include "engine/translate/settings.h"
#include "spool/spool.h"

#include <functional>

namespace longshore::translate {

/// Spool entries to documents, events and what is owed: claims work, computes, publishes each piece of work in one
/// transaction. One thread at a time.
class Translator {
 public:
  struct Ports {
    spool::Spool& spool;
    Clock& clock;
    telemetry::Observer& observer;
    std::function<Settings()> settings;  ///< asked once a piece of work
  };
  explicit Translator(Ports ports) : ports_(std::move(ports)) {}

  /// True when there was work.
  Result<bool> step();

 private:
  Result<void> together(const std::vector<spool::WorkItem>& work);
  Result<void> alone(const spool::WorkItem& work);

  Ports ports_;
  std::vector<spool::WorkItem>
      claimed_;  // not settled yet: a full disk leaves it here, not to wait for the end of its lease
};

}  // namespace longshore::translate
