#pragma once
#include "parsers/guide/check.h"

namespace longshore::guide {

/// Walks a set's segments through the structure. Greedy: a segment stands at the innermost place that is still ahead
/// and skips nothing mandatory; else where it would repeat too often; else ahead with something missing; else it is
/// misplaced and stays in the open loop. Remembers what is open, not what was.
class Placer {
 public:
  /// Findings go to `tell`, placed segments and loops to `placement`, where they are not null.
  Placer(const Dictionary& dictionary, const Tell* tell, Placement* placement);

  void restart();
  /// Places the next segment.
  SegmentPlace place(const parsers::Segment& segment) { return place(segment, tag_key(segment.tag())); }
  /// The same, by the segment's tag_key.
  [[gnu::always_inline]] SegmentPlace place(const parsers::Segment& segment, std::uint32_t key) {
    return moves_on(key) ? enter(innermost().use(), false) : place_elsewhere(segment, key);
  }
  /// Closes what is open, after the last segment, which `last` locates.
  void finish(const Diagnostic& last);
  /// The innermost open loop's id; empty: the set itself.
  std::string_view loop() const { return loop_name(innermost()); }

 private:
  struct Frame {
    const Level* level = nullptr;
    std::size_t current = 0;
    std::uint32_t count = 0;        // of the use at `current`
    int loop = -1;                  // number of the instance
    const Use* loop_use = nullptr;  // null: the set itself

    const Use& use() const { return level->uses[current]; }
    /// Whether something mandatory still is to come after the current use.
    bool leaves_mandatory() const { return level->mandatory_before.back() != level->mandatory_before[current + 1]; }
  };
  struct Target {
    std::size_t frame = 0;
    std::size_t use = 0;
    bool skips_mandatory = false;
  };
  /// What a finding is located by.
  struct Here {
    const parsers::Segment* segment = nullptr;
    const Diagnostic* last = nullptr;
  };

  const Frame& innermost() const { return frames_[open_ - 1]; }
  void push(const Frame& frame) {
    if (open_ == frames_.size()) grow();
    frames_[open_++] = frame;
  }
  void pop_to(std::size_t keep) {
    if (placement_ != nullptr) note_ends(keep);
    open_ = keep;
  }
  // What is not the common case is called, so that the common case calls nothing.
  void grow();
  void note_ends(std::size_t keep);
  void note_start(const Use& use);
  void note_place(const SegmentPlace& place);
  static bool has_room(const Use& use, std::uint32_t count) { return use.max == 0 || count < use.max; }
  /// The common case: on to a place ahead in the innermost open loop, or past its end in the next one out, over nothing
  /// mandatory. False where that is not how it is, and nothing has changed.
  [[gnu::always_inline]] bool moves_on(std::uint32_t key) {
    for (auto i = open_; i-- > 0;) {
      auto& frame = frames_[i];
      const auto& level = *frame.level;
      const auto found = level.lines.find(key, frame.current);
      if (found == level.lines.size()) {
        if (frame.leaves_mandatory()) return false;
        continue;
      }
      const bool again = found == frame.current;
      if (again && !has_room(frame.use(), frame.count)) return false;
      if (!again && level.mandatory_before[found] != level.mandatory_before[frame.current + (frame.count == 0 ? 0 : 1)])
        return false;
      pop_to(i + 1);
      frame.count = again ? frame.count + 1 : 1;
      frame.current = found;
      return true;
    }
    return false;
  }
  SegmentPlace place_elsewhere(const parsers::Segment& segment, std::uint32_t key);
  std::optional<Target> ahead(std::uint32_t key) const;
  std::optional<Target> ahead_in(const Frame& frame, std::size_t index, std::uint32_t key) const;
  std::optional<Target> exhausted(std::uint32_t key) const;
  const Use* behind(std::uint32_t key, std::size_t outermost) const;
  SegmentPlace place_unknown(const parsers::Segment& segment);
  SegmentPlace move_to(const Target& target, const parsers::Segment& segment);
  SegmentPlace misplace(const Use& use, const parsers::Segment& segment);
  [[gnu::always_inline]] SegmentPlace enter(const Use& use, bool misplaced) {
    if (use.is_loop()) {
      if (placement_ != nullptr) note_start(use);
      push({&use.of, 0, 1, loops_++, &use});
    }
    return note(&use, use.segment, misplaced);
  }
  [[gnu::always_inline]] SegmentPlace note(const Use* use, const SegmentDefinition* segment, bool misplaced) {
    const SegmentPlace place{use, segment, static_cast<std::uint32_t>(open_ - 1), innermost().loop, misplaced};
    ++segments_;
    if (placement_ != nullptr) note_place(place);
    return place;
  }
  void close_frames(std::size_t keep, const Here& here);
  void report_missing(const Frame& frame, std::size_t until, const Here& here);
  void report(Code code, const parsers::Segment& segment, std::string message, std::string_view loop);
  static std::string_view loop_name(const Frame& frame) {
    return frame.loop_use == nullptr ? std::string_view{} : std::string_view(frame.loop_use->loop);
  }

  const Dictionary& dictionary_;
  const Tell* tell_;
  Placement* placement_;
  std::vector<Frame> frames_;  // the first open_ of them
  std::size_t open_ = 0;
  int loops_ = 0;
  std::uint32_t segments_ = 0;
};

}  // namespace longshore::guide
