#include "engine/base/crypto/crypto.h"

#include <cstdlib>

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>

namespace longshore::crypto {

struct Sha256::Context {
  std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> md{EVP_MD_CTX_new(), &EVP_MD_CTX_free};
};

// OpenSSL's digest calls fail only for want of memory or of the algorithm itself: neither leaves anything sensible to
// do.
static void must(int ok) {
  if (ok != 1) std::abort();
}

Sha256::Sha256() : context_(std::make_unique<Context>()) {
  must(EVP_DigestInit_ex(context_->md.get(), EVP_sha256(), nullptr));
}
Sha256::~Sha256() = default;
Sha256::Sha256(Sha256&&) noexcept = default;
Sha256& Sha256::operator=(Sha256&&) noexcept = default;

void Sha256::update(std::string_view bytes) {
  must(EVP_DigestUpdate(context_->md.get(), bytes.data(), bytes.size()));
}

Digest Sha256::finish() {
  Digest out{};
  must(EVP_DigestFinal_ex(context_->md.get(), out.data(), nullptr));
  must(EVP_DigestInit_ex(context_->md.get(), nullptr, nullptr));  // the same digest again, without looking it up
  return out;
}

Digest sha256(std::string_view bytes) {
  Sha256 sum;
  sum.update(bytes);
  return sum.finish();
}

std::string hex(const Digest& digest) {
  static constexpr char digits[] = "0123456789abcdef";
  std::string out(2 * digest.size(), '\0');
  auto* to = out.data();
  for (auto byte : digest) {
    *to++ = digits[byte >> 4];
    *to++ = digits[byte & 15];
  }
  return out;
}

std::string base32(const Digest& digest) {
  static constexpr char alphabet[] = "abcdefghijklmnopqrstuvwxyz234567";
  std::string out((digest.size() * 8 + 4) / 5, '\0');
  auto* to = out.data();
  unsigned bits = 0;
  unsigned held = 0;
  for (auto byte : digest) {
    bits = (bits << 8) | byte;
    for (held += 8; held >= 5; held -= 5) *to++ = alphabet[(bits >> (held - 5)) & 31];
  }
  if (held) *to = alphabet[(bits << (5 - held)) & 31];
  return out;
}

std::string base64(std::string_view bytes, bool padded) {
  std::string out((bytes.size() + 2) / 3 * 4 + 1, '\0');
  auto length = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()),
                                reinterpret_cast<const unsigned char*>(bytes.data()), static_cast<int>(bytes.size()));
  out.resize(static_cast<std::size_t>(length));
  while (!padded && !out.empty() && out.back() == '=') out.pop_back();
  return out;
}

bool equal_secret(std::string_view a, std::string_view b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

void SystemRandom::fill(std::span<std::uint8_t> out) {
  must(RAND_bytes(out.data(), static_cast<int>(out.size())));
}

}  // namespace longshore::crypto
