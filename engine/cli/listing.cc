#include "engine/cli/listing.h"

#include "engine/cli/report.h"
#include "engine/model/text.h"
#include "parsers/edifact/contrl.h"

#include <ostream>

namespace longshore::cli {
namespace {

constexpr std::size_t most_sets_named = 20;
constexpr std::uint64_t most_sets_answered = 10'000;
constexpr std::size_t margin = 13;  // "    " and the position, right-aligned, and two blanks
constexpr std::size_t most_indent = 60;

std::string party(const parsers::EnvelopeParty& one) {
  auto out = one.qualifier.empty() ? printable(one.id) : printable(one.qualifier) + ":" + printable(one.id);
  return one.internal_id.empty() ? out : out + ":" + printable(one.internal_id);
}

std::string delimiters(const parsers::Delimiters& one) {
  auto shown = [](std::string_view name, std::optional<char> c) {
    return c ? "  " + std::string(name) + " " + printable(std::string(1, *c)) : std::string{};
  };
  return "delimiters" + shown("segment", one.segment) + shown("element", one.element) +
         shown("component", one.component) + shown("repetition", one.repetition) + shown("release", one.release);
}

std::string counted(std::size_t count, std::string_view what) {
  return std::to_string(count) + " " + std::string(what) + (count == 1 ? "" : "s");
}

std::string range(const ByteRange& one) {
  return "bytes " + std::to_string(one.begin) + "–" + std::to_string(one.end);
}

std::string in_words(parsers::Status status) {
  auto out = std::string(name(status));
  std::ranges::replace(out, '_', ' ');
  return out;
}

std::string usage(const std::string& indicator) {
  if (indicator == "T") return "T (test)";
  return indicator == "P" ? "P (production)" : indicator.empty() ? "?" : printable(indicator);
}

std::string errors(const std::vector<std::string>& codes) {
  std::string out;
  for (const auto& code : codes) out += (out.empty() ? " (" : " ") + code;
  return out.empty() ? out : out + ")";
}

/// ": 214 0001 A, 214 0002 E (5)", the first of them.
std::string verdicts(const std::vector<std::string>& all) {
  std::string out;
  auto named = std::min(all.size(), most_sets_named);
  for (std::size_t i = 0; i < named; ++i) out += (i == 0 ? ": " : ", ") + all[i];
  if (named < all.size()) out += ", and " + std::to_string(all.size() - named) + " more";
  return out;
}

std::string answer_text(const x12::FunctionalAcknowledgement& one) {
  std::vector<std::string> sets;
  for (const auto& set : one.sets)
    sets.push_back(printable(set.set) + " " + printable(set.control_number) + " " + set.status + errors(set.errors));
  return std::string(name(one.as)) + " " + one.status + errors(one.errors) + " for " + printable(one.functional_id) +
         " " + printable(one.control_number) + ", " + std::to_string(one.accepted) + " of " +
         counted(one.received, "set") + " accepted" + verdicts(sets);
}

std::string answer_text(const edifact::Contrl& one) {
  std::vector<std::string> messages;
  auto add = [&](const std::vector<edifact::MessageResponse>& responses) {
    for (const auto& message : responses)
      messages.push_back(printable(message.type) + " " + printable(message.reference) + " " + message.action);
  };
  for (const auto& group : one.groups) add(group.messages);
  add(one.messages);
  return "CONTRL " + one.action + " for " + printable(one.reference) + verdicts(messages);
}

/// `CODE: message — expected …`
std::string fault_text(const Diagnostic& one) {
  auto out = std::string(info(one.code).name) + ": " + printable(one.message);
  if (!one.expected) return out;
  if (out.ends_with('.')) out.pop_back();
  return out + " — expected " + printable(*one.expected);
}

std::size_t indent_of(parsers::Part part) {
  return part == parsers::Part::group ? 4 : 2;
}

}  // namespace

std::string Palette::painted(const std::string& text, const char* code) const {
  return on_ ? "\033[" + std::string(code) + "m" + text + "\033[0m" : text;
}

std::string Palette::by(Severity severity, const std::string& text) const {
  return painted(text, severity == Severity::error ? "31" : severity == Severity::warning ? "33" : "36");
}

std::string Palette::by(parsers::Status status, const std::string& text) const {
  using parsers::Status;
  return painted(text, status == Status::accepted ? "32" : status == Status::rejected ? "31" : "33");
}

std::size_t columns(std::string_view text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

std::string cut(std::string_view text, std::size_t most) {
  if (text.size() <= most) return printable(text);
  return printable(text.substr(0, most)) + "… (" + std::to_string(text.size()) + " bytes)";
}

void Listing::begin_interchange(const parsers::Interchange& one) {
  PlacedEvents::begin_interchange(one);
  any_interchange_ = true;
  answered_ = one;
  sets_answered_ = 0;
  out_ << "\n"
       << palette_.bold(std::string(name(one.standard)) + " " + printable(one.version)) << "  " << party(one.sender)
       << " → " << party(one.receiver) << "\n  control number " << printable(one.control_number) << "  prepared "
       << (one.prepared_at.empty() ? "?" : one.prepared_at) << "  usage " << usage(one.usage);
  if (!one.syntax.empty()) out_ << "  syntax " << printable(one.syntax);
  if (one.acknowledgement_requested) out_ << "  acknowledgement requested";
  out_ << "\n  " << delimiters(one.delimiters) << "\n";
}

void Listing::envelope_segment(const parsers::Segment& segment) {
  out_ << "  " << palette_.dim(cut(segment.text(), most_text)) << "\n";
}

void Listing::begin_group(const parsers::Group& one) {
  PlacedEvents::begin_group(one);
  sets_ = 0;
  answered_.groups.push_back(one);
  if (one.implicit) return;
  out_ << "\n  " << palette_.bold("group " + printable(one.functional_id) + " " + printable(one.control_number)) << "  "
       << printable(one.version) << "  " << printable(one.sender) << " → " << printable(one.receiver) << "  "
       << printable(one.date) << " " << printable(one.time) << "\n";
}

void Listing::begin_transaction(const parsers::Transaction& one, const guide::Dictionary* dictionary) {
  PlacedEvents::begin_transaction(one, dictionary);
  ++sets_;
  segments_ = 0;
  nesting_.begin_set();
  printed_ = {};
  if (++sets_answered_ <= most_sets_answered) answered_.groups.back().transactions.push_back(one);
  out_ << "\n    " << palette_.bold(printable(one.set) + " " + printable(one.control_number));
  if (dictionary && !dictionary->label.empty()) out_ << "  " << dictionary->label;
  out_ << "  " << printable(one.version) << "\n";
}

void Listing::segment(const parsers::Segment& segment, const guide::SegmentPlace& place) {
  flush_rows();
  ++segments_;
  auto indent = margin + std::min(nesting_.depth_of(segment, place) * 2, most_indent);
  auto position = std::to_string(segment.position());
  auto text = segment.text();
  out_ << std::string(position.size() < margin - 2 ? margin - 2 - position.size() : 0, ' ') << palette_.dim(position)
       << "  " << std::string(indent - margin, ' ') << cut(text, most_text);
  if (place.segment) out_ << palette_.dim("  · " + place.segment->label);
  out_ << "\n";
  printed_ = {std::string(text.substr(0, most_text)),
              std::string(segment.tag()),
              segment.position(),
              segment.byte_range(),
              {},
              indent,
              {}};
  for (std::uint32_t i = 0; i <= std::min<std::uint32_t>(segment.element_count(), most_text); ++i)
    printed_.elements.push_back(static_cast<std::size_t>(segment.element(i).data() - text.data()));
  bool envelope = segment.tag() == "ST" || segment.tag() == "SE";
  if (place.segment && !envelope) printed_.rows = element_rows(segment, *place.segment, palette_, indent + 4);
}

void Listing::flush_rows() {
  out_ << printed_.rows;
  printed_.rows.clear();
}

void Listing::diagnostic(parsers::Part part, Diagnostic one) {
  if (part == parsers::Part::transaction) {
    fault(one);
    if (sets_answered_ <= most_sets_answered)
      answered_.groups.back().transactions.back().diagnostics.push_back(std::move(one));
    return;
  }
  out_ << std::string(indent_of(part), ' ')
       << palette_.by(one.severity, std::string(name(one.severity)) + " " + fault_text(one));
  if (one.byte_range) out_ << palette_.dim("  (" + range(*one.byte_range) + ")");
  out_ << "\n";
  if (part == parsers::Part::file) return;
  auto& answered = part == parsers::Part::group ? answered_.groups.back().diagnostics : answered_.diagnostics;
  answered.push_back(std::move(one));
}

// Under the part that is at fault, where the segment is the one printed last.
void Listing::fault(const Diagnostic& one) {
  if (one.segment_position != printed_.position || printed_.position == 0) {
    auto where = one.segment_position
                     ? "segment " + std::to_string(*one.segment_position) + " " + printable(one.segment_id) + ": "
                     : std::string();
    out_ << std::string(margin, ' ') << palette_.by(one.severity, where + fault_text(one)) << "\n";
    return;
  }
  std::size_t begin = 0;
  std::size_t size = printed_.tag.size();
  bool here = one.segment_id == printed_.tag;
  bool joined = printed_.range.end - printed_.range.begin != printed_.text.size() && printed_.text.size() < most_text;
  if (here && one.element && *one.element < printed_.elements.size()) {
    begin = printed_.elements[*one.element];
    bool exact = one.byte_range && *one.byte_range != printed_.range && !joined;
    if (exact) begin = static_cast<std::size_t>(one.byte_range->begin - printed_.range.begin);
    size = exact ? static_cast<std::size_t>(one.byte_range->end - one.byte_range->begin) : 0;
  }
  begin = std::min(begin, printed_.text.size());
  auto skip = here ? columns(printable(printed_.text.substr(0, begin))) : 0;
  auto width = here ? std::max<std::size_t>(1, columns(printable(printed_.text.substr(begin, size)))) : 1;
  out_ << std::string(printed_.indent + skip, ' ')
       << palette_.by(one.severity, std::string(width, '^') + " " + fault_text(one)) << "\n";
}

void Listing::end_transaction(const parsers::Transaction& one) {
  flush_rows();
  out_ << std::string(margin, ' ') << counted(segments_, "segment") << "  " << range(one.byte_range) << "  "
       << palette_.by(one.status, in_words(one.status)) << "\n";
  if (sets_answered_ <= most_sets_answered) {
    auto& kept = answered_.groups.back().transactions.back();
    kept.status = one.status;
    kept.byte_range = one.byte_range;
  }
  PlacedEvents::end_transaction(one);
}

void Listing::end_group(const parsers::Group& one) {
  answered_.groups.back().declared_count = one.declared_count;
  answered_.groups.back().byte_range = one.byte_range;
  if (!one.implicit) out_ << "\n    " << counted(sets_, "set") << "  " << range(one.byte_range) << "\n";
  PlacedEvents::end_group(one);
}

void Listing::end_interchange(const parsers::Interchange& one) {
  answered_.byte_range = one.byte_range;
  out_ << "  " << range(one.byte_range) << "\n";
  answer();
  PlacedEvents::end_interchange(one);
}

void Listing::answer() {
  if (sets_answered_ > most_sets_answered) {
    out_ << "\n  the answer to more than " << most_sets_answered << " sets is not shown: see longshore ack\n";
    return;
  }
  for (const auto& one : x12::acknowledge(answered_, dictionaries_))
    out_ << "\n  would answer: " << answer_text(one) << "\n";
  if (auto contrl = edifact::acknowledge(answered_))
    out_ << "\n  would answer" << (answered_.acknowledgement_requested ? ": " : ", where that is agreed: ")
         << answer_text(*contrl) << "\n";
}

}  // namespace longshore::cli
