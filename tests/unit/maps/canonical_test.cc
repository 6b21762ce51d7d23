// What maps/canonical says of the events, and what the maps' cases expect, as they are in the tree.
#include "engine/base/runtime/files.h"
#include "engine/model/text.h"
#include "maps/contracts/conventions.h"
#include "maps/contracts/published.h"
#include "maps/contracts/schema_tree.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace longshore::contracts {
namespace {

const std::string folder = LONGSHORE_SOURCE_DIR "/maps/canonical";

const Contracts& shipped() {
  static const auto loaded = Contracts::load(folder);
  if (!loaded) throw std::runtime_error(loaded.error().describe());
  return *loaded;
}

std::string lines(const std::vector<Error>& errors) {
  std::string out;
  for (const auto& one : errors) out += one.describe() + "\n";
  return out;
}

bool is_missing(const Error& error) {
  return error.code == "STATE_ROW_MISSING" || error.code == "EXAMPLE_MISSING";
}

json::Value read(const std::string& file) {
  return *json::parse(*runtime::read_file(file));
}

TEST(Canonical, every_schema_is_draft_07) {
  auto draft = json::Schema::compile(read(LONGSHORE_SOURCE_DIR "/tests/golden/json-schema/draft-07.json"));
  ASSERT_TRUE(draft) << draft.error().describe();
  EXPECT_TRUE(draft->validate(shipped().envelope()).empty());
  EXPECT_GE(shipped().all().size(), 6U);
  for (const auto& contract : shipped().all())
    for (const auto& one : draft->validate(contract.document))
      ADD_FAILURE() << contract.name << one.pointer << ": " << one.what;
}

TEST(Canonical, every_schema_keeps_the_conventions) {
  auto found = check_all(shipped());
  std::erase_if(found, is_missing);
  EXPECT_EQ(lines(found), "");
}

TEST(Canonical, every_type_has_a_state_row_and_an_example) {
  auto found = check_all(shipped());
  std::erase_if(found, [](const Error& one) { return !is_missing(one); });
  EXPECT_EQ(lines(found), "") << found.size() << " are missing";
}

TEST(Canonical, each_object_has_facts) {
  std::set<std::string> with;
  for (const auto& contract : shipped().all())
    for (const auto& [type, row] : contract.states) with.insert(row.object);
  for (const auto& object : objects()) EXPECT_TRUE(with.contains(object)) << "no x-states row speaks of " << object;
}

TEST(Canonical, every_event_that_a_map_case_expects_keeps_to_its_schema) {
  std::size_t events = 0;
  for (const auto& file : runtime::list_files(LONGSHORE_SOURCE_DIR "/maps/library", ".ndjson")) {
    auto text = *runtime::read_file(file);
    for (auto line : split(text, '\n')) {
      if (trim(line).empty()) continue;
      auto event = json::parse(line);
      ASSERT_TRUE(event) << file;
      ++events;
      for (const auto& one : shipped().validate(*event))
        ADD_FAILURE() << file << ": " << event->text("subject") << ": " << one.describe();
    }
  }
  EXPECT_GE(events, 30U);
}

TEST(Canonical, an_event_that_does_not_keep_to_it_is_noticed) {
  auto event = *json::parse(
      split(*runtime::read_file(LONGSHORE_SOURCE_DIR "/maps/library/x12/cases/856-cancel.ndjson"), '\n')[0]);
  ASSERT_TRUE(shipped().validate(event).empty());
  event.object()->find("data")->object()->set("colour", "red");
  event.object()->set("partionkey", "x");
  event.object()->set("id", "7");
  std::vector<std::string> found;
  for (const auto& one : shipped().validate(event)) found.push_back(one.schema + " " + one.pointer);
  EXPECT_THAT(found, testing::UnorderedElementsAre("envelope/event.v1.json /id", "envelope/event.v1.json /partionkey",
                                                   "shipment.cancelled.v1.json /data/colour"));
}

TEST(Canonical, nothing_that_is_published_is_broken) {
  auto published = Published::load(folder);
  ASSERT_TRUE(published) << published.error().describe();
  EXPECT_EQ(lines(prepare(shipped(), *published).refused), "");
}

TEST(Canonical, every_schema_is_published_as_it_is) {
  auto published = Published::load(folder);
  ASSERT_TRUE(published) << published.error().describe();
  for (const auto& one : prepare(shipped(), *published).updates)
    ADD_FAILURE() << one.name << " is not published as it is; run: longshore map publish";
}

// Edits of one kind, at a place of a schema where they can be made: of many members the first, one in the middle, one
// near the end.
using Edit = std::function<std::vector<json::Value>(const json::Value& schema)>;

std::vector<json::Value> without_members(const json::Value& schema, std::string_view keyword) {
  std::vector<json::Value> out;
  const auto* all = schema.find(keyword);
  const auto members = !all ? 0 : all->object() ? all->object()->size() : all->array() ? all->array()->size() : 0;
  for (std::size_t i = 0; i < members; i += members / 3 + 1) {
    auto edited = schema;
    auto& inner = *edited.object()->find(keyword);
    if (inner.array())
      inner.array()->erase(inner.array()->begin() + static_cast<std::ptrdiff_t>(i));
    else
      inner.object()->erase((all->object()->begin() + i)->key);
    out.push_back(std::move(edited));
  }
  return out;
}

std::vector<json::Value> with(const json::Value& schema, std::string_view keyword, const json::Value& value) {
  if (!schema.find(keyword) || *schema.find(keyword) == value) return {};
  auto edited = schema;
  edited.object()->set(std::string(keyword), value);
  return {std::move(edited)};
}

std::size_t surviving_edits(const Contract& contract, const Edit& edit, std::size_t& made) {
  const auto before = promise(contract);
  const auto known = states_of({before});
  std::size_t survived = 0;
  std::size_t places = 0;
  walk(contract.data, [&](const json::Value& place, const std::string&) { places += place.object() != nullptr; });
  const auto stride = places / 10 + 1;  // of a large schema a spread of its places: every edit is a whole comparison
  std::size_t number = 0;
  walk(contract.data, [&](const json::Value& place, const std::string& at) {
    if (!place.object() || number++ % stride != 0) return;
    for (auto& edited : edit(place)) {
      auto document = contract.data;
      const_cast<json::Value&>(*document.at_pointer(at)) = std::move(edited);
      auto after = contract_of(std::move(document), contract.file);
      ASSERT_TRUE(after) << after.error().describe();
      ++made;
      auto found = compare(before, promise(*after), known);
      survived += std::ranges::none_of(found, &Change::breaking);
    }
  });
  return survived;
}

TEST(Canonical, any_schema_once_published_refuses_breaking_edits_at_every_place) {
  const std::vector<Edit> edits{
      [](const auto& s) { return without_members(s, "properties"); },
      [](const auto& s) { return without_members(s, "required"); },
      [](const auto& s) { return without_members(s, "enum"); },
      [](const auto& s) { return with(s, "type", "boolean"); },
      [](const auto& s) { return with(s, "pattern", "^x$"); },
      [](const auto& s) { return with(s, "additionalProperties", true); },
      [](const auto& s) { return without_members(s, "x-identity"); },
      [](const auto& s) { return without_members(s, "x-types"); },
      [](const auto& s) { return with(s, "x-owner", "somebody"); },
  };
  std::size_t made = 0;
  for (const auto& contract : shipped().all())
    for (const auto& edit : edits) EXPECT_EQ(surviving_edits(contract, edit, made), 0U) << contract.name;
  EXPECT_GE(made, 500U);
}

}  // namespace
}  // namespace longshore::contracts
