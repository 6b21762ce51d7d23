#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

/// Interchanges of any size that look like what partners send and that their dictionaries find nothing wrong with.
/// The same shape and seed give the same bytes.
namespace longshore::bench {

enum class Kind : std::uint8_t { x12_856, x12_214, desadv, iftsta };

struct Shape {
  Kind kind = Kind::x12_856;
  std::uint64_t bytes = 1U << 20;    ///< at least, of the interchange; its last set goes beyond
  std::uint64_t set_bytes = 10'000;  ///< at least, of a set that can be longer (856, DESADV)
  std::uint32_t seed = 1;
  std::string_view line_break = "\n";  ///< after each segment
};

std::optional<Kind> kind_of(std::string_view name);  ///< "856", "214", "desadv", "iftsta"

/// Hands the interchange on in pieces, as it is made.
void generate(const Shape& shape, const std::function<void(std::string_view)>& take);
std::string generate(const Shape& shape);

}  // namespace longshore::bench
