#include "engine/base/runtime/system_clock.h"

#include <algorithm>
#include <chrono>
#include <thread>

namespace longshore::runtime {

Timestamp SystemClock::now() {
  auto since = std::chrono::system_clock::now().time_since_epoch();
  return {std::chrono::duration_cast<std::chrono::milliseconds>(since).count()};
}

void SystemClock::sleep(std::int64_t milliseconds, const std::atomic<bool>& stop) {
  auto until = std::chrono::steady_clock::now() + std::chrono::milliseconds(milliseconds);
  while (!stop) {
    auto rest = until - std::chrono::steady_clock::now();
    if (rest <= std::chrono::steady_clock::duration::zero()) return;
    std::this_thread::sleep_for(std::min<std::chrono::steady_clock::duration>(rest, std::chrono::milliseconds(50)));
  }
}

}  // namespace longshore::runtime
