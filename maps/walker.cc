#include "maps/walker.h"

#include <algorithm>

namespace longshore::maps {

Walker::Walker(const parsers::Transaction& transaction, const guide::Placement& placement, const Tree& tree)
    : transaction_(transaction),
      placement_(placement),
      tree_(tree),
      first_child_(placement.loops.size() + 1, none),
      first_own_(placement.loops.size() + 1, none),
      next_sibling_(placement.loops.size(), none),
      next_own_(placement.segments.size(), none) {
  auto push = [](std::vector<int>& heads, std::vector<int>& links, int owner, std::size_t index) {
    auto& head = heads[static_cast<std::size_t>(owner + 1)];
    links[index] = head;
    head = static_cast<int>(index);
  };
  for (auto i = placement.loops.size(); i-- > 0;) push(first_child_, next_sibling_, placement.loops[i].parent, i);
  for (auto i = placement.segments.size(); i-- > 0;) push(first_own_, next_own_, placement.segments[i].loop, i);
}

bool Walker::matches(std::uint32_t index, const Step& step) const {
  const auto& one = segment(index);
  if (one.tag() != step.tag) return false;
  return std::ranges::all_of(step.conditions, [&](const Step::Condition& condition) {
    auto written = one.component(condition.element.index, condition.element.component);
    return written == condition.value ||
           (one.delimiters().release && one.decoded(written) == condition.value);
  });
}

int Walker::node_around(int loop) const {
  if (tree_.nodes.empty()) return none;
  for (; loop >= 0; loop = loop_at(loop).parent)
    if (auto node = tree_.node_of(loop); node >= 0) return node;
  return none;
}

std::optional<int> Walker::start_loop(const CompiledPath& path, const Frame& frame) const {
  const auto& ancestor = path.path.ancestor;
  if (!ancestor.empty()) {
    for (int node = frame.node; node >= 0; node = tree_.nodes[static_cast<std::size_t>(node)].parent)
      if (tree_.nodes[static_cast<std::size_t>(node)].level == ancestor)
        return tree_.nodes[static_cast<std::size_t>(node)].loop;
  }
  int loop = frame.loop;
  for (std::uint32_t i = 0; i < path.climb && loop >= 0; ++i) loop = loop_at(loop).parent;
  if (ancestor.empty() || ancestor == whole_set) return loop;
  bool named = loop >= 0 && (loop_at(loop).id == ancestor || segment(loop_at(loop).first_segment).tag() == ancestor);
  return named ? std::optional<int>(loop) : std::nullopt;
}

void Walker::collect(const CompiledPath& path, int loop, std::vector<std::uint32_t>& out) const {
  for (int index = first_own_[static_cast<std::size_t>(loop + 1)]; index >= 0;
       index = next_own_[static_cast<std::size_t>(index)])
    if (matches(static_cast<std::uint32_t>(index), path.last)) out.push_back(static_cast<std::uint32_t>(index));
  for (int child = first_child(loop); child >= 0; child = next_sibling(child))
    if (auto index = loop_at(child).first_segment; matches(index, path.last)) out.push_back(index);
}

void Walker::descend(const CompiledPath& path, std::size_t step, int loop, std::vector<std::uint32_t>& out) const {
  if (step == path.descend.size()) return collect(path, loop, out);
  for (int child = first_child(loop); child >= 0; child = next_sibling(child))
    if (matches(loop_at(child).first_segment, path.descend[step])) descend(path, step + 1, child, out);
}

void Walker::find(const CompiledPath& path, const Frame& frame, std::vector<std::uint32_t>& out) const {
  bool here = frame.segment && path.path.ancestor.empty() && path.climb == 0 && path.descend.empty() &&
              segment(*frame.segment).tag() == path.last.tag;
  if (here) {
    if (matches(*frame.segment, path.last)) out.push_back(*frame.segment);
    return;
  }
  auto start = start_loop(path, frame);
  if (!start) return;
  auto had = static_cast<std::ptrdiff_t>(out.size());
  descend(path, 0, *start, out);
  if (!std::is_sorted(out.begin() + had, out.end())) std::sort(out.begin() + had, out.end());
}

std::vector<Frame> Walker::frames(const Iteration& over, const Frame& frame) const {
  std::vector<Frame> out;
  if (over.path) {
    std::vector<std::uint32_t> found;
    find(*over.path, frame, found);
    for (auto index : found) {
      const auto& place = placement_.segments[index];
      bool starts = place.loop >= 0 && loop_at(place.loop).first_segment == index;
      Frame inner{place.loop, node_around(place.loop), {}};
      if (!starts) inner.segment = index;
      out.push_back(inner);
    }
    return out;
  }
  for (int node : tree_.nodes_below(frame.node, over.level))
    out.push_back({tree_.nodes[static_cast<std::size_t>(node)].loop, node, {}});
  return out;
}

std::uint32_t Walker::first(const Frame& frame) const {
  if (frame.segment) return *frame.segment;
  return frame.loop < 0 ? 0 : loop_at(frame.loop).first_segment;
}

}  // namespace longshore::maps
