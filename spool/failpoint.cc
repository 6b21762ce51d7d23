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

std::string from_environment(const char* name) {
  const char* text = std::getenv(name);
  return text == nullptr ? std::string{} : text;
}

Target target_from_environment() {
  auto all = from_environment("LONGSHORE_FAILPOINT");
  const auto colon = all.rfind(':');
  if (all.empty() || colon == std::string::npos) return {std::move(all), 1};
  return {all.substr(0, colon), std::strtol(all.c_str() + colon + 1, nullptr, 10)};
}

}  // namespace

void pass_failpoint(const char* name) {
  const Target target = target_from_environment();
  static std::atomic<long> passed = 0;
  if (target.name == name && ++passed == target.hit) ::kill(::getpid(), SIGKILL);
}

bool is_mutant(const char* name) {
  return from_environment("LONGSHORE_MUTANT") == name;
}

}  // namespace longshore::spool
#endif
