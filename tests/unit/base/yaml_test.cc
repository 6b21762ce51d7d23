#include "engine/base/yaml/yaml.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace longshore::yaml {
namespace {

std::string refusal(std::string_view text, const Limits& limits = {}) {
  auto node = parse(text, "t.yaml", limits);
  return node ? "accepted" : node.error().describe();
}

TEST(Yaml, keeps_text_as_written) {
  auto node = *parse("a: 0123\nb: \"yes\"\nc: yes\nd:\ne: [1, x]\n", "t.yaml");
  EXPECT_EQ(node.find("a")->text, "0123");
  EXPECT_TRUE(node.find("b")->quoted);
  EXPECT_FALSE(node.find("c")->quoted);
  EXPECT_TRUE(node.find("d")->is_null());
  EXPECT_EQ(node.find("e")->items.size(), 2U);
  EXPECT_EQ(node.find("e")->items[1].where, (SourceLocation{"t.yaml", 5, 8}));
}

TEST(Yaml, refuses_duplicate_keys_where_they_stand) {
  EXPECT_THAT(refusal("a: 1\nb:\n  c: 1\n  c: 2\n"),
              testing::StartsWith("t.yaml:4:3: YAML_DUPLICATE_KEY: the key c is already set on line 3"));
}

TEST(Yaml, refuses_an_alias_bomb) {
  std::string bomb = "a: &a [x,x,x,x,x,x,x,x,x,x]\n";
  for (char c = 'b'; c <= 'k'; ++c)
    bomb += std::string(1, c) + ": &" + c + " [" + [&] {
      std::string out;
      for (int i = 0; i < 10; ++i) out += (i ? ",*" : "*") + std::string(1, static_cast<char>(c - 1));
      return out;
    }() + "]\n";
  EXPECT_THAT(refusal(bomb), testing::HasSubstr("YAML_TOO_LARGE"));
}

TEST(Yaml, refuses_what_it_does_not_know) {
  EXPECT_THAT(refusal("a: !!python/object x"), testing::HasSubstr("YAML_TAG"));
  EXPECT_THAT(refusal("--- a\n--- b\n"), testing::HasSubstr("YAML_SEVERAL"));
  EXPECT_THAT(refusal("? [a]\n: b\n"), testing::HasSubstr("YAML_KEY"));
  EXPECT_THAT(refusal("a: [1, 2\nb: 3\n"), testing::HasSubstr("YAML_SYNTAX"));
  EXPECT_THAT(refusal(std::string("a: \0b", 5)), testing::HasSubstr("YAML_SYNTAX"));
  std::string deep;
  for (int i = 0; i < 100; ++i) deep += "[";
  EXPECT_THAT(refusal(deep), testing::HasSubstr("YAML_TOO_DEEP"));
}

TEST(Fields, collects_every_fault_with_its_place) {
  auto node = *parse("host: a\nprot: 22\nevery: 60\nmode: liev\nflag: yes\n", "t.yaml");
  std::vector<Error> errors;
  Fields fields(node, "endpoint", errors);
  constexpr std::string_view modes[] = {"live", "test"};
  fields.string("host", Presence::required);
  fields.integer("port", 1, 65535, 22);
  fields.duration_ms("every", 0);
  fields.choice("mode", modes, "live");
  fields.boolean("flag", false);
  fields.string("user", Presence::required);
  fields.finish();
  std::vector<std::string> texts;
  for (const auto& error : errors) texts.push_back(error.describe());
  EXPECT_THAT(
      texts,
      testing::ElementsAre(
          testing::HasSubstr("t.yaml:3:8: VALUE_NOT_DURATION"), testing::HasSubstr("did you mean \"live\"?"),
          testing::HasSubstr("t.yaml:5:7: VALUE_NOT_BOOLEAN"), testing::HasSubstr("needs the key user"),
          testing::AllOf(testing::HasSubstr("t.yaml:2:1: KEY_UNKNOWN"), testing::HasSubstr("did you mean \"port\"?"))));
}

TEST(Fields, reads_units) {
  auto node = *parse("a: 250ms\nb: 2h\nc: 64MiB\nd: 10KB\n", "t.yaml");
  std::vector<Error> errors;
  Fields fields(node, "x", errors);
  EXPECT_EQ(fields.duration_ms("a", 0), 250);
  EXPECT_EQ(fields.duration_ms("b", 0), 7'200'000);
  EXPECT_EQ(fields.bytes("c", 0), 64 << 20);
  EXPECT_EQ(fields.bytes("d", 0), 10'000);
  fields.finish();
  EXPECT_TRUE(errors.empty());
}

}  // namespace
}  // namespace longshore::yaml
