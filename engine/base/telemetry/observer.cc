#include "engine/base/telemetry/observer.h"

#include <array>

namespace longshore::telemetry {
namespace {

std::string_view name(Level level) {
  constexpr std::array<std::string_view, 4> names{"debug", "info", "warning", "error"};
  return names[static_cast<std::size_t>(level)];
}

void append_string(std::string& out, std::string_view text) {
  out += '"';
  for (char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) {
      std::array<char, 8> hex{};
      std::snprintf(hex.data(), hex.size(), "\\u%04x", static_cast<unsigned char>(c));
      out += hex.data();
    } else {
      out += c;
    }
  }
  out += '"';
}

}  // namespace

void JsonLog::log(Level level, std::string_view message, std::initializer_list<Field> fields) {
  if (level < least_) return;
  std::string line =
      R"({"time":")" + to_rfc3339(clock_.now()) + R"(","level":")" + std::string(name(level)) + R"(","message":)";
  append_string(line, message);
  for (const auto& [key, value] : fields) {
    if (value.empty()) continue;
    line += ',';
    append_string(line, key);
    line += ':';
    append_string(line, value);
  }
  line += "}\n";
  std::scoped_lock lock(mutex_);
  std::fwrite(line.data(), 1, line.size(), out_);
  std::fflush(out_);
}

}  // namespace longshore::telemetry
