// What we would answer to every file of a folder of real samples, where there is one.
#include "parsers/edifact/aperak.h"
#include "parsers/edifact/contrl.h"
#include "parsers/guide/check.h"
#include "parsers/guide/library.h"
#include "parsers/x12/acknowledgement.h"
#include "parsers/x12/application_advice.h"
#include "parsers/x12/ta1.h"
#include "tests/unit/parsers/corpus.h"
#include "tests/unit/parsers/fixtures.h"

#include <iostream>

#include <gtest/gtest.h>

namespace longshore::parsers::test {
namespace {

namespace fs = std::filesystem;

/// What the answer only repeats: the sender's own faults in it are not ours.
struct Repeated {
  std::string_view tag;
  std::uint32_t element;
};
constexpr std::array repeated{Repeated{"AK1", 1}, Repeated{"AK1", 2},  Repeated{"AK1", 3}, Repeated{"AK2", 1},
                              Repeated{"AK2", 2}, Repeated{"AK2", 3},  Repeated{"AK3", 1}, Repeated{"IK3", 1},
                              Repeated{"AK9", 2}, Repeated{"UCI", 1},  Repeated{"UCI", 2}, Repeated{"UCI", 3},
                              Repeated{"UCF", 1}, Repeated{"UCF", 2},  Repeated{"UCF", 3}, Repeated{"UCM", 1},
                              Repeated{"UCM", 2}, Repeated{"OTI", 4},  Repeated{"OTI", 5}, Repeated{"OTI", 8},
                              Repeated{"OTI", 9}, Repeated{"OTI", 10}, Repeated{"TED", 3}};

bool is_repeated(const Diagnostic& one) {
  return std::ranges::any_of(
      repeated, [&](const Repeated& place) { return place.tag == one.segment_id && place.element == one.element; });
}

class Answers {
 public:
  Answers(guide::Library& library, const std::string& file) : library_(library), file_(file) {}

  int count() const { return count_; }
  void add(Interchange& received) {
    for (auto& group : received.groups)
      for (auto& set : group.transactions) check(received, set);
    const CivilTime at{2026, 3, 3, 8, 15, 0};
    for (const auto& group : received.groups) advise(received, group, at);
    if (received.standard == Standard::edifact) {
      if (const auto contrl = edifact::acknowledge(received))
        expect_sound(edifact::write_contrl(received, *contrl, {1, 1, at, "P"}));
      return;
    }
    const auto dictionary_of = [this](const Transaction& set) { return dictionary(Standard::x12, set); };
    if (const auto found = x12::acknowledge(received, dictionary_of); !found.empty())
      expect_sound(x12::write_acknowledgements(received, found, {1, 1, 1, at, "P"}));
    expect_sound(x12::write_ta1(received, x12::acknowledge_interchange(received), {1, 1, 1, at, "P"}));
  }

 private:
  void advise(const Interchange& received, const Group& group, const CivilTime& at) {
    std::vector<ApplicationAdvice> advices;
    for (const auto& set : group.transactions) {
      advices.push_back(parsers::advise(received, group, set));
      advices.back().number = std::to_string(advices.size());
      advices.back().at = at;
    }
    if (advices.empty()) return;
    if (received.standard == Standard::x12) {
      expect_sound(x12::write_824(received, group, advices, {1, 1, 1, at, "P"}));
    } else {
      const auto version = edifact::aperak_version(group.transactions[0].version);
      expect_sound(edifact::write_aperak(received, version, advices, {1, 1, at, "P"}));
    }
  }

  const guide::Dictionary* dictionary(Standard standard, const Transaction& set) {
    const auto found = library_.find(standard, set);
    return found ? *found : nullptr;
  }

  void check(const Interchange& interchange, Transaction& set) {
    const auto* known = dictionary(interchange.standard, set);
    if (known != nullptr) guide::apply(set, guide::check(set, interchange.delimiters, *known).diagnostics);
  }

  void expect_sound(const Result<std::string>& answer) {
    if (!answer) {
      EXPECT_EQ(answer.error().code, "MIRRORED_ID_UNUSABLE") << file_ << ": " << answer.error().describe();
      return;
    }
    ++count_;
    auto back = read(*answer);
    for (auto& interchange : back.interchanges)
      for (auto& group : interchange.groups)
        for (auto& set : group.transactions) check(interchange, set);
    for (const auto& one : all_diagnostics(back)) {
      if (one.severity != Severity::error || is_repeated(one)) continue;
      ADD_FAILURE() << file_ << ": " << info(one.code).name << " " << one.segment_id << one.element.value_or(0) << " "
                    << one.message << "\n"
                    << *answer;
    }
  }

  guide::Library& library_;
  const std::string& file_;
  int count_ = 0;
};

TEST(Corpus, EveryFileIsAcknowledgedSoundly) {
  const auto folder = corpus_folder();
  std::error_code ignored;
  if (!fs::exists(folder / "MANIFEST.tsv", ignored)) {
    std::cout << "corpus: absent\n";
    return;
  }
  guide::Library library(fs::path(LONGSHORE_SOURCE_DIR) / "parsers/dictionaries");
  int count = 0;
  for (const auto& sample : corpus_samples()) {
    const auto text = contents(folder / "files" / sample.file);
    auto file = read(text);
    Answers answers(library, sample.file);
    for (auto& received : file.interchanges) answers.add(received);
    count += answers.count() > 0 ? 1 : 0;
  }
  std::cout << "corpus: " << count << " acknowledged\n";
}

}  // namespace
}  // namespace longshore::parsers::test
