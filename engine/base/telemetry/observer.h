#pragma once
#include "engine/model/ports.h"

#include <cstdio>
#include <initializer_list>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

namespace longshore::telemetry {

enum class Level { debug, info, warning, error };
using Field = std::pair<std::string_view, std::string_view>;

/// What happened, told to whoever watches; passed in, never global. Thread-safe.
class Observer {
 public:
  virtual ~Observer() = default;
  virtual void log(Level level, std::string_view message, std::initializer_list<Field> fields = {}) = 0;
};

/// One JSON object a line, control characters escaped.
class JsonLog final : public Observer {
 public:
  /// `out` stays the caller's and outlives the log.
  JsonLog(std::FILE* out, Clock& clock, Level least = Level::info) : out_(out), clock_(clock), least_(least) {}
  void log(Level level, std::string_view message, std::initializer_list<Field> fields) override;

 private:
  std::FILE* out_;
  Clock& clock_;
  Level least_;
  std::mutex mutex_;
};

/// Drops everything.
class Silent final : public Observer {
 public:
  void log(Level, std::string_view, std::initializer_list<Field>) override {}
};

}  // namespace longshore::telemetry
