#pragma once
#include "maps/definition.h"
#include "maps/tree.h"

#include <optional>
#include <string>
#include <vector>

namespace longshore::maps {

/// Where a rule or group stands while it runs.
struct Frame {
  int loop = -1;                              ///< loop instance; -1: the whole set
  int node = -1;                              ///< tree node around it; -1: none
  std::optional<std::uint32_t> segment = {};  ///< set when an iteration went over plain segments
};

/// Finds segments by compiled paths in one placed set. Keeps references to what it was made from.
class Walker {
 public:
  Walker(const parsers::Transaction& transaction, const guide::Placement& placement, const Tree& tree);

  /// Indices of the segments a path meets, in file order. Good until the next call: what a path meets from one loop is
  /// kept, since rules ask for it again and again.
  const std::vector<std::uint32_t>& find(const CompiledPath& path, const Frame& frame) const;
  /// Appends the frames of an iteration, in file order.
  void frames(const Iteration& over, const Frame& frame, std::vector<Frame>& out) const;
  /// Whether the set has a segment of that tag at all.
  bool occurs(const CompiledPath& path) const;
  const parsers::Segment& segment(std::uint32_t index) const { return transaction_.segments[index]; }
  /// The first segment of a frame.
  std::uint32_t first(const Frame& frame) const;
  const Tree& tree() const { return tree_; }

 private:
  static constexpr int none = -1;

  const guide::LoopInstance& loop_at(int loop) const { return placement_.loops[static_cast<std::size_t>(loop)]; }
  std::optional<int> start_loop(const CompiledPath& path, const Frame& frame) const;
  bool matches(std::uint32_t index, const Step& step) const;
  bool starts(int loop, const Step& step) const;
  void descend(const CompiledPath& path, std::size_t step, int loop, std::vector<std::uint32_t>& out) const;
  void collect(const CompiledPath& path, int loop, std::vector<std::uint32_t>& out) const;
  int first_child(int loop) const { return first_child_[static_cast<std::size_t>(loop + 1)]; }
  int next_sibling(int loop) const { return next_sibling_[static_cast<std::size_t>(loop)]; }
  int node_around(int loop) const { return loop < 0 ? none : node_around_[static_cast<std::size_t>(loop)]; }
  void find_nodes();
  void search(const CompiledPath& path, int start, std::vector<std::uint32_t>& out) const;

  const parsers::Transaction& transaction_;
  const guide::Placement& placement_;
  const Tree& tree_;
  // Lists through indices, one link each: the set itself is loop -1, at position 0 of the first two.
  std::vector<int> first_child_;     // loop + 1 -> loop
  std::vector<int> first_own_;       // loop + 1 -> segment
  std::vector<int> next_sibling_;    // loop -> loop
  std::vector<int> next_own_;        // segment -> segment
  std::vector<std::uint32_t> keys_;  // segment -> tag_key
  std::vector<std::uint32_t> tags_;  // the keys that occur, sorted
  std::vector<int> node_around_;     // loop -> tree node
  struct Kept {
    int start = -2;  // loop
    std::vector<std::uint32_t> found;
  };
  mutable std::vector<Kept> kept_;  // by the path's number
  mutable std::vector<std::uint32_t> here_;
  mutable std::vector<int> nodes_;
};

}  // namespace longshore::maps
