#pragma once
#include "parsers/guide/check.h"

namespace longshore::guide {

/// Walks a set's segments through the structure. Greedy: a segment stands at the innermost place that is still ahead
/// and skips nothing mandatory; else where it would repeat too often; else ahead with something missing; else it is
/// misplaced and stays in the open loop.
class Placer {
 public:
  /// Findings go to `diagnostics` where it is not null, until it holds more than `limit`.
  Placer(const parsers::Transaction& transaction, const Dictionary& dictionary, std::vector<Diagnostic>* diagnostics,
         std::size_t limit = 1'000);

  /// Places the next segment.
  void place(std::uint32_t index);
  /// Closes what is open, after the last segment.
  Placement finish() &&;

 private:
  struct Frame {
    const std::vector<Use>* uses = nullptr;
    std::size_t current = 0;
    std::uint32_t count = 0;  // of the use at `current`
    int loop = -1;
  };
  struct Target {
    std::size_t frame = 0;
    std::size_t use = 0;
    bool skips_mandatory = false;
  };

  std::optional<Target> ahead(std::string_view tag) const;
  std::optional<Target> ahead_in(std::size_t frame, std::string_view tag) const;
  std::optional<Target> exhausted(std::string_view tag) const;
  const Use* behind(std::string_view tag, std::size_t outermost) const;
  void move_to(const Target& target, std::uint32_t index);
  void misplace(const Use& use, std::uint32_t index);
  void enter(const Use& use, std::uint32_t index, bool misplaced);
  void close_frames(std::size_t keep, std::uint32_t index);
  void report_missing(const Frame& frame, std::size_t until, std::uint32_t index);
  void report(Code code, std::uint32_t index, std::string message, std::string_view loop);
  bool listens() const { return diagnostics_ != nullptr && diagnostics_->size() <= limit_; }
  std::string_view loop_name(int loop) const;

  const parsers::Transaction& transaction_;
  const Dictionary& dictionary_;
  std::vector<Diagnostic>* diagnostics_;
  std::size_t limit_;
  std::vector<Frame> frames_;
  Placement placement_;
};

}  // namespace longshore::guide
