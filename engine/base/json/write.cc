#include "engine/base/json/json.h"

#include <bit>
#include <cmath>
#include <cstdio>
#include <cstring>

namespace longshore::json {
namespace {

std::size_t utf8_sequence(std::string_view text) {
  auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  std::size_t length = byte(0) < 0x80                      ? 1
                       : byte(0) >= 0xC2 && byte(0) < 0xE0 ? 2
                       : byte(0) >= 0xE0 && byte(0) < 0xF0 ? 3
                       : byte(0) >= 0xF0 && byte(0) < 0xF5 ? 4
                                                           : 0;
  if (length == 0 || length > text.size()) return 0;
  for (std::size_t i = 1; i < length; ++i)
    if ((byte(i) & 0xC0) != 0x80) return 0;
  if (length == 3 && ((byte(0) == 0xE0 && byte(1) < 0xA0) || (byte(0) == 0xED && byte(1) > 0x9F))) return 0;
  if (length == 4 && ((byte(0) == 0xF0 && byte(1) < 0x90) || (byte(0) == 0xF4 && byte(1) > 0x8F))) return 0;
  return length;
}

// How many bytes at the beginning stand for themselves in JSON text: ASCII but controls, '"' and '\\'. Eight at a time.
std::size_t plain_length(std::string_view text) {
  constexpr std::uint64_t each = 0x0101'0101'0101'0101U;
  constexpr std::uint64_t tops = 0x80 * each;
  constexpr std::size_t step = sizeof(std::uint64_t);
  const auto zeros = [](std::uint64_t bytes) { return (bytes - each) & ~bytes & tops; };
  std::size_t at = 0;
  for (; std::endian::native == std::endian::little && at + step <= text.size(); at += step) {
    std::uint64_t bytes = 0;
    std::memcpy(&bytes, text.data() + at, step);
    const auto controls = (bytes - ' ' * each) & ~bytes & tops;
    // The lowest mark is right; above it there may be marks too many.
    const auto marks = (bytes & tops) | controls | zeros(bytes ^ '"' * each) | zeros(bytes ^ '\\' * each);
    if (marks != 0) return at + static_cast<std::size_t>(std::countr_zero(marks)) / 8;
  }
  const auto plain = [](char c) { return c >= ' ' && c != '"' && c != '\\' && (c & '\x80') == 0; };
  while (at < text.size() && plain(text[at])) ++at;
  return at;
}

void append_control(std::string& out, unsigned char byte) {
  constexpr std::string_view shorts = "btn\0fr";
  if (byte >= 8 && byte <= 13 && byte != 11) {
    out += '\\';
    out += shorts[byte - 8U];
    return;
  }
  std::array<char, 8> hex{};
  std::snprintf(hex.data(), hex.size(), "\\u%04x", byte);
  out += hex.data();
}

// ECMAScript's Number::toString, which RFC 8785 asks for.
std::string number_text(double value) {
  if (!std::isfinite(value)) return "null";
  if (value == 0) return "0";
  std::array<char, 40> buffer{};
  auto end =
      std::to_chars(buffer.data(), buffer.data() + buffer.size(), std::fabs(value), std::chars_format::scientific).ptr;
  std::string_view text(buffer.data(), static_cast<std::size_t>(end - buffer.data()));
  auto split = text.find('e');
  std::string digits(text.substr(0, split));
  std::erase(digits, '.');
  int exponent = 0;
  auto written = text.substr(split + 1);
  if (written[0] == '+') written.remove_prefix(1);
  std::from_chars(written.data(), written.data() + written.size(), exponent);
  int point = exponent + 1;
  auto count = static_cast<int>(digits.size());
  std::string out = value < 0 ? "-" : "";
  if (point > 21 || point < -5) {
    out += digits.substr(0, 1);
    if (count > 1) out += "." + digits.substr(1);
    return out + "e" + (exponent < 0 ? "-" : "+") + std::to_string(std::abs(exponent));
  }
  if (point <= 0) return out + "0." + std::string(static_cast<std::size_t>(-point), '0') + digits;
  if (point >= count) return out + digits + std::string(static_cast<std::size_t>(point - count), '0');
  return out + digits.substr(0, static_cast<std::size_t>(point)) + "." + digits.substr(static_cast<std::size_t>(point));
}

std::u16string utf16(std::string_view text) {
  std::u16string out;
  while (!text.empty()) {
    auto length = std::max<std::size_t>(1, utf8_sequence(text));
    char32_t point = static_cast<unsigned char>(text[0]);
    if (length > 1) point &= 0x7FU >> length;
    for (std::size_t i = 1; i < length; ++i) point = (point << 6) | (static_cast<unsigned char>(text[i]) & 0x3F);
    if (point >= 0x10000) {
      out += static_cast<char16_t>(0xD800 + ((point - 0x10000) >> 10));
      out += static_cast<char16_t>(0xDC00 + ((point - 0x10000) & 0x3FF));
    } else {
      out += static_cast<char16_t>(point);
    }
    text.remove_prefix(length);
  }
  return out;
}

class Writer {
 public:
  Writer(bool pretty, bool sorted) : pretty_(pretty), sorted_(sorted) {}

  std::string take() && { return std::move(out_); }

  void value(const Value& v) {
    if (const auto* text = v.string())
      append_quoted(out_, *text);
    else if (const auto* whole = v.integer())
      out_ += std::to_string(*whole);
    else if (const auto* real = v.real())
      out_ += number_text(*real);
    else if (const auto* flag = v.boolean())
      out_ += *flag ? "true" : "false";
    else if (const auto* list = v.array())
      array(*list);
    else if (const auto* map = v.object())
      object(*map);
    else
      out_ += "null";
  }

 private:
  void array(const Array& list) {
    open('[');
    for (const auto& item : list) {
      separate();
      value(item);
    }
    close(']', list.empty());
  }

  void object(const Object& map) {
    std::vector<const Member*> order;
    for (const auto& member : map) order.push_back(&member);
    if (sorted_) std::ranges::sort(order, {}, [](const Member* member) { return utf16(member->key); });
    open('{');
    for (const auto* member : order) {
      separate();
      append_quoted(out_, member->key);
      out_ += pretty_ ? ": " : ":";
      value(member->value);
    }
    close('}', order.empty());
  }

  void open(char bracket) {
    out_ += bracket;
    ++depth_;
    first_ = true;
  }

  void separate() {
    if (!first_) out_ += ',';
    first_ = false;
    newline();
  }

  void close(char bracket, bool empty) {
    --depth_;
    if (!empty) newline();
    out_ += bracket;
    first_ = false;
  }

  void newline() {
    if (!pretty_) return;
    out_ += '\n';
    out_.append(depth_ * 2, ' ');
  }

  std::string out_;
  bool pretty_;
  bool sorted_;
  bool first_ = true;
  std::size_t depth_ = 0;
};

std::string run(const Value& value, bool pretty, bool sorted) {
  Writer writer(pretty, sorted);
  writer.value(value);
  return std::move(writer).take();
}

}  // namespace

std::string write(const Value& value) {
  return run(value, false, false);
}
std::string write_pretty(const Value& value) {
  return run(value, true, false);
}
std::string write_canonical(const Value& value) {
  return run(value, false, true);
}

std::string quote(std::string_view text) {
  std::string out;
  append_quoted(out, text);
  return out;
}

void append_quoted(std::string& out, std::string_view text) {
  out += '"';
  while (!text.empty()) {
    const auto plain = plain_length(text);
    out += text.substr(0, plain);
    text.remove_prefix(plain);
    if (text.empty()) break;
    auto byte = static_cast<unsigned char>(text[0]);
    std::size_t used = 1;
    if (byte == '"' || byte == '\\') {
      out += '\\';
      out += text[0];
    } else if (byte < 0x20) {
      append_control(out, byte);
    } else if (auto length = utf8_sequence(text)) {
      out += text.substr(0, length);
      used = length;
    } else {
      out += "\xEF\xBF\xBD";
    }
    text.remove_prefix(used);
  }
  out += '"';
}

}  // namespace longshore::json
