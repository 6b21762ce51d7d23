#include "parsers/guide/element_check.h"

#include "engine/model/timestamp.h"
#include "parsers/locate.h"

namespace longshore::guide {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool all_digits(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, is_digit);
}

int number(std::string_view digits) {
  int value = 0;
  for (char c : digits) value = value * 10 + (c - '0');
  return value;
}

/// Digits with at most one mark, at least one digit, a leading minus (EDIFACT also allows a plus).
bool is_number(std::string_view text, std::string_view marks, bool plus) {
  if (!text.empty() && (text.front() == '-' || (plus && text.front() == '+'))) text.remove_prefix(1);
  std::size_t digits = 0;
  std::size_t points = 0;
  for (char c : text) {
    if (is_digit(c)) {
      ++digits;
    } else if (marks.find(c) != std::string_view::npos) {
      ++points;
    } else {
      return false;
    }
  }
  return digits > 0 && points <= 1;
}

/// X12 R may carry an exponent.
bool is_real(std::string_view text) {
  const auto exponent = text.find('E');
  if (exponent == std::string_view::npos) return is_number(text, ".", false);
  return is_number(text.substr(0, exponent), ".", false) && is_number(text.substr(exponent + 1), "", false);
}

bool has_control_character(std::string_view text) {
  return std::ranges::any_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
}

std::string in_words(const Element& element) {
  const auto max = std::to_string(element.max);
  return (element.min == element.max ? max : std::to_string(element.min) + ".." + max) + " characters";
}

}  // namespace

std::size_t counted_length(std::string_view data, ElementType type) {
  const auto counts = [type](char c) {
    if (type == ElementType::real || type == ElementType::integer || type == ElementType::number) {
      return c != '-' && c != '+' && c != '.' && c != ',' && c != 'E';
    }
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80;
  };
  return static_cast<std::size_t>(std::ranges::count_if(data, counts));
}

bool is_date(std::string_view data) {
  if (!all_digits(data) || (data.size() != 6 && data.size() != 8)) return false;
  CivilTime date;
  date.year = data.size() == 8 ? number(data.substr(0, 4)) : 2000 + number(data.substr(0, 2));
  date.month = number(data.substr(data.size() - 4, 2));
  date.day = number(data.substr(data.size() - 2));
  return date.valid();
}

bool is_time(std::string_view data) {
  if (!all_digits(data) || data.size() < 4 || data.size() == 5 || data.size() > 8) return false;
  const bool seconds = data.size() < 6 || number(data.substr(4, 2)) < 60;
  const auto clock = data.substr(0, std::min<std::size_t>(6, data.size()));
  if (clock == "2400" || clock == "240000") return true;  // midnight at a day's end, as many write it
  return number(data.substr(0, 2)) < 24 && number(data.substr(2, 2)) < 60 && seconds;
}

void ElementCheck::check(const parsers::Segment& segment, const SegmentDefinition& definition, std::string_view loop) {
  segment_ = &segment;
  definition_ = &definition;
  loop_ = loop;
  if (levels_.dictionary) check_shape();
  for (std::uint32_t i = 0; i < definition.elements.size(); ++i) check_element(i + 1, definition.elements[i]);
  if (!levels_.notes) return;
  for (const auto& note : definition.notes) check_note(note);
}

void ElementCheck::check_shape() {
  const auto count = segment_->element_count();
  const auto defined = static_cast<std::uint32_t>(definition_->elements.size());
  std::uint32_t last = count;
  while (last > 0 && segment_->element(last).empty()) --last;
  if (last == 0 && defined > 0) return report(Code::SEGMENT_EMPTY, {}, {}, {});
  if (last > defined)
    report(Code::ELEMENT_TOO_MANY, {defined + 1}, segment_->element(defined + 1), "at most " + std::to_string(defined));
  if (count > last) report(Code::TRAILING_DELIMITERS, {count}, {}, {});
}

void ElementCheck::check_element(std::uint32_t position, const ElementUse& use) {
  const auto whole = segment_->element(position);
  if (whole.empty()) {
    const bool any = segment_->element_count() > 0;
    if (use.mandatory && levels_.dictionary && any)
      report(Code::ELEMENT_MISSING, {position}, whole, std::string(use.label()));
    return;
  }
  const auto repetitions = segment_->repetition_count(position);
  const bool repeats = repetitions > 1;
  if (use.repeat != 0 && repetitions > use.repeat && levels_.dictionary) {
    report(Code::REPETITION_TOO_MANY, {position, 0, use.repeat + 1}, segment_->component(position, 1, use.repeat + 1),
           "at most " + std::to_string(use.repeat));
  }
  const auto allowed = use.repeat != 0 ? std::min(repetitions, use.repeat) : repetitions;
  for (std::uint32_t repetition = 1; repetition <= allowed; ++repetition) {
    if (use.composite != nullptr) {
      check_composite(position, repetition, *use.composite, repeats);
      continue;
    }
    check_simple(position, repetition, *use.element, repeats);
  }
}

// In X12 a component separator within a simple element is taken for data, with a warning; EDIFACT has release
// characters for that.
void ElementCheck::check_simple(std::uint32_t position, std::uint32_t repetition, const Element& element,
                                bool repeats) {
  const Place place{position, 0, repeats ? repetition : 0};
  const auto count = segment_->component_count(position, repetition);
  const auto first = segment_->component(position, 1, repetition);
  if (count <= 1) return check_value(place, element, first);
  if (levels_.dictionary) {
    report(Code::COMPONENT_TOO_MANY, {position, 2, place.repetition}, segment_->component(position, 2, repetition),
           "no components");
    if (standard_ == parsers::Standard::x12) out_.back().severity = Severity::warning;
  }
  const auto last = segment_->component(position, count, repetition);
  const bool whole = standard_ == parsers::Standard::x12;
  check_value(place, element, whole ? std::string_view(first.data(), last.data() + last.size()) : first);
}

void ElementCheck::check_composite(std::uint32_t position, std::uint32_t repetition, const Composite& composite,
                                   bool repeats) {
  const auto count = segment_->component_count(position, repetition);
  const auto defined = static_cast<std::uint32_t>(composite.components.size());
  const auto shown = repeats ? repetition : 0;
  if (count > defined && levels_.dictionary) {
    report(Code::COMPONENT_TOO_MANY, {position, defined + 1, shown},
           segment_->component(position, defined + 1, repetition), "at most " + std::to_string(defined));
  }
  for (std::uint32_t i = 0; i < defined; ++i) {
    const auto& use = composite.components[i];
    const auto written = segment_->component(position, i + 1, repetition);
    const Place place{position, i + 1, shown};
    if (!written.empty()) {
      check_value(place, *use.element, written);
    } else if (use.mandatory && levels_.dictionary) {
      report(Code::ELEMENT_MISSING, place, written, use.element->label);
    }
  }
}

void ElementCheck::check_value(const Place& place, const Element& element, std::string_view written) {
  const auto plain = [this](char c) { return static_cast<unsigned char>(c) < 0x80 && c != delimiters_.release; };
  std::string decoded;
  auto data = written;
  if (!std::ranges::all_of(written, plain)) {
    decoded = segment_->value(place.element, std::max(1U, place.component), std::max(1U, place.repetition));
    data = decoded;
  }
  bool sound = true;
  if (levels_.dictionary) {
    sound = check_length(place, element, data) && check_type(place, element, data);
  }
  if (levels_.codes && sound) check_code(place, element, data);
}

bool ElementCheck::check_length(const Place& place, const Element& element, std::string_view data) {
  const auto length = counted_length(data, element.type);
  if (length > element.max) report(Code::ELEMENT_TOO_LONG, place, data, in_words(element));
  if (length < element.min) report(Code::ELEMENT_TOO_SHORT, place, data, in_words(element));
  return length >= element.min && length <= element.max;
}

bool ElementCheck::check_type(const Place& place, const Element& element, std::string_view data) {
  const auto fails = [&](bool sound, Code code, std::string expected) {
    if (!sound) report(code, place, data, std::move(expected));
    return sound;
  };
  switch (element.type) {
    case ElementType::date:
      return fails(is_date(data), Code::ELEMENT_BAD_DATE, "a date: YYMMDD or CCYYMMDD");
    case ElementType::time:
      return fails(is_time(data), Code::ELEMENT_BAD_TIME, "a time: HHMM, HHMMSS or HHMMSSD");
    case ElementType::real:
      return fails(is_real(data), Code::ELEMENT_BAD_TYPE, "a decimal number");
    case ElementType::integer:
      return fails(is_number(data, "", false), Code::ELEMENT_BAD_TYPE, "a whole number");
    case ElementType::number:
      return fails(is_number(data, ".,", true), Code::ELEMENT_BAD_TYPE, "a number");
    case ElementType::letters:
      return fails(std::ranges::none_of(data, is_digit), Code::ELEMENT_BAD_TYPE, "no digits");
    case ElementType::binary:
      return true;
    case ElementType::text:
    case ElementType::code:
      break;
  }
  return fails(!has_control_character(data), Code::ELEMENT_BAD_TYPE, "no control characters");
}

void ElementCheck::check_code(const Place& place, const Element& element, std::string_view data) {
  const bool judged = element.codes != nullptr && element.codes->complete;
  if (judged && !element.codes->has(data)) report(Code::ELEMENT_BAD_CODE, place, data, "a code of list " + element.id);
}

bool ElementCheck::has(std::uint32_t position) const {
  return !segment_->element(position).empty();
}

void ElementCheck::check_note(const SyntaxNote& note) {
  const auto present = std::ranges::count_if(note.positions, [this](auto position) { return has(position); });
  const auto all = static_cast<std::ptrdiff_t>(note.positions.size());
  const bool first = has(note.positions.front());
  const auto missing = std::ranges::find_if(note.positions, [this](auto position) { return !has(position); });
  bool violated = false;
  std::string rule;
  switch (note.kind) {
    case 'P':
      violated = present != 0 && present != all;
      rule = "all of them or none";
      break;
    case 'R':
      violated = present == 0;
      rule = "at least one of them";
      break;
    case 'E':
      violated = present > 1;
      rule = "at most one of them";
      break;
    case 'C':
      violated = first && present != all;
      rule = "with the first also all others";
      break;
    default:
      violated = first && present == 1;
      rule = "with the first also one of the others";
      break;
  }
  if (!violated) return;
  auto at = missing == note.positions.end() ? note.positions.back() : *missing;
  if (note.kind == 'E')
    at = *std::ranges::find_if(note.positions.rbegin(), note.positions.rend(),
                               [this](auto position) { return has(position); });
  report(Code::NOTE_VIOLATED, {at}, segment_->element(at), note.text() + ": " + rule);
}

void ElementCheck::report(Code code, const Place& place, std::string_view written, std::string expected,
                          std::string message) {
  auto found = parsers::locate(diagnose(code, std::move(message)), *segment_);
  found.loop = loop_;
  if (place.element != 0) found.element = place.element;
  if (place.component != 0) found.component = place.component;
  if (place.repetition != 0) found.repetition = place.repetition;
  if (!expected.empty()) found.expected = std::move(expected);
  if (!written.empty()) {
    const auto part = segment_->component(place.element, std::max(1U, place.component), std::max(1U, place.repetition));
    found.byte_range = segment_->range_of(part);
    found.value = std::string(written.substr(0, 200));
  }
  out_.push_back(std::move(found));
}

}  // namespace longshore::guide
