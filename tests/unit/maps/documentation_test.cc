// Every example of docs/maps.md is run: expressions give the value beside them, maps compile.
#include "engine/base/runtime/files.h"
#include "engine/model/text.h"
#include "maps/binder.h"
#include "maps/catalog.h"

#include <filesystem>
#include <fstream>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

namespace longshore::maps {
namespace {

std::string documentation() {
  return *runtime::read_file(std::string(LONGSHORE_SOURCE_DIR) + "/docs/maps.md");
}

class Nothing : public Environment {
 public:
  Value path(const Expression&) override { return {}; }
  Value reference(const Expression&) override { return {}; }
  std::int64_t count(const Expression& one) override { return evaluate(one, *this).present() ? 1 : 0; }
  Value lookup(const Expression&, const std::string&, const std::string&) override { return {}; }
  void unusable(const Expression&, std::string why) override { complaint = std::move(why); }
  std::string complaint;
};

std::string value_of(const std::string& text) {
  auto parsed = parse_expression(text);
  if (!parsed) return parsed.error().describe();
  std::vector<Error> errors;
  Names names{{}, {}, nullptr};
  if (!bind_expression(*parsed, {}, names, errors)) return errors.front().describe();
  Nothing nothing;
  auto out = evaluate(*parsed, nothing).str();
  return nothing.complaint.empty() ? out : nothing.complaint;
}

TEST(Documentation, every_expression_has_the_value_beside_it_and_every_function_an_example) {
  auto text = documentation();
  std::set<std::string> functions;
  std::size_t examples = 0;
  for (auto line : split(text, '\n')) {
    auto cells = split(line, '`');
    bool row = line.starts_with("| `") && cells.size() == 5 && cells[2] == " | " && cells[4] == " |";
    bool in_table = row && text.find("| expression | value |") < text.find(std::string(line)) &&
                    text.find(std::string(line)) < text.find("## Overlays");
    if (!in_table) continue;
    ++examples;
    EXPECT_EQ(value_of(std::string(cells[1])), cells[3]) << line;
    functions.emplace(cells[1].substr(0, cells[1].find('(')));
  }
  EXPECT_GT(examples, 40U);
  for (std::size_t i = 0; i < function_count; ++i) {
    auto name = std::string(info(static_cast<Function>(i)).name);
    EXPECT_TRUE(name == "lookup" || functions.contains(name)) << name << " has no example";
  }
}

TEST(Documentation, every_map_in_it_compiles) {
  auto text = documentation();
  auto folder = std::filesystem::temp_directory_path() / ("longshore-docs-" + std::to_string(::getpid()));
  std::filesystem::create_directories(folder);
  std::string root(LONGSHORE_SOURCE_DIR);
  std::size_t maps = 0;
  std::vector<std::string> names;
  for (auto at = text.find("```yaml\nmap: "); at != std::string::npos; at = text.find("```yaml\nmap: ", at + 1)) {
    auto block = text.substr(at + 8, text.find("```", at + 8) - at - 8);
    if (block.contains("\ncases:")) continue;
    std::ofstream(folder / (std::to_string(++maps) + ".yaml")) << block;
    auto catalog = Catalog::open({root + "/parsers/dictionaries",
                                  root + "/maps/canonical",
                                  {root + "/maps/library", folder.string()},
                                  {root + "/maps/library/codes"}});
    ASSERT_TRUE(catalog) << catalog.error().describe();
    auto name = block.substr(5, block.find('\n') - 5);
    const auto* head = (*catalog)->head(name);
    ASSERT_TRUE(head) << name;
    for (const auto& error : (*catalog)->lint(*head)) ADD_FAILURE() << error.describe();
    std::filesystem::remove(folder / (std::to_string(maps) + ".yaml"));
  }
  EXPECT_GE(maps, 5U);
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace longshore::maps
