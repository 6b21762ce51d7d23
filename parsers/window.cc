#include "parsers/window.h"

#include <cstring>

namespace longshore::parsers {
namespace {

constexpr std::size_t smallest_buffer = 128U << 10;
constexpr std::size_t smallest_read = 64U << 10;

}  // namespace

bool Window::more() {
  if (input_ == nullptr) return false;
  make_room();
  const auto held = static_cast<std::size_t>(end_ - begin_);
  const auto read = input_->read({buffer_.get() + held, capacity_ - held});
  end_ += read;
  if (read == 0) input_ = nullptr;
  return read != 0;
}

// What was let go makes room; where a reader holds on to more than half, the buffer doubles.
void Window::make_room() {
  const auto held = static_cast<std::size_t>(end_ - begin_);
  if (capacity_ - held >= smallest_read) return;
  const auto gone = static_cast<std::size_t>(std::min(released_, end_) - begin_);
  const auto kept = held - gone;
  if (kept > capacity_ / 2 || capacity_ == 0) {
    capacity_ = std::max(smallest_buffer, capacity_ * 2);
    auto larger = std::make_unique_for_overwrite<char[]>(capacity_);
    if (kept != 0) std::memcpy(larger.get(), buffer_.get() + gone, kept);
    buffer_ = std::move(larger);
  } else {
    std::memmove(buffer_.get(), buffer_.get() + gone, kept);
  }
  data_ = buffer_.get();
  begin_ += gone;
}

}  // namespace longshore::parsers
