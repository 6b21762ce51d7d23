#include "engine/base/json/json.h"

#include <gtest/gtest.h>

namespace longshore::json {
namespace {

std::string escaped_text(std::string_view text) {
  std::string out;
  append_quoted(out, text);
  return out;
}

TEST(JsonText, WhatNeedsAnEscapeGetsItWhereverItStands) {
  struct Case {
    std::string_view written;
    std::string_view escaped;
  };
  const std::array cases{Case{"\"", "\\\""},
                         Case{"\\", "\\\\"},
                         Case{"\n", "\\n"},
                         Case{"\x1F", "\\u001f"},
                         Case{" ", " "},
                         Case{"!", "!"},
                         Case{"\x7F", "\x7F"},
                         Case{"[", "["},
                         Case{"]", "]"},
                         Case{"#", "#"},
                         Case{"\xC3\xB8", "\xC3\xB8"},
                         Case{"\x80", "\xEF\xBF\xBD"},
                         Case{"\xFF", "\xEF\xBF\xBD"}};
  for (std::size_t before = 0; before < 20; ++before) {
    for (std::size_t after = 0; after < 20; ++after) {
      for (const auto& first : cases) {
        for (const auto& second : cases) {
          const auto head = std::string(before, 'A');
          const auto tail = std::string(after, 'z');
          const auto text = head + std::string(first.written) + std::string(second.written) + tail;
          EXPECT_EQ(escaped_text(text),
                    "\"" + head + std::string(first.escaped) + std::string(second.escaped) + tail + "\"");
        }
      }
    }
  }
}

TEST(JsonText, ANulIsAControlToo) {
  EXPECT_EQ(escaped_text(std::string_view("a\0b", 3)), "\"a\\u0000b\"");
}

}  // namespace
}  // namespace longshore::json
