// write(read(f)) == f for every sound file of a folder of real samples, where there is one, and of our own. Those that
// a writer would not write so are named, with the first byte that is otherwise.
#include "parsers/relay.h"

#include "parsers/source.h"
#include "tests/unit/parsers/corpus.h"
#include "tests/unit/parsers/fixtures.h"

#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>

#include <gtest/gtest.h>

namespace longshore::parsers::test {
namespace {

namespace fs = std::filesystem;

const fs::path golden = fs::path(LONGSHORE_SOURCE_DIR) / "tests/golden/relay.tsv";

Result<std::string> again(const Interchange& one, std::string_view payload) {
  return one.standard == Standard::x12 ? x12::write(relay_x12(one), x12_layout(one, payload))
                                       : edifact::write(relay_edifact(one), edifact_layout(one, payload));
}

/// The suffix of the last segment is the file's own affair.
std::string_view without_suffix(std::string_view text) {
  while (!text.empty() && is_filler(text.back())) text.remove_suffix(1);
  return text;
}

std::string shown(std::string_view text) {
  std::string out;
  for (char c : text.substr(0, 8)) {
    const bool plain = c > ' ' && c < 0x7F;
    out += c == '\n' ? "\\n" : c == '\r' ? "\\r" : plain || c == ' ' ? std::string(1, c) : ".";
  }
  return "\"" + out + "\"";
}

/// The first byte that a writer would refuse: outside the declared repertoire, or binary data.
std::uint64_t refused_byte(const Interchange& one) {
  std::uint64_t out = one.byte_range.end;
  const auto take = [&out](const Diagnostic& found) {
    if (found.code == Code::CHARSET_INVALID && found.byte_range) out = std::min(out, found.byte_range->begin);
  };
  std::ranges::for_each(one.diagnostics, take);
  for (const auto& group : one.groups) {
    for (const auto& set : group.transactions) {
      std::ranges::for_each(set.diagnostics, take);
      for (const auto& segment : set.segments)
        for (std::uint32_t i = 1; i <= segment.element_count(); ++i)
          if (segment.is_whole(i)) out = std::min(out, segment.range_of(segment.element(i)).begin);
    }
  }
  return out;
}

/// Nothing, or the offending byte's offset and what is otherwise there.
std::string difference(const Interchange& one, std::string_view payload) {
  const auto written = again(one, payload);
  if (!written) {
    const auto at = refused_byte(one);
    return std::to_string(at) + "\t" + shown(payload.substr(at)) + "\t" + written.error().code;
  }
  const auto text = without_suffix(payload.substr(one.byte_range.begin, one.byte_range.size()));
  const auto ours = without_suffix(*written);
  if (ours == text) return {};
  const auto at = static_cast<std::size_t>(std::ranges::mismatch(text, ours).in1 - text.begin());
  return std::to_string(one.byte_range.begin + at) + "\t" + shown(text.substr(at)) + "\t" +
         shown(ours.substr(std::min(at, ours.size())));
}

std::string exceptions(const std::string& name, std::string_view payload) {
  std::string out;
  const auto file = read(payload);
  for (const auto& one : file.interchanges)
    if (const auto found = difference(one, payload); !found.empty()) out += name + "\t" + found + "\n";
  return out;
}

std::string again(std::string_view payload) {
  std::string out;
  const auto file = read(payload);
  for (const auto& one : file.interchanges) out += again(one, payload).value();
  return out;
}

TEST(Relay, OurSamplesAreWrittenAsTheyWereRead) {
  std::size_t count = 0;
  for (const auto& entry :
       fs::recursive_directory_iterator(fs::path(LONGSHORE_SOURCE_DIR) / "partners/examples/samples")) {
    const bool sound = entry.path().extension() == ".edi" && entry.path().parent_path().filename() != "bad";
    if (!sound) continue;
    const auto text = contents(entry.path());
    EXPECT_EQ(again(text), text) << entry.path();
    ++count;
  }
  EXPECT_GT(count, 8U);
}

TEST(Relay, AllOfAnEnvelopeIsKept) {
  auto text = small_x12();
  text.replace(text.find("ISA*00*          *00*          "), 31, "ISA*03*PASSPORT  *01*SECRET    ");
  EXPECT_EQ(again(text), text);
  const std::string edifact =
      "UNA:+.? '\r\nUNB+UNOC:3+NORDKAI:14:DESK+HARBOUR:14+260302:1405+R1+PW:AA+APP+A+1+EANCOM+1'\r\n"
      "UNH+1+IFTSTA:D:96A:UN:EAN001+ACCESS+1:F'\r\nBGM+77+4?'7?+1+9'\r\nUNT+3+1'\r\nUNZ+1+R1'\r\n";
  EXPECT_EQ(again(edifact), edifact);
}

TEST(Relay, BytesOfX12ThatAreNoASCIIStay) {
  auto text = small_x12();
  text.replace(text.find("4711*SHP1"), 4, "4\xE4\xFC\x31");
  EXPECT_EQ(again(text), text);
}

TEST(Relay, FillerBehindSegmentsIsNoSuffixThatHidesTheHeader) {
  const std::string text = "UNA:+.? '\nUNB+UNOC:3+A:14+B:14+260302:1405+R1'" + std::string(200, '\0') + "\nUNZ+0+R1'";
  const auto once = again(text);
  EXPECT_EQ(once, "UNA:+.? 'UNB+UNOC:3+A:14+B:14+260302:1405+R1'UNZ+0+R1'");
  EXPECT_EQ(again(once), once);
}

TEST(Relay, AnEmptyGroupHeaderStaysEmpty) {
  const auto text = interchange({"GS", "ST*214*0001", "SE*2*0001", "GE*1"});
  EXPECT_EQ(again(text), text);
}

TEST(Relay, AReferenceThatEndsInAReleasedBlankIsWrittenAlikeTwice) {
  const std::string text = "UNB+UNOC:3+A:14+B:14+260302:1405+.? 'UNZ+0+.?\?'";
  const auto once = again(text);
  EXPECT_EQ(again(once), once);
}

TEST(Relay, TheCorpusIsWrittenAsItWasRead) {
  std::size_t same_count = 0;
  std::size_t sound = 0;
  std::string found;
  for (const auto& sample : corpus_samples()) {
    if (!sample.valid) continue;
    ++sound;
    const auto text = contents(corpus_folder() / "files" / sample.file);
    const auto one = exceptions(sample.file, text);
    same_count += one.empty() ? 1 : 0;
    found += one;
  }
  if (sound == 0) {
    std::cout << "corpus: absent\n";
    return;
  }
  std::cout << "corpus: " << same_count << " of " << sound << " sound files written as they were read\n";
  if (std::getenv("LONGSHORE_UPDATE_GOLDEN") != nullptr) std::ofstream(golden, std::ios::binary) << found;
  EXPECT_EQ(found, contents(golden)) << "LONGSHORE_UPDATE_GOLDEN=1 writes it anew: look at each line";
}

}  // namespace
}  // namespace longshore::parsers::test
