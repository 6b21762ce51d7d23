#include "engine/base/yaml/image.h"

#include "engine/base/yaml/sources.h"
#include "tests/support/temporary_folder.h"

#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace longshore::yaml {
namespace {

const std::string map_text =
    "map: m\nsource: {standard: X12, versions: [\"004010\", '005010']}\nnothing: ~\nempty:\n"
    "emit:\n  - event: &e a.b\n    set: {x: *e, y: [1, [2, {z: \"\"}]]}\n";
const std::string code_text = "table: t\nrows:\n  \"01\": {value: \"größer als fünfzehn Zeichen\"}\n";

void print(const Node& node, std::string& out) {
  const auto& where = node.where;
  out += where.file + ":" + std::to_string(where.line) + ":" + std::to_string(where.column) + " " +
         std::to_string(static_cast<int>(node.kind)) + (node.quoted ? "q " : " ") + node.text + "\n";
  for (const auto& item : node.items) print(item, out);
  for (const auto& pair : node.pairs) {
    const auto& at = pair.key_where;
    out += at.file + ":" + std::to_string(at.line) + ":" + std::to_string(at.column) + " key " + pair.key + "\n";
    print(pair.value, out);
  }
}

std::string printed(const Node& node) {
  std::string out;
  print(node, out);
  return out;
}

std::string tree_of(const std::string& text) {
  std::string out;
  append_tree(*parse(text, "t.yaml"), out);
  return out;
}

/// A folder with m.yaml, codes/c.yaml and the image of both.
class Folder {
 public:
  Folder() {
    std::filesystem::create_directories(path() + "/codes");
    write("m.yaml", map_text);
    write("codes/c.yaml", code_text);
    bytes = *Image::of({{"m.yaml", map_text}, {"codes/c.yaml", code_text}});
    write("image", bytes);
  }
  const std::string& path() const { return folder_.path(); }
  std::string file(const std::string& name) const { return path() + "/" + name; }
  void write(const std::string& name, std::string_view text) const {
    std::ofstream(file(name), std::ios::binary) << text;
  }
  Result<Image> open() const { return Image::open(file("image")); }
  Sources sources() const { return {std::make_shared<const Image>(*open()), path()}; }

  std::string bytes;

 private:
  test::TemporaryFolder folder_;
};

TEST(TreeBytes, give_back_what_was_parsed) {
  for (const auto& text :
       {map_text, code_text, std::string(), std::string("a"), std::string("[]"), std::string("{}")}) {
    const auto back = read_tree(tree_of(text), "t.yaml");
    ASSERT_TRUE(back) << text;
    EXPECT_EQ(printed(*back), printed(*parse(text, "t.yaml")));
  }
}

TEST(TreeBytes, an_outline_leaves_out_the_values_of_other_keys_and_what_is_deeper) {
  constexpr std::array<std::string_view, 2> keys{"map", "source"};
  const Outline outline{keys, 1};
  const auto root = read_tree(tree_of(map_text), "t.yaml", &outline);
  ASSERT_TRUE(root);
  EXPECT_EQ(root->find("map")->text, "m");
  EXPECT_EQ(root->find("source")->find("standard")->text, "X12");
  EXPECT_TRUE(root->find("source")->find("versions")->is_null());
  ASSERT_TRUE(root->find("emit"));
  EXPECT_TRUE(root->find("emit")->is_null());
  EXPECT_EQ(root->find("emit")->where, (SourceLocation{"t.yaml", 6, 3}));
}

TEST(TreeBytes, cut_anywhere_are_no_tree) {
  constexpr std::array<std::string_view, 1> keys{"map"};
  const Outline outline{keys, 3};
  const auto whole = tree_of(map_text);
  for (std::size_t size = 0; size < whole.size(); ++size) {
    EXPECT_FALSE(read_tree(std::string_view(whole).substr(0, size), "t.yaml")) << size;
    EXPECT_FALSE(read_tree(std::string_view(whole).substr(0, size), "t.yaml", &outline)) << size;
  }
  EXPECT_FALSE(read_tree(whole + '\0', "t.yaml"));
}

TEST(TreeBytes, changed_anywhere_are_read_within_their_bounds) {
  constexpr std::array<std::string_view, 1> keys{"map"};
  const Outline outline{keys, 3};
  const auto whole = tree_of(map_text);
  for (std::size_t at = 0; at < whole.size(); ++at) {
    for (int value = 0; value < 256; ++value) {
      auto changed = whole;
      changed[at] = static_cast<char>(value);
      read_tree(changed, "t.yaml");
      read_tree(changed, "t.yaml", &outline);
    }
  }
}

TEST(TreeBytes, false_numbers_ask_for_no_memory) {
  // A list that says it has 2^63 entries in five bytes, and one in 2^63 bytes.
  for (const auto* content : {"\x05", "\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x7F"}) {
    std::string bytes = std::string("\x02\x01\x01") + content + "\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x7F" + "abcde";
    EXPECT_FALSE(read_tree(bytes, "t.yaml"));
  }
  std::string deep;
  for (int i = 0; i < 100'000; ++i) {
    std::string around("\x02\x01\x01");
    append_number(300'000, around);
    deep += around + '\x01';
  }
  EXPECT_FALSE(read_tree(deep, "t.yaml"));
}

TEST(Image, gives_what_parsing_gives) {
  const Folder folder;
  const auto sources = folder.sources();
  EXPECT_EQ(sources.image()->files(), 2U);
  for (const auto& [name, text] : {std::pair{"m.yaml", map_text}, std::pair{"codes/c.yaml", code_text}}) {
    const auto known = sources.known(text, folder.file(name));
    ASSERT_TRUE(known) << name;
    EXPECT_EQ(printed(*known), printed(*load(folder.file(name))));
    EXPECT_EQ(printed(*sources.load(folder.file(name))), printed(*load(folder.file(name))));
  }
}

TEST(Image, is_the_same_for_the_same_files_in_any_order) {
  EXPECT_EQ(*Image::of({{"m.yaml", map_text}, {"c.yaml", code_text}}),
            *Image::of({{"c.yaml", code_text}, {"m.yaml", map_text}}));
}

TEST(Image, is_not_made_of_what_is_no_yaml) {
  const auto made = Image::of({{"m.yaml", map_text}, {"bad.yaml", "a: 1\na: 2\n"}});
  ASSERT_FALSE(made);
  EXPECT_THAT(made.error().describe(), testing::StartsWith("bad.yaml:2:1: YAML_DUPLICATE_KEY"));
}

TEST(Image, a_file_that_changed_is_parsed_whatever_its_date) {
  const Folder folder;
  const auto sources = folder.sources();
  const auto file = folder.file("m.yaml");
  const auto date = std::filesystem::last_write_time(file);
  auto changed = map_text;
  changed.replace(changed.find("map: m"), 6, "map: n");
  folder.write("m.yaml", changed);
  std::filesystem::last_write_time(file, date);
  EXPECT_FALSE(sources.known(changed, file));
  EXPECT_EQ(sources.load(file)->find("map")->text, "n");
  EXPECT_EQ(state_of(sources).stale, 1U);

  folder.write("m.yaml", "map: m\nmap: m\n");
  EXPECT_THAT(sources.load(file).error().describe(), testing::StartsWith(file + ":2:1: YAML_DUPLICATE_KEY"));
  std::filesystem::remove(file);
  EXPECT_EQ(sources.load(file).error().code, "YAML_FILE_UNREADABLE");
  EXPECT_EQ(state_of(sources).stale, 1U);

  folder.write("m.yaml", map_text);
  EXPECT_TRUE(sources.known(map_text, file));
  EXPECT_EQ(state_of(sources).stale, 0U);
}

TEST(Image, answers_only_for_its_own_paths) {
  const Folder folder;
  const auto sources = folder.sources();
  EXPECT_TRUE(sources.known(map_text, folder.file("m.yaml")));
  for (const auto& path : {folder.file("n.yaml"), folder.path() + "m.yaml", folder.path() + "x/m.yaml",
                           std::string("m.yaml"), folder.path(), folder.path() + "/"})
    EXPECT_FALSE(sources.known(map_text, path)) << path;
  EXPECT_FALSE(Sources().known(map_text, folder.file("m.yaml")));
  EXPECT_EQ(Sources().load(folder.file("m.yaml"))->find("map")->text, "m");
}

TEST(Image, that_is_absent_empty_or_something_else_is_an_error) {
  const Folder folder;
  std::filesystem::remove(folder.file("image"));
  EXPECT_EQ(folder.open().error().code, "IMAGE_UNREADABLE");
  folder.write("image", "");
  EXPECT_EQ(folder.open().error().code, "IMAGE_UNREADABLE");
  EXPECT_EQ(Image::open(folder.path()).error().code, "IMAGE_UNREADABLE");
  folder.write("image", map_text);
  EXPECT_EQ(folder.open().error().code, "IMAGE_DAMAGED");
  auto other = folder.bytes;
  other[16] = 99;
  folder.write("image", other);
  EXPECT_EQ(folder.open().error().code, "IMAGE_FORMAT");
}

TEST(Image, cut_anywhere_is_refused) {
  const Folder folder;
  for (std::size_t size = 0; size < folder.bytes.size(); ++size) {
    folder.write("image", std::string_view(folder.bytes).substr(0, size));
    EXPECT_FALSE(folder.open()) << size;
  }
  folder.write("image", folder.bytes + '\0');
  EXPECT_FALSE(folder.open());
}

TEST(Image, damaged_anywhere_gives_the_right_tree_or_none) {
  const Folder folder;
  const auto right = printed(*load(folder.file("m.yaml")));
  for (std::size_t at = 0; at < folder.bytes.size(); ++at) {
    for (const int bit : {0, 7}) {
      auto changed = folder.bytes;
      changed[at] = static_cast<char>(changed[at] ^ (1 << bit));
      folder.write("image", changed);
      auto image = folder.open();
      if (!image) continue;
      const Sources sources(std::make_shared<const Image>(std::move(*image)), folder.path());
      EXPECT_EQ(state_of(sources).stale, 1U) << at;
      EXPECT_EQ(printed(*sources.load(folder.file("m.yaml"))), right) << at;
    }
  }
}

TEST(Image, stays_readable_when_another_takes_its_place) {
  const Folder folder;
  const auto sources = folder.sources();
  folder.write("image.new", "short");
  std::filesystem::rename(folder.file("image.new"), folder.file("image"));
  EXPECT_TRUE(sources.known(map_text, folder.file("m.yaml")));
}

TEST(Digest64, every_single_changed_byte_changes_it) {
  const std::string text = "what is behind a multiple of eight counts too";
  const auto digest = digest64(text);
  for (std::size_t at = 0; at < text.size(); ++at) {
    auto changed = text;
    changed[at] ^= 1;
    EXPECT_NE(digest64(changed), digest);
  }
  EXPECT_NE(digest64(text + '\0'), digest);
  EXPECT_NE(digest64(std::string(8, '\0')), digest64(std::string(9, '\0')));
}

}  // namespace
}  // namespace longshore::yaml
