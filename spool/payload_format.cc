#include "engine/base/crypto/crypto.h"
#include "engine/base/json/json.h"
#include "engine/model/ulid.h"
#include "spool/payload_store.h"

// FORMAT.md is the grammar of what is written and read here.
namespace longshore::spool {
namespace {

constexpr std::string_view kMagic = "LONGSHORE-PAYLOAD 1\n";
constexpr std::size_t kLengthDigits = 20;
constexpr std::size_t kHashDigits = 64;
constexpr std::string_view kLength = "\nLENGTH ", kSha = "\nSHA256 ", kSeal = "\nSEAL ", kEnd = "\nEND\n";
constexpr std::size_t kUnsealedSize = kLength.size() + kLengthDigits + kSha.size() + kHashDigits;
constexpr std::size_t kTrailerSize = kUnsealedSize + kSeal.size() + kHashDigits + kEnd.size();

std::string two(int number) {
  return {static_cast<char>('0' + number / 10), static_cast<char>('0' + number % 10)};
}

std::string unsealed_trailer(std::size_t length, const std::string& sha256) {
  std::string digits = std::to_string(length);
  digits.insert(0, kLengthDigits - digits.size(), '0');
  std::string text(kLength);
  return text.append(digits).append(kSha).append(sha256);
}

std::string seal(std::string_view header, std::string_view unsealed) {
  crypto::Sha256 hash;
  hash.update(header);
  hash.update(unsealed);
  return crypto::hex(hash.finish());
}

std::unexpected<Error> damaged(std::string what) {
  return fail_permanent("payload", "PAYLOAD_DAMAGED", std::move(what), "restore the file from a backup");
}

/// The length of the header, or 0.
std::size_t header_size(std::string_view stored) {
  if (!stored.starts_with(kMagic)) return 0;
  auto end = stored.find('\n', kMagic.size());
  return end == std::string_view::npos ? 0 : end + 1;
}

Result<void> read_attributes(std::string_view line, Payload& payload) {
  LONGSHORE_TRY(json::Value value, json::parse(line));
  payload.id = PayloadId(value.text("id"));
  auto at = from_rfc3339(value.text("at"));
  if (!at) return damaged("the header has no time");
  payload.at = *at;
  const json::Value* attributes = value.find("attributes");
  if (attributes == nullptr || attributes->object() == nullptr) return {};
  for (const json::Member& member : *attributes->object()) {
    if (const std::string* text = member.value.string()) payload.attributes[member.key] = *text;
  }
  return {};
}

}  // namespace

std::string payload_group(Timestamp at) {
  CivilTime t = to_civil(at);
  return std::to_string(t.year) + two(t.month) + two(t.day) + "/" + two(t.hour) + two(t.minute);
}

Payload make_payload(std::string bytes, PayloadAttributes attributes, Clock& clock, Random& random) {
  Timestamp at = clock.now();
  std::string sha256 = crypto::hex(crypto::sha256(bytes));
  PayloadId id(payload_group(at) + "/" + make_ulid(at, random));
  return {std::move(id), at, std::move(sha256), std::move(bytes), std::move(attributes)};
}

std::string encode_payload_header(const Payload& payload) {
  json::Object attributes;
  for (const auto& [key, value] : payload.attributes) attributes.set(key, value);
  json::Object header;
  header.set("id", payload.id.str());
  header.set("at", to_rfc3339(payload.at));
  header.set("attributes", std::move(attributes));
  return std::string(kMagic) + json::write(std::move(header)) + "\n";
}

std::string encode_payload_trailer(const Payload& payload, std::string_view header) {
  std::string text = unsealed_trailer(payload.bytes.size(), payload.sha256);
  std::string sealed = seal(header, text);
  return text.append(kSeal).append(sealed).append(kEnd);
}

Result<Payload> decode_payload(std::string_view stored) {
  std::size_t begin = header_size(stored);
  if (begin == 0 || stored.size() < begin + kTrailerSize) return damaged("it is cut short, or no payload file");
  std::size_t end = stored.size() - kTrailerSize;
  std::string_view header = stored.substr(0, begin);
  Payload payload;
  payload.bytes = std::string(stored.substr(begin, end - begin));
  payload.sha256 = crypto::hex(crypto::sha256(payload.bytes));
  if (stored.substr(end) != encode_payload_trailer(payload, header)) {
    return damaged("its trailer does not fit its bytes");
  }
  LONGSHORE_CHECK(read_attributes(header.substr(kMagic.size()), payload));
  return payload;
}

}  // namespace longshore::spool
