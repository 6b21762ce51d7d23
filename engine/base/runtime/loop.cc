#include "engine/base/runtime/loop.h"

#include <chrono>

#include <pthread.h>

namespace longshore::runtime {

Loop::Loop(std::string name, std::int64_t idle_ms, Step step)
    : name_(std::move(name)), idle_ms_(idle_ms), step_(std::move(step)), thread_([this] { run(); }) {
  pthread_setname_np(thread_.native_handle(), name_.substr(0, 15).c_str());
}

Loop::~Loop() {
  stop();
  thread_.join();
}

void Loop::wake() {
  std::scoped_lock lock(mutex_);
  woken_ = true;
  changed_.notify_one();
}

void Loop::stop() {
  stopping_ = true;
  wake();
}

void Loop::run() {
  while (!stopping_) {
    if (step_(stopping_)) continue;
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, std::chrono::milliseconds(idle_ms_), [this] { return woken_ || stopping_; });
    woken_ = false;
  }
}

}  // namespace longshore::runtime
