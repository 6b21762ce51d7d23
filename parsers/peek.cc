#include "parsers/peek.h"

#include "parsers/events.h"

#include <algorithm>
#include <cstring>

namespace longshore::parsers {
namespace {

/// Keeps the first header and lets nothing more through.
class First final : public Events, public Input {
 public:
  First(Input& input, std::uint64_t most_bytes) : input_(input), left_(most_bytes) {}

  std::size_t read(std::span<char> out) override {
    if (found_ || left_ == 0) return 0;
    const auto count = input_.read(out.first(std::min<std::uint64_t>(out.size(), left_)));
    left_ -= count;
    return count;
  }
  void begin_interchange(const Interchange& one) override {
    if (!found_) found_ = one;
  }
  void diagnostic(Part, Diagnostic) override {}
  std::optional<Interchange> take() && { return std::move(found_); }

 private:
  Input& input_;
  std::uint64_t left_;
  std::optional<Interchange> found_;
};

/// A text in pieces: a whole one would be read to its end.
class Pieces final : public Input {
 public:
  explicit Pieces(std::string_view text) : left_(text) {}
  std::size_t read(std::span<char> out) override {
    constexpr std::size_t piece = 4096;
    const auto count = std::min({out.size(), left_.size(), piece});
    std::memcpy(out.data(), left_.data(), count);
    left_.remove_prefix(count);
    return count;
  }

 private:
  std::string_view left_;
};

}  // namespace

std::optional<Interchange> peek(Input& input, const ReadOptions& options, std::uint64_t most_bytes) {
  First first(input, most_bytes);
  parsers::read(static_cast<Input&>(first), static_cast<Events&>(first), options);
  return std::move(first).take();
}

std::optional<Interchange> peek(std::string_view payload, const ReadOptions& options) {
  Pieces pieces(payload);
  return peek(pieces, options, payload.size());
}

}  // namespace longshore::parsers
