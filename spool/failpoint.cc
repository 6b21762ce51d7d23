#include "spool/failpoint.h"

#ifdef LONGSHORE_FAILPOINTS
#include <atomic>
#include <cstdlib>
#include <string>
#include <string_view>

#include <signal.h>
#include <unistd.h>

namespace longshore::spool {
namespace {

struct Target {
  std::string name;
  long hit = 0;
};

Target target_from_environment() {
  const char* text = std::getenv("LONGSHORE_FAILPOINT");
  if (text == nullptr) return {};
  std::string_view all(text);
  auto colon = all.rfind(':');
  if (colon == std::string_view::npos) return {std::string(all), 1};
  return {std::string(all.substr(0, colon)), std::strtol(all.data() + colon + 1, nullptr, 10)};
}

}  // namespace

void pass_failpoint(const char* name) {
  const Target target = target_from_environment();
  static std::atomic<long> passed = 0;
  if (target.hit != 0 && target.name == name && ++passed == target.hit) ::kill(::getpid(), SIGKILL);
}

}  // namespace longshore::spool
#endif
