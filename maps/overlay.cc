#include "maps/overlay.h"

#include "engine/base/json/json.h"
#include "engine/model/text.h"

#include <algorithm>
#include <filesystem>

namespace longshore::maps {
namespace {

using yaml::Node;

Node* member(Node& node, std::string_view key) {
  auto found = std::ranges::find(node.pairs, key, &Node::Pair::key);
  return found == node.pairs.end() ? nullptr : &found->value;
}

void set_member(Node& node, const Node::Pair& pair) {
  node.kind = Node::Kind::mapping;
  auto there = std::ranges::find(node.pairs, pair.key, &Node::Pair::key);
  if (there != node.pairs.end())
    *there = pair;
  else
    node.pairs.push_back(pair);
}

// `set:` may be a list of mappings: to be patched it is one, the later of two equal names counting.
void flatten_sets(Node& node) {
  for (auto& item : node.items) flatten_sets(item);
  for (auto& pair : node.pairs) {
    flatten_sets(pair.value);
    if (pair.key != "set" || !pair.value.is_sequence()) continue;
    Node joined;
    joined.kind = Node::Kind::mapping;
    joined.where = pair.value.where;
    for (const auto& part : pair.value.items)
      for (const auto& one : part.pairs) set_member(joined, one);
    pair.value = std::move(joined);
  }
}

class Overlay {
 public:
  Overlay(Node base, std::vector<Error>& errors) : out_(std::move(base)), errors_(errors) { flatten_sets(out_); }

  Node apply(const Node& overlay) {
    for (const auto& pair : overlay.pairs) {
      if (pair.key == "patch")
        patch(pair.value);
      else if (pair.key == "emits" || pair.key == "emit")
        append(pair);
      else if (pair.key == "lookups" || pair.key == "unread")
        join(pair);
      else if (pair.key != "extends")
        set_member(out_, pair);
    }
    out_.where = overlay.where;
    return std::move(out_);
  }

 private:
  void append(const Node::Pair& pair) {
    auto* there = member(out_, pair.key);
    if (!there) return set_member(out_, pair);
    if (there->is_scalar()) {
      Node one = *there;
      there->kind = Node::Kind::sequence;
      there->items = {std::move(one)};
    }
    if (pair.value.is_scalar()) there->items.push_back(pair.value);
    there->items.insert(there->items.end(), pair.value.items.begin(), pair.value.items.end());
  }

  void join(const Node::Pair& pair) {
    auto* there = member(out_, pair.key);
    if (!there) return set_member(out_, pair);
    for (const auto& one : pair.value.pairs) set_member(*there, one);
  }

  std::vector<Node*> rules() {
    std::vector<Node*> out;
    if (auto* emit = member(out_, "emit"))
      for (auto& rule : emit->items) out.push_back(&rule);
    return out;
  }

  void patch(const Node& patches) {
    for (const auto& one : patches.pairs) {
      if (one.key.starts_with("logistics."))
        patch_rule(one);
      else
        patch_field(one);
    }
  }

  void patch_rule(const Node::Pair& change) {
    bool any = false;
    std::vector<std::string> types;
    for (auto* rule : rules()) {
      const auto* type = member(*rule, "event");
      if (type) types.push_back(type->text);
      if (!type || type->text != change.key) continue;
      any = true;
      for (const auto& part : change.value.pairs) {
        auto* there = member(*rule, part.key);
        if (part.key != "set" || !there) {
          set_member(*rule, part);
          continue;
        }
        for (const auto& field : part.value.pairs) change_nested(*there, field);
      }
    }
    if (any) return;
    std::vector<std::string_view> known(types.begin(), types.end());
    auto near = nearest(change.key, known);
    errors_.push_back(yaml::error_at(change.key_where, "PATCH_EVENT_UNKNOWN",
                                     "the map that this one extends has no rule for " + change.key,
                                     near.empty() ? "add a rule under emit:" : "did you mean " + near + "?"));
  }

  void patch_field(const Node::Pair& change) {
    bool any = false;
    std::vector<std::string> names;
    for (auto* rule : rules()) {
      auto* set = member(*rule, "set");
      if (!set) continue;
      collect_names(*set, "", names);
      auto* holder = find_holder(*set, change.key);
      if (!holder) continue;
      any = true;
      change_field(*holder, change.key.substr(change.key.rfind('.') + 1), change);
    }
    if (any) return;
    std::vector<std::string_view> known(names.begin(), names.end());
    auto near = nearest(change.key, known);
    errors_.push_back(yaml::error_at(
        change.key_where, "PATCH_FIELD_UNKNOWN", "no rule of the map that this one extends sets " + change.key,
        near.empty() ? "to add a field, write patch: {EVENT TYPE: {set: {…}}}" : "did you mean " + near + "?"));
  }

  // The `set` that has the last name of "carrier.scac" as a member; null when there is none.
  static Node* find_holder(Node& set, std::string_view path) {
    auto dot = path.find('.');
    auto* found = member(set, path.substr(0, dot));
    if (!found) return nullptr;
    if (dot == std::string_view::npos) return &set;
    auto* inner = member(*found, "set");
    return inner ? find_holder(*inner, path.substr(dot + 1)) : nullptr;
  }

  // `lines.lot` is a field of lines' set, which must be there; the field itself may be new.
  void change_nested(Node& set, const Node::Pair& change) {
    auto* holder = &set;
    std::string_view rest = change.key;
    for (auto dot = rest.find('.'); dot != std::string_view::npos; dot = rest.find('.')) {
      auto* found = member(*holder, rest.substr(0, dot));
      holder = found ? member(*found, "set") : nullptr;
      if (!holder) {
        errors_.push_back(yaml::error_at(change.key_where, "PATCH_FIELD_UNKNOWN",
                                         "the rule has no set for " + change.key, "write the outer field whole"));
        return;
      }
      rest.remove_prefix(dot + 1);
    }
    change_field(*holder, rest, change);
  }

  static void change_field(Node& set, std::string_view name, const Node::Pair& change) {
    auto there = std::ranges::find(set.pairs, name, &Node::Pair::key);
    if (change.value.is_null()) {
      if (there != set.pairs.end()) set.pairs.erase(there);
    } else if (there != set.pairs.end()) {
      *there = {std::string(name), change.key_where, change.value};
    } else {
      set.pairs.push_back({std::string(name), change.key_where, change.value});
    }
  }

  static void collect_names(const Node& set, const std::string& before, std::vector<std::string>& out) {
    for (const auto& pair : set.pairs) {
      out.push_back(before + pair.key);
      if (const auto* inner = pair.value.find("set")) collect_names(*inner, before + pair.key + ".", out);
    }
  }

  Node out_;
  std::vector<Error>& errors_;
};

class Printer {
 public:
  std::string run(const Node& node) {
    block(node, 0);
    return std::move(out_);
  }

 private:
  void line(const std::string& text, const SourceLocation& where) {
    out_ += text;
    auto origin = std::filesystem::path(where.file).filename().string() + ":" + std::to_string(where.line);
    if (text.size() < 100) out_.append(100 - text.size(), ' ');
    out_ += "  # " + origin + "\n";
  }

  static std::string scalar(const Node& node) {
    bool plain =
        !node.quoted && !node.text.empty() && node.text.find_first_of(":#{}[],&*'\"%@`|>") == std::string::npos;
    return plain ? node.text : json::quote(node.text);
  }

  static std::string flow(const Node& node) {
    if (node.is_null()) return "null";
    if (node.is_scalar()) return scalar(node);
    std::string out;
    for (const auto& item : node.items) out += (out.empty() ? "" : ", ") + flow(item);
    if (node.is_sequence()) return "[" + out + "]";
    for (const auto& pair : node.pairs) out += (out.empty() ? "" : ", ") + key(pair.key) + ": " + flow(pair.value);
    return "{" + out + "}";
  }

  static std::string key(const std::string& text) {
    return text.find_first_of(":#{}[],&*'\"") == std::string::npos && !text.empty() ? text : json::quote(text);
  }

  static bool one_line(const Node& node) {
    if (node.is_null() || node.is_scalar() || (node.items.empty() && node.pairs.empty())) return true;
    bool flat = std::ranges::all_of(node.items, [](const auto& item) { return item.is_scalar(); }) &&
                std::ranges::all_of(node.pairs, [](const auto& pair) { return one_line(pair.value); });
    return flat && flow(node).size() <= 90;
  }

  void block(const Node& node, std::size_t indent) {
    std::string blanks(indent, ' ');
    for (const auto& pair : node.pairs) {
      if (one_line(pair.value)) {
        line(blanks + key(pair.key) + ": " + flow(pair.value), pair.key_where);
        continue;
      }
      line(blanks + key(pair.key) + ":", pair.key_where);
      block(pair.value, indent + 2);
    }
    for (const auto& item : node.items) {
      if (one_line(item)) {
        line(blanks + "- " + flow(item), item.where);
        continue;
      }
      line(blanks + "-", item.where);
      block(item, indent + 2);
    }
  }

  std::string out_;
};

}  // namespace

Node apply_overlay(const Node& base, const Node& overlay, std::vector<Error>& errors) {
  return Overlay(base, errors).apply(overlay);
}

std::string print_with_origins(const Node& node) {
  return Printer().run(node);
}

}  // namespace longshore::maps
