#include "parsers/charset.h"

#include <array>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

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

bool all_ascii(std::string_view bytes) {
  unsigned all = 0;
  for (char c : bytes) all |= static_cast<unsigned char>(c);
  return all < 0x80;
}

std::optional<char> byte_of(std::uint32_t point, Charset charset, const HighHalf* high) {
  if (point < (charset == Charset::ascii ? 0x80U : high == nullptr ? 0x100U : 0xA0U)) return static_cast<char>(point);
  if (high == nullptr) return std::nullopt;
  const auto* found = std::ranges::find(*high, point);
  if (found == high->end()) return std::nullopt;
  return static_cast<char>(0xA0 + (found - high->begin()));
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

#if defined(__x86_64__)
[[gnu::target("avx2"), gnu::always_inline]] inline __m256i twice(const std::array<std::uint8_t, 16>& table) {
  return _mm256_broadcastsi128_si256(_mm_loadu_si128(reinterpret_cast<const __m128i*>(table.data())));
}

/// Whether each byte's high half has its bit in the row of its low half; `bytes` is a multiple of 32. A byte from 0x80
/// on finds no bit.
[[gnu::target("avx2")]] bool all_in_rows(std::string_view bytes, const std::array<std::uint8_t, 16>& rows) {
  static constexpr std::array<std::uint8_t, 16> bit_of_half{1, 2, 4, 8, 16, 32, 64, 128};
  const auto by_low = twice(rows);
  const auto by_high = twice(bit_of_half);
  const auto half = _mm256_set1_epi8(0x0F);
  auto outside = _mm256_setzero_si256();
  for (std::size_t i = 0; i < bytes.size(); i += 32) {
    const auto data = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(bytes.data() + i));
    const auto row = _mm256_shuffle_epi8(by_low, _mm256_and_si256(data, half));
    const auto bit = _mm256_shuffle_epi8(by_high, _mm256_and_si256(_mm256_srli_epi16(data, 4), half));
    outside = _mm256_or_si256(outside, _mm256_cmpeq_epi8(_mm256_and_si256(row, bit), _mm256_setzero_si256()));
  }
  return _mm256_testz_si256(outside, outside) != 0;
}
#endif

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

void append_utf8(std::string& out, std::uint32_t point) {
  const auto tail = [&](int shift) { out += static_cast<char>(0x80 | ((point >> shift) & 0x3F)); };
  if (point < 0x80) {
    out += static_cast<char>(point);
  } else if (point < 0x800) {
    out += static_cast<char>(0xC0 | (point >> 6));
    tail(0);
  } else if (point < 0x10000) {
    out += static_cast<char>(0xE0 | (point >> 12));
    tail(6);
    tail(0);
  } else {
    out += static_cast<char>(0xF0 | (point >> 18));
    tail(12);
    tail(6);
    tail(0);
  }
}

std::uint32_t utf8_point(std::string_view sequence) {
  auto point = static_cast<std::uint32_t>(static_cast<unsigned char>(sequence[0]));
  if (sequence.size() > 1) point &= 0x7FU >> sequence.size();
  for (char c : sequence.substr(1)) point = point << 6 | (static_cast<unsigned char>(c) & 0x3FU);
  return point;
}

bool is_utf8(std::string_view bytes) {
  while (!bytes.empty()) {
    const auto length = utf8_sequence(bytes);
    if (length == 0) return false;
    bytes.remove_prefix(length);
  }
  return true;
}

std::optional<std::size_t> first_not_text(std::string_view bytes, Charset charset) {
  for (std::size_t i = 0; i < bytes.size();) {
    const auto byte = static_cast<unsigned char>(bytes[i]);
    std::size_t length = byte == 0 ? 0 : 1;
    if (byte >= 0x80 && charset == Charset::ascii) length = 0;
    if (byte >= 0x80 && charset == Charset::utf8) length = utf8_sequence(bytes.substr(i));
    if (length == 0) return i;
    i += length;
  }
  return std::nullopt;
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
  if (!is_utf8(text)) return std::nullopt;
  if (charset == Charset::utf8 || all_ascii(text)) return std::string(text);
  const auto* high = high_half(charset);
  std::string out;
  while (!text.empty()) {
    const auto length = utf8_sequence(text);
    const auto byte = byte_of(utf8_point(text.substr(0, length)), charset, high);
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
    if (in_repertoire(static_cast<unsigned char>(byte), syntax, charset, high)) set(static_cast<unsigned char>(byte));
  }
}

bool Repertoire::is_plain(std::string_view bytes) const {
#if defined(__x86_64__)
  static const bool avx2 = __builtin_cpu_supports("avx2") != 0;
  if (avx2) {
    const auto whole = bytes.size() / 32 * 32;
    if (!all_in_rows(bytes.substr(0, whole), rows_)) return false;
    bytes.remove_prefix(whole);
  }
#endif
  return std::ranges::all_of(bytes, [this](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x80 && allowed_[byte];
  });
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
