#pragma once
#include "engine/model/ports.h"

namespace longshore::runtime {

/// The machine's clock.
class SystemClock final : public Clock {
 public:
  Timestamp now() override;
  void sleep(std::int64_t milliseconds, const std::atomic<bool>& stop) override;
};

}  // namespace longshore::runtime
