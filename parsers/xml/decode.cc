#include "parsers/xml/decode.h"

#include "parsers/charset.h"
#include "parsers/source.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <optional>

namespace longshore::xml {
namespace {

constexpr std::size_t index_step = 1024;
constexpr std::string_view utf8_mark = "\xEF\xBB\xBF";
constexpr std::string_view little_mark = "\xFF\xFE";
constexpr std::string_view big_mark = "\xFE\xFF";

Diagnostic unsupported(ByteRange range, std::string_view value, std::string message = {}) {
  auto out = diagnose(Code::ENCODING_UNSUPPORTED, std::move(message));
  out.byte_range = range;
  out.value = parsers::excerpt(value);
  out.expected = "UTF-8, UTF-16 or ISO-8859-1";
  return out;
}

/// The encoding that an XML declaration in ASCII names, as a view into it; empty where it names none.
std::string_view declared_encoding(std::string_view text) {
  if (!text.starts_with("<?xml")) return {};
  const auto head = text.substr(0, std::min(text.find("?>"), std::size_t{256}));
  const auto key = head.find("encoding");
  if (key == std::string_view::npos) return {};
  const auto open = head.find_first_of("\"'", key);
  if (open == std::string_view::npos) return {};
  const auto close = head.find(head[open], open + 1);
  return close == std::string_view::npos ? std::string_view{} : head.substr(open + 1, close - open - 1);
}

std::string upper(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return out;
}

/// Every UTF-16 document begins with '<' or its mark; one without a mark has zeros beside it.
bool is_wide(std::string_view payload, std::size_t zero) {
  return payload.size() >= 2 && payload[zero] == '\0' && payload[1 - zero] == '<';
}

}  // namespace

bool is_character(std::uint32_t point) {
  if (point < 0x20) return point == '\t' || point == '\n' || point == '\r';
  return point <= 0x10FFFF && !(point >= 0xD800 && point <= 0xDFFF) && point != 0xFFFE && point != 0xFFFF;
}

std::expected<Text::Encoding, Diagnostic> Text::detect(std::string_view payload, std::size_t& mark) {
  mark = payload.starts_with(utf8_mark) ? 3 : payload.starts_with(little_mark) || payload.starts_with(big_mark) ? 2 : 0;
  if (payload.starts_with(little_mark) || is_wide(payload, 1)) return Encoding::utf16_little;
  if (payload.starts_with(big_mark) || is_wide(payload, 0)) return Encoding::utf16_big;
  const auto declared = declared_encoding(payload.substr(mark));
  const auto name = upper(declared);
  if (name.empty() || name == "UTF-8" || name == "UTF8" || name == "US-ASCII" || name == "ASCII") return Encoding::utf8;
  const auto begin = static_cast<std::uint64_t>(declared.data() - payload.data());
  const ByteRange range{begin, begin + declared.size()};
  const bool latin1 = name == "ISO-8859-1" || name == "LATIN1" || name == "ISO_8859-1";
  if (latin1 && mark == 0) return Encoding::latin1;
  const bool contradicted = latin1 || name.starts_with("UTF-16");
  return std::unexpected(
      unsupported(range, declared, contradicted ? "The declared encoding is not that of the bytes." : ""));
}

std::expected<Text, Diagnostic> Text::decode(std::string_view payload) {
  Text out;
  auto encoding = detect(payload, out.mark_);
  if (!encoding) return std::unexpected(std::move(encoding).error());
  out.encoding_ = *encoding;
  const auto bytes = payload.substr(out.mark_);
  out.as_is_ = bytes;
  if (out.encoding_ == Encoding::latin1) out.decode_latin1(bytes);
  const bool wide = out.encoding_ == Encoding::utf16_little || out.encoding_ == Encoding::utf16_big;
  if (wide && !out.decode_utf16(bytes)) {
    auto bad = diagnose(Code::CHARSET_INVALID, "The bytes are not UTF-16.");
    bad.severity = Severity::error;
    bad.byte_range = ByteRange{out.mark_ + out.payload_width(0, out.own_.size()), payload.size()};
    return std::unexpected(std::move(bad));
  }
  if (out.encoding_ != Encoding::utf8) out.index();
  if (wide) {
    const auto declared = declared_encoding(out.own_);
    const auto begin = static_cast<std::size_t>(declared.empty() ? 0 : declared.data() - out.own_.data());
    if (!declared.empty() && !upper(declared).starts_with("UTF-16")) {
      return std::unexpected(unsupported(out.range(begin, begin + declared.size()), declared,
                                         "The declared encoding is not that of the bytes."));
    }
  }
  if (auto bad = out.check_characters()) return std::unexpected(*std::move(bad));
  return out;
}

void Text::decode_latin1(std::string_view bytes) {
  own_ = parsers::to_utf8(bytes, parsers::Charset::latin1);
}

bool Text::decode_utf16(std::string_view bytes) {
  const std::size_t high = encoding_ == Encoding::utf16_big ? 0 : 1;
  const auto unit = [&](std::size_t at) {
    return static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[at + high]) << 8 |
                                      static_cast<unsigned char>(bytes[at + 1 - high]));
  };
  own_.reserve(bytes.size());
  for (std::size_t at = 0; at < bytes.size(); at += 2) {
    if (at + 2 > bytes.size()) return false;
    auto point = unit(at);
    if (point >= 0xD800 && point < 0xE000) {
      if (point >= 0xDC00 || at + 4 > bytes.size()) return false;
      const auto low = unit(at + 2);
      if (low < 0xDC00 || low > 0xDFFF) return false;
      point = 0x10000 + ((point - 0xD800) << 10) + (low - 0xDC00);
      at += 2;
    }
    parsers::append_utf8(own_, point);
  }
  return true;
}

std::optional<Diagnostic> Text::check_characters() const {
  const auto text = utf8();
  for (std::size_t at = 0; at < text.size();) {
    if (text[at] >= ' ' && text[at] <= '~') {
      ++at;
      continue;
    }
    const auto length = parsers::utf8_sequence(text.substr(at));
    const auto here = text.substr(at, std::max<std::size_t>(1, length));
    if (length != 0 && is_character(parsers::utf8_point(here))) {
      at += length;
      continue;
    }
    auto bad = length == 0 ? diagnose(Code::CHARSET_INVALID, "A byte is not UTF-8.")
                           : diagnose(Code::XML_MALFORMED, "A character may not stand in an XML document.");
    bad.severity = Severity::error;
    bad.byte_range = range(at, at + here.size());
    bad.value = std::string(here);
    return bad;
  }
  return std::nullopt;
}

// A character of UTF-8 is one byte of Latin-1, or one or two units of UTF-16.
std::uint64_t Text::payload_width(std::size_t from, std::size_t to) const {
  std::uint64_t width = 0;
  for (char c : std::string_view(own_).substr(from, to - from)) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xC0) == 0x80) continue;
    width += encoding_ == Encoding::latin1 ? 1 : byte >= 0xF0 ? 4 : 2;
  }
  return width;
}

void Text::index() {
  offsets_.push_back(mark_);
  for (std::size_t at = index_step; at <= own_.size(); at += index_step)
    offsets_.push_back(offsets_.back() + payload_width(at - index_step, at));
}

std::uint64_t Text::payload_offset(std::size_t at) const {
  if (encoding_ == Encoding::utf8) return mark_ + at;
  const auto step = at / index_step;
  return offsets_[step] + payload_width(step * index_step, at);
}

}  // namespace longshore::xml
