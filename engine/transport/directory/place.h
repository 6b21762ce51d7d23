#pragma once
#include "engine/model/result.h"

#include <string>
#include <utility>

namespace longshore::directory {

/// A file descriptor, closed on the way out.
class Descriptor {
 public:
  explicit Descriptor(int number = -1) : number_(number) {}
  ~Descriptor();
  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }

  int number() const { return number_; }
  explicit operator bool() const { return number_ >= 0; }
  int release() { return std::exchange(number_, -1); }

 private:
  int number_;
};

/// The error for errno `number`, while `doing` something.
std::unexpected<Error> fail_errno(int number, const std::string& doing);

/// A path taken apart: its folder, opened without following any link, and the name in it.
struct Place {
  Descriptor folder;
  std::string name;  ///< "." where the path is the root itself
};
Result<Place> locate(const Descriptor& root, const std::string& path);
/// The folder at a path, opened for reading.
Result<Descriptor> open_folder(const Descriptor& root, const std::string& path);

}  // namespace longshore::directory
