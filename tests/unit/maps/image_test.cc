// A catalog by way of an image is the one that YAML and JSON give.
#include "engine/base/yaml/image.h"

#include "engine/base/runtime/files.h"
#include "maps/catalog.h"
#include "tests/support/temporary_folder.h"

#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace longshore::maps {
namespace {

namespace fs = std::filesystem;

/// A copy of what the X12 maps need, and an image of it.
class Shipped {
 public:
  Shipped() {
    const fs::path from(LONGSHORE_SOURCE_DIR);
    copy(from / "parsers/dictionaries/x12/004010", "dictionaries/x12/004010");
    copy(from / "maps/library/codes", "codes");
    copy(from / "maps/library/x12", "maps");
    copy(from / "maps/canonical", "canonical");
    std::vector<yaml::Image::File> files;
    for (const auto* suffix : {".yaml", ".json"})
      for (const auto& file : runtime::list_files(root(), suffix))
        files.push_back({file.substr(root().size() + 1), *yaml::read_text(file)});
    std::ofstream(root() + "/image", std::ios::binary) << *yaml::Image::of(std::move(files));
  }

  const std::string& root() const { return folder_.path(); }
  std::string at(const std::string& path) const { return root() + "/" + path; }
  yaml::Sources sources() const {
    return {std::make_shared<const yaml::Image>(*yaml::Image::open(at("image"))), root()};
  }
  Result<std::unique_ptr<Catalog>> open(yaml::Sources sources) const {
    return Catalog::open({at("dictionaries"), at("canonical"), {at("maps")}, {at("codes")}, std::move(sources)});
  }
  void append(const std::string& path, const std::string& text) const {
    std::ofstream(at(path), std::ios::app) << text;
  }

 private:
  void copy(const fs::path& from, const std::string& to) const {
    fs::create_directories(at(to));
    for (const auto& file : fs::directory_iterator(from))
      if (file.is_regular_file() && !file.path().string().ends_with(".test.yaml"))
        fs::copy_file(file.path(), at(to) / file.path().filename());
  }

  test::TemporaryFolder folder_;
};

auto fields(const Catalog::Head& head) {
  return std::tie(head.name, head.file, head.extends, head.of_releases, head.reads, head.writes, head.standard,
                  head.set, head.versions);
}

auto fields(const Canonical::Type& type) {
  return std::tie(type.name, type.schema, type.owner, type.latest, type.identity, type.required, type.properties);
}

void expect_same(Catalog& a, Catalog& b) {
  ASSERT_EQ(a.heads().size(), b.heads().size());
  for (std::size_t i = 0; i < a.heads().size(); ++i) {
    EXPECT_EQ(fields(a.heads()[i]), fields(b.heads()[i])) << a.heads()[i].name;
    EXPECT_EQ(a.source(a.heads()[i].name)->revision, b.source(a.heads()[i].name)->revision);
  }
  ASSERT_EQ(a.canonical().types().size(), b.canonical().types().size());
  for (const auto& [name, type] : a.canonical().types()) {
    const auto* other = b.canonical().find(name);
    ASSERT_TRUE(other) << name;
    EXPECT_EQ(fields(type), fields(*other)) << name;
    EXPECT_EQ(json::write(*type.text->value()), json::write(*other->text->value())) << name;
  }
}

TEST(CatalogImage, is_what_yaml_and_json_give) {
  const Shipped shipped;
  const auto sources = shipped.sources();
  EXPECT_EQ(yaml::state_of(sources).stale, 0U);
  auto imaged = shipped.open(sources);
  auto parsed = shipped.open({});
  ASSERT_TRUE(imaged) << imaged.error().describe();
  ASSERT_TRUE(parsed) << parsed.error().describe();
  expect_same(**imaged, **parsed);
  const auto* head = (*imaged)->head("x12-856-shipment");
  ASSERT_TRUE(head);
  auto a = (*imaged)->lint(*head);  // there is no 005010 here
  auto b = (*parsed)->lint(*head);
  ASSERT_EQ(a.size(), b.size());
  for (std::size_t i = 0; i < a.size(); ++i) EXPECT_EQ(a[i].describe(), b[i].describe());
}

TEST(CatalogImage, files_that_changed_are_read_again_and_their_faults_are_where_they_stand) {
  const Shipped shipped;
  const auto sources = shipped.sources();
  shipped.append("maps/856-to-shipment.yaml", "nonsense: 1\n");
  auto imaged = shipped.open(sources);
  auto parsed = shipped.open({});
  ASSERT_TRUE(imaged) << imaged.error().describe();
  expect_same(**imaged, **parsed);
  const auto told = (*imaged)->lint(*(*imaged)->head("x12-856-shipment"));
  std::string all;
  for (const auto& error : told) all += error.describe() + "\n";
  EXPECT_THAT(all, testing::ContainsRegex("856-to-shipment.yaml:[0-9]+:1: KEY_UNKNOWN.*nonsense"));

  shipped.append("codes/x12-98-to-role.yaml", "rows: {}\n");
  const auto refused = shipped.open(sources);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().describe(), shipped.open({}).error().describe());
  EXPECT_EQ(refused.error().code, "YAML_DUPLICATE_KEY");
}

TEST(CatalogImage, what_an_installation_adds_is_read_as_yaml) {
  const Shipped shipped;
  fs::create_directories(shipped.at("own"));
  shipped.append("own/acme.yaml", "map: acme\nextends: x12-856-shipment\n");
  auto catalog = Catalog::open({shipped.at("dictionaries"),
                                shipped.at("canonical"),
                                {shipped.at("maps"), shipped.at("own")},
                                {shipped.at("codes")},
                                shipped.sources()});
  ASSERT_TRUE(catalog) << catalog.error().describe();
  ASSERT_TRUE((*catalog)->head("acme"));
  EXPECT_EQ((*catalog)->head("acme")->set, "856");
  auto dictionary = (*catalog)->dictionaries().find(parsers::Standard::x12, "004010", "856");
  ASSERT_TRUE(dictionary && *dictionary);
  EXPECT_TRUE((*catalog)->inbound("acme", **dictionary));
}

}  // namespace
}  // namespace longshore::maps
