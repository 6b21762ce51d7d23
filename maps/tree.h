#pragma once
#include "engine/model/diagnostic.h"
#include "maps/definition.h"
#include "parsers/guide/check.h"

#include <string>
#include <vector>

namespace longshore::maps {

/// The hierarchy that a set's HL (or CPS) loops describe by id and parent, whatever their order.
struct Tree {
  struct Node {
    int loop = -1;    ///< index into Placement::loops
    int parent = -1;  ///< index into nodes; -1: a root
    int first_child = -1;
    int next_sibling = -1;
    std::uint32_t level = 0;  ///< TreeSpec::number_of the map's name for it
    std::string code;         ///< as written
  };
  std::vector<Node> nodes;  ///< in file order
  int first_root = -1;
  std::vector<Diagnostic> diagnostics;

  /// Nodes of that level that are `node` or below it, in file order; of the whole tree for -1.
  void nodes_below(int node, std::uint32_t level, std::vector<int>& out) const;
};

Tree build_tree(const TreeSpec& spec, const parsers::Transaction& transaction, const guide::Placement& placement);

}  // namespace longshore::maps
