#include "maps/path.h"

#include "maps/loader.h"
#include "maps/when.h"
#include "parsers/guide/library.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace longshore::maps {
namespace {

TEST(Path, reads_every_form) {
  auto path = *parse_path("^order/PRF/01");
  EXPECT_EQ(path.ancestor, "order");
  EXPECT_EQ(path.steps.size(), 1U);
  EXPECT_EQ(path.element->index, 1U);
  path = *parse_path("N1[ST]/N4/02.3");
  EXPECT_EQ(path.steps[0].conditions[0].value, "ST");
  EXPECT_EQ(path.element->component, 3U);
  path = *parse_path("TD5{02=2,04=M}/03");
  EXPECT_EQ(path.steps[0].conditions[1].element.index, 4U);
  path = *parse_path("PIA{02.2=SA}/02.1");
  EXPECT_EQ(path.steps[0].conditions[0].element.component, 2U);
  path = *parse_path("DTM[137]/2380");
  EXPECT_EQ(path.element->id, "2380");
  EXPECT_FALSE(parse_path("LX/AT7")->element);
}

TEST(Path, says_where_it_stops_being_one) {
  EXPECT_THAT(parse_path("REF[BM/02").error().what, testing::HasSubstr("from its character 4 on"));
  for (const auto* bad : {"", "/", "ref/01", "REF[]/02", "REF/", "REF/123", "^/REF/01", "REF[BM]/02 ", "R/01"})
    EXPECT_FALSE(parse_path(bad)) << bad;
}

class CompileTest : public testing::Test {
 protected:
  std::vector<std::string> faults(const std::string& emit) {
    auto text =
        "map: t\nsource: {standard: X12, set: \"214\", versions: [\"004010\"]}\nemits: "
        "[logistics.shipment.delayed.v1]\n"
        "lookups: {ref: {codes: x12-128-to-ref}}\nemit:\n  - event: logistics.shipment.delayed.v1\n    for: LX/AT7\n   "
        " subject: B10/02\n    key: [B10/02]\n    set:\n" +
        emit;
    auto root = yaml::parse(text, "t.yaml");
    if (!root) return {root.error().describe()};
    std::vector<Error> errors;
    const std::vector<std::string> tables{"x12-128-to-ref"};
    compile(*root, **dictionaries_.find(parsers::Standard::x12, "004010", "214"), {tables, nullptr}, errors);
    std::vector<std::string> out;
    for (const auto& error : errors) out.push_back(error.describe());
    return out;
  }
  guide::Library dictionaries_{std::string(LONGSHORE_SOURCE_DIR) + "/parsers/dictionaries"};
};

TEST_F(CompileTest, a_good_one_has_no_fault) {
  EXPECT_THAT(faults("      a: AT7/01\n      b: {path: MS1/02}\n      c: {path: \"^set/L11{02=BM}/01\", many: first}\n "
                     "     d: {date: [AT7/05, AT7/06, AT7/07]}\n"),
              testing::IsEmpty());
}

TEST_F(CompileTest, unknown_segments_and_elements_are_named_with_their_place) {
  EXPECT_THAT(faults("      a: AT9/01\n"),
              testing::ElementsAre(testing::AllOf(testing::HasSubstr("t.yaml:11:10: PATH_SEGMENT_UNKNOWN"),
                                                  testing::HasSubstr("did you mean"))));
  EXPECT_THAT(faults("      a: AT7/08\n"),
              testing::ElementsAre(testing::HasSubstr("PATH_ELEMENT_OUT_OF_RANGE: AT7 has 7 elements, not 8")));
  EXPECT_THAT(faults("      a: AT7/01.2\n"), testing::ElementsAre(testing::HasSubstr("PATH_COMPONENT_OUT_OF_RANGE")));
  EXPECT_THAT(faults("      a: AT7\n"), testing::ElementsAre(testing::HasSubstr("PATH_ELEMENT_MISSING")));
  EXPECT_THAT(faults("      a: \"AT7[/01\"\n"), testing::ElementsAre(testing::HasSubstr("t.yaml:11:14: PATH_SYNTAX")));
}

TEST_F(CompileTest, a_segment_at_several_places_is_ambiguous) {
  EXPECT_THAT(faults("      a: CD3/N1/02\n      b: NM1/03\n"), testing::IsEmpty());
  EXPECT_THAT(faults("      a: ^set/SDQ/01\n      b: ^LX/CD3/N4/01\n"), testing::IsEmpty());
  EXPECT_THAT(faults("      a: ^set/N4/01\n"),
              testing::ElementsAre(testing::HasSubstr("PATH_AMBIGUOUS: N4 can stand at several places")));
}

TEST_F(CompileTest, unknown_keys_lookups_and_sources_are_faults) {
  EXPECT_THAT(faults("      a: {path: AT7/01, lokup: ref}\n"),
              testing::ElementsAre(testing::HasSubstr("did you mean \"lookup\"?")));
  EXPECT_THAT(faults("      a: {path: AT7/01, lookup: reff}\n"),
              testing::ElementsAre(testing::HasSubstr("did you mean ref?")));
  EXPECT_THAT(faults("      a: {path: AT7/01, const: x}\n"), testing::ElementsAre(testing::HasSubstr("FIELD_SOURCE")));
  EXPECT_THAT(faults("      a: {path: ^tree/AT7/01}\n"),
              testing::ElementsAre(testing::HasSubstr("PATH_ANCESTOR_UNKNOWN")));
}

std::string x12(std::string_view date, std::string_view time, const ZoneHints& hints = {}) {
  auto written = read_x12_time(date, time, 70);
  if (!written) return "none";
  auto placed = place(*written, hints);
  return placed ? placed->rfc3339 + " " + std::string(name(placed->quality)) : placed.error().code;
}

TEST(When, reads_x12_dates_and_times) {
  EXPECT_EQ(x12("20260302", "1405"), "2026-03-02T14:05:00+00:00 assumed");
  EXPECT_EQ(x12("991231", "235959"), "1999-12-31T23:59:59+00:00 assumed");
  EXPECT_EQ(x12("260302", "14050925"), "2026-03-02T14:05:09+00:00 assumed");
  EXPECT_EQ(x12("20261231", "2400"), "2027-01-01T00:00:00+00:00 assumed");
  for (auto [date, time] : {std::pair{"20260230", "1200"},
                            {"2026030", "1200"},
                            {"20260302", "2500"},
                            {"20260302", "2401"},
                            {"20260302", "12345"},
                            {"2026-3-2", "1200"}})
    EXPECT_EQ(x12(date, time), "none") << date << time;
}

TEST(When, places_a_time_by_what_is_known_best_first) {
  CodeRow fixed{{"offset", "-05:00"}};
  CodeRow central{{"zone", "America/Chicago"}};
  CodeRow ohio{{"zone", "America/New_York"}};
  EXPECT_EQ(x12("20260702", "0800", {&fixed, &ohio, "Europe/Berlin"}), "2026-07-02T08:00:00-05:00 explicit");
  EXPECT_EQ(x12("20260702", "0800", {&central, &ohio, "Europe/Berlin"}), "2026-07-02T08:00:00-05:00 explicit");
  EXPECT_EQ(x12("20260702", "0800", {nullptr, &ohio, "Europe/Berlin"}), "2026-07-02T08:00:00-04:00 location");
  EXPECT_EQ(x12("20260702", "0800", {nullptr, nullptr, "Europe/Berlin"}), "2026-07-02T08:00:00+02:00 partner_default");
}

TEST(When, reads_edifact_formats) {
  auto read = [](std::string_view value, std::string_view format) {
    auto written = read_edifact_time(value, format, 70);
    return written ? to_rfc3339(written->local, written->offset_minutes.value_or(0)) : "none";
  };
  EXPECT_EQ(read("20260914", "102"), "2026-09-14T00:00:00+00:00");
  EXPECT_EQ(read("202609141105", "203"), "2026-09-14T11:05:00+00:00");
  EXPECT_EQ(read("20260914110530", "204"), "2026-09-14T11:05:30+00:00");
  EXPECT_EQ(read("260914", "101"), "2026-09-14T00:00:00+00:00");
  EXPECT_EQ(read("202609141105+0200", "205"), "2026-09-14T11:05:00+02:00");
  EXPECT_EQ(read("2026091411", "203"), "none");
  EXPECT_EQ(read("20260914", "999"), "none");
}

}  // namespace
}  // namespace longshore::maps
