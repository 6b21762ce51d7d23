#include "engine/api/views.h"

namespace longshore::api {
namespace {

using json::Array;
using json::Object;
using json::Value;

Value time(const std::optional<Timestamp>& at) {
  return at ? Value(to_rfc3339(*at)) : Value{};
}
Value text_or_null(const std::string& text) {
  return text.empty() ? Value{} : Value(text);
}

template <class E>
Value name_or_null(E value) {
  return value == E::none ? Value{} : Value(spool::name(value));
}

Value fault_view(const spool::Fault& fault) {
  if (fault.empty()) return {};
  return Object{{"code", fault.code}, {"message", fault.message}};
}

Value parsed(const std::string& text) {
  auto value = json::parse(text);
  return value ? *value : Value(Array{});
}

Value run_view(const spool::Run& run) {
  Array events;
  for (const auto& event : run.events)
    events.push_back(
        Object{{"id", event.id}, {"factkey", event.factkey}, {"supersedes", text_or_null(event.supersedes)}});
  Array duplicates;
  for (const auto& one : run.duplicates) duplicates.push_back(Object{{"id", one.event}, {"duplicateOf", one.of}});
  return Object{{"id", run.id.str()},
                {"result", spool::name(run.result)},
                {"startedAt", to_rfc3339(run.started_at)},
                {"finishedAt", to_rfc3339(run.finished_at)},
                {"profileRevision", text_or_null(run.profile_revision.substr(0, 12))},
                {"mapRevision", text_or_null(run.map_revision.substr(0, 12))},
                {"reason", text_or_null(run.reason)},
                {"events", std::move(events)},
                {"duplicates", std::move(duplicates)},
                {"diagnostics", parsed(run.diagnostics)}};
}

Value attempt_view(const spool::Attempt& attempt) {
  return Object{{"delivery", attempt.delivery.str()},
                {"number", attempt.number},
                {"startedAt", to_rfc3339(attempt.started_at)},
                {"finishedAt", time(attempt.finished_at)},
                {"outcome", attempt.outcome ? Value(spool::name(*attempt.outcome)) : Value{}},
                {"error", fault_view(attempt.fault)},
                {"detail", text_or_null(attempt.detail)}};
}

}  // namespace

Value document_view(const spool::Document& d) {
  Array refs;
  for (const auto& ref : d.refs) refs.push_back(Object{{"type", ref.type}, {"value", ref.value}});
  return Object{{"id", d.id.str()},
                {"entry", d.entry.str()},
                {"partner", text_or_null(d.partner.str())},
                {"direction", spool::name(d.direction)},
                {"standard", text_or_null(d.standard)},
                {"set", text_or_null(d.set)},
                {"version", text_or_null(d.version)},
                {"controlNumber", text_or_null(d.control_number.str())},
                {"groupControlNumber", text_or_null(d.group_control_number.str())},
                {"receivedAt", to_rfc3339(d.received_at)},
                {"status", Object{{"processing", spool::name(d.state)},
                                  {"validation", name_or_null(d.validation)},
                                  {"delivery", name_or_null(d.delivery)},
                                  {"acknowledgement", name_or_null(d.acknowledgement)}}},
                {"error", fault_view(d.fault)},
                {"refs", std::move(refs)},
                {"runs", d.runs}};
}

Value delivery_view(const spool::Delivery& d) {
  Array documents;
  for (const auto& document : d.documents) documents.emplace_back(document.str());
  return Object{{"id", d.id.str()},
                {"partner", d.partner.str()},
                {"endpoint", d.endpoint.str()},
                {"kind", spool::name(d.kind)},
                {"name", d.file_name},
                {"state", spool::name(d.state)},
                {"attempts", d.attempts},
                {"createdAt", to_rfc3339(d.created_at)},
                {"nextAt", to_rfc3339(d.next_at)},
                {"deliveredAt", time(d.delivered_at)},
                {"error", fault_view(d.fault)},
                {"documents", std::move(documents)}};
}

Value detail_view(const spool::DocumentDetail& detail) {
  Value out = document_view(detail.document);
  auto& o = *out.object();
  const auto& d = detail.document;
  o.set("byteRange", Array{d.range.begin, d.range.end});
  o.set("publishedAt", time(d.published_at));
  o.set("deliveredAt", time(d.delivered_at));
  o.set("heldAt", time(d.held_at));
  o.set("resolvedAt", time(d.resolved_at));
  o.set("diagnostics", d.diagnostics.empty() ? Value(Array{}) : parsed(d.diagnostics));
  o.set("received", Object{{"entry", detail.entry.id.str()},
                           {"endpoint", text_or_null(detail.entry.endpoint.str())},
                           {"name", text_or_null(detail.entry.remote_name)},
                           {"bytes", detail.entry.size.count},
                           {"sha256", detail.entry.sha256}});
  Array runs;
  for (const auto& run : detail.runs) runs.push_back(run_view(run));
  o.set("history", std::move(runs));
  Array deliveries;
  for (const auto& delivery : detail.deliveries) deliveries.push_back(delivery_view(delivery));
  o.set("deliveries", std::move(deliveries));
  Array attempts;
  for (const auto& attempt : detail.attempts) attempts.push_back(attempt_view(attempt));
  o.set("attempts", std::move(attempts));
  return out;
}

Value status_view(const spool::Status& s, const std::vector<spool::Alert>& alerts) {
  auto counts = [](const std::map<spool::DocumentState, std::int64_t>& documents) {
    Object out;
    for (const auto& [state, count] : documents) out.set(std::string(spool::name(state)), count);
    return out;
  };
  Array partners;
  for (const auto& p : s.partners)
    partners.push_back(Object{{"partner", p.partner.str()},
                              {"paused", p.paused},
                              {"documents", counts(p.documents)},
                              {"lastReceivedAt", time(p.last_received_at)}});
  Array raised;
  for (const auto& a : alerts)
    raised.push_back(Object{{"kind", a.kind},
                            {"partner", text_or_null(a.partner.str())},
                            {"subject", text_or_null(a.subject)},
                            {"message", a.message},
                            {"raisedAt", to_rfc3339(a.raised_at)}});
  return Object{{"documents", counts(s.documents)},
                {"partners", std::move(partners)},
                {"queue", Object{{"work", s.queued_work},
                                 {"owed", s.queued_owed},
                                 {"deliveries", s.queued_deliveries},
                                 {"awaiting", s.awaiting_deliveries},
                                 {"failed", s.failed_deliveries},
                                 {"oldestReadyDelivery", time(s.oldest_ready_delivery)}}},
                {"held", Object{{"count", s.held}, {"topReason", text_or_null(s.top_held_reason)}}},
                {"alerts", std::move(raised)},
                {"outboxHead", s.outbox_head}};
}

}  // namespace longshore::api
