// `--guide`, and the example of docs/guides.md.
#include "tests/unit/cli/program.h"
#include "tests/unit/cli/samples.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace longshore::cli::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

const std::string sample = LONGSHORE_SOURCE_DIR "/partners/examples/samples/harbor-supply/856-sopi.edi";

/// The first YAML block of a document.
std::string example_of(const std::string& document) {
  const auto text = contents(document);
  const std::string opening = "```yaml\n";
  const auto begin = text.find(opening) + opening.size();
  return text.substr(begin, text.find("```", begin) - begin);
}

std::string guide() {
  return file_with("acme-856.yaml", example_of(LONGSHORE_SOURCE_DIR "/docs/guides.md"));
}

std::string changed(const std::string& from, const std::string& to) {
  auto text = contents(sample);
  return text.replace(text.find(from), from.size(), to);
}

TEST(Guides, TheExampleOfTheDocumentationHoldsForTheSample) {
  auto ran = longshore({"validate", "--guide", guide(), sample});
  EXPECT_EQ(ran.exit, 0) << ran.out << ran.err;
  EXPECT_EQ(ran.out, sample + ": 1 set, 1 accepted, 0 rejected\n");
}

TEST(Guides, ValidateTellsWhatTheGuideForbids) {
  const auto text = changed("BSN*00*", "BSN*05*");
  EXPECT_EQ(longshore({"validate", "-"}, text).exit, 0);
  auto ran = longshore({"validate", "--guide", guide(), "-"}, text);
  EXPECT_EQ(ran.exit, 3);
  EXPECT_THAT(ran.out, AllOf(HasSubstr("error GUIDE_BAD_CODE: "),
                             HasSubstr("(set 0001, segment 2 BSN, element 1, value \"05\") — expected one of 00, 01\n"),
                             HasSubstr("-: 1 set, 0 accepted, 1 accepted with errors, 0 rejected\n")));
  EXPECT_EQ(longshore({"validate", "--level", "5", "--guide", guide(), "-"}, text).exit, 0);
  EXPECT_EQ(longshore({"validate", "--level", "7", "-"}, text).exit, 2);
}

TEST(Guides, ValidateAllowsWhatTheGuideWidens) {
  const auto text = changed("SN1*1*48*EA*", "SN1*1*48*8X*");
  EXPECT_THAT(longshore({"validate", "-"}, text).out, HasSubstr("ELEMENT_BAD_CODE"));
  EXPECT_EQ(longshore({"validate", "--guide", guide(), "-"}, text).exit, 0);
}

TEST(Guides, AGuideSaysNothingAboutOtherDocuments) {
  const auto other = LONGSHORE_SOURCE_DIR "/partners/examples/samples/prairie-ltl/214-delivered.edi";
  EXPECT_EQ(longshore({"validate", "--guide", guide(), other}).exit, 0);
}

TEST(Guides, InspectShowsTheFaultUnderItsElementAndTheAnswer) {
  auto ran = longshore({"inspect", "--guide", guide(), "-"}, changed("BSN*00*", "BSN*05*"));
  EXPECT_EQ(ran.exit, 0);
  EXPECT_THAT(ran.out, AllOf(HasSubstr("^^ GUIDE_BAD_CODE: "), HasSubstr("would answer: 997 E for SH 4101")));
  EXPECT_THAT(longshore({"inspect", "-o", "json", "--guide", guide(), "-"}, changed("BSN*00*", "BSN*05*")).out,
              HasSubstr("\"code\": \"GUIDE_BAD_CODE\""));
}

TEST(Guides, TheAcknowledgementSaysIt) {
  auto ran = longshore({"ack", "--guide", guide(), "--at", "2026-03-02T14:05Z", "-"}, changed("BSN*00*", "BSN*05*"));
  EXPECT_EQ(ran.exit, 0) << ran.err;
  EXPECT_THAT(ran.out, AllOf(HasSubstr("AK3*BSN*2**8~"), HasSubstr("AK4*1*353*7*05~"), HasSubstr("AK5*E*5~")));
}

TEST(Guides, EveryFaultOfAGuideIsPrinted) {
  const auto file =
      file_with("bad.yaml", "guide: bad\nbase: x12/856@004010\nsegmnts: {}\nplaces: {HL/TD55: {req: M}}\n");
  auto ran = longshore({"validate", "--guide", file, sample});
  EXPECT_EQ(ran.exit, 3);
  EXPECT_EQ(ran.out, "");
  EXPECT_THAT(ran.err, AllOf(HasSubstr(file + ":3:1: KEY_UNKNOWN"), HasSubstr("did you mean \"segments\"?"),
                             HasSubstr(file + ":4:10: PLACE_UNKNOWN")));
  EXPECT_EQ(longshore({"validate", "--guide", "/nowhere/guide.yaml", sample}).exit, 5);
}

}  // namespace
}  // namespace longshore::cli::test
