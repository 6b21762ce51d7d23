#include "engine/model/ulid.h"

#include <array>

namespace longshore {

std::string make_ulid(Timestamp at, Random& random) {
  static constexpr char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  std::array<std::uint8_t, 16> noise{};
  random.fill(noise);
  std::string out(26, '0');
  auto time = static_cast<std::uint64_t>(at.milliseconds);
  for (int i = 9; i >= 0; --i, time >>= 5) out[static_cast<std::size_t>(i)] = alphabet[time & 31];
  for (std::size_t i = 10; i < 26; ++i) out[i] = alphabet[noise[i - 10] & 31];
  return out;
}

}  // namespace longshore
