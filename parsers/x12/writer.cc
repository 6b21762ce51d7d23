#include "parsers/x12/writer.h"

#include "parsers/x12/grammar.h"

namespace longshore::x12 {
namespace {

using parsers::date6;
using parsers::date8;
using parsers::padded_number;
using parsers::time4;

Error refuse(std::string code, std::string what, std::string hint = {}) {
  return {Lasting::permanent, "x12", std::move(code), std::move(what), std::move(hint), std::nullopt};
}

/// Collects text; keeps the first error and writes nothing after it.
class Writer {
 public:
  Writer(const Layout& layout, std::string_view version) : layout_(layout) {
    if (version >= "00402") repetition_ = layout.delimiters.repetition;
  }

  void isa(const OutInterchange& interchange);
  void group(const OutGroup& group);
  void segment(const OutSegment& segment);
  Result<std::string> finish() && {
    if (error_) return fail(std::move(*error_));
    return std::move(out_);
  }
  const std::optional<Error>& error() const { return error_; }

 private:
  void transaction(const OutTransaction& transaction);
  void whole_isa(const std::vector<std::string>& elements);
  void end_segment() {
    out_ += layout_.delimiters.segment;
    out_ += layout_.line_break;
    ++segments_;
  }
  void fixed(std::string_view value, std::size_t width, std::string_view what);
  void at_most(std::string_view value, std::size_t length, std::string_view what);
  void data(std::string_view value, std::string_view tag, std::size_t position);
  void element(const OutElement& element, std::string_view tag, std::size_t position);
  bool may_hold(char c) const;
  void set_error(Error error) {
    if (!error_) error_ = std::move(error);
  }

  const Layout& layout_;
  std::optional<char> repetition_;
  std::string out_;
  std::size_t segments_ = 0;
  std::optional<Error> error_;
};

bool Writer::may_hold(char c) const {
  const auto& d = layout_.delimiters;
  return !parsers::is_control_character(c) && c != d.segment && c != d.element && c != d.component && c != repetition_;
}

void Writer::data(std::string_view value, std::string_view tag, std::size_t position) {
  const auto bad = std::ranges::find_if(value, [this](char c) { return !may_hold(c); });
  if (bad != value.end()) {
    set_error(refuse(
        "DATA_HOLDS_DELIMITER",
        std::string(tag) + padded_number(position, 2) + " holds a delimiter or a control character: X12 has no escape",
        "choose other delimiters for this partner, or change the data"));
  }
  out_ += value;
}

void Writer::fixed(std::string_view value, std::size_t width, std::string_view what) {
  out_ += layout_.delimiters.element;
  at_most(value, width, what);
  data(value, what, 0);
  out_.append(width - std::min(width, value.size()), ' ');
}

void Writer::isa(const OutInterchange& interchange) {
  const auto& number = interchange.control_number;
  if (number.empty() || number.size() > 9 || !std::ranges::all_of(number, parsers::is_digit)) {
    set_error(refuse("CONTROL_NUMBER_INVALID", "ISA13 must be one to nine digits"));
  }
  out_ += "ISA";
  if (!interchange.header.empty()) return whole_isa(interchange.header);
  fixed("00", 2, "ISA01");
  fixed("", 10, "ISA02");
  fixed("00", 2, "ISA03");
  fixed("", 10, "ISA04");
  fixed(interchange.sender.qualifier, 2, "ISA05");
  fixed(interchange.sender.id, 15, "ISA06");
  fixed(interchange.receiver.qualifier, 2, "ISA07");
  fixed(interchange.receiver.id, 15, "ISA08");
  fixed(date6(interchange.at), 6, "ISA09");
  fixed(time4(interchange.at), 4, "ISA10");
  out_ += layout_.delimiters.element;
  out_ += repetition_.value_or('U');
  fixed(interchange.version, 5, "ISA12");
  fixed(std::string(9 - std::min<std::size_t>(9, number.size()), '0') + number, 9, "ISA13");
  fixed(interchange.acknowledgement_requested ? "1" : "0", 1, "ISA14");
  fixed(interchange.usage, 1, "ISA15");
  out_ += layout_.delimiters.element;
  out_ += layout_.delimiters.component;
  end_segment();
}

void Writer::whole_isa(const std::vector<std::string>& elements) {
  constexpr std::array<std::size_t, 16> widths{2, 10, 2, 10, 2, 15, 2, 15, 6, 4, 1, 5, 9, 1, 1, 1};
  if (elements.size() != widths.size()) return set_error(refuse("ENVELOPE_VALUE_TOO_LONG", "ISA has sixteen elements"));
  for (std::size_t i = 0; i < widths.size(); ++i) {
    const bool declares = i == 10 || i == 15;  // the separators themselves
    if (!declares) {
      fixed(elements[i], widths.at(i), "ISA" + padded_number(i + 1, 2));
      continue;
    }
    out_ += layout_.delimiters.element;
    out_ += i == 15 ? layout_.delimiters.component : repetition_.value_or(elements[i].empty() ? 'U' : elements[i][0]);
  }
  end_segment();
}

void Writer::element(const OutElement& element, std::string_view tag, std::size_t position) {
  out_ += layout_.delimiters.element;
  for (std::size_t r = 0; r < element.repetitions.size(); ++r) {
    if (r > 0 && !repetition_)
      set_error(refuse("REPETITION_UNAVAILABLE", "this version or layout has no repetition separator"));
    if (r > 0) out_ += repetition_.value_or('?');
    auto components = element.repetitions[r];
    while (!components.empty() && components.back().empty()) components.pop_back();
    for (std::size_t c = 0; c < components.size(); ++c) {
      if (c > 0) out_ += layout_.delimiters.component;
      data(components[c], tag, position);
    }
  }
}

void Writer::segment(const OutSegment& segment) {
  if (!parsers::is_tag(segment.tag, 2))
    set_error(refuse("SEGMENT_TAG_INVALID", "\"" + segment.tag + "\" is no segment tag"));
  out_ += segment.tag;
  const auto count = segment.written_count();
  for (std::size_t i = 0; i < count; ++i) element(segment.elements[i], segment.tag, i + 1);
  end_segment();
}

void Writer::transaction(const OutTransaction& transaction) {
  const auto before = segments_;
  if (!transaction.header)
    segment({"ST", {transaction.set, transaction.control_number, transaction.implementation}});
  else
    segment({"ST", *transaction.header});
  for (const auto& one : transaction.body) segment(one);
  segment({"SE", {std::to_string(segments_ - before + 1), transaction.control_number}});
}

void Writer::at_most(std::string_view value, std::size_t length, std::string_view what) {
  if (value.size() > length)
    set_error(refuse("ENVELOPE_VALUE_TOO_LONG", std::string(what) + " is longer than " + std::to_string(length)));
}

void Writer::group(const OutGroup& group) {
  at_most(group.control_number, 9, "GS06");
  at_most(group.version, 12, "GS08");
  const bool long_date = group.version >= "004";
  std::vector<OutElement> made{group.functional_id,      group.sender,
                               group.receiver,           long_date ? date8(group.at) : date6(group.at),
                               time4(group.at),          group.control_number,
                               group.responsible_agency, group.version};
  segment({"GS", group.header.value_or(std::move(made))});
  for (const auto& one : group.transactions) transaction(one);
  segment({"GE", {std::to_string(group.transactions.size()), group.control_number}});
}

}  // namespace

bool usable(const parsers::Delimiters& d) {
  const bool same = d.segment == d.element || d.segment == d.component || d.element == d.component ||
                    d.repetition == d.segment || d.repetition == d.element || d.repetition == d.component;
  const auto high = [](char c) { return static_cast<unsigned char>(c) >= 0x80; };
  const bool one_character = high(d.component) && high(d.segment);  // as UTF-8 reads the end of the header
  return !same && !one_character && !parsers::is_filler(d.element) && !parsers::is_alphanumeric(d.segment) &&
         !parsers::is_alphanumeric(d.element) && !parsers::is_alphanumeric(d.component);
}

Result<std::string> write(const OutInterchange& interchange, const Layout& layout) {
  if (!usable(layout.delimiters)) {
    return fail(refuse("DELIMITERS_UNUSABLE", "the delimiters must differ and be no letters or digits"));
  }
  Writer writer(layout, interchange.version);
  writer.isa(interchange);
  for (const auto& one : interchange.acknowledgements) writer.segment(one);
  for (const auto& one : interchange.groups) writer.group(one);
  const auto& number = interchange.control_number;
  const auto padded = std::string(9 - std::min<std::size_t>(9, number.size()), '0') + number;
  writer.segment({"IEA", {std::to_string(interchange.groups.size()), padded}});
  return std::move(writer).finish();
}

}  // namespace longshore::x12
