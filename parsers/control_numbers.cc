#include "parsers/control_numbers.h"

#include <algorithm>

namespace longshore::parsers {
namespace {

constexpr std::size_t most_remembered = 100'000;
constexpr std::size_t most_digits = 17;

}  // namespace

bool ControlNumbers::insert(std::string_view written) {
  const bool number =
      written.size() <= most_digits && std::ranges::all_of(written, [](char c) { return c >= '0' && c <= '9'; });
  if (number) {
    std::uint64_t value = 1;  // keeps "01" and "1" apart
    for (char c : written) value = value * 10 + static_cast<std::uint64_t>(c - '0');
    return insert_number(value);
  }
  if (others_.contains(written)) return false;
  if (others_.size() < most_remembered) others_.emplace(written);
  return true;
}

bool ControlNumbers::insert_number(std::uint64_t number) {
  auto after = runs_.upper_bound(number);
  const bool joins_after = after != runs_.end() && after->first == number + 1;
  if (after != runs_.begin()) {
    auto before = std::prev(after);
    if (number <= before->second) return false;
    if (before->second + 1 == number) {
      before->second = joins_after ? after->second : number;
      if (joins_after) runs_.erase(after);
      return true;
    }
  }
  if (joins_after) {
    const auto last = after->second;
    runs_.erase(after);
    runs_.emplace(number, last);
  } else if (runs_.size() < most_remembered) {
    runs_.emplace(number, number);
  }
  return true;
}

}  // namespace longshore::parsers
