#include "engine/base/json/json.h"

#include <charconv>

namespace longshore::json {
namespace {

// Past a string, its opening quote at `at`.
std::size_t past_string(std::string_view text, std::size_t at) {
  for (++at; at < text.size() && text[at] != '"'; ++at)
    if (text[at] == '\\') ++at;
  return std::min(text.size(), at + 1);
}

std::size_t past_value(std::string_view text, std::size_t at) {
  int depth = 0;
  while (at < text.size()) {
    char c = text[at];
    if (c == '"') {
      at = past_string(text, at);
      if (depth == 0) return at;
      continue;
    }
    if (c == '{' || c == '[') ++depth;
    if (c == '}' || c == ']') {
      if (depth == 0) return at;
      if (--depth == 0) return at + 1;
    }
    if (c == ',' && depth == 0) return at;
    ++at;
  }
  return at;
}

std::string_view member(std::string_view object, std::string_view key) {
  for (std::size_t at = 1; at < object.size() && object[at] == '"';) {
    auto end = past_string(object, at);
    bool same = object.substr(at + 1, end - at - 2) == key;
    auto value_end = past_value(object, end + 1);
    if (same) return object.substr(end + 1, value_end - end - 1);
    at = value_end + 1;
  }
  return {};
}

std::string_view item(std::string_view array, std::string_view index) {
  std::size_t wanted = 0;
  if (std::from_chars(index.data(), index.data() + index.size(), wanted).ec != std::errc{}) return {};
  for (std::size_t at = 1, i = 0; at < array.size() && array[at] != ']'; ++i) {
    auto end = past_value(array, at);
    if (i == wanted) return array.substr(at, end - at);
    at = end + 1;
  }
  return {};
}

}  // namespace

std::string_view raw_at(std::string_view text, std::string_view pointer) {
  while (!pointer.empty() && !text.empty()) {
    auto next = pointer.find('/', 1);
    auto step = pointer.substr(1, next == std::string_view::npos ? next : next - 1);
    text = text[0] == '{' ? member(text, step) : text[0] == '[' ? item(text, step) : std::string_view{};
    pointer.remove_prefix(next == std::string_view::npos ? pointer.size() : next);
  }
  return text;
}

}  // namespace longshore::json
