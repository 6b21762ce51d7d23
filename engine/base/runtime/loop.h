#pragma once
#include <atomic>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

namespace longshore::runtime {

/// A thread that calls `step` again and again: at once while it answers true (there was work), else when woken or after
/// `idle_ms`. Destroying it asks the step to end (`stopping()` turns true) and waits for it.
class Loop {
 public:
  using Step = std::function<bool(const std::atomic<bool>& stopping)>;
  Loop(std::string name, std::int64_t idle_ms, Step step);
  ~Loop();
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;

  void wake();
  /// Asks without waiting.
  void stop();

 private:
  void run();

  std::string name_;
  std::int64_t idle_ms_;
  Step step_;
  std::atomic<bool> stopping_ = false;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool woken_ = false;
  std::thread thread_;
};

}  // namespace longshore::runtime
