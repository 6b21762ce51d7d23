#include "parsers/envelope.h"

#include "parsers/headers.h"

namespace longshore::parsers {
namespace {

std::string quoted(std::string_view text) {
  return "\"" + excerpt(text) + "\"";
}

}  // namespace

void DiagnosticQuota::tell(Diagnostic diagnostic) {
  if (told_ > most_) return;
  if (told_ == most_)
    diagnostic = diagnose(Code::LIMIT_REACHED, "More diagnostics than the limit allows; the rest is not listed.");
  tell_always(std::move(diagnostic));
  ++told_;
}

void DiagnosticQuota::tell_always(Diagnostic diagnostic) {
  any_error_ |= diagnostic.severity == Severity::error;
  events_.diagnostic(part_, std::move(diagnostic));
}

EnvelopeReader::EnvelopeReader(const Dialect& dialect, const Source& source, std::uint64_t begin,
                               const Framing& framing, SegmentStyle& style, Interchange interchange,
                               const ReadOptions& options, Events& events)
    : dialect_(dialect),
      source_(source),
      style_(style),
      options_(options),
      events_(events),
      cursor_(source.window, begin, framing, style, options.limits),
      repertoire_(interchange.syntax),
      interchange_(std::move(interchange)),
      interchange_diagnostics_(events, Part::interchange, options.limits.diagnostics),
      group_diagnostics_(events, Part::group, options.limits.diagnostics),
      transaction_diagnostics_(events, Part::transaction, options.limits.diagnostics),
      last_end_(begin) {
  const auto& d = framing.delimiters;
  for (char c : {d.segment, d.element, d.component, d.repetition.value_or(d.element), d.release.value_or(d.element)})
    repertoire_.allow(c);
}

void EnvelopeReader::begin(const Segment& header, std::vector<Diagnostic> diagnostics) {
  events_.begin_interchange(interchange_);
  events_.envelope_segment(header);
  for (auto& one : diagnostics) interchange_diagnostics_.tell(std::move(one));
}

std::uint64_t EnvelopeReader::read() {
  for (auto after = After::go_on; after == After::go_on;) {
    take_plain();
    after = take();
  }
  events_.end_interchange(interchange_);
  return last_end_;
}

/// What take() does with most segments, as long as they are short data of the open set.
void EnvelopeReader::take_plain() {
  if (!transaction_open_ || segments_to_object_ != 0) return;
  const auto& window = source_.window;
  const auto is_plain = [&](std::uint64_t at) {
    return at + 1 < window.end() && !dialect_.special.may_have(window[at], window[at + 1]);
  };
  const auto before = segments_seen_;
  binary_ = false;
  while (segments_seen_ < options_.limits.segments_per_transaction && cursor_.at_data() && is_plain(cursor_.after()) &&
         cursor_.next_at_hand())
    tell_data(cursor_.segment(++segments_seen_));
  if (segments_seen_ == before) return;
  remember();
  last_end_ = cursor_.end() + 1;
}

EnvelopeReader::After EnvelopeReader::take() {
  if (header_follows(cursor_.peek())) {
    finish_without_trailer(false);
    return After::done;
  }
  switch (cursor_.next()) {
    case SegmentCursor::Step::limit:
      reach_limit();
      return After::done;
    case SegmentCursor::Step::end:
      finish_without_trailer(true);
      return After::done;
    case SegmentCursor::Step::segment:
      break;
  }
  if (cursor_.is_empty()) {
    skip_empty();
    return After::go_on;
  }
  binary_ = false;
  cut_at_embedded_start();
  const auto tag = cursor_.tag();
  if (tag == "BIN" || tag == "BDS") take_binary();
  const auto role = dialect_.role(tag);
  auto after = After::go_on;
  if (role == Role::data)
    take_data();
  else
    after = dispatch(role);
  last_end_ = cursor_.after();
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
        events_.envelope_segment(cursor_.segment(0));
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
      break;
  }
  return After::go_on;
}

DiagnosticQuota& EnvelopeReader::narrowest() {
  if (transaction_open_) return transaction_diagnostics_;
  return group_open_ ? group_diagnostics_ : interchange_diagnostics_;
}

bool EnvelopeReader::is_header_at(std::uint64_t at) {
  cursor_.need(at, header_bytes);
  return is_header(source_.window.text(at, at + header_bytes));
}

void EnvelopeReader::skip_empty() {
  auto found = diagnose(Code::SEGMENT_TAG_INVALID, "Two terminators follow each other with nothing between.");
  found.severity = Severity::warning;
  found.byte_range = range();
  narrowest().tell(std::move(found));
  last_end_ = cursor_.after();
}

// A segment that lost its terminator swallows the header of the next interchange: cut where a line starts with one.
void EnvelopeReader::look_for_embedded_start() {
  auto& window = source_.window;
  for (auto at = cursor_.begin(); at < cursor_.end(); ++at) {
    const auto text = window.text(at, cursor_.end());
    const auto line = text.find('\n');
    if (line == std::string_view::npos) return;
    at += line;
    if (!header_follows(at + 1)) continue;
    return cursor_.cut(at + 1);
  }
}

void EnvelopeReader::take_binary() {
  binary_ = cursor_.extend_binary();
  if (binary_) return;
  auto found =
      diagnose(Code::ELEMENT_BAD_TYPE, "The declared length of the binary data does not lead to a terminator.");
  found.severity = Severity::warning;
  narrowest().tell(locate(std::move(found), cursor_.segment(transaction_open_ ? segments_seen_ + 1 : 0)));
}

void EnvelopeReader::take_extension() {
  const auto segment = cursor_.segment(0);
  const auto release = segment.element(1);
  const bool declares = interchange_.version >= "00704" && release.size() == 1;
  const char declared = declares ? release.front() : '\0';
  events_.envelope_segment(segment);
  if (!declares) return;
  style_.delimiters.release = interchange_.delimiters.release = declared;
  cursor_.set_release(declared);
  repertoire_.allow(declared);
}

void EnvelopeReader::open_group(const Segment* header) {
  group_ = {};
  if (header != nullptr)
    dialect_.fill_group(*header, group_);
  else
    group_.implicit = true;
  group_.byte_range = range();
  group_open_ = true;
  kind_.clear();
  sets_of_group_ = 0;
  control_numbers_.clear();
  group_diagnostics_.open();
  events_.begin_group(group_);
  if (header != nullptr) events_.group_segment(*header);
}

void EnvelopeReader::take_group_begin() {
  abandon_group();
  ++groups_;
  const auto segment = cursor_.segment(0);
  open_group(&segment);
}

void EnvelopeReader::take_group_end() {
  abandon_transaction();
  if (!group_open_ || group_.implicit) {
    return take_unexpected(Code::SEGMENT_UNEXPECTED_IN_ENVELOPE, "A group trailer without a group.");
  }
  const auto segment = cursor_.segment(0);
  events_.group_segment(segment);
  group_.declared_count = parse_count(trim_blanks(segment.element(1)));
  check_trailer(segment, sets_of_group_, group_.control_number, Code::GROUP_COUNT_WRONG, Code::GROUP_CONTROL_MISMATCH,
                group_diagnostics_);
  if (sets_of_group_ == 0) group_diagnostics_.tell(locate(diagnose(Code::GROUP_EMPTY), segment));
  group_.byte_range.end = range().end;
  group_open_ = false;
  events_.end_group(group_);
}

// Most sets are of the same kind as the one before.
void EnvelopeReader::fill_transaction(const Segment& header) {
  const auto kind = dialect_.kind(header);
  if (kind.empty() || kind != kind_) dialect_.fill_transaction(header, group_, transaction_);
  kind_ = kind;
  transaction_.control_number = dialect_.control_number(header);
  transaction_.status = Status::accepted;
}

void EnvelopeReader::take_set_begin() {
  abandon_transaction();
  if (!group_open_) {
    if (dialect_.groups_required)
      take_unexpected(Code::SEGMENT_UNEXPECTED_IN_ENVELOPE, "A transaction set stands outside a functional group.");
    open_group(nullptr);
  }
  ++sets_;
  ++sets_of_group_;
  const auto segment = cursor_.segment(1);
  fill_transaction(segment);
  transaction_.byte_range = range();
  transaction_diagnostics_.open();
  transaction_open_ = true;
  segments_seen_ = 1;
  characters_reported_ = false;
  remember();
  events_.begin_transaction(transaction_);
  events_.segment(segment);
  if (!control_numbers_.insert(transaction_.control_number)) {
    auto found = locate(diagnose(Code::TRANSACTION_CONTROL_DUPLICATE), segment, dialect_.control_number_element);
    found.severity = Severity::warning;  // the set can be read; only an acknowledgement cannot tell it from the other
    transaction_diagnostics_.tell(std::move(found));
  }
  check_characters(segment);
  segments_to_object_ = 0;
  if (transaction_.set == dialect_.package && !dialect_.package.empty()) expect_object(segment);
}

// UNO's status has the object's length and how many segments stand before it.
void EnvelopeReader::expect_object(const Segment& header) {
  constexpr std::uint32_t status = 4;
  object_bytes_ = parse_count(trim_blanks(header.component(status, 1))).value_or(0);
  segments_to_object_ = 1 + parse_count(trim_blanks(header.component(status, 2))).value_or(0);
  take_object();
}

void EnvelopeReader::take_object() {
  if (segments_seen_ != segments_to_object_) return;
  segments_to_object_ = 0;
  if (cursor_.skip_object(object_bytes_, dialect_.package_end)) return;
  transaction_diagnostics_.tell(
      locate(diagnose(Code::ELEMENT_BAD_TYPE, "The declared length of the object does not lead to its trailer."),
             cursor_.segment(segments_seen_)));
}

void EnvelopeReader::take_data() {
  if (!transaction_open_) {
    const bool tag = is_tag(cursor_.tag(), dialect_.shortest_tag);
    return take_unexpected(tag ? Code::SEGMENT_UNEXPECTED_IN_ENVELOPE : Code::SEGMENT_TAG_INVALID, {});
  }
  if (++segments_seen_ > options_.limits.segments_per_transaction) {
    if (segments_seen_ == options_.limits.segments_per_transaction + 1) {
      transaction_diagnostics_.tell_always(locate(
          diagnose(Code::LIMIT_REACHED, "The set has more segments than the limit allows."), cursor_.segment(0)));
    }
    return;
  }
  remember();
  tell_data(cursor_.segment(segments_seen_));
  if (segments_to_object_ != 0) take_object();
}

void EnvelopeReader::report_tag(const Segment& segment) {
  transaction_diagnostics_.tell(locate(diagnose(Code::SEGMENT_TAG_INVALID), segment));
}

void EnvelopeReader::take_set_end() {
  if (!transaction_open_)
    return take_unexpected(Code::SEGMENT_UNEXPECTED_IN_ENVELOPE, "A transaction set trailer without a set.");
  const auto segment = cursor_.segment(++segments_seen_);
  events_.segment(segment);
  const bool package = !dialect_.package.empty() && transaction_.set == dialect_.package;
  check_trailer(segment, package ? object_bytes_ : segments_seen_, transaction_.control_number,
                Code::TRANSACTION_COUNT_WRONG, Code::TRANSACTION_CONTROL_MISMATCH, transaction_diagnostics_);
  close_transaction(cursor_.after());
}

// EDIFACT counts groups where there are any, else messages.
void EnvelopeReader::take_interchange_end() {
  abandon_group();
  const auto segment = cursor_.segment(0);
  events_.envelope_segment(segment);
  const bool by_groups = dialect_.groups_required || groups_ != 0;
  check_trailer(segment, by_groups ? groups_ : sets_, interchange_.control_number, Code::INTERCHANGE_COUNT_WRONG,
                Code::INTERCHANGE_CONTROL_MISMATCH, interchange_diagnostics_);
  if (!cursor_.terminated()) {
    auto found = locate(diagnose(Code::INTERCHANGE_TRUNCATED, "The last segment has no terminator."), segment);
    found.severity = Severity::warning;
    interchange_diagnostics_.tell(std::move(found));
  }
  interchange_.byte_range.end = range().end;
}

void EnvelopeReader::take_unexpected(Code code, std::string message) {
  auto found = locate(diagnose(code, std::move(message)), cursor_.segment(0));
  if (transaction_open_) found.segment_position = segments_seen_;
  narrowest().tell(std::move(found));
}

void EnvelopeReader::check_trailer(const Segment& trailer, std::uint64_t count, std::string_view control_number,
                                   Code count_wrong, Code control_mismatch, DiagnosticQuota& quota) {
  const auto tag = std::string(trailer.tag());
  const auto written = trim_blanks(trailer.element(1));
  if (parse_count(written) != count) {
    auto found = locate(
        diagnose(count_wrong, tag + "01 says " + quoted(written) + " but " + std::to_string(count) + " were found."),
        trailer, 1);
    found.expected = std::to_string(count);
    quota.tell(std::move(found));
  }
  const auto control = trim_blanks(trailer.element(2));
  if (control != trim_blanks(control_number)) {
    auto found = locate(diagnose(control_mismatch, tag + "02 is " + quoted(control) + " but the header has " +
                                                       quoted(control_number) + "."),
                        trailer, 2);
    found.expected = std::string(control_number);
    quota.tell(std::move(found));
  }
}

/// Whether the bytes up to `end` are known to be of the repertoire: looked at in large blocks, ahead of the segments.
bool EnvelopeReader::is_clean(std::uint64_t end) {
  constexpr std::uint64_t block = 16U << 10;
  if (end <= suspicious_until_) return false;
  const auto from = std::max(clean_until_, cursor_.begin());
  const auto text = source_.window.text(from, std::max(end, from + block));
  const bool clean = repertoire_.is_plain(text);
  (clean ? clean_until_ : suspicious_until_) = from + text.size();
  return clean;
}

void EnvelopeReader::look_at_characters(const Segment& segment) {
  if (is_clean(cursor_.end())) return;
  auto data = segment.text();
  if (binary_) data = data.substr(0, data.size() - segment.element(segment.element_count()).size());
  const auto outside = repertoire_.first_outside(data);
  if (!outside) return;
  const auto byte = data.substr(*outside, 1);
  auto found = locate(
      diagnose(Code::CHARSET_INVALID, "A byte is not in the declared character repertoire; the first of its set."),
      segment);
  found.byte_range = segment.range_of(byte);
  found.value = excerpt(byte);
  std::uint32_t element = 0;
  while (segment.element(element).data() + segment.element(element).size() <= byte.data()) ++element;
  found.element = element;
  found.expected = interchange_.syntax.empty() ? "ASCII" : "repertoire " + interchange_.syntax;
  transaction_diagnostics_.tell(std::move(found));
  characters_reported_ = true;
}

void EnvelopeReader::close_transaction(std::uint64_t end) {
  transaction_.byte_range.end = source_.range(0, end).end;
  if (transaction_diagnostics_.any_error()) transaction_.status = Status::rejected;
  transaction_open_ = false;
  events_.end_transaction(transaction_);
}

void EnvelopeReader::abandon_transaction() {
  if (!transaction_open_) return;
  auto found = diagnose(Code::TRANSACTION_TRAILER_MISSING);
  found.segment_position = segments_seen_;
  found.segment_id = std::string(last_.tag.data(), last_.tag_size);
  found.byte_range = source_.range(last_.begin, last_.end);
  transaction_diagnostics_.tell_always(std::move(found));
  close_transaction(last_end_);
}

void EnvelopeReader::abandon_group() {
  abandon_transaction();
  if (!group_open_) return;
  if (!group_.implicit) {
    auto found = diagnose(Code::GROUP_TRAILER_MISSING);
    found.byte_range = group_.byte_range;
    group_diagnostics_.tell_always(std::move(found));
  }
  group_.byte_range.end = source_.range(0, last_end_).end;
  group_open_ = false;
  events_.end_group(group_);
}

void EnvelopeReader::finish_without_trailer(bool input_ended) {
  const bool truncated =
      input_ended && (transaction_open_ || (group_open_ && !group_.implicit) || !cursor_.terminated());
  abandon_group();
  auto found = diagnose(truncated ? Code::INTERCHANGE_TRUNCATED : Code::INTERCHANGE_TRAILER_MISSING);
  interchange_.byte_range.end = source_.range(0, last_end_).end;
  found.byte_range = interchange_.byte_range;
  interchange_diagnostics_.tell_always(std::move(found));
}

void EnvelopeReader::reach_limit() {
  auto found = diagnose(Code::LIMIT_REACHED,
                        "A segment is longer, or has more elements, than the limit allows; nothing after it was read.");
  const auto begin = cursor_.begin();
  auto& window = source_.window;
  do window.release(window.end());
  while (window.more());
  last_end_ = window.end();
  found.byte_range = source_.range(begin, last_end_);
  if (transaction_open_) {
    transaction_diagnostics_.tell_always(found);
    close_transaction(begin);
  }
  abandon_group();
  interchange_.byte_range.end = source_.range(0, last_end_).end;
  interchange_diagnostics_.tell_always(std::move(found));
}

}  // namespace longshore::parsers
