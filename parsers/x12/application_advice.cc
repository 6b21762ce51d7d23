#include "parsers/x12/application_advice.h"

#include "parsers/fields.h"

#include <algorithm>
#include <array>

namespace longshore::x12 {
namespace {

using parsers::ApplicationAdvice;
using parsers::ApplicationError;
using parsers::count_field;
using parsers::Decision;
using parsers::field;
using parsers::number_or_empty;
using parsers::Segment;

constexpr std::size_t longest_reference = 30;  // 127
constexpr std::size_t longest_message = 60;    // TED02
constexpr std::size_t longest_note = 80;       // NTE02
constexpr std::size_t most_notes = 100;        // NTE below one TED
constexpr std::size_t most_references = 12;    // REF below one OTI
constexpr std::size_t longest_bad_value = 99;  // TED07
constexpr std::size_t longest_text = longest_message + most_notes * longest_note;
constexpr std::size_t longest_tag = 3;
constexpr std::size_t longest_error_code = 3;  // TED01
constexpr std::string_view unlisted_error = "024";

std::string_view code_of(Decision decision) {
  switch (decision) {
    case Decision::accepted:
      return "TA";
    case Decision::accepted_with_changes:
      return "TC";
    case Decision::rejected:
      break;
  }
  return "TR";
}

/// The second letter is the verdict, the first says about what: A accepted, C with changes, E with errors, P in part,
/// R rejected.
Decision decision_from(std::string_view code) {
  if (code.ends_with('R')) return Decision::rejected;
  return code.ends_with('A') ? Decision::accepted : Decision::accepted_with_changes;
}

class AdviceWriter {
 public:
  AdviceWriter(const parsers::Delimiters& delimiters, bool later) : delimiters_(delimiters), later_(later) {}

  Result<OutTransaction> write(const ApplicationAdvice& advice, std::uint32_t control) && {
    if (!can_mirror(advice.document.value, longest_reference, delimiters_) ||
        !can_mirror(advice.number, longest_reference, delimiters_)) {
      return fail_permanent("x12", "MIRRORED_ID_UNUSABLE",
                            "the advice's or the document's number cannot be written in an 824, which must name them");
    }
    out_.set = "824";
    out_.control_number = parsers::padded_number(control, 4);
    add({"BGN", {"00", advice.number, parsers::date8(advice.at), parsers::time4(advice.at)}});
    const auto control_number = mirrored(advice.control_number, 9);
    add({"OTI",
         {std::string(code_of(advice.decision)), advice.document.qualifier, advice.document.value,
          mirrored(advice.sender, 15), mirrored(advice.receiver, 15), "", "", mirrored(advice.group_control_number, 9),
          control_number, mirrored(advice.set, 3)}});
    for (const auto& one : std::span(advice.references).first(std::min(most_references, advice.references.size())))
      add({"REF", {one.qualifier, quotable(one.value, longest_reference, delimiters_)}});
    for (const auto& one : advice.errors) write_error(one);
    return std::move(out_);
  }

 private:
  void write_error(const ApplicationError& error) {
    const auto text = quotable(error.text, longest_text, delimiters_);
    auto first = parsers::lines_of(text, longest_message);
    std::string_view rest = text;
    if (!first.empty()) rest.remove_prefix(first.front().size());
    if (rest.starts_with(' ')) rest.remove_prefix(1);
    add({"TED",
         {mirrored(error.code, longest_error_code, unlisted_error), first.empty() ? std::string{} : first.front(),
          quotable(error.tag, longest_tag, delimiters_), number_or_empty(error.position), place(error), "",
          quotable(error.bad_value, longest_bad_value, delimiters_)}});
    auto notes = parsers::lines_of(rest, longest_note);
    for (std::size_t i = 0; i < std::min(notes.size(), most_notes); ++i) add({"NTE", {"", std::move(notes[i])}});
  }

  OutElement place(const ApplicationError& error) const {
    if (error.element == 0) return "";
    if (!later_) return std::to_string(error.element);
    return OutElement::composite(
        {std::to_string(error.element), number_or_empty(error.component), number_or_empty(error.repetition)});
  }

  std::string mirrored(const std::string& value, std::size_t longest, std::string_view otherwise = {}) const {
    return can_mirror(value, longest, delimiters_) ? value : std::string(otherwise);
  }
  void add(OutSegment segment) { out_.body.push_back(std::move(segment)); }

  const parsers::Delimiters& delimiters_;
  bool later_;
  OutTransaction out_;
};

class AdviceReader {
 public:
  std::vector<ApplicationAdvice> read(const parsers::Transaction& transaction) && {
    for (const auto& segment : transaction.segments) take(segment);
    return std::move(out_);
  }

 private:
  void take(const Segment& segment) {
    const auto tag = segment.tag();
    if (tag == "BGN") {
      number_ = field(segment, 2);
      at_ = parsers::civil_time(field(segment, 3), field(segment, 4));
    } else if (tag == "OTI") {
      take_original(segment);
    } else if (out_.empty()) {
      return;
    } else if (tag == "REF" && out_.back().errors.empty()) {
      out_.back().references.push_back({field(segment, 1), field(segment, 2)});
    } else if (tag == "TED") {
      take_error(segment);
    } else if (tag == "NTE" && !out_.back().errors.empty()) {
      auto& text = out_.back().errors.back().text;
      text = parsers::joined_lines({text, field(segment, 2)});
    }
  }

  void take_original(const Segment& segment) {
    auto& advice = out_.emplace_back();
    advice.number = number_;
    advice.at = at_;
    advice.decision = decision_from(field(segment, 1));
    advice.document = {field(segment, 2), field(segment, 3)};
    advice.sender = field(segment, 4);
    advice.receiver = field(segment, 5);
    advice.group_control_number = field(segment, 8);
    advice.control_number = field(segment, 9);
    advice.set = field(segment, 10);
  }

  void take_error(const Segment& segment) {
    auto& error = out_.back().errors.emplace_back();
    error.code = field(segment, 1);
    error.text = field(segment, 2);
    error.tag = field(segment, 3);
    error.position = count_field(segment, 4);
    error.element = count_field(segment, 5, 1);
    error.component = count_field(segment, 5, 2);
    error.repetition = count_field(segment, 5, 3);
    error.bad_value = field(segment, 7);
  }

  std::vector<ApplicationAdvice> out_;
  std::string number_;
  CivilTime at_;
};

}  // namespace

Result<std::string> write_824(const parsers::Interchange& received, const parsers::Group& group,
                              std::span<const ApplicationAdvice> advices, const AcknowledgementIds& ids) {
  if (advices.empty()) return fail_permanent("x12", "NOTHING_TO_ADVISE", "there is no advice to write");
  const auto layout = layout_of(received);
  const auto release = release_of(received, group);
  auto out = mirrored(received, ids);
  out.groups.push_back(
      {"AG", group.receiver, group.sender, ids.at, std::to_string(ids.group_control), "X", release, {}});
  auto control = ids.first_transaction_control;
  for (const auto& one : advices) {
    LONGSHORE_TRY(auto set, AdviceWriter(layout.delimiters, release >= release_005010).write(one, control++));
    out.groups[0].transactions.push_back(std::move(set));
  }
  return write(out, layout);
}

Result<std::vector<ApplicationAdvice>> read_824(const parsers::Transaction& transaction) {
  const auto is_original = [](const Segment& one) { return one.tag() == "OTI"; };
  if (transaction.set != "824" || std::ranges::none_of(transaction.segments, is_original))
    return fail_permanent("x12", "NOT_AN_824", "the set is no 824 with an OTI");
  return AdviceReader().read(transaction);
}

}  // namespace longshore::x12
