#include "engine/compose/composer.h"

#include "engine/base/json/json.h"
#include "engine/compose/document.h"
#include "parsers/owed_acknowledgement.h"
#include "spool/failpoint.h"

#include <algorithm>

namespace longshore::compose {
namespace {

constexpr std::uint32_t owed_at_once = 32;
constexpr Seconds lease{300};
constexpr std::int64_t retry_seconds = 30;

/// Control numbers of the standards count apart, whatever is sent under them.
std::string sequence_of(const spool::Owed& owed) {
  auto parameters = json::parse(owed.parameters);
  auto partner = "/" + owed.partner.str();
  if (owed.kind == spool::OwedKind::acknowledgement)
    return (parameters && parameters->text("kind") == "CONTRL" ? "edifact" : "x12") + partner;
  auto kind = DocumentKind::parse(parameters ? parameters->text("flow") : "");
  return (kind.edi() ? kind.standard : "file") + partner;
}

}  // namespace

std::string file_name(const std::string& pattern, const std::string& kind, const std::string& number,
                      const std::string& partner, Timestamp at) {
  auto t = to_civil(at);
  auto two = [](int value) { return (value < 10 ? "0" : "") + std::to_string(value); };
  const std::pair<std::string_view, std::string> values[] = {
      {"{kind}", kind},
      {"{number}", number},
      {"{partner}", partner},
      {"{date}", std::to_string(t.year) + two(t.month) + two(t.day)},
      {"{time}", two(t.hour) + two(t.minute) + two(t.second)}};
  std::string out = pattern;
  for (const auto& [key, value] : values)
    for (auto at_key = out.find(key); at_key != std::string::npos; at_key = out.find(key))
      out.replace(at_key, key.size(), value);
  for (auto& c : out) {
    bool plain =
        (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '.' || c == '_' || c == '-';
    if (!plain) c = '-';
  }
  return out;
}

Result<void> Composer::claim() {
  std::vector<Claimed> fresh;
  LONGSHORE_CHECK(ports_.spool.commit([&](spool::LedgerWriter& ledger) -> Result<void> {
    LONGSHORE_TRY(auto owed, ledger.claim_owed(owed_at_once, lease));
    for (auto& one : owed) {
      LONGSHORE_TRY(auto number, ledger.reserve_control_numbers(sequence_of(one), 1));
      fresh.push_back({std::move(one), std::move(number)});
    }
    return {};
  }));
  claimed_ = std::move(fresh);
  return {};
}

Result<bool> Composer::step() {
  if (claimed_.empty()) LONGSHORE_CHECK(claim());
  if (claimed_.empty()) return false;
  LONGSHORE_FAILPOINT("compose.after_claim");
  std::vector<Composed> composed;
  for (const auto& one : claimed_) composed.push_back(compose(one.owed, one.number));
  LONGSHORE_FAILPOINT("compose.before_commit");
  auto done = commit(composed);
  LONGSHORE_FAILPOINT("compose.after_commit");
  if (done || done.error().code != "DISK_FULL") claimed_.clear();
  LONGSHORE_CHECK(std::move(done));
  return true;
}

Composer::Composed Composer::compose(const spool::Owed& owed, const spool::ControlNumberRange& number) {
  Composed out;
  out.owed = owed;
  out.delivery.control_numbers = {number};
  auto registry = ports_.registry();
  const auto* profile = registry->find(owed.partner);
  bool acknowledges = owed.kind == spool::OwedKind::acknowledgement;
  Result<void> done =
      fail_permanent("compose", "PARTNER_GONE", "there is no profile " + owed.partner.str() + " any more",
                     "put it back: what is owed is composed by itself");
  if (profile)
    done = acknowledges ? acknowledgement(out, *profile, number.first) : partner_file(out, *profile, number.first);
  if (!done) out.error = done.error();
  return out;
}

Result<void> Composer::acknowledgement(Composed& out, const partners::Profile& profile, std::int64_t number) {
  LONGSHORE_TRY(auto owed, parsers::owed_from_json(out.owed.parameters));
  LONGSHORE_TRY(auto bytes, parsers::write(owed, static_cast<std::uint32_t>(number), to_civil(ports_.clock.now())));
  out.delivery.kind = spool::DeliveryKind::acknowledgement;
  return address(out, profile, profile.acknowledge.via, {}, std::string(owed.kind()), number, std::move(bytes));
}

Result<void> Composer::partner_file(Composed& out, const partners::Profile& profile, std::int64_t number) {
  LONGSHORE_TRY(auto parameters, json::parse(out.owed.parameters));
  auto catalog = ports_.catalog();
  auto kind = DocumentKind::parse(parameters.text("flow"));
  kind.version = parameters.text("version");
  LONGSHORE_TRY(const auto* map, template_for(*catalog, parameters.text("map"), kind));
  std::vector<json::Value> events;
  const auto* lines = parameters.find("events");
  for (const auto& line : lines && lines->array() ? *lines->array() : json::Array{}) {
    LONGSHORE_TRY(auto event, json::parse(line.string() ? *line.string() : ""));
    events.push_back(std::move(event));
  }
  LONGSHORE_TRY(auto written, write_documents(*map, events, profile, *catalog,
                                              {static_cast<std::uint32_t>(number), to_civil(ports_.clock.now())}));
  out.nothing_to_say = written.documents == 0;
  if (out.nothing_to_say) return {};
  return address(out, profile, parameters.text("via"), parameters.text("name"), kind.set, number,
                 std::move(written.bytes));
}

Result<void> Composer::address(Composed& out, const partners::Profile& profile, const std::string& via,
                               const std::string& pattern, const std::string& kind, std::int64_t number,
                               std::string bytes) {
  const auto* endpoint = profile.endpoint(via);
  if (!endpoint || endpoint->put_path.empty())
    return fail_permanent("compose", "ENDPOINT_GONE",
                          "the profile of " + profile.id.str() + " has no endpoint " + via + " that takes files",
                          "put it back: what is owed is composed by itself");
  auto& delivery = out.delivery;
  auto text = std::to_string(number);
  text.insert(0, 9 - std::min<std::size_t>(9, text.size()), '0');
  delivery.id = DeliveryId(ports_.spool.new_id());
  delivery.partner = profile.id;
  delivery.endpoint = EndpointId(profile.id.str() + "/" + via);
  delivery.file_name =
      file_name(pattern.empty() ? endpoint->file_name : pattern, kind, text, profile.id.str(), ports_.clock.now());
  delivery.lane = delivery.endpoint.str() + "/" + kind;
  delivery.entry = out.owed.entry;
  delivery.owed = out.owed.id;
  delivery.documents = out.owed.documents;
  auto payload = ports_.spool.make_payload(
      std::move(bytes), {{"kind", "delivery"}, {"partner", profile.id.str()}, {"name", delivery.file_name}});
  delivery.payload = payload.id;
  out.payloads.push_back(std::move(payload));
  return {};
}

// Every cause (a profile, an endpoint or a map that is gone) can be mended, so the debt stays and is tried again.
Result<void> Composer::put_off(spool::LedgerWriter& ledger, const Composed& one) const {
  LONGSHORE_CHECK(ledger.void_control_numbers(one.delivery.control_numbers.front(), one.error->code));
  LONGSHORE_TRY([[maybe_unused]] bool fresh,
                ledger.raise_alert({"not_composed", one.owed.partner, one.owed.id.str(), one.error->describe()}));
  return ledger.postpone_owed(one.owed, ports_.clock.now().plus_seconds(retry_seconds));
}

Result<void> Composer::settle(spool::LedgerWriter& ledger, const Composed& one) {
  if (one.nothing_to_say)
    LONGSHORE_CHECK(ledger.void_control_numbers(one.delivery.control_numbers.front(), "NOTHING_TO_SAY"));
  else
    LONGSHORE_CHECK(ledger.insert_delivery(one.delivery));
  if (one.owed.attempts > 0) LONGSHORE_CHECK(ledger.resolve_alert("not_composed", one.owed.partner, one.owed.id.str()));
  return ledger.finish_owed(one.owed);
}

// The file, its delivery and the end of the debt in one transaction: a crash before it leaves the debt, composed again
// under new numbers; the old ones are recorded void.
Result<void> Composer::commit(std::vector<Composed>& composed) {
  spool::Batch batch;
  for (auto& one : composed) {
    for (auto& payload : one.payloads) batch.payloads.push_back(std::move(payload));
    if (one.error)
      ports_.observer.log(
          telemetry::Level::error, "what is owed could not be composed",
          {{"partner", one.owed.partner.str()}, {"entry", one.owed.entry.str()}, {"error", one.error->describe()}});
  }
  batch.change = [&](spool::LedgerWriter& ledger) -> Result<void> {
    for (const auto& one : composed) {
      LONGSHORE_CHECK(one.error ? put_off(ledger, one) : settle(ledger, one));
    }
    return {};
  };
  return ports_.spool.commit(std::move(batch));
}

}  // namespace longshore::compose
