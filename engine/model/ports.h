#pragma once
#include "engine/model/timestamp.h"

#include <atomic>
#include <cstdint>
#include <span>

namespace longshore {

/// Time reaches the engine only through here. Thread-safe.
class Clock {
 public:
  virtual ~Clock() = default;
  /// Wall-clock time, UTC.
  virtual Timestamp now() = 0;
  /// Blocks for that long, or until `stop` becomes true (looked at least every 100 ms).
  virtual void sleep(std::int64_t milliseconds, const std::atomic<bool>& stop) = 0;
};

/// Randomness reaches the engine only through here. Thread-safe.
class Random {
 public:
  virtual ~Random() = default;
  virtual void fill(std::span<std::uint8_t> out) = 0;
};

}  // namespace longshore
