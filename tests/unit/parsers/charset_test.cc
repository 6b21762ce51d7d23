#include "parsers/charset.h"

#include <gtest/gtest.h>

namespace longshore::parsers {
namespace {

TEST(Charset, what_a_charset_has_goes_there_and_back) {
  for (const auto charset : {Charset::latin1, Charset::latin2, Charset::cyrillic, Charset::greek, Charset::latin3,
                             Charset::latin4, Charset::arabic, Charset::hebrew, Charset::latin5}) {
    int kept = 0;
    for (int byte = 1; byte < 256; ++byte) {
      const std::string one(1, static_cast<char>(byte));
      const auto back = from_utf8(to_utf8(one, charset), charset);
      if (!back) continue;
      EXPECT_EQ(to_utf8(*back, charset), to_utf8(one, charset)) << byte;
      ++kept;
    }
    EXPECT_GE(kept, 200) << static_cast<int>(charset);
  }
}

TEST(Charset, what_it_lacks_is_not_written) {
  EXPECT_FALSE(from_utf8("\xE2\x82\xAC", Charset::latin1));  // the euro sign
  EXPECT_FALSE(from_utf8("\xC3\xA4", Charset::ascii));
  EXPECT_FALSE(from_utf8("\xE4", Charset::utf8));
  EXPECT_EQ(from_utf8("\xC3\xA4\xE2\x82\xAC", Charset::utf8), "\xC3\xA4\xE2\x82\xAC");
}

TEST(Charset, characters_of_every_length) {
  for (const std::uint32_t point : {0x41U, 0x7FU, 0x80U, 0x7FFU, 0x800U, 0xFFFDU, 0x10000U, 0x10FFFFU}) {
    std::string text;
    append_utf8(text, point);
    EXPECT_EQ(utf8_sequence(text), text.size());
    EXPECT_EQ(utf8_point(text), point);
  }
  for (const std::string_view bad : {"\x80", "\xC0\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xE2\x82"})
    EXPECT_EQ(utf8_sequence(bad), 0U);
}

}  // namespace
}  // namespace longshore::parsers
