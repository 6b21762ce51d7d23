#include "engine/cli/listing.h"

#include "engine/cli/report.h"
#include "engine/model/text.h"

#include <ostream>

namespace longshore::cli {
namespace {

constexpr std::size_t most_sets_named = 20;

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

std::string answer_text(const x12::Acknowledgement997& one) {
  auto out = "would answer: 997 " + one.status + errors(one.errors) + " for " + printable(one.functional_id) + " " +
             printable(one.control_number) + ", " + std::to_string(one.accepted) + " of " +
             counted(one.received, "set") + " accepted";
  auto named = std::min(one.sets.size(), most_sets_named);
  for (std::size_t i = 0; i < named; ++i) {
    const auto& set = one.sets[i];
    out += (i == 0 ? ": " : ", ") + printable(set.set) + " " + printable(set.control_number) + " " + set.status +
           errors(set.errors);
  }
  if (named < one.sets.size()) out += ", and " + std::to_string(one.sets.size() - named) + " more";
  return out;
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

std::string fault_text(const Diagnostic& one) {
  auto out = std::string(info(one.code).name) + ": " + printable(one.message);
  if (!one.expected) return out;
  if (out.ends_with('.')) out.pop_back();
  return out + " — expected " + printable(*one.expected);
}

void Listing::file(const InputFile& file) {
  out_ << palette_.bold(printable(file.name)) << "  " << counted(file.bytes.size(), "byte") << "\n";
  diagnostics(2, file.parsed.diagnostics);
}

void Listing::interchange(const parsers::Interchange& one) {
  out_ << "\n"
       << palette_.bold(std::string(name(one.standard)) + " " + printable(one.version)) << "  " << party(one.sender)
       << " → " << party(one.receiver) << "\n  control number " << printable(one.control_number) << "  prepared "
       << (one.prepared_at.empty() ? "?" : one.prepared_at) << "  usage " << usage(one.usage);
  if (!one.syntax.empty()) out_ << "  syntax " << printable(one.syntax);
  if (one.acknowledgement_requested) out_ << "  acknowledgement requested";
  out_ << "  " << range(one.byte_range) << "\n  " << delimiters(one.delimiters) << "\n";
  envelope(one, true);
  diagnostics(2, one.diagnostics);
}

void Listing::trailer(const parsers::Interchange& one) {
  if (!one.groups.empty()) out_ << "\n";
  envelope(one, false);
}

void Listing::envelope(const parsers::Interchange& one, bool header) {
  for (const auto& segment : one.envelope)
    if (is_header(one, segment) == header) out_ << "  " << palette_.dim(cut(segment.text(), most_text)) << "\n";
}

void Listing::group(const parsers::Group& one) {
  if (!one.implicit) {
    out_ << "\n  " << palette_.bold("group " + printable(one.functional_id) + " " + printable(one.control_number))
         << "  " << printable(one.version) << "  " << printable(one.sender) << " → " << printable(one.receiver) << "  "
         << printable(one.date) << " " << printable(one.time) << "  " << counted(one.transactions.size(), "set")
         << "\n";
  }
  diagnostics(4, one.diagnostics);
}

void Listing::set(const parsers::Transaction& one, const CheckedSet& checked) {
  out_ << "\n    " << palette_.bold(printable(one.set) + " " + printable(one.control_number));
  if (checked.dictionary && !checked.dictionary->label.empty()) out_ << "  " << checked.dictionary->label;
  out_ << "  " << printable(one.version) << "  " << counted(one.segments.size(), "segment") << "  "
       << range(one.byte_range) << "  " << palette_.by(one.status, in_words(one.status)) << "\n";
  SegmentListing(out_, palette_, one, checked).print();
}

void Listing::answer(std::span<const x12::Acknowledgement997> acknowledgements) {
  if (!acknowledgements.empty()) out_ << "\n";
  for (const auto& one : acknowledgements) out_ << "  " << answer_text(one) << "\n";
}

void Listing::diagnostics(std::size_t indent, std::span<const Diagnostic> diagnostics) {
  for (const auto& one : diagnostics) {
    out_ << std::string(indent, ' ')
         << palette_.by(one.severity, std::string(name(one.severity)) + " " + fault_text(one));
    if (one.byte_range) out_ << palette_.dim("  (" + range(*one.byte_range) + ")");
    out_ << "\n";
  }
}

}  // namespace longshore::cli
