// read(write(x)) == x over documents made up from every dictionary, the same ones every time: what is written reads
// back value by value, without a finding up to level 2, every segment where the structure has it.
#include "parsers/edifact/writer.h"
#include "parsers/guide/check.h"
#include "parsers/guide/library.h"
#include "parsers/x12/writer.h"
#include "tests/unit/parsers/fixtures.h"

#include <random>

#include <gtest/gtest.h>

namespace longshore::guide {
namespace {

using parsers::OutElement;
using parsers::OutSegment;
using parsers::Standard;

#if defined(__SANITIZE_ADDRESS__)
constexpr int documents = 2;
#else
constexpr int documents = 12;
#endif

/// Makes the body of a set: every mandatory line, some of the optional ones, values that fit their elements.
class DocumentMaker {
 public:
  DocumentMaker(const Dictionary& dictionary, std::uint32_t seed, bool repeats)
      : x12_(dictionary.standard == Standard::x12), repeats_(repeats), random_(seed) {
    level(dictionary.structure, 0);
  }

  /// Without the set's header and trailer.
  std::vector<OutSegment> take() && {
    out_.erase(out_.begin());
    out_.pop_back();
    return std::move(out_);
  }

 private:
  static constexpr std::size_t most_segments = 400;

  std::uint32_t below(std::uint32_t limit) { return static_cast<std::uint32_t>(random_() % limit); }

  void level(const Level& one, std::size_t first) {
    for (std::size_t i = first; i < one.uses.size(); ++i) {
      const auto& use = one.uses[i];
      auto count = use.mandatory ? 1U : below(3) == 0 && out_.size() < most_segments ? 1U : 0U;
      if (count != 0 && below(4) == 0) count = use.max == 0 ? 3 : std::min(use.max, 3U);
      for (; count > 0; --count) {
        out_.push_back(segment(*use.segment));
        if (use.is_loop()) level(use.of, 1);
      }
    }
  }

  OutSegment segment(const SegmentDefinition& definition) {
    OutSegment out{definition.tag, {}};
    for (const auto& use : definition.elements) out.elements.push_back(element(use));
    const bool empty = std::ranges::all_of(out.elements, &OutElement::empty);
    if (empty && !definition.elements.empty()) out.elements[0] = filled(definition.elements[0]);
    declare_lengths(definition, out);
    return out;
  }

  /// Binary data stands behind its length.
  static void declare_lengths(const SegmentDefinition& definition, OutSegment& out) {
    for (std::size_t i = 1; i < out.elements.size(); ++i) {
      const auto* element = definition.elements[i].element;
      if (element == nullptr || element->type != ElementType::binary || out.elements[i].empty()) continue;
      out.elements[i - 1] = std::to_string(out.elements[i].repetitions[0][0].size());
    }
  }

  OutElement element(const ElementUse& use) { return use.mandatory || below(3) != 0 ? filled(use) : OutElement(""); }

  OutElement filled(const ElementUse& use) {
    OutElement out("");
    out.repetitions.clear();
    const auto most = !repeats_ ? 1U : use.repeat == 0 ? 3U : std::min(use.repeat, 3U);
    for (auto count = 1 + below(most); count > 0; --count) out.repetitions.push_back(components(use));
    return out;
  }

  std::vector<std::string> components(const ElementUse& use) {
    if (use.composite == nullptr) return {value(*use.element)};
    std::vector<std::string> out;
    for (const auto& one : use.composite->components)
      out.push_back(one.mandatory || out.empty() || below(3) == 0 ? value(*one.element) : "");
    while (!out.empty() && out.back().empty()) out.pop_back();
    return out;
  }

  std::string value(const Element& one) {
    const bool listed = one.codes != nullptr && one.codes->complete && !one.codes->labels.empty();
    if (listed) {
      auto found = one.codes->labels.begin();
      std::advance(found, below(static_cast<std::uint32_t>(one.codes->labels.size())));
      if (found->first.size() >= one.min && found->first.size() <= one.max) return found->first;
    }
    switch (one.type) {
      case ElementType::date:
        return one.max >= 8 ? "2026030" + std::to_string(1 + below(9)) : "26030" + std::to_string(1 + below(9));
      case ElementType::time:
        return "140" + std::to_string(below(10));
      case ElementType::real:
        return length(one) >= 2 && below(2) == 0 ? of("123456789", length(one) - 1) + ".5"
                                                 : of("123456789", length(one));
      case ElementType::integer:
      case ElementType::number:
        return of("123456789", length(one));
      case ElementType::letters:
        return of("ABCDEFGH", length(one));
      default:
        return text(length(one));
    }
  }

  std::size_t length(const Element& one) {
    const auto most = std::min<std::uint64_t>(one.max, one.min + 12);
    return static_cast<std::size_t>(one.min + below(static_cast<std::uint32_t>(most - one.min + 1)));
  }

  std::string of(std::string_view characters, std::size_t length) {
    std::string out(std::max<std::size_t>(1, length), 'X');
    for (auto& c : out) c = characters[below(static_cast<std::uint32_t>(characters.size()))];
    return out;
  }

  /// Delimiters too where the standard has a release character; no blank at either end.
  std::string text(std::size_t length) {
    auto out = of(x12_ ? "ABC012 .,-()/=" : "ABC012 +:'?*.,-()/=", length);
    if (out.front() == ' ') out.front() = 'X';
    if (out.back() == ' ') out.back() = 'X';
    return out;
  }

  bool x12_;
  bool repeats_;
  std::mt19937 random_;
  std::vector<OutSegment> out_;
};

const CivilTime at{2026, 3, 2, 14, 5, 0};

std::string x12_text(const Dictionary& dictionary, std::vector<OutSegment> body, bool repeats) {
  x12::OutInterchange out;
  out.sender = {"02", "NORTHWIND", ""};
  out.receiver = {"ZZ", "HARBOUR", ""};
  out.at = at;
  out.control_number = "101";
  if (repeats) out.version = "00501";
  out.groups.push_back({dictionary.functional_id, "NWND", "HARB", at, "7", "X", dictionary.version, {}});
  out.groups[0].transactions.push_back({dictionary.set, "0001", "", std::move(body)});
  x12::Layout layout{{'~', '*', ':', repeats ? std::optional('^') : std::nullopt, std::nullopt, '.'}, "\n"};
  return x12::write(out, layout).value();
}

std::string edifact_text(const Dictionary& dictionary, std::vector<OutSegment> body, bool repeats) {
  edifact::OutInterchange out;
  out.version = repeats ? "4" : "3";
  out.sender = {"14", "NORDKAI", ""};
  out.receiver = {"14", "HARBOUR", ""};
  out.at = at;
  out.control_number = "R1";
  out.messages.push_back({"1", dictionary.set, dictionary.version, std::move(body)});
  return edifact::write(out, {edifact::default_delimiters("UNOA", out.version), true, "\n"}).value();
}

void expect_same(const parsers::Segment& segment, const OutSegment& written) {
  ASSERT_EQ(segment.tag(), written.tag);
  ASSERT_EQ(segment.element_count(), written.written_count());
  for (std::uint32_t e = 0; e < segment.element_count(); ++e) {
    const auto& repetitions = written.elements[e].repetitions;
    for (std::uint32_t r = 0; r < repetitions.size(); ++r)
      for (std::uint32_t c = 0; c < repetitions[r].size(); ++c)
        ASSERT_EQ(segment.value(e + 1, c + 1, r + 1), repetitions[r][c]) << written.tag << e + 1;
  }
}

void expect_round_trip(const Dictionary& dictionary, std::uint32_t seed) {
  const bool x12 = dictionary.standard == Standard::x12;
  const bool repeats = x12 ? dictionary.version >= "005010" : dictionary.version.starts_with("4");
  const auto body = DocumentMaker(dictionary, seed, repeats).take();
  const auto text = x12 ? x12_text(dictionary, body, repeats) : edifact_text(dictionary, body, repeats);
  const auto file = parsers::read(text);
  for (const auto& one : parsers::test::all_diagnostics(file))
    FAIL() << info(one.code).name << " " << one.message << "\n" << text;
  const auto& set = *parsers::test::all_sets(file).at(0);
  ASSERT_EQ(set.segments.size(), body.size() + 2);
  for (std::size_t i = 0; i < body.size(); ++i) expect_same(set.segments[i + 1], body[i]);
  for (const auto& one : check(set, file.interchanges[0].delimiters, dictionary, Levels::up_to(2)).diagnostics)
    ASSERT_NE(one.severity, Severity::error) << info(one.code).name << " at " << one.segment_position.value_or(0) << " "
                                             << one.segment_id << one.element.value_or(0) << " " << one.message << "\n"
                                             << text;
}

TEST(RoundTrip, DocumentsMadeFromEveryDictionary) {
  Library library(std::string(LONGSHORE_SOURCE_DIR) + "/parsers/dictionaries");
  const auto all = library.list();
  EXPECT_GT(all.size(), 70U);
  for (const auto& one : all) {
    const auto dictionary = library.find(one.standard, one.version, one.set);
    ASSERT_TRUE(dictionary.has_value()) << dictionary.error().describe();
    for (std::uint32_t seed = 1; seed <= documents; ++seed) {
      expect_round_trip(**dictionary, seed);
      ASSERT_FALSE(HasFailure()) << one.version << " " << one.set << " " << seed;
    }
  }
}

}  // namespace
}  // namespace longshore::guide
