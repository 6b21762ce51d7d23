#include "parsers/edifact/aperak.h"

#include "engine/model/text.h"
#include "parsers/fields.h"
#include "parsers/source.h"

#include <algorithm>
#include <array>

namespace longshore::edifact {
namespace {

using parsers::ApplicationAdvice;
using parsers::ApplicationError;
using parsers::Decision;
using parsers::field;
using parsers::Segment;

constexpr std::string_view original_message = "AGO";  // 1153: the sender's reference to it
constexpr std::size_t longest_number = 35;            // 1004, 1154
constexpr std::size_t longest_line = 70;              // 4440
constexpr std::size_t text_lines = 3;
constexpr std::uint32_t place_line = 4;
constexpr std::uint32_t value_line = 5;
constexpr std::size_t most_references = 9;
constexpr std::size_t most_errors = 999;
constexpr std::size_t longest_code = 8;  // 9321

std::string_view code_of(Decision decision) {
  switch (decision) {
    case Decision::accepted:
      return "AP";
    case Decision::accepted_with_changes:
      return "AC";
    case Decision::rejected:
      break;
  }
  return "RE";
}

/// "LIN 5 3 1 2": tag, segment, element, component, repetition; zeros at the end left out.
std::string place_text(const ApplicationError& error) {
  if (error.tag.empty() || error.position == 0) return {};
  std::array<std::uint32_t, 4> numbers{error.position, error.element, error.component, error.repetition};
  auto count = numbers.size();
  while (count > 1 && numbers.at(count - 1) == 0) --count;
  auto out = error.tag;
  for (std::size_t i = 0; i < count; ++i) out += " " + std::to_string(numbers.at(i));
  return out;
}

/// False where the line is no place but a partner's fourth line of text.
bool read_place(const std::string& line, ApplicationError& error) {
  const auto words = split(line, ' ');
  if (words.size() < 2 || words.size() > 5 || words[0].size() != 3) return false;
  std::array<std::uint32_t, 4> numbers{};
  for (std::size_t i = 1; i < words.size(); ++i) {
    const auto number = parsers::parse_count(words[i]);
    if (!number) return false;
    numbers.at(i - 1) = *number;
  }
  error.tag = words[0];
  error.position = numbers[0];
  error.element = numbers[1];
  error.component = numbers[2];
  error.repetition = numbers[3];
  return true;
}

OutElement free_text(const ApplicationError& error, const parsers::Interchange& received) {
  auto lines = parsers::lines_of(quotable(error.text, received), longest_line);
  lines.resize(text_lines);
  lines.push_back(quotable(place_text(error), received));
  auto value = parsers::lines_of(quotable(error.bad_value, received), longest_line);
  lines.push_back(value.empty() ? std::string{} : std::move(value.front()));
  const bool any = std::ranges::any_of(lines, [](const auto& line) { return !line.empty(); });
  if (any && lines[0].empty()) lines[0] = error.code;  // the first line is mandatory
  return OutElement::composite(std::move(lines));
}

Result<OutMessage> message_of(const ApplicationAdvice& advice, const parsers::Interchange& received,
                              std::string_view version, std::uint32_t reference) {
  if (!can_mirror(advice.document.value, longest_number) || !can_mirror(advice.number, longest_number)) {
    return fail_permanent("edifact", "MIRRORED_ID_UNUSABLE",
                          "the advice's or the document's number cannot be written in an APERAK, which must name them");
  }
  OutMessage out{std::to_string(reference), "APERAK", std::string(version), {}};
  out.body.push_back({"BGM", {"305", advice.number, "", std::string(code_of(advice.decision))}});
  out.body.push_back(
      {"DTM", {OutElement::composite({"137", parsers::date8(advice.at) + parsers::time4(advice.at), "203"})}});
  const auto refer = [&](std::string_view qualifier, const std::string& value) {
    out.body.push_back({"RFF", {OutElement::composite({std::string(qualifier), value})}});
  };
  refer(advice.document.qualifier, advice.document.value);
  if (can_mirror(advice.control_number, longest_number)) refer(original_message, advice.control_number);
  for (const auto& one : advice.references) {
    if (can_mirror(one.value, longest_number) && out.body.size() < most_references + 2) refer(one.qualifier, one.value);
  }
  for (const auto& one : std::span(advice.errors).first(std::min(most_errors, advice.errors.size()))) {
    out.body.push_back({"ERC", {can_mirror(one.code, longest_code) ? one.code : "18"}});
    auto text = free_text(one, received);
    if (!text.empty()) out.body.push_back({"FTX", {"AAO", "", "", std::move(text)}});
  }
  return out;
}

class AperakReader {
 public:
  ApplicationAdvice read(const parsers::Transaction& transaction) && {
    for (const auto& segment : transaction.segments) take(segment);
    out_.decision = decision();
    return std::move(out_);
  }

 private:
  void take(const Segment& segment) {
    const auto tag = segment.tag();
    if (tag == "BGM") {
      document_ = field(segment, 1);
      out_.number = field(segment, 2);
      response_ = field(segment, 4);
    } else if (tag == "DTM" && field(segment, 1, 1) == "137") {
      const auto value = field(segment, 1, 2);
      out_.at = parsers::civil_time(value.substr(0, 8), value.size() > 8 ? value.substr(8) : std::string{});
    } else if (tag == "RFF" && out_.errors.empty()) {
      take_reference({field(segment, 1, 1), field(segment, 1, 2)});
    } else if (tag == "ERC") {
      out_.errors.push_back({field(segment, 1), {}});
      text_taken_ = false;
    } else if (tag == "FTX" && !out_.errors.empty() && !text_taken_) {
      take_text(segment);
      text_taken_ = true;
    }
  }

  void take_reference(parsers::Reference one) {
    if (one.qualifier == original_message && out_.control_number.empty()) {
      out_.control_number = std::move(one.value);
    } else if (out_.document.value.empty()) {
      out_.document = std::move(one);
    } else {
      out_.references.push_back(std::move(one));
    }
  }

  void take_text(const Segment& segment) {
    auto& error = out_.errors.back();
    std::vector<std::string> lines;
    for (std::uint32_t i = 1; i <= text_lines; ++i) lines.push_back(field(segment, 4, i));
    const auto fourth = field(segment, 4, place_line);
    const auto fifth = field(segment, 4, value_line);
    if (fourth.empty() || read_place(fourth, error)) {
      error.bad_value = fifth;
    } else {
      lines.push_back(fourth);
      lines.push_back(fifth);
    }
    error.text = parsers::joined_lines(lines);
  }

  Decision decision() const {
    if (response_ == "RE") return Decision::rejected;
    if (response_ == "AP") return Decision::accepted;
    if (response_ == "AC" || response_ == "AI") return Decision::accepted_with_changes;
    const bool error_message = document_ == "313";
    return error_message || !out_.errors.empty() ? Decision::rejected : Decision::accepted;
  }

  ApplicationAdvice out_;
  std::string document_;  // 1001
  std::string response_;  // 4343
  bool text_taken_ = false;
};

}  // namespace

std::string_view aperak_version(std::string_view version) {
  const auto parts = split(version, ':');
  const auto year = parts.size() > 1 ? parsers::parse_count(parts[1].substr(0, 2)) : std::nullopt;
  constexpr std::uint32_t pivot = 70;
  return year && *year >= 1 && *year < pivot ? "D:01B:UN" : "D:96A:UN";
}

Result<std::string> write_aperak(const parsers::Interchange& received, std::string_view version,
                                 std::span<const ApplicationAdvice> advices, const AnswerIds& ids) {
  if (advices.empty()) return fail_permanent("edifact", "NOTHING_TO_ADVISE", "there is no advice to write");
  auto out = mirrored(received, ids);
  if (!received.application_reference.empty()) out.application_reference = "APERAK";
  auto reference = ids.message_reference;
  for (const auto& one : advices) {
    LONGSHORE_TRY(auto message, message_of(one, received, version, reference++));
    out.messages.push_back(std::move(message));
  }
  return write_mirrored(received, std::move(out));
}

Result<ApplicationAdvice> read_aperak(const parsers::Transaction& transaction) {
  if (transaction.set != "APERAK") return fail_permanent("edifact", "NOT_AN_APERAK", "the message is no APERAK");
  return AperakReader().read(transaction);
}

}  // namespace longshore::edifact
