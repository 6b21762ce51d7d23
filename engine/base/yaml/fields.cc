#include "engine/base/yaml/yaml.h"
#include "engine/model/text.h"

namespace longshore::yaml {
namespace {

struct Unit {
  std::string_view name;
  std::int64_t factor;
};
constexpr Unit duration_units[] = {{"ms", 1},        {"s", 1000},       {"m", 60'000},
                                   {"h", 3'600'000}, {"d", 86'400'000}, {"w", 604'800'000}};
constexpr Unit byte_units[] = {
    {"", 1},       {"B", 1},         {"KB", 1000},    {"MB", 1'000'000}, {"GB", 1'000'000'000},
    {"KiB", 1024}, {"MiB", 1 << 20}, {"GiB", 1 << 30}};

std::optional<std::int64_t> with_unit(std::string_view text, std::span<const Unit> units) {
  std::int64_t number = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || number < 0) return std::nullopt;
  auto suffix = trim(std::string_view(end, static_cast<std::size_t>(text.data() + text.size() - end)));
  for (const auto& unit : units)
    if (unit.name == suffix && number <= INT64_MAX / unit.factor) return number * unit.factor;
  return std::nullopt;
}

std::string join(std::span<const std::string_view> words) {
  std::string out;
  for (auto word : words) out += (out.empty() ? "" : ", ") + std::string(word);
  return out;
}

}  // namespace

Fields::Fields(const Node& node, std::string what, std::vector<Error>& errors)
    : node_(node), what_(std::move(what)), errors_(errors) {
  if (!node.is_mapping()) error(node.where, "YAML_NOT_A_MAPPING", what_ + " must be a mapping of keys to values");
}

void Fields::error(const SourceLocation& where, std::string code, std::string what, std::string hint) {
  errors_.push_back(error_at(where, std::move(code), std::move(what), std::move(hint)));
}

const Node* Fields::get(std::string_view key, Presence presence) {
  known_.emplace_back(key);
  const auto* found = node_.find(key);
  if (!found && presence == Presence::required && node_.is_mapping())
    error(node_.where, "KEY_MISSING", what_ + " needs the key " + std::string(key),
          "add \"" + std::string(key) + ": …\"");
  return found;
}

std::string Fields::string(std::string_view key, Presence presence, std::string fallback) {
  const auto* node = get(key, presence);
  if (!node || node->is_null()) return fallback;
  if (node->is_scalar()) return node->text;
  error(node->where, "VALUE_NOT_TEXT", std::string(key) + " must be a single value");
  return fallback;
}

bool Fields::boolean(std::string_view key, bool fallback) {
  const auto* node = get(key);
  if (!node) return fallback;
  if (node->is_scalar() && !node->quoted && (node->text == "true" || node->text == "false"))
    return node->text == "true";
  error(node->where, "VALUE_NOT_BOOLEAN", std::string(key) + " must be true or false");
  return fallback;
}

std::int64_t Fields::integer(std::string_view key, std::int64_t low, std::int64_t high, std::int64_t fallback) {
  const auto* node = get(key);
  if (!node) return fallback;
  std::int64_t value = 0;
  const auto& text = node->text;
  auto [end, bad] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (node->is_scalar() && bad == std::errc{} && end == text.data() + text.size() && value >= low && value <= high)
    return value;
  error(node->where, "VALUE_OUT_OF_RANGE",
        std::string(key) + " must be a whole number from " + std::to_string(low) + " to " + std::to_string(high));
  return fallback;
}

std::int64_t Fields::duration_ms(std::string_view key, std::int64_t fallback) {
  const auto* node = get(key);
  if (!node) return fallback;
  if (auto value = node->is_scalar() ? with_unit(node->text, duration_units) : std::nullopt) return *value;
  error(node->where, "VALUE_NOT_DURATION", std::string(key) + " must be a time span with its unit",
        "write it like 30s, 5m, 4h or 30d");
  return fallback;
}

std::int64_t Fields::bytes(std::string_view key, std::int64_t fallback) {
  const auto* node = get(key);
  if (!node) return fallback;
  if (auto value = node->is_scalar() ? with_unit(node->text, byte_units) : std::nullopt) return *value;
  error(node->where, "VALUE_NOT_SIZE", std::string(key) + " must be a size in bytes",
        "write it like 512, 10KB or 64MiB");
  return fallback;
}

std::string Fields::choice(std::string_view key, std::span<const std::string_view> allowed, std::string fallback,
                           Presence presence) {
  const auto* node = get(key, presence);
  if (!node) return fallback;
  if (node->is_scalar() && std::ranges::find(allowed, node->text) != allowed.end()) return node->text;
  auto near = nearest(node->text, allowed);
  error(node->where, "VALUE_NOT_ALLOWED", std::string(key) + " cannot be \"" + printable(node->text) + "\"",
        near.empty() ? "use one of: " + join(allowed) : "did you mean \"" + near + "\"?");
  return fallback;
}

std::vector<std::string> Fields::strings(std::string_view key) {
  std::vector<std::string> out;
  const auto* node = get(key);
  if (!node || node->is_null()) return out;
  if (node->is_scalar()) return {node->text};
  bool fits = node->is_sequence();
  for (const auto& item : node->items) {
    if (item.is_scalar())
      out.push_back(item.text);
    else
      fits = false;
  }
  if (!fits) error(node->where, "VALUE_NOT_A_LIST", std::string(key) + " must be a list of values");
  return out;
}

void Fields::finish() {
  std::vector<std::string_view> known(known_.begin(), known_.end());
  for (const auto& pair : node_.pairs) {
    if (std::ranges::find(known, pair.key) != known.end()) continue;
    auto near = nearest(pair.key, known);
    error(pair.key_where, "KEY_UNKNOWN", what_ + " has no key \"" + printable(pair.key) + "\"",
          near.empty() ? "allowed: " + join(known) : "did you mean \"" + near + "\"?");
  }
}

}  // namespace longshore::yaml
