#include "engine/service.h"

#include "engine/api/router.h"
#include "engine/base/crypto/crypto.h"
#include "engine/endpoints.h"

#include <filesystem>
#include <fstream>

namespace longshore {
namespace {

constexpr std::int64_t idle_ms = 1000;
constexpr std::int64_t drain_ms = 20'000;
constexpr std::int64_t longest_backoff_s = 300;
constexpr std::int64_t longest_local_backoff_s = 5;  // our own disk: looking again costs nothing
constexpr std::int64_t silence_look_ms = 10'000;
constexpr std::int64_t sweep_ms = 3'600'000;

std::string alert_kind(const Error& error) {
  if (error.code == "HOST_KEY_CHANGED" || error.code == "HOST_KEY_UNKNOWN") return "host_key_changed";
  if (error.code == "AUTH_REFUSED" || error.code == "SECRET_MISSING" || error.code == "KEY_UNREADABLE")
    return "credentials_refused";
  if (error.code == "REMOTE_UNREACHABLE") return "endpoint_unreachable";
  if (error.code == "DISK_FULL") return "disk_full";
  return "stage_failed";
}

// Only the operating system's user may read it: it holds the token.
Result<void> write_private(const std::string& path, const std::string& text) {
  namespace fs = std::filesystem;
  std::error_code ec;
  auto fresh = path + ".new";
  fs::remove(fresh, ec);
  {
    std::ofstream out(fresh);
    fs::permissions(fresh, fs::perms::owner_read | fs::perms::owner_write, ec);
    out << text;
    if (!out) return fail_permanent("service", "IO_ERROR", "cannot write " + fresh);
  }
  fs::rename(fresh, path, ec);
  if (ec) return fail_permanent("service", "IO_ERROR", "cannot write " + path + ": " + ec.message());
  return {};
}

}  // namespace

Result<std::unique_ptr<Service>> Service::start(const Config& config, const SharedData& data, Ports ports,
                                                std::vector<Error>& errors) {
  std::unique_ptr<Service> out(new Service(config, data, ports));
  LONGSHORE_CHECK(out->open(errors));
  return out;
}

Result<void> Service::open(std::vector<Error>& errors) {
  errors = settings_.load();
  if (!errors.empty()) return std::unexpected(errors.front());
  const auto& config = settings_.config();
  spool::SpoolOptions options{.data_folder = config.data, .reserve = Bytes{config.reserve_bytes}};
  LONGSHORE_TRY(spool_, spool::Spool::open(options, ports_.files, ports_.clock, ports_.random));
  std::array<std::uint8_t, 32> noise{};
  ports_.random.fill(noise);
  auto token = crypto::hex(noise);
  auto router = std::make_shared<api::Router>(*spool_, [this] {
    if (translating_) translating_->wake();
    wake_senders();
  });
  LONGSHORE_TRY(api_, api::Server::start({config.api_host, config.api_port, token},
                                         [router](const api::Request& request) { return router->handle(request); }));
  LONGSHORE_CHECK(write_private(config.data + "/api.json",
                                json::write(json::Object{{"url", api_->url()}, {"token", token}}) + "\n"));
  start_stages();
  start_endpoints();
  LONGSHORE_CHECK(resolve_alerts("profiles and maps", {}));
  watching_settings_ =
      std::make_unique<runtime::Loop>("settings", idle_ms, [this](const auto&) { return watch_settings(); });
  started_at_ = ports_.clock.now();
  watching_silence_ =
      std::make_unique<runtime::Loop>("silence", silence_look_ms, [this](const auto&) { return watch_silence(); });
  sweeping_ = std::make_unique<runtime::Loop>("sweep", sweep_ms, [this](const auto&) { return sweep_orphans(); });
  ports_.observer.log(
      telemetry::Level::info, "serving",
      {{"data", config.data}, {"api", api_->url()}, {"recovered", spool_->recovered() ? "after an unclean stop" : ""}});
  return {};
}

void Service::start_stages() {
  translator_ = std::make_unique<translate::Translator>(
      translate::Translator::Ports{*spool_, ports_.clock, ports_.observer, [this] { return settings_.current(); }});
  composer_ = std::make_unique<compose::Composer>(
      compose::Composer::Ports{*spool_, ports_.clock, ports_.observer, [this] { return settings_.current().registry; },
                               [this] { return settings_.current().catalog; }});
  if (!settings_.config().event_file.empty()) {
    sink_ = std::make_unique<deliver::FileSink>("file", settings_.config().event_file, *spool_);
    sinking_ = std::make_unique<runtime::Loop>(
        "sink", idle_ms, [this](const auto&) { return guard("sink", {}, [this] { return sink_->step(); }); });
  }
  composing_ = std::make_unique<runtime::Loop>("compose", idle_ms, [this](const auto&) {
    bool worked = guard("compose", {}, [this] { return composer_->step(); });
    if (worked) wake_senders();
    return worked;
  });
  translating_ = std::make_unique<runtime::Loop>("translate", idle_ms, [this](const auto&) {
    bool worked = guard("translate", {}, [this] { return translator_->step(); });
    if (worked) composing_->wake();
    if (worked && sinking_) sinking_->wake();
    return worked;
  });
}

void Service::start_endpoints() {
  auto settings = settings_.current();
  std::scoped_lock lock(endpoints_mutex_);
  std::map<std::string, EndpointLoops> next;
  for (const auto& profile : settings.registry->profiles()) {
    bool active = profile.stage != partners::Stage::draft && profile.stage != partners::Stage::paused;
    for (const auto& endpoint : profile.endpoints) {
      if (!active) continue;
      auto id = profile.id.str() + "/" + endpoint.name;
      auto known = endpoints_.find(id);
      bool same = known != endpoints_.end() && known->second.revision == profile.revision;
      if (same)
        next[id] = std::move(known->second);
      else if (known != endpoints_.end())
        endpoints_.erase(known);  // the loops end before what they use
      if (!same) start_endpoint(profile, endpoint, next[id]);
    }
  }
  endpoints_ = std::move(next);
}

void Service::start_endpoint(const partners::Profile& profile, const partners::Endpoint& endpoint,
                             EndpointLoops& loops) {
  loops.revision = profile.revision;
  loops.connector = make_connector(endpoint, settings_.config().secrets);
  auto id = profile.id.str() + "/" + endpoint.name;
  auto partner = profile.id;
  {
    std::scoped_lock lock(troubles_mutex_);
    for (const auto& what : {id + " pick-up", id + " delivery"}) {
      troubles_.erase(what);
      proven_.erase(what);
    }
  }
  if (!endpoint.put_path.empty()) {
    loops.sender = std::make_unique<deliver::Sender>(
        EndpointId(id), endpoint,
        deliver::Sender::Ports{*spool_, *loops.connector, ports_.clock, ports_.random, ports_.observer});
    loops.sending = std::make_unique<runtime::Loop>(
        "send " + id, idle_ms, [this, partner, id, sender = loops.sender.get()](const auto&) {
          return guard(id + " delivery", partner, [sender] { return sender->step(); });
        });
  }
  if (!endpoint.watch) return;
  loops.watcher = std::make_unique<receive::Watcher>(
      profile, endpoint, receive::Watcher::Ports{*spool_, *loops.connector, ports_.clock, ports_.observer});
  loops.receiving = std::make_unique<runtime::Loop>(
      "watch " + id, endpoint.watch->every_ms,
      [this, partner, id, watcher = loops.watcher.get()](const auto& stopping) {
        bool took = guard(id + " pick-up", partner, [watcher, &stopping] { return watcher->poll(stopping); });
        if (took) translating_->wake();
        return false;
      });
}

void Service::wake_senders() {
  std::unique_lock lock(endpoints_mutex_, std::try_to_lock);
  if (!lock) return;  // they are being replaced and look by themselves
  for (auto& [id, loops] : endpoints_)
    if (loops.sending) loops.sending->wake();
}

bool Service::guard(const std::string& what, const PartnerId& partner, const std::function<Result<bool>()>& step) {
  {
    std::scoped_lock lock(troubles_mutex_);
    auto found = troubles_.find(what);
    if (found != troubles_.end() && ports_.clock.now() < found->second.not_before) return false;
  }
  if (!healthy_) return false;
  auto done = step();
  if (!done) {
    report(what, partner, done.error());
    return false;
  }
  resolve(what, partner);
  return *done;
}

void Service::report(const std::string& what, const PartnerId& partner, const Error& error) {
  bool fatal = error.code == "DAMAGED" || error.code == "OUTCOME_UNKNOWN" || error.code == "SYNC_FAILED";
  if (fatal) healthy_ = false;
  ports_.observer.log(fatal ? telemetry::Level::error : telemetry::Level::warning, what + " failed",
                      {{"partner", partner.str()}, {"error", error.describe()}});
  auto kind = alert_kind(error);
  {
    std::scoped_lock lock(troubles_mutex_);
    auto& trouble = troubles_[what];
    auto longest = error.code == "DISK_FULL" ? longest_local_backoff_s : longest_backoff_s;
    trouble.not_before =
        ports_.clock.now().plus_seconds(std::min(longest, std::int64_t{1} << std::min(trouble.failures, 12)));
    ++trouble.failures;
    proven_.erase(what);
  }
  auto raised = spool_->commit([&](spool::LedgerWriter& ledger) -> Result<void> {
    LONGSHORE_TRY([[maybe_unused]] bool fresh, ledger.raise_alert({kind, partner, what, error.describe()}));
    return {};
  });
  if (!raised && !fatal)
    ports_.observer.log(telemetry::Level::warning, "an alert could not be recorded",
                        {{"error", raised.error().describe()}});
}

void Service::resolve(const std::string& what, const PartnerId& partner) {
  {
    std::scoped_lock lock(troubles_mutex_);
    troubles_.erase(what);
    if (proven_.contains(what)) return;
  }
  auto resolved = resolve_alerts(what, partner);
  if (!resolved)
    return ports_.observer.log(telemetry::Level::warning, "an alert could not be resolved",
                               {{"error", resolved.error().describe()}});
  if (*resolved) ports_.observer.log(telemetry::Level::info, what + " works again", {{"partner", partner.str()}});
  std::scoped_lock lock(troubles_mutex_);
  proven_.insert(what);
}

Result<int> Service::resolve_alerts(const std::string& what, const PartnerId& partner) {
  std::vector<spool::Alert> open;
  {
    LONGSHORE_TRY(auto reader, spool_->reader());
    LONGSHORE_TRY(open, reader->open_alerts());
  }
  std::erase_if(open, [&](const auto& alert) { return alert.subject != what || alert.partner != partner; });
  if (open.empty()) return 0;
  auto change = [&](spool::LedgerWriter& ledger) -> Result<void> {
    for (const auto& alert : open) LONGSHORE_CHECK(ledger.resolve_alert(alert.kind, alert.partner, alert.subject));
    return {};
  };
  LONGSHORE_CHECK(spool_->commit(change));
  return static_cast<int>(open.size());
}

bool Service::in_trouble(const std::string& what) {
  std::scoped_lock lock(troubles_mutex_);
  return troubles_.contains(what);
}

bool Service::sweep_orphans() {
  auto moved = spool_->sweep_orphans();
  if (!moved)
    ports_.observer.log(telemetry::Level::warning, "the search for files without rows failed",
                        {{"error", moved.error().describe()}});
  else if (*moved)
    ports_.observer.log(telemetry::Level::warning, "files without rows were moved to orphan/",
                        {{"files", std::to_string(*moved)}});
  return false;
}

// A bad set of files keeps the last good one in force and raises an alert; a good one replaces it at once.
bool Service::watch_settings() {
  auto reload = settings_.reload_if_changed();
  if (!reload.changed) return false;
  auto change = [&](spool::LedgerWriter& ledger) -> Result<void> {
    if (reload.errors.empty()) {
      LONGSHORE_CHECK(
          ledger.note("reload", "profiles and maps " + settings_.current().registry->revision().substr(0, 12)));
      return ledger.resolve_alert("reload_refused", {}, "profiles and maps");
    }
    LONGSHORE_TRY([[maybe_unused]] bool fresh,
                  ledger.raise_alert({"reload_refused", {}, "profiles and maps", reload.errors.front().describe()}));
    return {};
  };
  auto noted = spool_->commit(change);
  for (const auto& error : reload.errors)
    ports_.observer.log(telemetry::Level::error, "the changed profiles or maps are refused, the old ones stay in force",
                        {{"error", error.describe()}});
  if (!noted)
    ports_.observer.log(telemetry::Level::warning, "a reload could not be recorded",
                        {{"error", noted.error().describe()}});
  if (!reload.errors.empty()) return false;
  ports_.observer.log(telemetry::Level::info, "profiles and maps were loaded anew",
                      {{"revision", settings_.current().registry->revision().substr(0, 12)}});
  start_endpoints();
  return false;
}

bool Service::watch_silence() {
  std::vector<spool::PartnerStatus> partners;
  if (auto reader = spool_->reader())
    if (auto status = (*reader)->status()) partners = std::move(status->partners);
  auto now = ports_.clock.now();
  for (const auto& profile : settings_.current().registry->profiles()) {
    if (profile.silence_ms == 0) continue;
    auto found = std::ranges::find(partners, profile.id, &spool::PartnerStatus::partner);
    auto last = found == partners.end() ? std::nullopt : found->last_received_at;
    bool silent =
        now.milliseconds - std::max(started_at_, last.value_or(started_at_)).milliseconds > profile.silence_ms;
    auto text = "nothing was received from " + profile.id.str() + (last ? " since " + to_rfc3339(*last) : " yet");
    auto noted = spool_->commit([&](spool::LedgerWriter& ledger) -> Result<void> {
      if (!silent) return ledger.resolve_alert("partner_silent", profile.id, {});
      LONGSHORE_TRY([[maybe_unused]] bool fresh, ledger.raise_alert({"partner_silent", profile.id, {}, text}));
      return {};
    });
    if (!noted)
      ports_.observer.log(telemetry::Level::warning, "an alert could not be recorded",
                          {{"error", noted.error().describe()}});
  }
  return false;
}

bool Service::drained() {
  auto reader = spool_->reader();
  if (!reader) return true;
  auto status = (*reader)->status();
  auto due = (*reader)->due_deliveries(ports_.clock.now(), 1000);
  auto sending = (*reader)->list_deliveries({.state = spool::DeliveryState::sending, .limit = 1000});
  if (!status || !due || !sending) return true;
  // What an endpoint cannot take now, it takes after the next start.
  auto possible = [&](const spool::Delivery& delivery) {
    return endpoints_.contains(delivery.endpoint.str()) && !in_trouble(delivery.endpoint.str() + " delivery");
  };
  return status->queued_work == 0 && status->queued_owed == 0 && std::ranges::none_of(*due, possible) &&
         std::ranges::none_of(sending->items, possible);
}

Service::~Service() {
  if (!spool_) return;
  watching_settings_.reset();
  sweeping_.reset();
  watching_silence_.reset();
  for (auto& [id, loops] : endpoints_)
    if (loops.receiving) loops.receiving->stop();
  for (auto& [id, loops] : endpoints_) loops.receiving.reset();
  std::atomic<bool> never = false;
  auto until = Timestamp{ports_.clock.now().milliseconds + drain_ms};
  // Twice in a row: between a lane's deliveries there is a moment in which none is due and none is being sent.
  for (int quiet = 0; healthy_ && translating_ && ports_.clock.now() < until;) {
    quiet = drained() ? quiet + 1 : 0;
    if (quiet == 2) break;
    translating_->wake();
    composing_->wake();
    wake_senders();
    ports_.clock.sleep(50, never);
  }
  translating_.reset();
  composing_.reset();
  endpoints_.clear();
  sinking_.reset();
  if (healthy_ && sink_)
    while (sink_->step().value_or(false)) {
    }
  api_.reset();
  std::error_code ec;
  std::filesystem::remove(settings_.config().data + "/api.json", ec);
  ports_.observer.log(telemetry::Level::info, "stopped");
}

}  // namespace longshore
