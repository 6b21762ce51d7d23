#pragma once
#include "engine/api/server.h"
#include "engine/base/runtime/loop.h"
#include "engine/base/telemetry/observer.h"
#include "engine/compose/composer.h"
#include "engine/deliver/file_sink.h"
#include "engine/deliver/sender.h"
#include "engine/receive/watcher.h"
#include "engine/settings_store.h"
#include "engine/translate/translator.h"
#include "spool/spool.h"

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace longshore {

/// The running engine: one loop a stage, one or two a partner's endpoint; they meet only in the ledger, and a wake-up
/// is only a hint.
class Service {
 public:
  struct Ports {
    spool::FileSystem& files;
    Clock& clock;
    Random& random;
    telemetry::Observer& observer;
  };
  /// Takes the data folder and starts everything. Faults of profiles or maps are the result's errors.
  static Result<std::unique_ptr<Service>> start(const Config& config, const SharedData& data, Ports ports,
                                                std::vector<Error>& errors);
  /// Stops taking, finishes what was taken as far as it is due (at most 20 s), leaves a clean mark.
  ~Service();

  const std::string& api_url() const { return api_->url(); }
  /// False once the spool cannot be trusted any more: the process must end and start anew.
  bool healthy() const { return healthy_; }

 private:
  struct EndpointLoops {
    std::string revision;
    std::unique_ptr<RemoteConnector> connector;
    std::unique_ptr<receive::Watcher> watcher;
    std::unique_ptr<deliver::Sender> sender;
    std::unique_ptr<runtime::Loop> receiving;
    std::unique_ptr<runtime::Loop> sending;
  };
  Service(const Config& config, const SharedData& data, Ports ports) : ports_(ports), settings_(config, data) {}

  Result<void> open(std::vector<Error>& errors);
  void start_stages();
  void start_endpoints();
  void start_endpoint(const partners::Profile& profile, const partners::Endpoint& endpoint, EndpointLoops& loops);
  bool watch_settings();
  /// Alerts for partners that have been silent for longer than their profile allows.
  bool watch_silence();
  /// Runs one step of a loop: logs and alerts its error, holds the loop back after one.
  bool guard(const std::string& what, const PartnerId& partner, const std::function<Result<bool>()>& step);
  void report(const std::string& what, const PartnerId& partner, const Error& error);
  void resolve(const std::string& what, const PartnerId& partner);
  /// Resolves the open alerts about that subject, also those of an earlier process; how many there were.
  Result<int> resolve_alerts(const std::string& what, const PartnerId& partner);
  bool in_trouble(const std::string& what);
  bool sweep_orphans();
  void wake_senders();
  bool drained();

  struct Trouble {
    int failures = 0;
    Timestamp not_before;
  };

  Ports ports_;
  SettingsStore settings_;
  std::unique_ptr<spool::Spool> spool_;
  std::unique_ptr<translate::Translator> translator_;
  std::unique_ptr<compose::Composer> composer_;
  std::unique_ptr<deliver::FileSink> sink_;
  std::mutex troubles_mutex_;
  std::map<std::string, Trouble> troubles_;
  std::set<std::string> proven_;  // what has worked since it was started: its alerts are resolved
  std::mutex endpoints_mutex_;
  std::map<std::string, EndpointLoops> endpoints_;
  std::unique_ptr<runtime::Loop> sinking_;
  std::unique_ptr<runtime::Loop> composing_;
  std::unique_ptr<runtime::Loop> translating_;
  std::unique_ptr<runtime::Loop> watching_settings_;
  std::unique_ptr<runtime::Loop> watching_silence_;
  Timestamp started_at_;
  std::unique_ptr<runtime::Loop> sweeping_;
  std::unique_ptr<api::Server> api_;
  std::atomic<bool> healthy_ = true;
};

}  // namespace longshore
