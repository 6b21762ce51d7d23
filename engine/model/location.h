#pragma once
#include <cstdint>
#include <string>

namespace longshore {

/// A place in a text file. Lines and columns count from 1; 0 means unknown.
struct SourceLocation {
  std::string file;
  std::uint32_t line = 0;
  std::uint32_t column = 0;

  bool operator==(const SourceLocation&) const = default;
};

/// Half-open range of byte offsets into one stored payload.
struct ByteRange {
  std::uint64_t begin = 0;
  std::uint64_t end = 0;

  std::uint64_t size() const { return end - begin; }
  bool operator==(const ByteRange&) const = default;
};

}  // namespace longshore
