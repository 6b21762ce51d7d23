#include "maps/tree.h"

#include <algorithm>
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
      node.level = found->second;
    else if (spec_.level)
      fault(Code::HL_UNKNOWN_LEVEL, "the level code " + node.code + " is not one the map knows", node, *spec_.level);
  }

  void break_cycles() {
    for (std::size_t i = 0; i < tree_.nodes.size(); ++i) {
      std::size_t steps = 0;
      int at = static_cast<int>(i);
      while (at >= 0 && steps <= tree_.nodes.size()) {
        at = tree_.nodes[static_cast<std::size_t>(at)].parent;
        ++steps;
        if (at == static_cast<int>(i)) break;
      }
      if (at != static_cast<int>(i)) continue;
      fault(Code::HL_CYCLE, {}, tree_.nodes[i], spec_.parent);
      tree_.nodes[i].parent = -1;
    }
  }

  void check_shapes() {
    if (spec_.allow.empty()) return;
    std::vector<std::vector<std::string>> seen;
    for (const auto& node : tree_.nodes) {
      std::vector<std::string> shape;
      for (const auto* at = &node; at;
           at = at->parent < 0 ? nullptr : &tree_.nodes[static_cast<std::size_t>(at->parent)])
        shape.insert(shape.begin(), at->code);
      bool allowed = std::ranges::any_of(spec_.allow, [&](const auto& allow) {
        return shape.size() <= allow.size() && std::equal(shape.begin(), shape.end(), allow.begin());
      });
      if (allowed || std::ranges::find(seen, shape) != seen.end()) continue;
      std::string text;
      for (const auto& code : shape) text += (text.empty() ? "" : "-") + code;
      fault(Code::HL_SHAPE_NOT_ALLOWED, "the levels stand as " + text, node, spec_.level.value_or(spec_.id));
      seen.push_back(std::move(shape));
    }
  }

  const TreeSpec& spec_;
  const parsers::Transaction& transaction_;
  const guide::Placement& placement_;
  Tree tree_;
  std::unordered_map<std::string, int> ids_;
};

}  // namespace

int Tree::node_of(int loop) const {
  auto found = std::ranges::lower_bound(nodes, loop, {}, &Node::loop);
  return found != nodes.end() && found->loop == loop ? static_cast<int>(found - nodes.begin()) : -1;
}

bool Tree::descends(int node, int ancestor) const {
  for (; node >= 0; node = nodes[static_cast<std::size_t>(node)].parent)
    if (node == ancestor) return true;
  return false;
}

Tree build_tree(const TreeSpec& spec, const parsers::Transaction& transaction, const guide::Placement& placement) {
  return Builder(spec, transaction, placement).run();
}

}  // namespace longshore::maps
