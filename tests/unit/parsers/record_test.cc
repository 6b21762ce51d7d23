#include "parsers/record.h"

#include <gtest/gtest.h>

namespace longshore::parsers {
namespace {

using Kind = Record::Kind;

std::string texts(const Record& from, std::string_view path) {
  std::string out;
  for (const auto* one : select(from, path)) out += one->text + ";";
  return out;
}

TEST(RecordPath, names_items_stars_and_attributes) {
  const Record order{.kind = Kind::object,
                     .attributes = {{.name = "id", .text = "7"}},
                     .children = {{.name = "line", .text = "a"},
                                  {.name = "line", .text = "b"},
                                  {.kind = Kind::list, .name = "refs", .children = {{.text = "x"}, {.text = "y"}}},
                                  {.name = "a/b~", .text = "odd"},
                                  {.name = "@at", .text = "member"}}};
  EXPECT_EQ(texts(order, "/line"), "a;b;");
  EXPECT_EQ(texts(order, "/refs/1"), "y;");
  EXPECT_EQ(texts(order, "/refs/01"), "");
  EXPECT_EQ(texts(order, "/refs/2"), "");
  EXPECT_EQ(texts(order, "/refs/*"), "x;y;");
  EXPECT_EQ(texts(order, "/@id"), "7;");
  EXPECT_EQ(texts(order, "/@at"), "member;");
  EXPECT_EQ(texts(order, "/a~1b~0"), "odd;");
  EXPECT_EQ(texts(order, "line"), "");
  EXPECT_EQ(select(order, "").size(), 1U);
}

}  // namespace
}  // namespace longshore::parsers
