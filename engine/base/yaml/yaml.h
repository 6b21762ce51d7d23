#pragma once
#include "engine/model/result.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace longshore::yaml {

/// A YAML value with its place. Scalars are text as written ("0123" stays "0123"); mappings keep their order.
class Node {
 public:
  enum class Kind { null, scalar, sequence, mapping };
  struct Pair;

  Kind kind = Kind::null;
  bool quoted = false;  ///< a quoted scalar is a string, whatever it looks like
  std::string text;     ///< scalar's text
  SourceLocation where;
  std::vector<Node> items;  ///< sequence's items
  std::vector<Pair> pairs;  ///< mapping's pairs

  bool is_null() const { return kind == Kind::null; }
  bool is_scalar() const { return kind == Kind::scalar; }
  bool is_sequence() const { return kind == Kind::sequence; }
  bool is_mapping() const { return kind == Kind::mapping; }
  const Node* find(std::string_view key) const;
};

struct Node::Pair {
  std::string key;
  SourceLocation key_where;
  Node value;
};

struct Limits {
  std::size_t bytes = 16U << 20;
  std::size_t nodes = 500'000;  ///< counted after aliases are expanded: an alias bomb stops here
  std::size_t depth = 64;
};

/// One document. Refused, each with file:line:column: syntax errors, duplicate keys, keys that are no scalars, several
/// documents, tags other than the core schema's, whatever exceeds `limits`. `file` is what errors are to call it.
Result<Node> parse(std::string_view text, const std::string& file, const Limits& limits = {});
/// The file's bytes; YAML_FILE_UNREADABLE when it cannot be read.
Result<std::string> read_text(const std::string& path);
/// Reads and parses a file.
Result<Node> load(const std::string& path, const Limits& limits = {});

/// Reads a mapping strictly: every key must be asked for, errors collect, each with its place.
/// Use: `Fields f(node, "endpoint", errors); auto host = f.string("host", required); … f.finish();`
enum class Presence { required, optional };

class Fields {
 public:
  /// `what` names the thing in messages. A node that is no mapping is one error.
  Fields(const Node& node, std::string what, std::vector<Error>& errors);

  /// The raw value, marked as known; null when absent (an error when required).
  const Node* get(std::string_view key, Presence presence = Presence::optional);
  std::string string(std::string_view key, Presence presence = Presence::optional, std::string fallback = {});
  bool boolean(std::string_view key, bool fallback);
  std::int64_t integer(std::string_view key, std::int64_t low, std::int64_t high, std::int64_t fallback);
  /// "250ms" "60s" "30m" "4h" "30d" as milliseconds.
  std::int64_t duration_ms(std::string_view key, std::int64_t fallback);
  /// "64MiB" "10KB" "512" as bytes.
  std::int64_t bytes(std::string_view key, std::int64_t fallback);
  /// One of `allowed`, with "did you mean".
  std::string choice(std::string_view key, std::span<const std::string_view> allowed, std::string fallback,
                     Presence presence = Presence::optional);
  /// A sequence of scalars, or one scalar as a sequence of one.
  std::vector<std::string> strings(std::string_view key);
  /// Reports every key that was not asked for, with "did you mean".
  void finish();
  void error(const SourceLocation& where, std::string code, std::string what, std::string hint = {});
  const SourceLocation& where() const { return node_.where; }

 private:
  const Node& node_;
  std::string what_;
  std::vector<Error>& errors_;
  std::vector<std::string> known_;
};

/// An error of component "yaml" (or another's) at a place.
Error error_at(const SourceLocation& where, std::string code, std::string what, std::string hint = {});

}  // namespace longshore::yaml
