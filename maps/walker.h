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

  /// Indices of the segments a path meets, in file order.
  std::vector<std::uint32_t> find(const CompiledPath& path, const Frame& frame) const;
  /// The frames of an iteration, in file order.
  std::vector<Frame> frames(const Iteration& over, const Frame& frame) const;
  const parsers::Segment& segment(std::uint32_t index) const { return transaction_.segments[index]; }
  /// The first segment of a frame.
  std::uint32_t first(const Frame& frame) const;
  const Tree& tree() const { return tree_; }

 private:
  std::optional<int> start_loop(const CompiledPath& path, const Frame& frame) const;
  bool matches(std::uint32_t index, const Step& step) const;
  const std::vector<int>& children(int loop) const { return children_[static_cast<std::size_t>(loop + 1)]; }
  const std::vector<std::uint32_t>& own(int loop) const { return own_[static_cast<std::size_t>(loop + 1)]; }
  int node_around(int loop) const;

  const parsers::Transaction& transaction_;
  const guide::Placement& placement_;
  const Tree& tree_;
  std::vector<std::vector<int>> children_;       // loop + 1 -> nested loops
  std::vector<std::vector<std::uint32_t>> own_;  // loop + 1 -> its own segments
};

}  // namespace longshore::maps
