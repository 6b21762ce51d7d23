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
    int loop = -1;      ///< index into Placement::loops
    int parent = -1;    ///< index into nodes; -1: a root
    std::string level;  ///< the map's name for it: "shipment", "item"
    std::string code;   ///< as written
  };
  std::vector<Node> nodes;  ///< in file order
  std::vector<Diagnostic> diagnostics;

  /// The node whose loop that is, or -1.
  int node_of(int loop) const;
  bool descends(int node, int ancestor) const;
};

Tree build_tree(const TreeSpec& spec, const parsers::Transaction& transaction, const guide::Placement& placement);

}  // namespace longshore::maps
