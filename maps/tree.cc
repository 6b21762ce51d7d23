#include "maps/tree.h"

#include <algorithm>
#include <set>
#include <unordered_map>

namespace longshore::maps {
namespace {

std::string value_of(const parsers::Segment& segment, const ElementRef& element) {
  return segment.value(element.index, element.component);
}

Diagnostic at_segment(Code code, std::string message, const parsers::Segment& segment, const ElementRef& element) {
  auto out = diagnose(code, std::move(message));
  out.segment_position = segment.position();
  out.segment_id = std::string(segment.tag());
  out.element = element.index;
  out.byte_range = segment.byte_range();
  out.value = value_of(segment, element);
  return out;
}

class Builder {
 public:
  Builder(const TreeSpec& spec, const parsers::Transaction& transaction, const guide::Placement& placement)
      : spec_(spec), transaction_(transaction), placement_(placement) {}

  Tree run() {
    collect();
    link();
    break_cycles();
    connect();
    check_shapes();
    return std::move(tree_);
  }

 private:
  const parsers::Segment& segment(const Tree::Node& node) const {
    return transaction_.segments[placement_.loops[static_cast<std::size_t>(node.loop)].first_segment];
  }

  void fault(Code code, std::string message, const Tree::Node& node, const ElementRef& element) {
    tree_.diagnostics.push_back(at_segment(code, std::move(message), segment(node), element));
  }

  void collect() {
    tree_.nodes.reserve(placement_.loops.size());
    for (std::size_t i = 0; i < placement_.loops.size(); ++i) {
      if (placement_.loops[i].use == nullptr || placement_.loops[i].use->tag() != spec_.segment) continue;
      Tree::Node node;
      node.loop = static_cast<int>(i);
      auto id = value_of(segment(node), spec_.id);
      if (!ids_.emplace(id, static_cast<int>(tree_.nodes.size())).second)
        fault(Code::HL_DUPLICATE_ID, "the id " + id + " is used by an earlier " + spec_.segment, node, spec_.id);
      tree_.nodes.push_back(std::move(node));
    }
  }

  void link() {
    for (std::size_t i = 0; i < tree_.nodes.size(); ++i) {
      auto& node = tree_.nodes[i];
      auto parent = value_of(segment(node), spec_.parent);
      if (auto found = ids_.find(parent); !parent.empty() && found != ids_.end()) {
        node.parent = found->second;
      } else if (!parent.empty()) {
        fault(Code::HL_ORPHAN, "no " + spec_.segment + " has the id " + parent, node, spec_.parent);
        if (spec_.orphan_to_root && i > 0) node.parent = 0;
        if (spec_.orphan_to_root) tree_.diagnostics.back().severity = Severity::warning;
      }
      name_level(node);
    }
  }

  void name_level(Tree::Node& node) {
    node.code = spec_.level ? value_of(segment(node), *spec_.level) : node.parent < 0 ? "root" : "child";
    auto found = std::ranges::find(spec_.levels, node.code, [](const auto& level) { return level.first; });
    if (found != spec_.levels.end())
      node.level = spec_.number_of(found->second);
    else if (spec_.level)
      fault(Code::HL_UNKNOWN_LEVEL, "the level code " + node.code + " is not one the map knows", node, *spec_.level);
  }

  // Each walk up marks its nodes; meeting its own mark again is a cycle. Every node is walked over once.
  void break_cycles() {
    std::vector<std::size_t> walk_of(tree_.nodes.size(), 0);
    for (std::size_t i = 0; i < tree_.nodes.size(); ++i) {
      int at = static_cast<int>(i);
      while (at >= 0 && walk_of[static_cast<std::size_t>(at)] == 0) {
        walk_of[static_cast<std::size_t>(at)] = i + 1;
        at = tree_.nodes[static_cast<std::size_t>(at)].parent;
      }
      if (at < 0 || walk_of[static_cast<std::size_t>(at)] != i + 1) continue;
      auto& node = tree_.nodes[static_cast<std::size_t>(at)];
      fault(Code::HL_CYCLE, {}, node, spec_.parent);
      node.parent = -1;
    }
  }

  // Which shapes a node's chain of codes still fits, as one bit each: its parent's, less those that differ here.
  void check_shapes() {
    if (spec_.allow.empty()) return;
    std::vector<std::uint64_t> fits(tree_.nodes.size(), 0);
    std::vector<std::size_t> depth(tree_.nodes.size(), 0);
    std::set<std::string> told;
    for_each_parent_first([&](std::size_t i) {
      const auto& node = tree_.nodes[i];
      auto parent = static_cast<std::size_t>(std::max(0, node.parent));
      bool root = node.parent < 0;
      auto before = root ? ~std::uint64_t{0} : fits[parent];
      depth[i] = root ? 0 : depth[parent] + 1;
      for (std::size_t shape = 0; shape < spec_.allow.size(); ++shape) {
        const auto& codes = spec_.allow[shape];
        bool same = depth[i] < codes.size() && codes[depth[i]] == node.code;
        if (same) fits[i] |= before & (std::uint64_t{1} << shape);
      }
      bool parent_fits = root || fits[parent] != 0;
      if (fits[i] != 0 || !parent_fits) return;
      auto text = chain(node);
      if (told.insert(text).second)
        fault(Code::HL_SHAPE_NOT_ALLOWED, "the levels stand as " + text, node, spec_.level.value_or(spec_.id));
    });
  }

  std::string chain(const Tree::Node& node) const {
    std::string out = node.code;
    for (int at = node.parent; at >= 0 && out.size() < 200; at = tree_.nodes[static_cast<std::size_t>(at)].parent)
      out.insert(0, tree_.nodes[static_cast<std::size_t>(at)].code + "-");
    return out;
  }

  void connect() {
    for (auto i = tree_.nodes.size(); i-- > 0;) {
      auto& node = tree_.nodes[i];
      auto& head = node.parent < 0 ? tree_.first_root : tree_.nodes[static_cast<std::size_t>(node.parent)].first_child;
      node.next_sibling = head;
      head = static_cast<int>(i);
    }
  }

  template <class Visit>
  void for_each_parent_first(Visit visit) {
    std::vector<int> open{tree_.first_root};
    while (!open.empty()) {
      auto at = open.back();
      open.pop_back();
      for (; at >= 0; at = tree_.nodes[static_cast<std::size_t>(at)].next_sibling) {
        visit(static_cast<std::size_t>(at));
        if (auto child = tree_.nodes[static_cast<std::size_t>(at)].first_child; child >= 0) open.push_back(child);
      }
    }
  }

  const TreeSpec& spec_;
  const parsers::Transaction& transaction_;
  const guide::Placement& placement_;
  Tree tree_;
  std::unordered_map<std::string, int> ids_;
};

}  // namespace

void Tree::nodes_below(int node, std::uint32_t level, std::vector<int>& out) const {
  out.clear();
  if (node < 0) {
    for (std::size_t i = 0; i < nodes.size(); ++i)
      if (nodes[i].level == level) out.push_back(static_cast<int>(i));
    return;
  }
  // Up again where there is no way on: without a stack.
  const auto at = [this](int index) -> const Node& { return nodes[static_cast<std::size_t>(index)]; };
  for (int here = node;;) {
    if (at(here).level == level) out.push_back(here);
    if (at(here).first_child >= 0) {
      here = at(here).first_child;
      continue;
    }
    while (here != node && at(here).next_sibling < 0) here = at(here).parent;
    if (here == node) break;
    here = at(here).next_sibling;
  }
  if (!std::ranges::is_sorted(out)) std::ranges::sort(out);
}

Tree build_tree(const TreeSpec& spec, const parsers::Transaction& transaction, const guide::Placement& placement) {
  return Builder(spec, transaction, placement).run();
}

}  // namespace longshore::maps
