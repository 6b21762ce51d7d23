#pragma once
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>

namespace longshore::parsers {

/// Tells a control number that was seen before, in bounded memory. Numbers that count up or down take no more than
/// their ends; of those that do not, the first 100,000 are remembered.
class ControlNumbers {
 public:
  void clear() {
    runs_.clear();
    others_.clear();
  }
  /// False where it was there already. Numbers are the same only as written, zeros in front included.
  bool insert(std::string_view written);

 private:
  bool insert_number(std::uint64_t number);

  std::map<std::uint64_t, std::uint64_t> runs_;  // first number to last, of digits after a 1
  std::set<std::string, std::less<>> others_;
};

}  // namespace longshore::parsers
