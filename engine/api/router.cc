#include "engine/api/router.h"

#include "engine/api/views.h"
#include "engine/model/text.h"

namespace longshore::api {
namespace {

std::unexpected<Error> invalid(std::string what, std::string hint = {}) {
  return fail_permanent("api", "REQUEST_INVALID", std::move(what), std::move(hint));
}
std::unexpected<Error> nowhere(const std::string& what) {
  return fail_permanent("api", "NOT_FOUND", what);
}

template <class E>
Result<std::optional<E>> read_name(const Target& target, std::string_view key) {
  auto text = target.text(key);
  if (text.empty()) return std::optional<E>{};
  auto value = spool::from_name<E>(text);
  if (value) return value;
  auto near = nearest(text, spool::Names<E>::list);
  return invalid(std::string(key) + " cannot be \"" + printable(text) + "\"",
                 near.empty() ? "" : "did you mean " + near + "?");
}

Result<std::uint32_t> read_limit(const Target& target) {
  auto text = target.text("limit");
  if (text.empty()) return 50U;
  std::uint32_t out = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  if (error != std::errc{} || end != text.data() + text.size() || out < 1 || out > 1000)
    return invalid("limit must be a number from 1 to 1000");
  return out;
}

struct Reason {
  std::string actor;
  std::string reason;
  json::Value body;
};

Result<Reason> read_reason(const Request& request) {
  Reason out{request.actor, {}, json::Object{}};
  if (!request.body.empty()) {
    auto body = json::parse(request.body);
    if (!body || !body->object()) return invalid("the body must be a JSON object");
    out.body = std::move(*body);
  }
  out.reason = out.body.text("reason");
  return out;
}

}  // namespace

Result<spool::DocumentFilter> document_filter(const Target& target) {
  spool::DocumentFilter out;
  LONGSHORE_TRY(out.state, read_name<spool::DocumentState>(target, "state"));
  LONGSHORE_TRY(out.direction, read_name<spool::Direction>(target, "direction"));
  LONGSHORE_TRY(out.limit, read_limit(target));
  out.partner = PartnerId(target.text("partner"));
  out.set = target.text("set");
  out.control_number = ControlNumber(target.text("controlNumber"));
  out.page = spool::PageToken(target.text("page"));
  auto ref = target.text("ref");
  auto equals = ref.find('=');
  out.ref_value = equals == std::string::npos ? ref : ref.substr(equals + 1);
  out.ref_type = equals == std::string::npos ? "" : ref.substr(0, equals);
  if (auto since = target.text("since"); !since.empty()) {
    out.since = from_rfc3339(since.find('T') == std::string::npos ? since + "T00:00Z" : since);
    if (!out.since) return invalid("since must be a time", "write it like 2026-03-02 or 2026-03-02T14:05Z");
  }
  return out;
}

Response Router::handle(const Request& request) {
  auto answer = route(request, parse_target(request.target));
  return answer ? std::move(*answer) : problem(answer.error());
}

Result<Response> Router::route(const Request& request, const Target& target) {
  const auto& path = target.path;
  bool get = request.method == "GET";
  if (get && path.size() == 1 && path[0] == "healthz") return Response{200, "text/plain", "ok\n"};
  if (get && path.size() == 1 && path[0] == "readyz") {
    LONGSHORE_CHECK(spool_.accepting());
    return Response{200, "text/plain", "ready\n"};
  }
  if (get && path.size() == 1 && path[0] == "metrics") return metrics();
  if (path.size() < 3 || path[0] != "api" || path[1] != "v1")
    return nowhere("there is nothing at " + printable(request.target));
  const auto& what = path[2];
  if (get && what == "status" && path.size() == 3) return status();
  if (get && what == "events" && path.size() == 3) return events(target);
  if (get && what == "audit" && path.size() == 3) return audit();
  if (get && what == "documents" && path.size() == 3) return list_documents(target);
  if (get && what == "documents" && path.size() == 4) return one_document(path[3]);
  if (get && what == "documents" && path.size() == 5 && path[4] == "raw")
    return raw_document(path[3], target.text("whole") == "true");
  if (!get && what == "documents" && path.size() == 4) return act_on_documents(path[3], request);
  if (!get && what == "documents" && path.size() == 5) return act_on_document(path[3], path[4], request);
  if (get && what == "deliveries" && path.size() == 3) return list_deliveries(target);
  if (get && what == "deliveries" && path.size() == 5 && path[4] == "raw") return one_delivery_raw(path[3]);
  if (!get && what == "deliveries" && path.size() == 5) return act_on_delivery(path[3], path[4], request);
  if (!get && what == "partners" && path.size() == 5) return act_on_partner(path[3], path[4], request);
  return nowhere("there is nothing at " + printable(request.target));
}

Result<Response> Router::list_documents(const Target& target) {
  LONGSHORE_TRY(auto filter, document_filter(target));
  LONGSHORE_TRY(auto reader, spool_.reader());
  LONGSHORE_TRY(auto page, reader->list_documents(filter));
  json::Array documents;
  for (const auto& document : page.items) documents.push_back(document_view(document));
  return json_response(json::Object{{"documents", std::move(documents)},
                                    {"next", page.next.empty() ? json::Value{} : json::Value(page.next.str())}});
}

Result<Response> Router::one_document(const std::string& id) {
  LONGSHORE_TRY(auto reader, spool_.reader());
  LONGSHORE_TRY(auto detail, reader->document_detail(DocumentId(id)));
  if (!detail) return nowhere("there is no document " + printable(id));
  return json_response(detail_view(*detail));
}

Result<Response> Router::raw_document(const std::string& id, bool whole) {
  std::optional<spool::Document> document;
  {
    LONGSHORE_TRY(auto reader, spool_.reader());
    LONGSHORE_TRY(document, reader->find_document(DocumentId(id)));
  }
  if (!document) return nowhere("there is no document " + printable(id));
  LONGSHORE_TRY(auto bytes, spool_.read_payload(document->payload));
  if (!whole && document->range.end <= bytes.size())
    bytes = bytes.substr(document->range.begin, document->range.size());
  return Response{200, "application/octet-stream", std::move(bytes)};
}

Result<Response> Router::act_on_document(const std::string& id, const std::string& action, const Request& request) {
  LONGSHORE_TRY(auto reason, read_reason(request));
  DocumentId document(id);
  spool::Batch batch;
  spool::Reprocess again{.document = document, .actor = reason.actor, .reason = reason.reason};
  if (action == "reprocess") {
    const auto* resend = reason.body.find("resend");
    again.resend = resend && resend->boolean() && *resend->boolean();
    if (reason.body.text("mode") == "correct") again.mode = spool::ReprocessMode::correct;
    batch.change = [&](spool::LedgerWriter& ledger) { return ledger.request_reprocess(again); };
  } else if (action == "hold") {
    batch.change = [&](spool::LedgerWriter& ledger) { return ledger.hold(document, reason.actor, reason.reason); };
  } else if (action == "release") {
    batch.change = [&](spool::LedgerWriter& ledger) { return ledger.release(document, reason.actor, reason.reason); };
  } else if (action == "ignore") {
    batch.change = [&](spool::LedgerWriter& ledger) { return ledger.ignore(document, reason.actor, reason.reason); };
  } else {
    return nowhere("a document cannot be asked to " + printable(action));
  }
  LONGSHORE_CHECK(spool_.commit(std::move(batch)));
  if (changed_) changed_();
  return one_document(id);
}

// One action on everything a filter names: {"filter": "state=held&partner=acme", "reason": "…"}.
Result<Response> Router::act_on_documents(const std::string& action, const Request& request) {
  LONGSHORE_TRY(auto reason, read_reason(request));
  LONGSHORE_TRY(auto filter, document_filter(parse_target("?" + reason.body.text("filter"))));
  filter.limit = 1000;
  json::Array done;
  json::Array failed;
  do {
    LONGSHORE_TRY(auto reader, spool_.reader());
    LONGSHORE_TRY(auto page, reader->list_documents(filter));
    reader.reset();
    for (const auto& document : page.items) {
      auto answer = act_on_document(document.id.str(), action, request);
      if (answer)
        done.emplace_back(document.id.str());
      else
        failed.push_back(
            json::Object{{"id", document.id.str()}, {"code", answer.error().code}, {"message", answer.error().what}});
    }
    filter.page = page.next;
  } while (!filter.page.empty());
  return json_response(json::Object{{"done", std::move(done)}, {"failed", std::move(failed)}});
}

Result<Response> Router::list_deliveries(const Target& target) {
  spool::DeliveryFilter filter;
  LONGSHORE_TRY(filter.state, read_name<spool::DeliveryState>(target, "state"));
  LONGSHORE_TRY(filter.limit, read_limit(target));
  filter.partner = PartnerId(target.text("partner"));
  filter.document = DocumentId(target.text("document"));
  filter.page = spool::PageToken(target.text("page"));
  LONGSHORE_TRY(auto reader, spool_.reader());
  LONGSHORE_TRY(auto page, reader->list_deliveries(filter));
  json::Array deliveries;
  for (const auto& delivery : page.items) deliveries.push_back(delivery_view(delivery));
  return json_response(json::Object{{"deliveries", std::move(deliveries)},
                                    {"next", page.next.empty() ? json::Value{} : json::Value(page.next.str())}});
}

Result<Response> Router::one_delivery_raw(const std::string& id) {
  std::optional<spool::Delivery> delivery;
  {
    LONGSHORE_TRY(auto reader, spool_.reader());
    LONGSHORE_TRY(delivery, reader->find_delivery(DeliveryId(id)));
  }
  if (!delivery) return nowhere("there is no delivery " + printable(id));
  LONGSHORE_TRY(auto bytes, spool_.read_payload(delivery->payload));
  return Response{200, "application/octet-stream", std::move(bytes)};
}

Result<Response> Router::act_on_delivery(const std::string& id, const std::string& action, const Request& request) {
  LONGSHORE_TRY(auto reason, read_reason(request));
  DeliveryId delivery(id);
  bool retry = action == "retry";
  if (!retry && action != "cancel") return nowhere("a delivery cannot be asked to " + printable(action));
  LONGSHORE_CHECK(spool_.commit([&](spool::LedgerWriter& ledger) {
    return retry ? ledger.retry_delivery(delivery, reason.actor, reason.reason)
                 : ledger.cancel_delivery(delivery, reason.actor, reason.reason);
  }));
  if (changed_) changed_();
  LONGSHORE_TRY(auto reader, spool_.reader());
  LONGSHORE_TRY(auto found, reader->find_delivery(delivery));
  if (!found) return nowhere("there is no delivery " + printable(id));
  return json_response(delivery_view(*found));
}

Result<Response> Router::act_on_partner(const std::string& id, const std::string& action, const Request& request) {
  LONGSHORE_TRY(auto reason, read_reason(request));
  bool pause = action == "pause";
  if (!pause && action != "resume") return nowhere("a partner cannot be asked to " + printable(action));
  LONGSHORE_CHECK(spool_.commit([&](spool::LedgerWriter& ledger) {
    return ledger.set_paused(PartnerId(id), pause, reason.actor, reason.reason);
  }));
  if (changed_) changed_();
  return json_response(json::Object{{"partner", id}, {"paused", pause}});
}

Result<Response> Router::status() {
  LONGSHORE_TRY(auto reader, spool_.reader());
  LONGSHORE_TRY(auto status, reader->status());
  LONGSHORE_TRY(auto alerts, reader->open_alerts());
  return json_response(status_view(status, alerts));
}

// NDJSON from a cursor on: {"sequence": …, "document": …, "event": {…}} a line.
Result<Response> Router::events(const Target& target) {
  auto text = target.text("after");
  std::int64_t after = 0;
  std::from_chars(text.data(), text.data() + text.size(), after);
  LONGSHORE_TRY(auto limit, read_limit(target));
  std::vector<spool::OutboxItem> items;
  {
    LONGSHORE_TRY(auto reader, spool_.reader());
    LONGSHORE_TRY(items, reader->outbox_after(after, limit));
  }
  std::string out;
  for (const auto& item : items) {
    LONGSHORE_TRY(auto lines, spool_.read_payload(item.payload));
    for (auto line : split(lines, '\n'))
      if (!line.empty())
        out += R"({"sequence":)" + std::to_string(item.sequence) + R"(,"document":)" +
               json::quote(item.document.str()) + R"(,"event":)" + std::string(line) + "}\n";
  }
  return Response{200, "application/x-ndjson", std::move(out)};
}

Result<Response> Router::audit() {
  LONGSHORE_TRY(auto report, spool_.verify_audit());
  return json_response(json::Object{{"records", report.records},
                                    {"intact", report.intact},
                                    {"finding", report.finding.empty() ? json::Value{} : json::Value(report.finding)}});
}

Result<Response> Router::metrics() {
  LONGSHORE_TRY(auto reader, spool_.reader());
  LONGSHORE_TRY(auto s, reader->status());
  std::string out;
  auto gauge = [&](const std::string& name, const std::string& help) {
    out += "# TYPE " + name + " gauge\n# HELP " + name + " " + help + "\n";
  };
  gauge("longshore_documents", "Documents by partner and state.");
  for (const auto& partner : s.partners)
    for (const auto& [state, count] : partner.documents)
      out += "longshore_documents{partner=\"" + partner.partner.str() + "\",state=\"" +
             std::string(spool::name(state)) + "\"} " + std::to_string(count) + "\n";
  gauge("longshore_queue_depth", "What waits, by stage.");
  out += "longshore_queue_depth{stage=\"translate\"} " + std::to_string(s.queued_work) + "\n";
  out += "longshore_queue_depth{stage=\"compose\"} " + std::to_string(s.queued_owed) + "\n";
  out += "longshore_queue_depth{stage=\"deliver\"} " + std::to_string(s.queued_deliveries) + "\n";
  gauge("longshore_deliveries_failed", "Deliveries that a person has to look at.");
  out += "longshore_deliveries_failed " + std::to_string(s.failed_deliveries) + "\n";
  gauge("longshore_alerts_open", "Alerts raised and not resolved.");
  out += "longshore_alerts_open " + std::to_string(s.open_alerts) + "\n";
  auto counters = spool_.counters();
  out += "# TYPE longshore_ledger_commits counter\n# HELP longshore_ledger_commits Batches made durable.\n";
  out += "longshore_ledger_commits_total " + std::to_string(counters.batches) + "\n# EOF\n";
  return Response{200, "application/openmetrics-text; version=1.0.0; charset=utf-8", std::move(out)};
}

}  // namespace longshore::api
