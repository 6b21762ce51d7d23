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
  for (const auto& pointer : fact.type->identity) parts.json(json::raw_at(fact.data, pointer));
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

}  // namespace longshore::maps
