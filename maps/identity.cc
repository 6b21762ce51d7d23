#include "maps/identity.h"

#include "engine/base/crypto/crypto.h"

namespace longshore::maps {
namespace {

// A JSON array keeps the parts apart whatever they contain.
std::string hash_of(json::Array parts) {
  return crypto::hex(crypto::sha256(json::write_canonical(json::Value(std::move(parts)))));
}

std::string idempotency_key(const Fact& fact, const json::Value& data) {
  json::Array parts{fact.type->name};
  for (const auto& pointer : fact.type->identity) {
    const auto* found = data.at_pointer(pointer);
    parts.push_back(found ? *found : json::Value{});
  }
  return hash_of(std::move(parts));
}

std::string fact_key(const Fact& fact, const Origin& origin) {
  const auto& envelope = origin.interchange;
  json::Array parts{parsers::name(envelope.standard),
                    envelope.sender.qualifier,
                    envelope.sender.id,
                    envelope.receiver.qualifier,
                    envelope.receiver.id,
                    origin.set,
                    fact.type->name};
  for (const auto& value : fact.key) parts.emplace_back(value);
  return hash_of(std::move(parts));
}

std::string source_of(const parsers::Interchange& envelope) {
  auto party =
      envelope.sender.qualifier.empty() ? envelope.sender.id : envelope.sender.qualifier + ":" + envelope.sender.id;
  return "urn:edi:" + std::string(envelope.standard == parsers::Standard::x12 ? "x12" : "edifact") + ":" + party;
}

}  // namespace

Event make_event(Fact fact, const Origin& origin) {
  Event out;
  json::Value data(std::move(fact.data));
  out.type = fact.type->name;
  out.subject = fact.subject;
  out.partitionkey = fact.partition;
  out.factkey = fact_key(fact, origin);
  out.idempotencykey = idempotency_key(fact, data);
  out.id =
      crypto::base32(crypto::sha256(out.factkey + std::string(origin.payload_sha256) + json::write_canonical(data)));

  json::Object event;
  event.set("specversion", "1.0");
  event.set("id", out.id);
  event.set("source", source_of(origin.interchange));
  event.set("type", out.type);
  event.set("subject", out.subject);
  if (auto time = data.text("occurredAt"); !time.empty()) event.set("time", time);
  event.set("datacontenttype", "application/json");
  event.set("dataschema", "urn:longshore:schema:" + fact.type->schema);
  if (!origin.partner.empty()) event.set("partnerid", origin.partner);
  event.set("correlationid", out.factkey);
  event.set("idempotencykey", out.idempotencykey);
  event.set("partitionkey", out.partitionkey);
  event.set("factkey", out.factkey);
  data.object()->set("provenance", std::move(fact.provenance));
  event.set("data", std::move(data));
  out.json = json::write(json::Value(std::move(event)));
  return out;
}

}  // namespace longshore::maps
