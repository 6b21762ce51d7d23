// read(write(x)) == x over many made-up acknowledgements, the same ones every time.
#include "parsers/edifact/aperak.h"
#include "parsers/edifact/contrl.h"
#include "parsers/owed_acknowledgement.h"
#include "parsers/x12/acknowledgement.h"
#include "parsers/x12/application_advice.h"
#include "parsers/x12/ta1.h"
#include "tests/unit/parsers/fixtures.h"

#include <random>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace longshore::parsers {
namespace {

using namespace test;
using ::testing::IsEmpty;

constexpr int rounds = 400;
const CivilTime at{2026, 3, 3, 8, 15, 0};

class Maker {
 public:
  explicit Maker(std::uint32_t seed) : random_(seed) {}

  std::uint32_t below(std::uint32_t limit) { return static_cast<std::uint32_t>(random_() % limit); }
  bool flip() { return below(2) == 0; }
  /// Some of `characters`, no blank at either end.
  std::string word(std::size_t longest, std::string_view characters = "ABCDEFGHIJ0123456789-./ ") {
    std::string out(1 + below(static_cast<std::uint32_t>(longest)), 'X');
    for (std::size_t i = 1; i + 1 < out.size(); ++i)
      out[i] = characters[below(static_cast<std::uint32_t>(characters.size()))];
    return out;
  }
  std::string maybe(std::string value) { return flip() ? std::move(value) : std::string{}; }
  std::string of(std::initializer_list<std::string_view> list) {
    return std::string(list.begin()[below(static_cast<std::uint32_t>(list.size()))]);
  }
  std::string tag() { return word(1) + of({"TM", "FF", "AD", "1A"}); }
  std::string text() {
    std::string out = word(12, "abcdefghij");
    for (auto i = below(25); i > 0; --i) out += " " + word(12, "ABCDEF,.-");
    return out;
  }
  std::vector<std::string> codes(std::uint32_t most) {
    std::vector<std::string> out;
    for (auto i = below(most + 1); i > 0; --i) out.push_back(std::to_string(1 + below(30)));
    return out;
  }
  template <class F>
  auto several(std::uint32_t most, F make) {
    std::vector<decltype(make())> out;
    for (auto i = below(most + 1); i > 0; --i) out.push_back(make());
    return out;
  }

 private:
  std::mt19937 random_;
};

Interchange received_x12(bool later) {
  Interchange out;
  out.version = later ? "00501" : "00401";
  out.sender = {"02", "NORTHWIND", ""};
  out.receiver = {"ZZ", "HARBOUR", ""};
  out.delimiters = {'~', '*', ':', later ? std::optional('^') : std::nullopt, std::nullopt, '.'};
  return out;
}

x12::ErrorContext context(Maker& make) {
  return {make.word(35),       make.maybe(make.word(35)), make.tag(),
          1 + make.below(900), make.maybe(make.word(6)),  make.below(3),
          make.below(3)};
}

x12::SegmentNote segment_note(Maker& make, bool later, bool contexts) {
  x12::SegmentNote out{make.tag(), 1 + make.below(999), make.maybe(make.word(6)), make.of({"1", "3", "8"}), {}};
  if (contexts) out.contexts = make.several(3, [&] { return context(make); });
  out.elements = make.several(4, [&] {
    x12::ElementNote note{1 + make.below(99),        make.below(4),
                          later ? make.below(4) : 0, make.maybe("353"),
                          make.of({"1", "7", "10"}), make.maybe(make.word(99))};
    if (contexts) note.contexts = make.several(2, [&] { return context(make); });
    return note;
  });
  return out;
}

x12::FunctionalAcknowledgement acknowledgement(Maker& make, bool later) {
  x12::FunctionalAcknowledgement out;
  const bool implementation = later && make.flip();
  if (implementation) out.as = x12::AcknowledgementSet::implementation;
  out.functional_id = make.of({"QM", "SH", "IM"});
  out.control_number = std::to_string(1 + make.below(999'999'999));
  out.sets = make.several(4, [&] {
    x12::SetResponse set{"214", padded_number(make.below(99'999), 4), {}, make.of({"A", "E", "R"}), make.codes(5)};
    set.segments = make.several(4, [&] { return segment_note(make, later, implementation); });
    if (later) set.implementation = make.maybe("005010X214");
    return set;
  });
  out.status = make.of({"A", "E", "P", "R"});
  out.included = make.below(9);
  out.received = make.below(9);
  out.accepted = make.below(9);
  out.errors = make.codes(5);
  if (later) out.version = make.of({"005010", "005010X214A1"});
  return out;
}

TEST(RoundTrip, FunctionalAndImplementationAcknowledgements) {
  Maker make(997);
  for (int round = 0; round < rounds; ++round) {
    const bool later = make.flip();
    auto received = received_x12(later);
    std::vector<x12::FunctionalAcknowledgement> written;
    for (auto i = 1 + make.below(3); i > 0; --i) {
      written.push_back(acknowledgement(make, later));
      Group group;
      group.functional_id = written.back().functional_id;
      group.control_number = written.back().control_number;
      group.version = later ? "005010" : "004010";
      group.sender = make.of({"NWND", "OTHER"});
      group.receiver = "HARB";
      received.groups.push_back(std::move(group));
    }
    const auto text = x12::write_acknowledgements(received, written, {1, 1, 1, at, "T"}).value();
    const auto file = read(text);
    ASSERT_THAT(names(all_diagnostics(file)), IsEmpty()) << text;
    std::vector<x12::FunctionalAcknowledgement> back;
    for (const auto* set : all_sets(file)) back.push_back(x12::read_acknowledgement(*set).value());
    ASSERT_THAT(back, ::testing::UnorderedElementsAreArray(written)) << text;
    const auto owed = owed_from_json(to_json({received, written})).value();
    ASSERT_EQ(write(owed, 1, at).value(),
              x12::write_acknowledgements(received, written, {1, 1, 1, at, received.usage}).value());
  }
}

TEST(RoundTrip, InterchangeAcknowledgements) {
  Maker make(1);
  for (int round = 0; round < rounds; ++round) {
    const auto received = received_x12(make.flip());
    const x12::InterchangeAcknowledgement written{padded_number(make.below(999'999'999), 9), "260302", "1405",
                                                  make.of({"A", "E", "R"}), padded_number(make.below(32), 3)};
    const auto text = x12::write_ta1(received, written, {1, 1, 1, at, "P"}).value();
    const auto file = read(text);
    ASSERT_THAT(x12::read_ta1(file.interchanges.at(0)), ::testing::ElementsAre(written));
  }
}

constexpr std::string_view level_a = "ABC012 .,-()/='+:?!\"%&*;<>";

Interchange received_edifact(Maker& make) {
  Interchange out;
  out.standard = Standard::edifact;
  out.syntax = make.of({"UNOA", "UNOB", "UNOC", "UNOY"});
  out.version = make.of({"3", "4"});
  out.sender = {make.maybe("14"), make.word(35, level_a), make.maybe(make.word(14, level_a))};
  out.receiver = {make.maybe("ZZ"), make.word(35, level_a), make.maybe(make.word(14, level_a))};
  out.control_number = make.word(14, level_a);
  out.application_reference = make.maybe("ORDERS");
  out.delimiters = make.flip() ? edifact::default_delimiters("UNOC", out.version)
                               : Delimiters{'!', '=', '%', std::nullopt, '"', ','};
  return out;
}

edifact::ServiceError service_error(Maker& make) {
  if (make.flip()) return {};
  edifact::ServiceError out{std::to_string(1 + make.below(48)), make.maybe("UNT"), {}, 0};
  if (make.flip()) {
    out.element = make.below(20);
    out.component = make.below(4);
  }
  return out;
}

edifact::MessageResponse message(Maker& make, bool later) {
  edifact::MessageResponse out;
  out.reference = make.word(14, level_a);
  out.type = make.word(6);
  out.version = make.of({"D:96A:UN", "D:01B:UN:EAN007"});
  out.action = make.of({"4", "7"});
  out.error = service_error(make);
  out.segments = make.several(4, [&] {
    edifact::SegmentError segment{1 + make.below(9'999), make.maybe("15"), {}};
    segment.elements = make.several(
        3, [&] { return edifact::ElementError{"12", make.below(30), make.below(5), later ? make.below(4) : 0}; });
    return segment;
  });
  return out;
}

TEST(RoundTrip, Contrls) {
  Maker make(9735);
  for (int round = 0; round < rounds; ++round) {
    const auto received = received_edifact(make);
    const bool later = received.version == "4";
    edifact::Contrl written{received.control_number,
                            received.sender,
                            received.receiver,
                            make.of({"4", "7", "8"}),
                            service_error(make),
                            {},
                            {}};
    const auto messages = [&] { return make.several(3, [&] { return message(make, later); }); };
    if (make.flip()) {
      written.messages = messages();
    } else {
      written.groups = make.several(3, [&] {
        return edifact::GroupResponse{make.word(14, level_a), make.word(35, level_a), make.word(35, level_a),
                                      make.of({"4", "7"}),    service_error(make),    messages()};
      });
    }
    const auto text = edifact::write_contrl(received, written, {1, 1, at, "T"});
    ASSERT_TRUE(text) << text.error().describe();
    const auto owed = owed_from_json(to_json({received, written})).value();
    ASSERT_EQ(write(owed, 1, at).value(), edifact::write_contrl(received, written, {1, 1, at, ""}).value());
    const auto file = read(*text);
    ASSERT_THAT(names(all_diagnostics(file)), IsEmpty()) << *text;
    ASSERT_EQ(edifact::read_contrl(*all_sets(file).at(0)).value(), written) << *text;
  }
}

ApplicationAdvice advice(Maker& make, bool x12, bool later) {
  ApplicationAdvice out;
  out.number = make.word(30);
  out.at = at;
  out.decision = static_cast<Decision>(make.below(3));
  out.document = {x12 ? "BM" : "ACW", make.word(30)};
  out.control_number = padded_number(1 + make.below(9'999), 4);
  out.references = make.several(4, [&] { return Reference{x12 ? "PO" : "ON", make.word(30)}; });
  if (x12) {
    out.set = make.of({"214", "856"});
    out.group_control_number = make.maybe("7");
    out.sender = make.maybe("NWND");
    out.receiver = make.maybe("HARB");
  }
  out.errors = make.several(4, [&] {
    ApplicationError one{make.of({"007", "848", "9"}), make.text().substr(0, x12 ? 400 : 190),
                         make.maybe(make.word(70))};
    one.text.resize(one.text.find_last_not_of(' ') + 1);
    if (make.flip()) {
      one.tag = make.tag();
      one.position = 1 + make.below(999);
      one.element = make.below(20);
      const bool exact = one.element > 0 && (later || !x12);
      if (exact) one.component = make.below(4);
      if (exact) one.repetition = make.below(4);
    }
    return one;
  });
  return out;
}

TEST(RoundTrip, ApplicationAdvices) {
  Maker make(824);
  for (int round = 0; round < rounds; ++round) {
    const bool later = make.flip();
    const auto received = received_x12(later);
    Group group;
    group.version = later ? "005010" : "004010";
    group.sender = "NWND";
    group.receiver = "HARB";
    const auto written = advice(make, true, later);
    const auto text = x12::write_824(received, group, std::span(&written, 1), {1, 1, 1, at, "T"});
    ASSERT_TRUE(text) << text.error().describe();
    const auto file = read(*text);
    ASSERT_THAT(names(all_diagnostics(file)), IsEmpty()) << *text;
    ASSERT_THAT(x12::read_824(*all_sets(file).at(0)).value(), ::testing::ElementsAre(written)) << *text;
  }
}

TEST(RoundTrip, Aperaks) {
  Maker make(305);
  for (int round = 0; round < rounds; ++round) {
    auto received = received_edifact(make);
    if (received.syntax == "UNOA") received.syntax = "UNOB";  // texts keep their small letters
    const auto written = advice(make, false, false);
    const auto text =
        edifact::write_aperak(received, make.of({"D:96A:UN", "D:01B:UN"}), std::span(&written, 1), {1, 1, at, "P"});
    ASSERT_TRUE(text) << text.error().describe();
    const auto file = read(*text);
    ASSERT_THAT(names(all_diagnostics(file)), IsEmpty()) << *text;
    ASSERT_EQ(edifact::read_aperak(*all_sets(file).at(0)).value(), written) << *text;
  }
}

/// Bytes of every kind in everything that is mirrored or quoted: refused, or readable.
TEST(Hostile, NoReceivedByteMakesAnUnreadableAnswer) {
  Maker make(666);
  const auto bytes = [&] {
    std::string out(make.below(6) == 0 ? 10'000 : make.below(12), '\0');
    const bool printable = make.flip();
    for (auto& c : out) c = static_cast<char>(printable ? 0x20 + make.below(0x5F) : make.below(256));
    return out;
  };
  const auto party = [&] {
    return make.flip() ? EnvelopeParty{"14", "PARTNER", ""} : EnvelopeParty{bytes(), bytes(), bytes()};
  };
  int readable = 0;
  const auto expect_readable = [&](const Result<std::string>& text) {
    if (!text) return;
    ++readable;
    const auto file = read(*text);
    for (const auto& one : all_diagnostics(file)) ASSERT_NE(one.severity, Severity::error) << one.message << *text;
  };
  for (int round = 0; round < 500; ++round) {
    Interchange received;
    received.standard = make.flip() ? Standard::x12 : Standard::edifact;
    const bool x12 = received.standard == Standard::x12;
    received.version = make.flip() ? bytes() : x12 ? "00501" : "4";
    received.syntax = make.flip() ? bytes() : "UNOC";
    if (!x12) received.delimiters = edifact::default_delimiters("UNOC", "4");
    auto& delimiters = received.delimiters;
    for (auto* delimiter : {&delimiters.segment, &delimiters.element, &delimiters.component})
      if (make.below(4) == 0) *delimiter = static_cast<char>(make.below(256));
    received.sender = party();
    received.receiver = party();
    received.control_number = make.flip() ? bytes() : "000000101";
    received.date = make.flip() ? bytes() : "260302";
    received.time = make.flip() ? bytes() : "1405";
    Group group;
    group.implicit = !x12 && make.flip();
    group.functional_id = make.below(4) == 0 ? bytes() : "QM";
    group.control_number = make.below(4) == 0 ? bytes() : "7";
    group.version = make.below(4) == 0 ? bytes() : "005010X214";
    group.sender = make.below(4) == 0 ? bytes() : "NWND";
    group.receiver = "HARB";
    Transaction set;
    set.set = make.below(4) == 0 ? bytes() : x12 ? "214" : "IFTSTA";
    set.control_number = make.below(4) == 0 ? bytes() : "0001";
    set.version = make.below(4) == 0 ? bytes() : "D:96A:UN";
    set.status = make.flip() ? Status::rejected : Status::accepted_with_errors;
    auto found = diagnose(make.flip() ? Code::ELEMENT_BAD_CODE : Code::SEGMENT_UNKNOWN);
    found.segment_position = make.below(5) == 0 ? 4'000'000'000U : 2;
    found.segment_id = make.flip() ? bytes() : "B10";
    found.loop = bytes();
    found.element = make.below(5) == 0 ? 4'000'000'000U : 3;
    found.component = make.below(3);
    found.value = bytes();
    set.diagnostics = {found};
    group.transactions = {set};
    received.groups = {group};
    expect_readable(x12::write_acknowledgements(received, x12::acknowledge(received), {1, 1, 1, at, "P"}));
    expect_readable(x12::write_ta1(received, x12::acknowledge_interchange(received), {1, 1, 1, at, "P"}));
    if (const auto contrl = edifact::acknowledge(received))
      expect_readable(edifact::write_contrl(received, *contrl, {1, 1, at, "P"}));
    auto advised = advise(received, group, set);
    advised.number = "A1";
    expect_readable(x12::write_824(received, group, std::span(&advised, 1), {1, 1, 1, at, "P"}));
    expect_readable(edifact::write_aperak(received, "D:96A:UN", std::span(&advised, 1), {1, 1, at, "P"}));
  }
  EXPECT_GT(readable, 250);
}

}  // namespace
}  // namespace longshore::parsers
