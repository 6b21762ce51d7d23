#include "maps/walker.h"

#include <algorithm>

namespace longshore::maps {

Walker::Walker(const parsers::Transaction& transaction, const guide::Placement& placement, const Tree& tree)
    : transaction_(transaction),
      placement_(placement),
      tree_(tree),
      children_(placement.loops.size() + 1),
      own_(placement.loops.size() + 1) {
  for (std::size_t i = 0; i < placement.loops.size(); ++i)
    children_[static_cast<std::size_t>(placement.loops[i].parent + 1)].push_back(static_cast<int>(i));
  for (std::size_t i = 0; i < placement.segments.size(); ++i)
    own_[static_cast<std::size_t>(placement.segments[i].loop + 1)].push_back(static_cast<std::uint32_t>(i));
}

bool Walker::matches(std::uint32_t index, const Step& step) const {
  const auto& one = segment(index);
  return one.tag() == step.tag && std::ranges::all_of(step.conditions, [&](const Step::Condition& condition) {
           return one.value(condition.element.index, condition.element.component) == condition.value;
         });
}

int Walker::node_around(int loop) const {
  for (; loop >= 0; loop = placement_.loops[static_cast<std::size_t>(loop)].parent)
    if (auto node = tree_.node_of(loop); node >= 0) return node;
  return -1;
}

std::optional<int> Walker::start_loop(const CompiledPath& path, const Frame& frame) const {
  const auto& ancestor = path.path.ancestor;
  if (!ancestor.empty()) {
    for (int node = frame.node; node >= 0; node = tree_.nodes[static_cast<std::size_t>(node)].parent)
      if (tree_.nodes[static_cast<std::size_t>(node)].level == ancestor)
        return tree_.nodes[static_cast<std::size_t>(node)].loop;
  }
  int loop = frame.loop;
  for (std::uint32_t i = 0; i < path.climb && loop >= 0; ++i)
    loop = placement_.loops[static_cast<std::size_t>(loop)].parent;
  if (ancestor.empty() || ancestor == whole_set) return loop;
  bool named = loop >= 0 && (placement_.loops[static_cast<std::size_t>(loop)].id == ancestor ||
                             segment(placement_.loops[static_cast<std::size_t>(loop)].first_segment).tag() == ancestor);
  return named ? std::optional<int>(loop) : std::nullopt;
}

std::vector<std::uint32_t> Walker::find(const CompiledPath& path, const Frame& frame) const {
  bool here = frame.segment && path.path.ancestor.empty() && path.climb == 0 && path.descend.empty() &&
              segment(*frame.segment).tag() == path.last.tag;
  if (here)
    return matches(*frame.segment, path.last) ? std::vector<std::uint32_t>{*frame.segment}
                                              : std::vector<std::uint32_t>{};
  auto start = start_loop(path, frame);
  if (!start) return {};
  std::vector<int> loops{*start};
  for (const auto& step : path.descend) {
    std::vector<int> deeper;
    for (int loop : loops)
      for (int child : children(loop))
        if (matches(placement_.loops[static_cast<std::size_t>(child)].first_segment, step)) deeper.push_back(child);
    loops = std::move(deeper);
  }
  std::vector<std::uint32_t> out;
  for (int loop : loops) {
    for (auto index : own(loop))
      if (matches(index, path.last)) out.push_back(index);
    for (int child : children(loop)) {
      auto first_index = placement_.loops[static_cast<std::size_t>(child)].first_segment;
      if (matches(first_index, path.last)) out.push_back(first_index);
    }
  }
  std::ranges::sort(out);
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

std::vector<Frame> Walker::frames(const Iteration& over, const Frame& frame) const {
  std::vector<Frame> out;
  if (over.path) {
    for (auto index : find(*over.path, frame)) {
      const auto& place = placement_.segments[index];
      bool starts = place.loop >= 0 && placement_.loops[static_cast<std::size_t>(place.loop)].first_segment == index;
      Frame inner{place.loop, node_around(place.loop), {}};
      if (!starts) inner.segment = index;
      out.push_back(inner);
    }
    return out;
  }
  for (std::size_t i = 0; i < tree_.nodes.size(); ++i) {
    auto node = static_cast<int>(i);
    if (tree_.nodes[i].level == over.level && (frame.node < 0 || tree_.descends(node, frame.node)))
      out.push_back({tree_.nodes[i].loop, node, {}});
  }
  return out;
}

std::uint32_t Walker::first(const Frame& frame) const {
  if (frame.segment) return *frame.segment;
  return frame.loop < 0 ? 0 : placement_.loops[static_cast<std::size_t>(frame.loop)].first_segment;
}

}  // namespace longshore::maps
