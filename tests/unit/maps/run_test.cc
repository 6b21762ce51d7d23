#include "engine/base/crypto/crypto.h"
#include "maps/catalog.h"
#include "maps/runner.h"
#include "parsers/guide/check.h"

#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace longshore::maps {
namespace {

std::string envelope(const std::string& kind, const std::string& set) {
  return "ISA*00*          *00*          *ZZ*SENDER         *ZZ*RECEIVER       "
         "*260914*0917*U*00401*000000001*0*P*:~GS*" +
         kind + "*SENDER*RECEIVER*20260914*0917*1*X*004010~" + set + "GE*1*1~IEA*1*000000001~";
}

std::string status(const std::string& at7, const std::string& ms1 = "MS1*TIDEWICK*OR*US~") {
  return envelope("QM", "ST*214*0001~B10*PRO1*SHP1*PRLT~LX*1~" + at7 + ms1 + "SE*6*0001~");
}

std::string notice(const std::string& levels, int segments, const std::string& purpose = "00") {
  return envelope("SH", "ST*856*0001~BSN*" + purpose + "*S1*20260914*0915~" + levels + "SE*" +
                            std::to_string(segments + 3) + "*0001~");
}

/// What is shipped, opened once for all tests: reading it takes most of their time.
Catalog& shipped() {
  static const auto catalog = [] {
    std::string root(LONGSHORE_SOURCE_DIR);
    auto opened = Catalog::open({root + "/parsers/dictionaries",
                                 root + "/maps/canonical",
                                 {root + "/maps/library"},
                                 {root + "/maps/library/codes"}});
    if (!opened) throw std::runtime_error(opened.error().describe());
    return std::move(*opened);
  }();
  return *catalog;
}

class RunTest : public testing::Test {
 protected:
  RunOutput translate(const std::string& bytes) {
    auto file = parsers::read(bytes);
    auto& interchange = file.interchanges.at(0);
    auto& group = interchange.groups.at(0);
    auto& transaction = group.transactions.at(0);
    const auto* dictionary = *catalog_->dictionaries().find(interchange.standard, transaction);
    auto placement = guide::place(transaction, *dictionary);
    auto map = catalog_->inbound(catalog_->default_map(interchange.standard, transaction.version, transaction.set),
                                 *dictionary);
    EXPECT_TRUE(map) << map.error().describe();
    auto sha256 = crypto::hex(crypto::sha256(bytes));
    return run(**map, {interchange, group, transaction, placement, sha256, profile_, catalog_->canonical(),
                       [this](std::string_view name) { return catalog_->table(name); }});
  }

  static std::vector<std::string> codes(const RunOutput& output) {
    std::vector<std::string> out;
    for (const auto& diagnostic : output.diagnostics) out.emplace_back(info(diagnostic.code).name);
    return out;
  }

  Catalog* catalog_ = &shipped();
  Profile profile_;
};

TEST_F(RunTest, an_unknown_code_is_held_and_located_and_emits_nothing) {
  auto output = translate(status("AT7*Q9*NS***20260914*1405*ET~"));
  EXPECT_EQ(output.verdict, RunOutput::Verdict::held);
  EXPECT_TRUE(output.events.empty());
  ASSERT_THAT(codes(output), testing::ElementsAre("CODE_UNKNOWN"));
  EXPECT_EQ(output.diagnostics[0].segment_position, 4U);
  EXPECT_EQ(output.diagnostics[0].element, 1U);
  EXPECT_EQ(output.diagnostics[0].value, "Q9");
}

TEST_F(RunTest, a_profiles_own_row_gives_the_code_a_meaning) {
  profile_.codes["at7-status"]["Q9"] = {{"fact", "arrived"}};
  auto output = translate(status("AT7*Q9*NS***20260914*1405*ET~"));
  ASSERT_EQ(output.verdict, RunOutput::Verdict::ok);
  EXPECT_EQ(output.events.at(0).type, "logistics.shipment.arrived.v1");
}

TEST_F(RunTest, a_fact_that_no_schema_knows_is_held) {
  profile_.codes["at7-status"]["Q9"] = {{"fact", "teleported"}};
  EXPECT_THAT(codes(translate(status("AT7*Q9*NS***20260914*1405*ET~"))), testing::ElementsAre("EVENT_TYPE_UNKNOWN"));
}

TEST_F(RunTest, x3_is_arrival_for_pickup_and_x1_for_delivery) {
  EXPECT_EQ(translate(status("AT7*X3*NS***20260914*1405*ET~")).events.at(0).type,
            "logistics.shipment.pickup_arrived.v1");
  EXPECT_EQ(translate(status("AT7*X1*NS***20260914*1405*ET~")).events.at(0).type,
            "logistics.shipment.delivery_arrived.v1");
  EXPECT_EQ(translate(status("AT7*AP*NS***20260914*1405*ET~")).events.at(0).type,
            "logistics.shipment.delivery_incomplete.v1");
}

TEST_F(RunTest, a_time_without_zone_is_local_to_its_place_never_silently_utc) {
  auto placed = translate(status("AT7*AF*NS***20260914*1405~", "MS1*SALTMERE*ME*US~"));
  EXPECT_THAT(placed.events.at(0).json,
              testing::AllOf(testing::HasSubstr(R"("occurredAt":"2026-09-14T14:05:00-04:00")"),
                             testing::HasSubstr(R"("timeQuality":"location")")));
  profile_.timezone = "America/Chicago";
  auto partners = translate(status("AT7*AF*NS***20260914*1405~", "MS1*MIDTOWN*TX*US~"));
  EXPECT_THAT(partners.events.at(0).json,
              testing::AllOf(testing::HasSubstr(R"("occurredAt":"2026-09-14T14:05:00-05:00")"),
                             testing::HasSubstr(R"("timeQuality":"partner_default")")));
  profile_.timezone.clear();
  EXPECT_THAT(codes(translate(status("AT7*AF*NS***20260914*1405~", "MS1*MIDTOWN*TX*US~"))),
              testing::ElementsAre("TIME_ZONE_ASSUMED"));
}

TEST_F(RunTest, the_same_bytes_give_the_same_events_and_other_bytes_of_one_fact_the_same_factkey) {
  auto once = translate(status("AT7*AF*NS***20260914*1405*ET~"));
  auto again = translate(status("AT7*AF*NS***20260914*1405*ET~"));
  EXPECT_EQ(once.events.at(0).json, again.events.at(0).json);
  auto moved = translate(status("AT7*AF*NS***20260914*1405*ET~", "MS1*BARLEYTON*OH*US~"));
  EXPECT_EQ(once.events.at(0).factkey, moved.events.at(0).factkey);
  EXPECT_NE(once.events.at(0).id, moved.events.at(0).id);
}

TEST_F(RunTest, a_partners_name_of_ours_does_not_enter_the_id) {
  auto without = translate(status("AT7*AF*NS***20260914*1405*ET~"));
  profile_.partner = "prairie";
  EXPECT_EQ(translate(status("AT7*AF*NS***20260914*1405*ET~")).events.at(0).id, without.events.at(0).id);
}

TEST_F(RunTest, hl_levels_are_linked_by_their_ids_whatever_their_order) {
  auto output = translate(notice(
      "HL*1**S~HL*2*1*O~PRF*PO1~HL*3*1*O~PRF*PO2~HL*4*3*I~LIN**VN*B~SN1**2*EA~HL*5*2*I~LIN**VN*A~SN1**1*EA~", 11));
  ASSERT_EQ(output.verdict, RunOutput::Verdict::ok) << output.diagnostics.at(0).message;
  std::vector<std::string> subjects;
  for (const auto& event : output.events) subjects.push_back(event.type + " " + event.subject);
  EXPECT_THAT(subjects, testing::ElementsAre("logistics.shipment.advised.v1 S1", "logistics.order.shipped.v1 PO2",
                                             "logistics.order.shipped.v1 PO1"));
}

TEST_F(RunTest, orphans_cycles_duplicates_and_unknown_levels_reject_with_their_code) {
  EXPECT_THAT(codes(translate(notice("HL*1**S~HL*2*9*O~PRF*PO1~", 3))), testing::Contains("HL_ORPHAN"));
  EXPECT_THAT(codes(translate(notice("HL*1**S~HL*2*3*O~PRF*PO1~HL*3*2*P~", 4))), testing::Contains("HL_CYCLE"));
  EXPECT_THAT(codes(translate(notice("HL*1**S~HL*1*1*O~PRF*PO1~", 3))), testing::Contains("HL_DUPLICATE_ID"));
  EXPECT_THAT(codes(translate(notice("HL*1**S~HL*2*1*XX~", 2))), testing::Contains("HL_UNKNOWN_LEVEL"));
  EXPECT_THAT(codes(translate(notice("HL*1**S~HL*2*1*I~LIN**VN*A~SN1**1*EA~HL*3*2*O~PRF*PO1~", 6))),
              testing::Contains("HL_SHAPE_NOT_ALLOWED"));
  EXPECT_EQ(translate(notice("HL*1**S~HL*2*9*O~PRF*PO1~", 3)).verdict, RunOutput::Verdict::rejected);
}

TEST_F(RunTest, a_cancellation_is_never_an_advice) {
  auto output = translate(notice("HL*1**S~", 1, "01"));
  ASSERT_EQ(output.events.size(), 1U);
  EXPECT_EQ(output.events[0].type, "logistics.shipment.cancelled.v1");
  EXPECT_THAT(codes(translate(notice("HL*1**S~", 1, "06"))), testing::Contains("PURPOSE_UNSUPPORTED"));
}

TEST_F(RunTest, every_field_can_be_traced_to_bytes) {
  auto bytes = status("AT7*AF*NS***20260914*1405*ET~");
  auto event = *json::parse(translate(bytes).events.at(0).json);
  const auto& ranges = *event.at_pointer("/data/provenance/byteRanges")->array();
  bool found = std::ranges::any_of(ranges, [&](const json::Value& range) {
    auto begin = static_cast<std::size_t>(*(*range.array())[0].integer());
    auto end = static_cast<std::size_t>(*(*range.array())[1].integer());
    return bytes.substr(begin, end - begin) == "AT7*AF*NS***20260914*1405*ET";
  });
  EXPECT_TRUE(found);
}

TEST_F(RunTest, a_component_separator_in_a_simple_element_is_data) {
  auto output = translate(status("AT7*AF*NS***20260914*1405*ET~", "MS1*SALT:MERE*ME*US~"));
  EXPECT_THAT(output.events.at(0).json, testing::HasSubstr(R"("city":"SALT:MERE")"));
}

// A traced run keeps nothing from place to place.
TEST_F(RunTest, what_a_run_keeps_changes_nothing) {
  std::size_t compared = 0;
  for (const auto* folder : {"/maps/library/x12/cases", "/maps/library/edifact/cases"}) {
    for (const auto& entry : std::filesystem::directory_iterator(std::string(LONGSHORE_SOURCE_DIR) + folder)) {
      if (entry.path().extension() != ".edi") continue;
      std::ifstream in(entry.path(), std::ios::binary);
      const std::string bytes(std::istreambuf_iterator<char>(in), {});
      auto file = parsers::read(bytes);
      for (auto& interchange : file.interchanges) {
        for (auto& group : interchange.groups) {
          for (auto& set : group.transactions) {
            const auto dictionary = catalog_->dictionaries().find(interchange.standard, set);
            const auto name = catalog_->default_map(interchange.standard, set.version, set.set);
            if (!dictionary || !*dictionary || name.empty()) continue;
            const auto placement = guide::place(set, **dictionary);
            const auto map = catalog_->inbound(name, **dictionary);
            ASSERT_TRUE(map) << map.error().describe();
            const RunInput input{interchange,
                                 group,
                                 set,
                                 placement,
                                 "0",
                                 profile_,
                                 catalog_->canonical(),
                                 [this](std::string_view table) { return catalog_->table(table); }};
            Trace trace;
            const auto kept = run(**map, input);
            const auto traced = run(**map, input, &trace);
            ASSERT_EQ(kept.events.size(), traced.events.size()) << entry.path();
            for (std::size_t i = 0; i < kept.events.size(); ++i, ++compared)
              EXPECT_EQ(kept.events[i].json, traced.events[i].json) << entry.path();
            EXPECT_EQ(kept.refs, traced.refs) << entry.path();
            EXPECT_EQ(codes(kept), codes(traced)) << entry.path();
          }
        }
      }
    }
  }
  EXPECT_GT(compared, 300U);
}

TEST_F(RunTest, every_shipped_map_compiles) {
  for (const auto& head : catalog_->heads())
    for (const auto& error : catalog_->lint(head)) ADD_FAILURE() << error.describe();
  EXPECT_GE(catalog_->heads().size(), 6U);
}

TEST(PartnerFile, a_template_without_source_and_target_is_refused) {
  std::vector<Error> errors;
  auto root =
      *yaml::parse("map: m\ncompose:\n  accepts: [\"*\"]\n  segments:\n    - N1: {\"01\": {const: ST}}\n", "m.yaml");
  Canonical canonical;
  EXPECT_FALSE(compile_template(root, nullptr, {{}, &canonical}, errors));
  ASSERT_EQ(errors.size(), 1U);
  EXPECT_EQ(errors.front().code, "TARGET_MISSING");
}

TEST(PartnerFile, writes_csv_that_no_spreadsheet_executes) {
  std::vector<Error> errors;
  auto root = *yaml::parse(
      "map: m\ntarget: {format: csv}\ncompose:\n  accepts: [\"*\"]\n  columns:\n    - {title: \"a,b\", path: x}\n"
      "    - {title: c, expr: \"coalesce(y, z)\", default: \"-\"}\n",
      "m.yaml");
  Canonical canonical;
  auto map = compile_template(root, nullptr, {{}, &canonical}, errors);
  ASSERT_TRUE(map) << (errors.empty() ? "" : errors.front().describe());
  std::vector<json::Value> events{*json::parse(R"({"type":"t","data":{"x":"=1+1","y":"say \"hi\""}})"),
                                  *json::parse(R"({"type":"t","data":{"x":"-5.20","z":"two\nlines"}})"),
                                  *json::parse(R"({"type":"t","data":{}})")};
  Profile nobody;
  ComposeInput input{nobody, [](std::string_view) { return nullptr; }};
  std::vector<const json::Value*> all;
  for (const auto& document : documents_of(*map, events, input))
    all.insert(all.end(), document.begin(), document.end());
  EXPECT_EQ(*compose_file(*map, all, input),
            "\"a,b\",c\r\n\"'=1+1\",\"say \"\"hi\"\"\"\r\n-5.20,\"two\nlines\"\r\n,-\r\n");
}

}  // namespace
}  // namespace longshore::maps
