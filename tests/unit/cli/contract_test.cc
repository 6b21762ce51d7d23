#include "tests/support/temporary_folder.h"
#include "tests/unit/cli/program.h"

#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace longshore::cli::test {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

TEST(Events, the_asyncapi_document_is_what_the_schemas_say) {
  auto ran = longshore({"events", "asyncapi"});
  EXPECT_EQ(ran.exit, 0) << ran.err;
  EXPECT_EQ(contents(LONGSHORE_SOURCE_DIR "/docs/reference/asyncapi.json"), ran.out)
      << "run: longshore events asyncapi > docs/reference/asyncapi.json";
}

TEST(Events, the_reference_is_what_the_schemas_say) {
  auto ran = longshore({"events", "reference"});
  EXPECT_EQ(ran.exit, 0) << ran.err;
  EXPECT_EQ(contents(LONGSHORE_SOURCE_DIR "/docs/reference/events.md"), ran.out)
      << "run: longshore events reference > docs/reference/events.md";
}

const char* const schema = R"({
  "$schema": "http://json-schema.org/draft-07/schema#", "$id": "urn:longshore:schema:order.thing.v1.json",
  "title": "An order was placed", "x-types": ["logistics.order.placed.v1"], "x-owner": "buyer",
  "x-authoritative-for": ["po"], "x-identity": ["/po"],
  "x-states": {"logistics.order.placed.v1": {"object": "sales order", "from": [], "to": "placed"}},
  "type": "object", "required": ["po", "classifier", "provenance"], "additionalProperties": false,
  "properties": {"po": {"type": "string"}, FIELD "classifier": {"type": "string"},
                 "provenance": {"type": "object"}}
})";

const char* const example = R"({
  "specversion": "1.0", "id": "e5bty4fk4g6ngqw6borpeyahs6fho3ie7vqo6yx6dbkk4hv2d5ea", "source": "urn:edi:x12:ZZ:A",
  "type": "logistics.order.placed.v1", "subject": "PO1", "datacontenttype": "application/json",
  "dataschema": "urn:longshore:schema:order.thing.v1.json", "partitionkey": "PO1",
  "correlationid": "HASH", "idempotencykey": "HASH", "factkey": "HASH",
  "data": {"po": "PO1", "classifier": "actual", "provenance": {}}
})";

std::string replaced(std::string text, std::string_view what, std::string_view by) {
  for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += by.size())
    text.replace(at, what.size(), by);
  return text;
}

// A folder of schemas with one in it.
class Publish : public testing::Test {
 protected:
  Publish() {
    write("envelope/event.v1.json", contents(LONGSHORE_SOURCE_DIR "/maps/canonical/envelope/event.v1.json"));
    write("examples/logistics.order.placed.v1.json", replaced(example, "HASH", std::string(64, 'a')));
    field(R"("count": {"type": "integer"},)");
  }
  void write(const std::string& name, const std::string& text) {
    auto path = fs::path(folder_.path()) / name;
    fs::create_directories(path.parent_path());
    std::ofstream(path) << text;
  }
  void field(const std::string& text) { write("order.thing.v1.json", replaced(schema, "FIELD", text)); }
  Ran publish(std::vector<std::string> more = {}) {
    std::vector<std::string> arguments{"map", "publish", "--schemas", folder_.path()};
    std::ranges::copy(more, std::back_inserter(arguments));
    return longshore(arguments);
  }
  std::string published() { return contents(folder_.path() + "/published/order.thing.v1.json"); }

  longshore::test::TemporaryFolder folder_;
};

TEST_F(Publish, promises_what_is_there_and_then_has_nothing_to_do) {
  auto dry = publish({"--dry-run"});
  EXPECT_EQ(dry.exit, 0) << dry.out << dry.err;
  EXPECT_EQ(dry.out, "order.thing.v1.json: for the first time\n1 schemas to publish, 0 findings\n");
  EXPECT_EQ(published(), "");
  EXPECT_THAT(publish().out, HasSubstr("1 schemas published, 0 findings"));
  EXPECT_THAT(published(), HasSubstr("\"schema\": \"order.thing.v1.json\""));
  EXPECT_EQ(publish().out, "0 schemas published, 0 findings\n");
}

TEST_F(Publish, refuses_what_breaks_a_published_version_and_writes_nothing) {
  publish();
  auto before = published();
  field(R"("number": {"type": "integer"},)");
  auto ran = publish();
  EXPECT_EQ(ran.exit, 3);
  EXPECT_THAT(ran.out, HasSubstr("order.thing.v1.json: EVENT_FIELD_REMOVED: /count is gone, or has another name"));
  EXPECT_THAT(ran.out, HasSubstr("write a new version beside it"));
  EXPECT_EQ(published(), before);
}

TEST_F(Publish, takes_an_addition_and_says_it) {
  publish();
  field(R"("count": {"type": "integer"}, "note": {"type": "string"},)");
  auto ran = publish({"-o", "json"});
  EXPECT_EQ(ran.exit, 0) << ran.out;
  EXPECT_THAT(ran.out, HasSubstr("\"the field /note\""));
  EXPECT_THAT(published(), HasSubstr("\"note\""));
}

TEST_F(Publish, refuses_what_breaks_the_conventions) {
  fs::remove(folder_.path() + "/examples/logistics.order.placed.v1.json");
  auto ran = publish();
  EXPECT_EQ(ran.exit, 3);
  EXPECT_THAT(ran.out, HasSubstr("EXAMPLE_MISSING: logistics.order.placed.v1 has no example"));
  EXPECT_EQ(published(), "");
}

const char* const map = R"(map: a-214
source: {standard: X12, set: "214", versions: ["004010"]}
emits: [logistics.shipment.picked_up.v1]
emit:
  - event: logistics.shipment.picked_up.v1
    for: LX/AT7
    subject: B10/02
    key: [B10/02]
    set:
      shipmentId: B10/02
      colour: B10/01
unread: {MS1: no matter}
)";

TEST(MapTest, an_event_that_does_not_keep_to_its_schema_fails_its_case) {
  longshore::test::TemporaryFolder site;
  fs::create_directories(site.path() + "/maps");
  fs::create_directories(site.path() + "/partners");
  auto sample = std::string(LONGSHORE_SOURCE_DIR) + "/partners/examples/samples/prairie-ltl/214-delayed.edi";
  std::ofstream(site.path() + "/longshore.yaml") << "events: {file: events.ndjson}\n";
  std::ofstream(site.path() + "/maps/a.yaml") << map;
  std::ofstream(site.path() + "/maps/a.test.yaml") << "map: a-214\ncases:\n  - {in: " + sample + ", out: a.ndjson}\n";
  auto events = longshore({"--config", site.path(), "translate", sample});
  std::ofstream(site.path() + "/maps/a.ndjson") << events.out;
  auto ran = longshore({"--config", site.path(), "map", "test", "a-214"});
  EXPECT_EQ(ran.exit, 3) << ran.err << events.err;
  EXPECT_THAT(ran.out,
              HasSubstr("event 1: /data/colour: The schema has no such member. (shipment.carrier-event.v1.json)"));
  EXPECT_THAT(ran.out, HasSubstr("event 1: /data: Missing required property 'occurredAt'."));
  EXPECT_THAT(ran.out, HasSubstr("0 passed, 1 failed"));
}

}  // namespace
}  // namespace longshore::cli::test
