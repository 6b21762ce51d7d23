#pragma once
#include "engine/model/ports.h"

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace longshore::crypto {

using Digest = std::array<std::uint8_t, 32>;

/// SHA-256 over pieces.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(Sha256&&) noexcept;
  Sha256& operator=(Sha256&&) noexcept;
  Sha256(const Sha256&) = delete;
  Sha256& operator=(const Sha256&) = delete;

  void update(std::string_view bytes);
  /// The digest; the object starts anew.
  Digest finish();

 private:
  struct Context;
  std::unique_ptr<Context> context_;
};

Digest sha256(std::string_view bytes);
std::string hex(const Digest& digest);
/// RFC 4648 base32, lower case, unpadded (52 characters).
std::string base32(const Digest& digest);
std::string base64(std::string_view bytes, bool padded = true);
/// Compares without telling by time where two secrets differ.
bool equal_secret(std::string_view a, std::string_view b);

/// The operating system's randomness by way of OpenSSL.
class SystemRandom final : public Random {
 public:
  void fill(std::span<std::uint8_t> out) override;
};

}  // namespace longshore::crypto
