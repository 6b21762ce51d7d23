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
      next_own_(placement.segments.size(), none),
      keys_(transaction.segments.size()) {
  for (std::size_t i = 0; i < keys_.size(); ++i) keys_[i] = guide::tag_key(transaction.segments[i].tag());
  tags_ = keys_;
  std::ranges::sort(tags_);
  tags_.erase(std::ranges::unique(tags_).begin(), tags_.end());
  auto push = [](std::vector<int>& heads, std::vector<int>& links, int owner, std::size_t index) {
    auto& head = heads[static_cast<std::size_t>(owner + 1)];
    links[index] = head;
    head = static_cast<int>(index);
  };
  for (auto i = placement.loops.size(); i-- > 0;) push(first_child_, next_sibling_, placement.loops[i].parent, i);
  for (auto i = placement.segments.size(); i-- > 0;) push(first_own_, next_own_, placement.segments[i].loop, i);
  find_nodes();
}

// A loop stands in the node of its own, or in that of the loop around it, which began before.
void Walker::find_nodes() {
  node_around_.assign(placement_.loops.size(), none);
  for (std::size_t node = 0; node < tree_.nodes.size(); ++node)
    node_around_[static_cast<std::size_t>(tree_.nodes[node].loop)] = static_cast<int>(node);
  for (std::size_t loop = 0; loop < node_around_.size(); ++loop)
    if (node_around_[loop] == none) node_around_[loop] = node_around(placement_.loops[loop].parent);
}

bool Walker::occurs(const CompiledPath& path) const {
  return std::ranges::binary_search(tags_, path.last.key);
}

bool Walker::matches(std::uint32_t index, const Step& step) const {
  if (keys_[index] != step.key) return false;
  const auto& one = segment(index);
  return std::ranges::all_of(step.conditions, [&](const Step::Condition& condition) {
    auto written = one.component(condition.element.index, condition.element.component);
    if (written == condition.value) return true;
    const auto release = one.delimiters().release;
    const bool plain = std::ranges::none_of(written, [&](char c) { return c == release || (c & '\x80') != 0; });
    return release && !plain && one.decoded(written) == condition.value;
  });
}

bool Walker::starts(int loop, const Step& step) const {
  return (step.loop.empty() || loop_at(loop).id == step.loop) && matches(loop_at(loop).first_segment, step);
}

std::optional<int> Walker::start_loop(const CompiledPath& path, const Frame& frame) const {
  const auto& ancestor = path.path.ancestor;
  if (path.level != 0) {
    for (int node = frame.node; node >= 0; node = tree_.nodes[static_cast<std::size_t>(node)].parent)
      if (tree_.nodes[static_cast<std::size_t>(node)].level == path.level)
        return tree_.nodes[static_cast<std::size_t>(node)].loop;
  }
  int loop = frame.loop;
  for (std::uint32_t i = 0; i < path.climb && loop >= 0; ++i) loop = loop_at(loop).parent;
  if (ancestor.empty() || ancestor == whole_set) return loop;
  bool named = loop >= 0 && (loop_at(loop).id == ancestor || segment(loop_at(loop).first_segment).tag() == ancestor);
  return named ? std::optional<int>(loop) : std::nullopt;
}

void Walker::collect(const CompiledPath& path, int loop, std::vector<std::uint32_t>& out) const {
  if (path.at_loop) {
    for (int child = first_child(loop); child >= 0; child = next_sibling(child))
      if (starts(child, path.last)) out.push_back(loop_at(child).first_segment);
  }
  if (!path.last.loop.empty()) return;
  for (int index = first_own_[static_cast<std::size_t>(loop + 1)]; index >= 0;
       index = next_own_[static_cast<std::size_t>(index)])
    if (matches(static_cast<std::uint32_t>(index), path.last)) out.push_back(static_cast<std::uint32_t>(index));
}

void Walker::descend(const CompiledPath& path, std::size_t step, int loop, std::vector<std::uint32_t>& out) const {
  if (step == path.descend.size()) return collect(path, loop, out);
  for (int child = first_child(loop); child >= 0; child = next_sibling(child))
    if (starts(child, path.descend[step])) descend(path, step + 1, child, out);
}

const std::vector<std::uint32_t>& Walker::find(const CompiledPath& path, const Frame& frame) const {
  bool here = frame.segment && path.path.ancestor.empty() && path.climb == 0 && path.descend.empty() &&
              keys_[*frame.segment] == path.last.key;
  if (here) {
    here_.clear();
    if (matches(*frame.segment, path.last)) here_.push_back(*frame.segment);
    return here_;
  }
  auto start = start_loop(path, frame);
  if (!start) {
    here_.clear();
    return here_;
  }
  if (path.number == CompiledPath::unnumbered) {
    search(path, *start, here_);
    return here_;
  }
  if (path.number >= kept_.size()) kept_.resize(path.number + 64);
  auto& kept = kept_[path.number];
  if (kept.start == *start) return kept.found;
  kept.start = *start;
  search(path, *start, kept.found);
  return kept.found;
}

void Walker::search(const CompiledPath& path, int start, std::vector<std::uint32_t>& out) const {
  out.clear();
  if (!occurs(path)) return;
  descend(path, 0, start, out);
  if (!std::ranges::is_sorted(out)) std::ranges::sort(out);
}

void Walker::frames(const Iteration& over, const Frame& frame, std::vector<Frame>& out) const {
  if (over.path) {
    for (auto index : find(*over.path, frame)) {
      const auto& place = placement_.segments[index];
      bool starts = place.loop >= 0 && loop_at(place.loop).first_segment == index;
      Frame inner{place.loop, node_around(place.loop), {}};
      if (!starts) inner.segment = index;
      out.push_back(inner);
    }
    return;
  }
  tree_.nodes_below(frame.node, over.level_number, nodes_);
  for (int node : nodes_) out.push_back({tree_.nodes[static_cast<std::size_t>(node)].loop, node, {}});
}

std::uint32_t Walker::first(const Frame& frame) const {
  if (frame.segment) return *frame.segment;
  return frame.loop < 0 ? 0 : loop_at(frame.loop).first_segment;
}

}  // namespace longshore::maps
