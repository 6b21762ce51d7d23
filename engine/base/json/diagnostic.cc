#include "engine/base/json/diagnostic.h"

namespace longshore::json {
namespace {

template <class T>
Value or_null(const std::optional<T>& value) {
  return value ? Value(*value) : Value{};
}

}  // namespace

Value to_json(const ByteRange& range) {
  return Array{range.begin, range.end};
}

Value to_json(const Diagnostic& one) {
  Value segment;
  if (one.segment_position) segment = Object{{"position", *one.segment_position}, {"id", one.segment_id}};
  return Object{{"code", info(one.code).name},
                {"severity", name(one.severity)},
                {"message", one.message},
                {"segment", std::move(segment)},
                {"loop", one.loop.empty() ? Value{} : Value(one.loop)},
                {"element", or_null(one.element)},
                {"component", or_null(one.component)},
                {"repetition", or_null(one.repetition)},
                {"byteRange", one.byte_range ? to_json(*one.byte_range) : Value{}},
                {"value", or_null(one.value)},
                {"expected", or_null(one.expected)}};
}

Value to_json(std::span<const Diagnostic> diagnostics) {
  Array out;
  for (const auto& one : diagnostics) out.push_back(to_json(one));
  return out;
}

}  // namespace longshore::json
