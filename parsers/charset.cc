#include "parsers/charset.h"

#include <array>

namespace longshore::parsers {
namespace {

using HighHalf = std::array<std::uint16_t, 96>;
#include "parsers/charset_tables.inc"

const HighHalf* high_half(Charset charset) {
  switch (charset) {
    case Charset::latin2:
      return &latin2_high;
    case Charset::cyrillic:
      return &cyrillic_high;
    case Charset::greek:
      return &greek_high;
    case Charset::latin3:
      return &latin3_high;
    case Charset::latin4:
      return &latin4_high;
    case Charset::arabic:
      return &arabic_high;
    case Charset::hebrew:
      return &hebrew_high;
    case Charset::latin5:
      return &latin5_high;
    case Charset::ascii:
    case Charset::utf8:
    case Charset::latin1:
      break;
  }
  return nullptr;
}

void append_utf8(std::string& out, std::uint32_t point) {
  if (point < 0x80) {
    out += static_cast<char>(point);
  } else if (point < 0x800) {
    out += static_cast<char>(0xC0 | (point >> 6));
    out += static_cast<char>(0x80 | (point & 0x3F));
  } else {
    out += static_cast<char>(0xE0 | (point >> 12));
    out += static_cast<char>(0x80 | ((point >> 6) & 0x3F));
    out += static_cast<char>(0x80 | (point & 0x3F));
  }
}

bool all_ascii(std::string_view bytes) {
  return std::ranges::all_of(bytes, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

std::size_t utf8_sequence(std::string_view bytes) {
  const auto at = [&](std::size_t i) { return static_cast<unsigned char>(bytes[i]); };
  const unsigned char lead = at(0);
  const std::size_t length = lead < 0x80                   ? 1
                             : lead >= 0xC2 && lead < 0xE0 ? 2
                             : lead >= 0xE0 && lead < 0xF0 ? 3
                             : lead >= 0xF0 && lead < 0xF5 ? 4
                                                           : 0;
  if (length == 0 || length > bytes.size()) return 0;
  for (std::size_t i = 1; i < length; ++i)
    if ((at(i) & 0xC0) != 0x80) return 0;
  if ((lead == 0xE0 && at(1) < 0xA0) || (lead == 0xED && at(1) > 0x9F)) return 0;
  if ((lead == 0xF0 && at(1) < 0x90) || (lead == 0xF4 && at(1) > 0x8F)) return 0;
  return length;
}

/// The byte that to_utf8 reads as this one character.
std::optional<char> byte_of(std::string_view character, Charset charset) {
  if (character.size() == 1) return character.front();
  for (int byte = 0x80; byte < 0x100; ++byte) {
    const char c = static_cast<char>(byte);
    if (to_utf8({&c, 1}, charset) == character) return c;
  }
  return std::nullopt;
}

bool in_level_a(unsigned char c) {
  constexpr std::string_view marks = " .,-()/='+:?!\"%&*;<>";
  return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || marks.find(static_cast<char>(c)) != std::string_view::npos;
}

bool in_repertoire(unsigned char c, std::string_view syntax, Charset charset, const HighHalf* high) {
  if (c == '\r' || c == '\n') return true;
  if (c < 0x20 || c == 0x7F) return c >= 0x1C && c <= 0x1F && syntax == "UNOB";
  if (syntax == "UNOA" || syntax == "IATA") return in_level_a(c);
  if (c < 0x80) return true;
  if (charset == Charset::ascii || c < 0xA0) return false;
  return high == nullptr || (*high)[c - 0xA0U] != 0;
}

}  // namespace

Charset charset_of(std::string_view syntax) {
  struct Row {
    std::string_view syntax;
    Charset charset;
  };
  constexpr std::array rows{Row{"UNOC", Charset::latin1}, Row{"UNOD", Charset::latin2}, Row{"UNOE", Charset::cyrillic},
                            Row{"UNOF", Charset::greek},  Row{"UNOG", Charset::latin3}, Row{"UNOH", Charset::latin4},
                            Row{"UNOI", Charset::arabic}, Row{"UNOJ", Charset::hebrew}, Row{"UNOK", Charset::latin5},
                            Row{"UNOW", Charset::utf8},   Row{"UNOY", Charset::utf8}};
  const auto* found = std::ranges::find(rows, syntax, &Row::syntax);
  return found == rows.end() ? Charset::ascii : found->charset;
}

bool is_utf8(std::string_view bytes) {
  while (!bytes.empty()) {
    const auto length = utf8_sequence(bytes);
    if (length == 0) return false;
    bytes.remove_prefix(length);
  }
  return true;
}

std::string to_utf8(std::string_view bytes, Charset charset) {
  const bool may_be_utf8 = charset == Charset::ascii || charset == Charset::utf8;
  if (all_ascii(bytes) || (may_be_utf8 && is_utf8(bytes))) return std::string(bytes);
  const auto* high = high_half(charset);
  std::string out;
  out.reserve(bytes.size() * 2);
  for (char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    const std::uint32_t mapped = high != nullptr && byte >= 0xA0 ? (*high)[byte - 0xA0U] : byte;
    append_utf8(out, mapped == 0 ? byte : mapped);
  }
  return out;
}

std::optional<std::string> from_utf8(std::string_view text, Charset charset) {
  if (all_ascii(text)) return std::string(text);
  if (charset == Charset::ascii || !is_utf8(text)) return std::nullopt;
  if (charset == Charset::utf8) return std::string(text);
  std::string out;
  while (!text.empty()) {
    const auto length = utf8_sequence(text);
    const auto byte = byte_of(text.substr(0, length), charset);
    if (!byte) return std::nullopt;
    out += *byte;
    text.remove_prefix(length);
  }
  return out;
}

Repertoire::Repertoire(std::string_view syntax) {
  const auto charset = charset_of(syntax);
  const auto* high = high_half(charset);
  utf8_ = charset == Charset::utf8;
  for (std::size_t byte = 0; byte < allowed_.size(); ++byte) {
    allowed_.at(byte) = in_repertoire(static_cast<unsigned char>(byte), syntax, charset, high);
  }
}

std::optional<std::size_t> Repertoire::first_outside(std::string_view bytes) const {
  for (std::size_t i = 0; i < bytes.size();) {
    const auto byte = static_cast<unsigned char>(bytes[i]);
    const std::size_t length = utf8_ && byte >= 0x80 ? utf8_sequence(bytes.substr(i)) : allowed_[byte] ? 1U : 0U;
    if (length == 0) return i;
    i += length;
  }
  return std::nullopt;
}

}  // namespace longshore::parsers
