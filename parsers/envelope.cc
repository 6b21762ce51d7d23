#include "parsers/envelope.h"

#include "parsers/charset.h"

namespace longshore::parsers {
namespace {

std::string quoted(std::string_view text) {
  return "\"" + excerpt(text) + "\"";
}

}  // namespace

void check_trailer(const Segment& trailer, const TrailerFacts& facts, std::vector<Diagnostic>& out) {
  const auto written = trim_blanks(trailer.element(1));
  if (parse_count(written) != facts.count) {
    auto found = locate(diagnose(facts.count_wrong, std::string(trailer.tag()) + "01 says " + quoted(written) +
                                                        " but " + std::to_string(facts.count) + " were found."),
                        trailer, 1);
    found.expected = std::to_string(facts.count);
    out.push_back(std::move(found));
  }
  const auto control = trim_blanks(trailer.element(2));
  if (control != trim_blanks(facts.control_number)) {
    auto found =
        locate(diagnose(facts.control_mismatch, std::string(trailer.tag()) + "02 is " + quoted(control) +
                                                    " but the header has " + quoted(facts.control_number) + "."),
               trailer, 2);
    found.expected = std::string(facts.control_number);
    out.push_back(std::move(found));
  }
}

EnvelopeReader::EnvelopeReader(const Dialect& dialect, const Source& source, const Framing& framing,
                               const ReadOptions& options, SegmentStore& store, Interchange& interchange)
    : dialect_(dialect),
      source_(source),
      options_(options),
      store_(store),
      interchange_(interchange),
      cursor_(source.text, 0, framing, options.limits),
      style_{framing.delimiters, charset_of(interchange.syntax)},
      repertoire_(interchange.syntax) {
  const auto& d = framing.delimiters;
  for (char c : {d.segment, d.element, d.component, d.repetition.value_or(d.element), d.release.value_or(d.element)})
    repertoire_.allow(c);
}

std::size_t EnvelopeReader::read(std::size_t begin) {
  cursor_.seek(begin);
  last_end_ = begin;
  while (take() == After::go_on) {
  }
  return last_end_;
}

EnvelopeReader::After EnvelopeReader::take() {
  const auto at = cursor_.peek();
  if (dialect_.header_at(source_.text, at)) {
    finish_without_trailer(false);
    return After::done;
  }
  switch (cursor_.next(raw_)) {
    case SegmentCursor::Step::limit:
      reach_limit();
      return After::done;
    case SegmentCursor::Step::end:
      finish_without_trailer(true);
      return After::done;
    case SegmentCursor::Step::segment:
      break;
  }
  if (raw_.begin == raw_.end) {
    skip_empty();
    return After::go_on;
  }
  whole_from_ = 0xFFFF'FFFF;
  cut_at_embedded_start();
  const auto tag = raw_.tag(source_.text);
  if (tag == "BIN" || tag == "BDS") take_binary();
  const auto after = dispatch(dialect_.role(tag));
  last_end_ = raw_.after;
  return after;
}

EnvelopeReader::After EnvelopeReader::dispatch(Role role) {
  const bool starts_or_ends = role == Role::set_begin || role == Role::set_end || role == Role::group_begin ||
                              role == Role::group_end || role == Role::interchange_end;
  if (transaction_open_ && !starts_or_ends) {
    take_data();
    return After::go_on;
  }
  switch (role) {
    case Role::extension:
      take_extension();
      break;
    case Role::acknowledgement:
      if (group_open_) {
        take_unexpected(Code::SEGMENT_UNEXPECTED_IN_ENVELOPE, "TA1 stands before the first functional group.");
      } else {
        interchange_.envelope.push_back(make(0));
      }
      break;
    case Role::group_begin:
      take_group_begin();
      break;
    case Role::group_end:
      take_group_end();
      break;
    case Role::set_begin:
      take_set_begin();
      break;
    case Role::set_end:
      take_set_end();
      break;
    case Role::interchange_end:
      take_interchange_end();
      return After::done;
    case Role::unsupported:
      take_unexpected(Code::SYNTAX_UNSUPPORTED, "Interactive EDIFACT (UIB, UIH) is not supported.");
      break;
    case Role::header:
      take_unexpected(Code::SEGMENT_UNEXPECTED_IN_ENVELOPE, "An interchange header stands inside an interchange.");
      break;
    case Role::data:
      take_data();
      break;
  }
  return After::go_on;
}

std::vector<Diagnostic>& EnvelopeReader::narrowest() {
  if (transaction_open_) return transaction().diagnostics;
  if (group_open_) return group().diagnostics;
  return interchange_.diagnostics;
}

void EnvelopeReader::skip_empty() {
  auto found = diagnose(Code::SEGMENT_TAG_INVALID, "Two terminators follow each other with nothing between.");
  found.severity = Severity::warning;
  found.byte_range = source_.range(raw_.begin, raw_.after);
  add_limited(narrowest(), std::move(found), options_.limits.diagnostics_per_transaction);
  last_end_ = raw_.after;
}

// A segment that lost its terminator swallows the header of the next interchange: cut where a line starts with one.
void EnvelopeReader::cut_at_embedded_start() {
  constexpr std::size_t shortest_suspect = 100;
  if (raw_.end - raw_.begin < shortest_suspect) return;
  const auto text = source_.text.substr(0, raw_.end);
  for (auto at = text.find('\n', raw_.begin); at != std::string_view::npos; at = text.find('\n', at + 1)) {
    if (!dialect_.header_at(source_.text, at + 1)) continue;
    raw_.end = raw_.after = at + 1;
    raw_.terminated = false;
    while (raw_.end > raw_.begin && is_filler(source_.text[raw_.end - 1])) --raw_.end;
    while (!raw_.separators.empty() && raw_.begin + raw_.separators.back() >= raw_.end) raw_.separators.pop_back();
    cursor_.seek(raw_.after);
    return;
  }
}

void EnvelopeReader::take_binary() {
  const bool fits = extend_binary(source_.text, style_.delimiters, raw_);
  if (fits) {
    cursor_.seek(raw_.after);
    whole_from_ = static_cast<std::uint32_t>(raw_.separators.size());
    return;
  }
  auto found =
      diagnose(Code::ELEMENT_BAD_TYPE, "The declared length of the binary data does not lead to a terminator.");
  found.severity = Severity::warning;
  found = locate(std::move(found), make(transaction_open_ ? segments_seen_ + 1 : 0));
  add_limited(narrowest(), std::move(found), options_.limits.diagnostics_per_transaction);
}

void EnvelopeReader::take_extension() {
  const auto segment = make(0);
  interchange_.envelope.push_back(segment);
  const auto release = segment.element(1);
  if (interchange_.version < "00704" || release.size() != 1) return;
  style_.delimiters.release = interchange_.delimiters.release = release.front();
  cursor_.set_release(release.front());
  repertoire_.allow(release.front());
}

void EnvelopeReader::take_group_begin() {
  abandon_group();
  const auto segment = make(0);
  Group group;
  dialect_.fill_group(segment, group);
  group.byte_range = source_.range(raw_.begin, raw_.after);
  interchange_.groups.push_back(std::move(group));
  group_open_ = true;
  control_numbers_.clear();
}

void EnvelopeReader::take_group_end() {
  abandon_transaction();
  if (!group_open_ || group().implicit) {
    return take_unexpected(Code::SEGMENT_UNEXPECTED_IN_ENVELOPE, "A group trailer without a group.");
  }
  const auto segment = make(0);
  auto& open = group();
  open.declared_count = parse_count(trim_blanks(segment.element(1)));
  check_trailer(segment,
                {static_cast<std::uint32_t>(open.transactions.size()), open.control_number, Code::GROUP_COUNT_WRONG,
                 Code::GROUP_CONTROL_MISMATCH},
                open.diagnostics);
  if (open.transactions.empty()) open.diagnostics.push_back(locate(diagnose(Code::GROUP_EMPTY), segment));
  open.byte_range.end = source_.range(raw_.begin, raw_.after).end;
  group_open_ = false;
}

void EnvelopeReader::take_set_begin() {
  abandon_transaction();
  if (!group_open_) {
    if (dialect_.groups_required) {
      take_unexpected(Code::SEGMENT_UNEXPECTED_IN_ENVELOPE, "A transaction set stands outside a functional group.");
    }
    Group implicit;
    implicit.implicit = true;
    implicit.byte_range = source_.range(raw_.begin, raw_.after);
    interchange_.groups.push_back(std::move(implicit));
    group_open_ = true;
    control_numbers_.clear();
  }
  const auto segment = make(1);
  Transaction opened;
  dialect_.fill_transaction(segment, group(), opened);
  opened.byte_range = source_.range(raw_.begin, raw_.after);
  if (!control_numbers_.insert(opened.control_number).second) {
    auto found = locate(diagnose(Code::TRANSACTION_CONTROL_DUPLICATE), segment, dialect_.control_number_element);
    found.severity = Severity::warning;  // the set can be read; only an acknowledgement cannot tell it from the other
    opened.diagnostics.push_back(std::move(found));
  }
  opened.segments.push_back(segment);
  group().transactions.push_back(std::move(opened));
  transaction_open_ = true;
  segments_seen_ = 1;
  characters_reported_ = false;
  check_characters(segment);
}

void EnvelopeReader::take_data() {
  if (!transaction_open_) {
    const auto tag = raw_.tag(source_.text);
    return take_unexpected(dialect_.is_tag(tag) ? Code::SEGMENT_UNEXPECTED_IN_ENVELOPE : Code::SEGMENT_TAG_INVALID, {});
  }
  auto& open = transaction();
  if (++segments_seen_ > options_.limits.segments_per_transaction) {
    if (segments_seen_ == options_.limits.segments_per_transaction + 1) {
      open.diagnostics.push_back(
          locate(diagnose(Code::LIMIT_REACHED, "The set has more segments than the limit allows."), make(0)));
    }
    return;
  }
  const auto segment = make(segments_seen_);
  if (!dialect_.is_tag(segment.tag())) {
    add_limited(open.diagnostics, locate(diagnose(Code::SEGMENT_TAG_INVALID), segment),
                options_.limits.diagnostics_per_transaction);
  }
  check_characters(segment);
  open.segments.push_back(segment);
}

void EnvelopeReader::take_set_end() {
  if (!transaction_open_)
    return take_unexpected(Code::SEGMENT_UNEXPECTED_IN_ENVELOPE, "A transaction set trailer without a set.");
  auto& open = transaction();
  const auto count = segments_seen_ + 1;
  const auto segment = make(count);
  open.segments.push_back(segment);
  check_trailer(segment,
                {count, open.control_number, Code::TRANSACTION_COUNT_WRONG, Code::TRANSACTION_CONTROL_MISMATCH},
                open.diagnostics);
  close_transaction(raw_.after);
}

void EnvelopeReader::take_interchange_end() {
  abandon_group();
  const auto segment = make(0);
  interchange_.envelope.push_back(segment);
  check_interchange_trailer(segment);
  if (!raw_.terminated) {
    auto found = locate(diagnose(Code::INTERCHANGE_TRUNCATED, "The last segment has no terminator."), segment);
    found.severity = Severity::warning;
    interchange_.diagnostics.push_back(std::move(found));
  }
  interchange_.byte_range.end = source_.range(raw_.begin, raw_.after).end;
}

// EDIFACT counts groups where there are any, else messages.
void EnvelopeReader::check_interchange_trailer(const Segment& trailer) {
  std::size_t groups = 0;
  std::size_t sets = 0;
  for (const auto& one : interchange_.groups) {
    groups += one.implicit ? 0U : 1U;
    sets += one.transactions.size();
  }
  const bool by_groups = dialect_.groups_required || groups != 0;
  check_trailer(trailer,
                {static_cast<std::uint32_t>(by_groups ? groups : sets), interchange_.control_number,
                 Code::INTERCHANGE_COUNT_WRONG, Code::INTERCHANGE_CONTROL_MISMATCH},
                interchange_.diagnostics);
}

void EnvelopeReader::take_unexpected(Code code, std::string message) {
  auto found = locate(diagnose(code, std::move(message)), make(0));
  if (transaction_open_) found.segment_position = segments_seen_;
  add_limited(narrowest(), std::move(found), options_.limits.diagnostics_per_transaction);
}

void EnvelopeReader::check_characters(const Segment& segment) {
  if (characters_reported_) return;
  const auto bytes = source_.text.substr(raw_.begin, raw_.end - raw_.begin);
  const auto data = whole_from_ == 0xFFFF'FFFF ? bytes : bytes.substr(0, raw_.separators.back());
  const auto outside = repertoire_.first_outside(data);
  if (!outside) return;
  const auto from = *outside;
  auto diagnostic = locate(
      diagnose(Code::CHARSET_INVALID, "A byte is not in the declared character repertoire; the first of its set."),
      segment);
  diagnostic.byte_range = source_.range(raw_.begin + from, raw_.begin + from + 1);
  diagnostic.value = excerpt(data.substr(from, 1));
  diagnostic.element =
      static_cast<std::uint32_t>(std::ranges::lower_bound(raw_.separators, from) - raw_.separators.begin());
  diagnostic.expected = interchange_.syntax.empty() ? "ASCII" : "repertoire " + interchange_.syntax;
  transaction().diagnostics.push_back(std::move(diagnostic));
  characters_reported_ = true;
}

void EnvelopeReader::close_transaction(std::size_t end) {
  auto& open = transaction();
  open.byte_range.end = source_.range(0, end).end;
  if (worst(open.diagnostics) == Severity::error) open.status = Status::rejected;
  transaction_open_ = false;
}

void EnvelopeReader::abandon_transaction() {
  if (!transaction_open_) return;
  auto& open = transaction();
  open.diagnostics.push_back(locate(diagnose(Code::TRANSACTION_TRAILER_MISSING), open.segments.back()));
  close_transaction(last_end_);
}

void EnvelopeReader::abandon_group() {
  abandon_transaction();
  if (!group_open_) return;
  auto& open = group();
  if (!open.implicit) {
    auto found = diagnose(Code::GROUP_TRAILER_MISSING);
    found.byte_range = open.byte_range;
    open.diagnostics.push_back(std::move(found));
  }
  open.byte_range.end = source_.range(0, last_end_).end;
  group_open_ = false;
}

void EnvelopeReader::finish_without_trailer(bool input_ended) {
  const bool truncated = input_ended && (transaction_open_ || (group_open_ && !group().implicit) || !raw_.terminated);
  abandon_group();
  auto found = diagnose(truncated ? Code::INTERCHANGE_TRUNCATED : Code::INTERCHANGE_TRAILER_MISSING);
  interchange_.byte_range.end = source_.range(0, last_end_).end;
  found.byte_range = interchange_.byte_range;
  interchange_.diagnostics.push_back(std::move(found));
}

void EnvelopeReader::reach_limit() {
  auto found = diagnose(Code::LIMIT_REACHED,
                        "A segment is longer, or has more elements, than the limit allows; nothing after it was read.");
  found.byte_range = source_.range(raw_.begin, source_.text.size());
  last_end_ = source_.text.size();
  if (transaction_open_) {
    transaction().diagnostics.push_back(found);
    close_transaction(raw_.begin);
  }
  abandon_group();
  interchange_.byte_range.end = source_.range(0, last_end_).end;
  interchange_.diagnostics.push_back(std::move(found));
}

}  // namespace longshore::parsers
