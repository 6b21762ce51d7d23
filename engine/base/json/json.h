#pragma once
#include "engine/model/result.h"

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace longshore::json {

class Value;
using Array = std::vector<Value>;
struct Member;

/// Members in the order they were set. Keys are unique when set through `set`.
class Object {
 public:
  Object();
  Object(std::initializer_list<Member> members);
  Object(const Object&);
  Object(Object&&) noexcept;
  Object& operator=(const Object&);
  Object& operator=(Object&&) noexcept;
  ~Object();

  /// Replaces or appends; returns the stored value.
  Value& set(std::string key, Value value);
  const Value* find(std::string_view key) const;
  Value* find(std::string_view key);
  void erase(std::string_view key);
  bool empty() const;
  std::size_t size() const;
  const Member* begin() const;
  const Member* end() const;
  Member* begin();
  Member* end();
  bool operator==(const Object&) const;

 private:
  std::vector<Member> members_;
};

/// A JSON value. Decimals of the domain are strings (see maps/canonical), so a double appears only in foreign input.
class Value {
 public:
  Value() = default;
  Value(std::nullptr_t) {}
  Value(bool value) : value_(value) {}
  Value(std::int64_t value) : value_(value) {}
  Value(int value) : value_(std::int64_t{value}) {}
  Value(std::uint32_t value) : value_(std::int64_t{value}) {}
  Value(std::uint64_t value) : value_(static_cast<std::int64_t>(value)) {}
  Value(double value) : value_(value) {}
  Value(std::string value) : value_(std::move(value)) {}
  Value(std::string_view value) : value_(std::string(value)) {}
  Value(const char* value) : value_(std::string(value)) {}
  Value(Array value) : value_(std::move(value)) {}
  Value(Object value) : value_(std::move(value)) {}

  bool is_null() const { return std::holds_alternative<std::monostate>(value_); }
  const bool* boolean() const { return std::get_if<bool>(&value_); }
  const std::int64_t* integer() const { return std::get_if<std::int64_t>(&value_); }
  const double* real() const { return std::get_if<double>(&value_); }
  const std::string* string() const { return std::get_if<std::string>(&value_); }
  const Array* array() const { return std::get_if<Array>(&value_); }
  Array* array() { return std::get_if<Array>(&value_); }
  const Object* object() const { return std::get_if<Object>(&value_); }
  Object* object() { return std::get_if<Object>(&value_); }

  /// The member of an object, or null when this is no object or has none.
  const Value* find(std::string_view key) const;
  /// The value at an RFC 6901 pointer ("/a/0/b"), or null.
  const Value* at_pointer(std::string_view pointer) const;
  /// The member as text, or `fallback`.
  std::string text(std::string_view key, std::string_view fallback = {}) const;
  bool operator==(const Value&) const = default;

 private:
  std::variant<std::monostate, bool, std::int64_t, double, std::string, Array, Object> value_;
};

struct Member {
  std::string key;
  Value value;
  bool operator==(const Member&) const = default;
};

/// RFC 8259, at most 64 levels deep; duplicate keys are refused. Errors carry the byte offset.
Result<Value> parse(std::string_view text);
/// One line, members in their order. Bytes that are not UTF-8 become U+FFFD.
std::string write(const Value& value);
/// Two blanks of indentation a level.
std::string write_pretty(const Value& value);
/// RFC 8785 (JCS): members sorted by UTF-16 code units.
std::string write_canonical(const Value& value);
/// A JSON string literal with its quotes.
std::string quote(std::string_view text);
void append_quoted(std::string& out, std::string_view text);
/// The text of the value at an RFC 6901 pointer within JSON that one of the writers above made, not pretty; empty when
/// there is none.
std::string_view raw_at(std::string_view text, std::string_view pointer);

}  // namespace longshore::json
