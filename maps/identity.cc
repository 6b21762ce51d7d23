#include "maps/identity.h"

#include "engine/base/crypto/crypto.h"
#include "engine/base/json/json.h"

namespace longshore::maps {
namespace {

// A JSON array keeps the parts apart whatever they contain.
class Parts {
 public:
  void text(std::string_view value) {
    next();
    json::append_quoted(out_, value);
  }
  void json(std::string_view value) {
    next();
    out_ += value.empty() ? "null" : value;
  }
  std::string hash() {
    out_ += ']';
    return crypto::hex(crypto::sha256(out_));
  }

 private:
  void next() { out_ += out_.empty() ? '[' : ','; }
  std::string out_;
};

std::string idempotency_key(const Fact& fact) {
  Parts parts;
  parts.text(fact.type->name);
  for (auto value : fact.identity) parts.json(value);
  return parts.hash();
}

std::string fact_key(const Fact& fact, const Origin& origin) {
  const auto& envelope = origin.interchange;
  Parts parts;
  parts.text(parsers::name(envelope.standard));
  parts.text(envelope.sender.qualifier);
  parts.text(envelope.sender.id);
  parts.text(envelope.receiver.qualifier);
  parts.text(envelope.receiver.id);
  parts.text(origin.set);
  parts.text(fact.type->name);
  for (const auto& value : fact.key) parts.text(value);
  return parts.hash();
}

std::string source_of(const parsers::Interchange& envelope) {
  auto party =
      envelope.sender.qualifier.empty() ? envelope.sender.id : envelope.sender.qualifier + ":" + envelope.sender.id;
  return "urn:edi:" + std::string(envelope.standard == parsers::Standard::x12 ? "x12" : "edifact") + ":" + party;
}

}  // namespace

Event make_event(const Fact& fact, const Origin& origin) {
  Event out;
  out.type = fact.type->name;
  out.subject = fact.subject;
  out.partitionkey = fact.partition;
  out.factkey = fact_key(fact, origin);
  out.idempotencykey = idempotency_key(fact);
  if (fact.type->latest) out.latestkey = source_of(origin.interchange) + " " + fact.subject;
  std::string hashed = out.factkey;
  hashed += origin.payload_sha256;
  hashed += fact.data;
  out.id = crypto::base32(crypto::sha256(hashed));

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
  attribute("source", source_of(origin.interchange));
  attribute("type", out.type);
  attribute("subject", out.subject);
  if (!fact.time.empty()) attribute("time", fact.time);
  attribute("datacontenttype", "application/json");
  attribute("dataschema", "urn:longshore:schema:" + fact.type->schema);
  if (!origin.partner.empty()) attribute("partnerid", origin.partner);
  attribute("correlationid", out.factkey);
  attribute("idempotencykey", out.idempotencykey);
  attribute("partitionkey", out.partitionkey);
  attribute("factkey", out.factkey);
  text += ",\"data\":";
  text += fact.data.substr(0, fact.data.size() - 1);
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
