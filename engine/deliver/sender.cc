#include "engine/deliver/sender.h"

#include "spool/failpoint.h"

#include <algorithm>

namespace longshore::deliver {
namespace {

constexpr std::uint32_t lanes_at_once = 1000;

// Faults of the connection, not of one file: the next file would meet them too.
bool is_endpoints(const Error& error) {
  constexpr std::string_view codes[] = {
      "REMOTE_UNREACHABLE", "HOST_KEY_CHANGED",    "HOST_KEY_UNKNOWN", "AUTH_REFUSED",
      "KEY_UNREADABLE",     "NO_COMMON_ALGORITHM", "NO_SFTP",          "SECRET_MISSING"};
  return std::ranges::find(codes, error.code) != std::end(codes);
}

std::string temporary_name(const spool::Delivery& delivery) {
  return "." + delivery.id.str() + ".tmp";
}

}  // namespace

Timestamp next_attempt(Timestamp now, int attempts, Random& random) {
  std::int64_t seconds = std::min<std::int64_t>(86'400, 300LL << std::clamp(attempts - 1, 0, 16));
  std::uint8_t noise = 0;
  random.fill({&noise, 1});
  return now.plus_seconds(seconds + seconds * (noise - 128) / 1280);
}

Sender::Sender(EndpointId id, const partners::Endpoint& endpoint, Ports ports)
    : id_(std::move(id)), endpoint_(endpoint), ports_(ports) {}

Result<RemoteStore*> Sender::session() {
  if (!session_) {
    LONGSHORE_TRY(session_, ports_.connector.connect());
  }
  return session_.get();
}

Result<std::vector<spool::Delivery>> Sender::due() {
  LONGSHORE_TRY(auto reader, ports_.spool.reader());
  LONGSHORE_TRY(auto all, reader->due_deliveries(ports_.clock.now(), lanes_at_once));
  std::erase_if(all, [&](const auto& delivery) { return delivery.endpoint != id_; });
  return all;
}

Result<void> Sender::find_interrupted() {
  LONGSHORE_TRY(auto reader, ports_.spool.reader());
  LONGSHORE_TRY(auto all, reader->interrupted_deliveries());
  for (const auto& delivery : all)
    if (delivery.endpoint == id_) unsettled_.push_back(delivery.id);
  looked_back_ = true;
  return {};
}

Result<void> Sender::resume_unsettled() {
  while (!unsettled_.empty()) {
    std::optional<spool::Delivery> delivery;
    {
      LONGSHORE_TRY(auto reader, ports_.spool.reader());
      LONGSHORE_TRY(delivery, reader->find_delivery(unsettled_.back()));
    }
    if (delivery && delivery->state == spool::DeliveryState::sending) LONGSHORE_CHECK(resume(*delivery));
    unsettled_.pop_back();
  }
  return {};
}

Result<bool> Sender::step() {
  if (!looked_back_) LONGSHORE_CHECK(find_interrupted());
  LONGSHORE_CHECK(resume_unsettled());
  LONGSHORE_TRY(auto deliveries, due());
  for (const auto& delivery : deliveries) LONGSHORE_CHECK(send(delivery));
  return !deliveries.empty();
}

Result<void> Sender::finish(const spool::Delivery& delivery, const spool::Outcome& outcome) {
  return ports_.spool.commit([&](spool::LedgerWriter& ledger) { return ledger.finish_attempt(delivery.id, outcome); });
}

// An attempt that a crash interrupted. Before the step "uploaded" was committed the rename cannot have happened: begin
// anew. After it, the temporary name is still there if and only if the rename did not happen.
Result<void> Sender::resume(const spool::Delivery& delivery) {
  LONGSHORE_TRY(auto* remote, session());
  bool renamed = LONGSHORE_MUTANT("deliver.taken_for_delivered");
  if (delivery.uploaded && !renamed) {
    auto temporary = remote->stat(path_of(delivery.temporary_name));
    if (!temporary) session_.reset();
    LONGSHORE_TRY(auto there, std::move(temporary));
    renamed = !there.has_value();
  }
  ports_.observer.log(telemetry::Level::info, "an interrupted delivery was found",
                      {{"delivery", delivery.id.str()},
                       {"name", delivery.file_name},
                       {"outcome", renamed ? "delivered" : "sent again"}});
  if (renamed)
    return finish(delivery,
                  {.state = spool::DeliveryState::delivered, .detail = "the rename had happened before the restart"});
  return finish(delivery, {.state = spool::DeliveryState::retry,
                           .retry_at = ports_.clock.now(),
                           .detail = "interrupted before its rename"});
}

Result<void> Sender::send(const spool::Delivery& delivery) {
  auto temporary = temporary_name(delivery);
  LONGSHORE_CHECK(ports_.spool.commit([&](spool::LedgerWriter& ledger) -> Result<void> {
    LONGSHORE_TRY([[maybe_unused]] auto number, ledger.begin_attempt(delivery.id, temporary));
    return {};
  }));
  LONGSHORE_FAILPOINT("deliver.after_begin");
  auto sent = transfer(delivery, temporary);
  if (!sent) return failed(delivery, sent.error());
  ports_.observer.log(
      telemetry::Level::info, "delivered",
      {{"partner", delivery.partner.str()}, {"delivery", delivery.id.str()}, {"name", delivery.file_name}});
  return finish(delivery, {.state = spool::DeliveryState::delivered, .detail = path_of(delivery.file_name)});
}

Result<void> Sender::transfer(const spool::Delivery& delivery, const std::string& temporary) {
  LONGSHORE_TRY(auto bytes, ports_.spool.read_payload(delivery.payload));
  LONGSHORE_TRY(auto* remote, session());
  LONGSHORE_CHECK(remote->put(path_of(temporary), bytes));
  LONGSHORE_FAILPOINT("deliver.after_upload");
  LONGSHORE_CHECK(ports_.spool.commit([&](spool::LedgerWriter& ledger) { return ledger.mark_uploaded(delivery.id); }));
  LONGSHORE_FAILPOINT("deliver.before_rename");
  auto renamed = remote->rename(path_of(temporary), path_of(delivery.file_name));
  LONGSHORE_FAILPOINT("deliver.after_rename");
  if (renamed || renamed.error().code != "REMOTE_EXISTS" || delivery.attempts == 0) return renamed;
  return settle_existing(delivery, temporary, bytes, renamed.error());
}

// The rename of an earlier attempt may have reached the peer after we had looked for it. The very bytes under the very
// name are that attempt's; anything else is not ours and stays.
Result<void> Sender::settle_existing(const spool::Delivery& delivery, const std::string& temporary,
                                     const std::string& bytes, const Error& exists) {
  LONGSHORE_TRY(auto* remote, session());
  auto there = remote->fetch(path_of(delivery.file_name), bytes.size());
  if (!there && there.error().temporary()) return std::unexpected(there.error());
  LONGSHORE_CHECK(remote->remove(path_of(temporary)));
  if (there && *there == bytes) return {};
  return std::unexpected(exists);
}

Result<void> Sender::failed(const spool::Delivery& delivery, const Error& error) {
  bool connected = session_ != nullptr;
  bool ends_here = connected && !is_endpoints(error) && !error.temporary();
  if (ends_here)
    (void)session_->remove(path_of(temporary_name(delivery)));  // nothing of ours stays in the partner's folder
  session_.reset();
  if (connected && error.code == "REMOTE_UNREACHABLE") {
    unsettled_.push_back(delivery.id);  // the connection broke, perhaps behind the rename: the next step finds out
    return std::unexpected(error);
  }
  bool endpoints = is_endpoints(error);
  bool again = endpoints || error.temporary();
  spool::Outcome outcome{.state = again ? spool::DeliveryState::retry : spool::DeliveryState::failed,
                         .fault = {error.code, error.describe()}};
  // The endpoint's faults are paced by whoever calls step: once it works again, nothing of what waited for it waits
  // longer.
  if (again)
    outcome.retry_at =
        endpoints ? ports_.clock.now() : next_attempt(ports_.clock.now(), delivery.attempts + 1, ports_.random);
  LONGSHORE_CHECK(finish(delivery, outcome));
  ports_.observer.log(telemetry::Level::warning, "a delivery failed",
                      {{"partner", delivery.partner.str()},
                       {"delivery", delivery.id.str()},
                       {"name", delivery.file_name},
                       {"error", error.describe()}});
  if (endpoints) return std::unexpected(error);
  return {};
}

}  // namespace longshore::deliver
