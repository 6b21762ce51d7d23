#include "engine/base/yaml/yaml.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <memory>
#include <sstream>

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

namespace longshore::yaml {
namespace {

// Leaves the library's parser; caught in parse() below.
struct Refused {
  Error error;
};

class Builder : public YAML::EventHandler {
 public:
  Builder(const std::string& file, const Limits& limits) : file_(file), limits_(limits) {}

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    Node node;
    node.where = place(mark);
    add(std::move(node), anchor);
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    auto found = anchors_.find(anchor);
    if (found == anchors_.end())
      refuse(mark, "YAML_ALIAS", "the alias refers to a value that contains it", "write the value out");
    count_ += found->second.second;
    check_budget(mark);
    add(Node(found->second.first), 0);
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    check_tag(mark, tag);
    Node node;
    node.where = place(mark);
    node.quoted = tag == "!";
    bool null = !node.quoted && (value.empty() || value == "~" || value == "null");
    node.kind = null ? Node::Kind::null : Node::Kind::scalar;
    node.text = value;
    add(std::move(node), anchor);
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    open(mark, tag, anchor, Node::Kind::sequence);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    open(mark, tag, anchor, Node::Kind::mapping);
  }
  void OnMapEnd() override { close(); }

  Node take() { return std::move(root_); }

 private:
  struct Open {
    Node node;
    YAML::anchor_t anchor = 0;
    std::size_t count_before = 0;
    std::optional<Node> key;
  };

  SourceLocation place(const YAML::Mark& mark) const {
    return {file_, static_cast<std::uint32_t>(mark.line + 1), static_cast<std::uint32_t>(mark.column + 1)};
  }

  [[noreturn]] void refuse(const YAML::Mark& mark, std::string code, std::string what, std::string hint = {}) const {
    throw Refused{error_at(place(mark), std::move(code), std::move(what), std::move(hint))};
  }

  void check_tag(const YAML::Mark& mark, const std::string& tag) const {
    constexpr std::string_view core[] = {"",
                                         "?",
                                         "!",
                                         "tag:yaml.org,2002:str",
                                         "tag:yaml.org,2002:int",
                                         "tag:yaml.org,2002:float",
                                         "tag:yaml.org,2002:bool",
                                         "tag:yaml.org,2002:null",
                                         "tag:yaml.org,2002:seq",
                                         "tag:yaml.org,2002:map"};
    if (std::ranges::find(core, tag) == std::end(core))
      refuse(mark, "YAML_TAG", "the tag " + tag + " is not supported", "remove it");
  }

  void check_budget(const YAML::Mark& mark) const {
    if (count_ > limits_.nodes)
      refuse(mark, "YAML_TOO_LARGE", "more than " + std::to_string(limits_.nodes) + " values once aliases are expanded",
             "use fewer aliases");
  }

  void open(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, Node::Kind kind) {
    check_tag(mark, tag);
    if (stack_.size() >= limits_.depth)
      refuse(mark, "YAML_TOO_DEEP", "nested deeper than " + std::to_string(limits_.depth) + " levels");
    Open entry;
    entry.node.kind = kind;
    entry.node.where = place(mark);
    entry.anchor = anchor;
    entry.count_before = count_;
    stack_.push_back(std::move(entry));
  }

  void close() {
    auto done = std::move(stack_.back());
    stack_.pop_back();
    count_ = std::max(count_, done.count_before);
    add(std::move(done.node), done.anchor, count_ - done.count_before + 1);
  }

  void add(Node node, YAML::anchor_t anchor, std::size_t size = 1) {
    ++count_;
    if (count_ > limits_.nodes)
      throw Refused{error_at(node.where, "YAML_TOO_LARGE", "more than " + std::to_string(limits_.nodes) + " values")};
    if (anchor) anchors_[anchor] = {node, size};
    if (stack_.empty()) {
      root_ = std::move(node);
      return;
    }
    auto& parent = stack_.back();
    if (parent.node.kind == Node::Kind::sequence) {
      parent.node.items.push_back(std::move(node));
    } else if (!parent.key) {
      take_key(parent, std::move(node));
    } else {
      parent.node.pairs.push_back({parent.key->text, parent.key->where, std::move(node)});
      parent.key.reset();
    }
  }

  static void take_key(Open& parent, Node key) {
    if (key.kind != Node::Kind::scalar)
      throw Refused{
          error_at(key.where, "YAML_KEY", "a key must be a plain word", "quote it if it is meant to be text")};
    if (const auto* first = parent.node.find(key.text)) {
      auto line = std::to_string(first->where.line);
      throw Refused{error_at(key.where, "YAML_DUPLICATE_KEY", "the key " + key.text + " is already set on line " + line,
                             "keep one of the two")};
    }
    parent.key = std::move(key);
  }

  const std::string& file_;
  const Limits& limits_;
  Node root_;
  std::vector<Open> stack_;
  std::map<YAML::anchor_t, std::pair<Node, std::size_t>> anchors_;
  std::size_t count_ = 0;
};

}  // namespace

Error error_at(const SourceLocation& where, std::string code, std::string what, std::string hint) {
  return {Lasting::permanent, "yaml", std::move(code), std::move(what), std::move(hint), where};
}

Result<Node> parse(std::string_view text, const std::string& file, const Limits& limits) {
  SourceLocation start{file, 1, 1};
  if (text.size() > limits.bytes)
    return fail(error_at(start, "YAML_TOO_LARGE", "larger than " + std::to_string(limits.bytes) + " bytes"));
  if (text.find('\0') != std::string_view::npos)
    return fail(error_at(start, "YAML_SYNTAX", "contains a NUL byte", "save it as UTF-8 text"));
  std::istringstream input{std::string(text)};
  try {
    YAML::Parser parser(input);
    Builder builder(file, limits);
    if (!parser.HandleNextDocument(builder)) return Node{Node::Kind::null, false, {}, start, {}, {}};
    auto root = builder.take();
    Builder second(file, limits);
    if (parser.HandleNextDocument(second))
      return fail(
          error_at(second.take().where, "YAML_SEVERAL", "a second document follows", "keep one document a file"));
    return root;
  } catch (const Refused& refused) {
    return fail(refused.error);
  } catch (const YAML::Exception& bad) {
    SourceLocation where{file, static_cast<std::uint32_t>(bad.mark.line + 1),
                         static_cast<std::uint32_t>(bad.mark.column + 1)};
    return fail(error_at(where, "YAML_SYNTAX", bad.msg, "check the indentation and the quotes around this place"));
  } catch (const std::exception& bad) {
    return fail(error_at(start, "YAML_SYNTAX", bad.what()));
  }
}

Result<std::string> read_text(const std::string& path) {
  std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rb"), &std::fclose);
  std::string out;
  std::array<char, 65536> buffer;
  while (file && !std::feof(file.get()) && !std::ferror(file.get()))
    out.append(buffer.data(), std::fread(buffer.data(), 1, buffer.size(), file.get()));
  if (!file || std::ferror(file.get()))
    return fail(error_at({path, 0, 0}, "YAML_FILE_UNREADABLE", "the file cannot be read",
                         "check the name and the permissions"));
  return out;
}

Result<Node> load(const std::string& path, const Limits& limits) {
  LONGSHORE_TRY(const auto text, read_text(path));
  return parse(text, path, limits);
}

const Node* Node::find(std::string_view key) const {
  auto found = std::ranges::find(pairs, key, &Pair::key);
  return found == pairs.end() ? nullptr : &found->value;
}

}  // namespace longshore::yaml
