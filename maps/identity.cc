#include "maps/identity.h"

#include "engine/base/crypto/crypto.h"
#include "engine/base/json/json.h"

namespace longshore::maps {
namespace {

// A JSON array keeps the parts apart whatever they contain.
void add_json(std::string& parts, std::string_view value) {
  parts += parts.empty() ? '[' : ',';
  parts += value.empty() ? "null" : value;
}

void add_text(std::string& parts, std::string_view value) {
  parts += parts.empty() ? '[' : ',';
  json::append_quoted(parts, value);
}

std::string source_of(const parsers::Interchange& envelope) {
  auto party =
      envelope.sender.qualifier.empty() ? envelope.sender.id : envelope.sender.qualifier + ":" + envelope.sender.id;
  return "urn:edi:" + std::string(envelope.standard == parsers::Standard::x12 ? "x12" : "edifact") + ":" + party;
}

}  // namespace

EventMaker::EventMaker(const Origin& origin) : origin_(origin), source_(source_of(origin.interchange)) {
  const auto& envelope = origin.interchange;
  for (std::string_view part : {parsers::name(envelope.standard), std::string_view(envelope.sender.qualifier),
                                std::string_view(envelope.sender.id), std::string_view(envelope.receiver.qualifier),
                                std::string_view(envelope.receiver.id), origin.set})
    add_text(document_, part);
}

crypto::Digest EventMaker::hash(std::string_view text) {
  sha256_.update(text);
  return sha256_.finish();
}

std::string EventMaker::fact_key(const Fact& fact) {
  parts_ = document_;
  add_text(parts_, fact.type->name);
  for (const auto& value : fact.key) add_text(parts_, value);
  parts_ += ']';
  return crypto::hex(hash(parts_));
}

std::string EventMaker::idempotency_key(const Fact& fact) {
  parts_.clear();
  add_text(parts_, fact.type->name);
  for (auto value : fact.identity) add_json(parts_, value);
  parts_ += ']';
  return crypto::hex(hash(parts_));
}

Event EventMaker::make(const Fact& fact) {
  Event out;
  out.type = fact.type->name;
  out.subject = fact.subject;
  out.partitionkey = fact.partition;
  out.factkey = fact_key(fact);
  out.idempotencykey = idempotency_key(fact);
  if (fact.type->latest) out.latestkey = source_ + " " + fact.subject;
  for (auto part : {std::string_view(out.factkey), origin_.payload_sha256}) sha256_.update(part);
  out.id = crypto::base32(hash(fact.data));

  auto& text = out.json;
  text.reserve(fact.data.size() + fact.provenance.size() + 1'024);
  auto attribute = [&](std::string_view name, std::string_view value) {
    text += ",\"";
    text += name;
    text += "\":";
    json::append_quoted(text, value);
  };
  text += R"({"specversion":"1.0")";
  attribute("id", out.id);
  attribute("source", source_);
  attribute("type", out.type);
  attribute("subject", out.subject);
  if (!fact.time.empty()) attribute("time", fact.time);
  attribute("datacontenttype", "application/json");
  attribute("dataschema", "urn:longshore:schema:" + fact.type->schema);
  if (!origin_.partner.empty()) attribute("partnerid", origin_.partner);
  attribute("correlationid", out.factkey);
  attribute("idempotencykey", out.idempotencykey);
  attribute("partitionkey", out.partitionkey);
  attribute("factkey", out.factkey);
  text += ",\"data\":";
  text.append(fact.data, 0, fact.data.size() - 1);
  text += fact.data.size() > 2 ? ",\"provenance\":" : "\"provenance\":";
  text += fact.provenance;
  text += "}}";
  return out;
}

std::string with_supersedes(const std::string& event, std::string_view earlier_id) {
  constexpr std::string_view place = ",\"data\":";
  auto at = event.find(place);
  std::string attribute = ",\"supersedes\":";
  json::append_quoted(attribute, earlier_id);
  return event.substr(0, at) + attribute + event.substr(at);
}

Event make_retraction(const json::Value& earlier, std::string_view payload_sha256) {
  Event out;
  auto type = earlier.text("type");
  out.type = type.substr(0, type.rfind(".v")) + ".retracted.v1";
  out.subject = earlier.text("subject");
  out.partitionkey = earlier.text("partitionkey");
  out.factkey = earlier.text("factkey");
  out.idempotencykey = earlier.text("idempotencykey");
  json::Object data{
      {"classifier", "actual"}, {"retractedId", earlier.text("id")}, {"retractedType", type}, {"refs", json::Array{}}};
  if (const auto* refs = earlier.at_pointer("/data/refs"))
    data.set("refs", *refs);
  else
    data.erase("refs");
  auto text = json::write_canonical(data);
  out.id = crypto::base32(crypto::sha256(out.factkey + std::string(payload_sha256) + text));
  json::Object provenance{{"payloadSha256", payload_sha256}};
  data.set("provenance", std::move(provenance));
  json::Object event;
  event.set("specversion", "1.0");
  event.set("id", out.id);
  event.set("source", earlier.text("source"));
  event.set("type", out.type);
  event.set("subject", out.subject);
  event.set("datacontenttype", "application/json");
  event.set("dataschema", "urn:longshore:schema:retraction.v1.json");
  if (auto partner = earlier.text("partnerid"); !partner.empty()) event.set("partnerid", partner);
  event.set("correlationid", earlier.text("correlationid"));
  event.set("idempotencykey", out.idempotencykey);
  event.set("partitionkey", out.partitionkey);
  event.set("factkey", out.factkey);
  event.set("supersedes", earlier.text("id"));
  event.set("data", std::move(data));
  out.json = json::write(json::Value(std::move(event)));
  return out;
}

Event make_restored(const Event& event, std::string_view retraction_id) {
  auto out = event;
  out.id = crypto::base32(crypto::sha256(event.id + std::string(retraction_id)));
  auto at = out.json.find(event.id);  // the id is the first place where it stands
  if (at != std::string::npos) out.json.replace(at, event.id.size(), out.id);
  return out;
}

}  // namespace longshore::maps
