#include "parsers/edifact/writer.h"

#include "engine/model/text.h"
#include "parsers/charset.h"
#include "parsers/edifact/grammar.h"
#include "parsers/source.h"

#include <algorithm>
#include <optional>

namespace longshore::edifact {
namespace {

constexpr std::size_t longest_party = 35;
constexpr std::size_t longest_qualifier = 4;
constexpr std::size_t longest_reference = 14;  // 0020, 0026, 0048, 0062

Error refuse(std::string code, std::string what, std::string hint = {}) {
  return {Lasting::permanent, "edifact", std::move(code), std::move(what), std::move(hint), std::nullopt};
}

std::size_t characters(std::string_view utf8) {
  return static_cast<std::size_t>(
      std::ranges::count_if(utf8, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80; }));
}

/// Collects text; keeps the first error.
class Writer {
 public:
  Writer(const OutInterchange& interchange, const Layout& layout)
      : interchange_(interchange),
        layout_(layout),
        delimiters_(layout.delimiters),
        charset_(parsers::charset_of(interchange.syntax)),
        repertoire_(interchange.syntax) {
    if (!later()) delimiters_.repetition = std::nullopt;
  }

  Result<std::string> write() && {
    check();
    advice();
    header();
    for (const auto& one : interchange_.groups) group(one);
    for (const auto& one : interchange_.messages) message(one);
    const auto count = interchange_.groups.empty() ? interchange_.messages.size() : interchange_.groups.size();
    segment({"UNZ", {std::to_string(count), interchange_.control_number}});
    if (error_) return fail(std::move(*error_));
    return std::move(out_);
  }

 private:
  bool later() const { return interchange_.version == "4"; }
  void check();
  void advice();
  void header();
  void group(const OutGroup& group);
  void message(const OutMessage& message);
  void segment(const OutSegment& segment);
  void element(const OutElement& element, std::string_view tag);
  void data(std::string_view value, std::string_view tag);
  void end_segment();
  OutElement date_and_time(const CivilTime& at) const;
  OutElement party(const parsers::EnvelopeParty& party, std::string_view what);
  std::string required(const std::string& value, std::size_t longest, std::string_view what);
  std::string at_most(const std::string& value, std::size_t longest, std::string_view what);
  bool is_delimiter(char c) const;
  void set_error(Error error) {
    if (!error_) error_ = std::move(error);
  }

  const OutInterchange& interchange_;
  const Layout& layout_;
  parsers::Delimiters delimiters_;
  parsers::Charset charset_;
  parsers::Repertoire repertoire_;
  std::string out_;
  std::size_t segments_ = 0;
  std::optional<Error> error_;
};

void Writer::check() {
  const auto& version = interchange_.version;
  if (!is_known_syntax(interchange_.syntax) || version.size() != 1 || version < "1" || version > "4")
    set_error(refuse("SYNTAX_UNSUPPORTED", "the syntax identifier or version is not one to write in"));
  if (!usable(delimiters_))
    set_error(refuse("DELIMITERS_UNUSABLE", "the delimiters must differ and be no letters, digits or blanks"));
  if (!interchange_.groups.empty() && !interchange_.messages.empty())
    set_error(refuse("GROUPS_AND_MESSAGES_MIXED", "an interchange holds groups or messages, not both"));
}

void Writer::advice() {
  if (layout_.no_advice) return;
  if (!layout_.advice && delimiters_ == default_delimiters(interchange_.syntax, interchange_.version)) return;
  const auto& d = delimiters_;
  out_ += "UNA";
  for (char c : {d.component, d.element, d.decimal_mark, d.release.value_or(' '),
                 d.repetition.value_or(layout_.reserved), d.segment})
    out_ += c;
  out_ += layout_.line_break;
}

void Writer::header() {
  const auto& in = interchange_;
  if (in.header) return segment({"UNB", *in.header});
  segment({"UNB",
           {OutElement::composite({in.syntax, in.version}), party(in.sender, "the sender"),
            party(in.receiver, "the receiver"), date_and_time(in.at),
            required(in.control_number, longest_reference, "UNB 0020"), "",
            at_most(in.application_reference, longest_reference, "UNB 0026"), "",
            in.acknowledgement_requested ? "1" : "", "", in.test ? "1" : ""}});
}

void Writer::group(const OutGroup& group) {
  if (!group.header) {
    segment({"UNG",
             {group.functional_id, at_most(group.sender, longest_party, "UNG 0040"),
              at_most(group.receiver, longest_party, "UNG 0044"), date_and_time(group.at),
              required(group.control_number, longest_reference, "UNG 0048"), group.responsible_agency,
              OutElement::composite(version_components(group.version))}});
  } else {
    segment({"UNG", *group.header});
  }
  for (const auto& one : group.messages) message(one);
  segment({"UNE", {std::to_string(group.messages.size()), group.control_number}});
}

void Writer::message(const OutMessage& message) {
  if (message.type == "UNO")
    set_error(refuse("PACKAGE_UNWRITABLE", "a package with an object is not written", "send the bytes as they came"));
  const auto before = segments_;
  auto identifier = version_components(message.version);
  identifier.insert(identifier.begin(), message.type);
  if (!message.header)
    segment(
        {"UNH",
         {required(message.reference, longest_reference, "UNH 0062"), OutElement::composite(std::move(identifier))}});
  else
    segment({"UNH", *message.header});
  for (const auto& one : message.body) segment(one);
  segment({"UNT", {std::to_string(segments_ - before + 1), message.reference}});
}

void Writer::segment(const OutSegment& segment) {
  if (!parsers::is_tag(segment.tag, 3))
    set_error(refuse("SEGMENT_TAG_INVALID", "\"" + segment.tag + "\" is no segment tag"));
  out_ += segment.tag;
  const auto count = segment.written_count();
  for (std::size_t i = 0; i < count; ++i) element(segment.elements[i], segment.tag);
  end_segment();
}

void Writer::element(const OutElement& element, std::string_view tag) {
  out_ += delimiters_.element;
  for (std::size_t r = 0; r < element.repetitions.size(); ++r) {
    if (r > 0 && !delimiters_.repetition)
      set_error(refuse("REPETITION_UNAVAILABLE", "this syntax version or layout has no repetition separator"));
    if (r > 0) out_ += delimiters_.repetition.value_or(' ');
    auto components = element.repetitions[r];
    while (!components.empty() && components.back().empty()) components.pop_back();
    for (std::size_t c = 0; c < components.size(); ++c) {
      if (c > 0) out_ += delimiters_.component;
      data(components[c], tag);
    }
  }
}

void Writer::data(std::string_view value, std::string_view tag) {
  const auto bytes = parsers::from_utf8(value, charset_);
  if (!bytes || repertoire_.first_outside(*bytes) || std::ranges::any_of(*bytes, parsers::is_control_character)) {
    return set_error(refuse("DATA_NOT_IN_REPERTOIRE",
                            std::string(tag) + " holds a character that " + interchange_.syntax + " does not have",
                            "choose another syntax identifier for this partner, or change the data"));
  }
  for (char c : *bytes) {
    if (is_delimiter(c)) {
      if (!delimiters_.release)
        return set_error(
            refuse("DATA_HOLDS_DELIMITER", std::string(tag) + " holds a delimiter, and there is no release character"));
      out_ += *delimiters_.release;
    }
    out_ += c;
  }
}

void Writer::end_segment() {
  out_ += delimiters_.segment;
  out_ += layout_.line_break;
  ++segments_;
}

OutElement Writer::date_and_time(const CivilTime& at) const {
  return OutElement::composite({later() ? parsers::date8(at) : parsers::date6(at), parsers::time4(at)});
}

OutElement Writer::party(const parsers::EnvelopeParty& party, std::string_view what) {
  return OutElement::composite({required(party.id, longest_party, what),
                                at_most(party.qualifier, longest_qualifier, what),
                                at_most(party.internal_id, later() ? longest_party : longest_reference, what)});
}

std::string Writer::required(const std::string& value, std::size_t longest, std::string_view what) {
  if (value.empty()) set_error(refuse("ENVELOPE_VALUE_MISSING", std::string(what) + " is empty"));
  return at_most(value, longest, what);
}

std::string Writer::at_most(const std::string& value, std::size_t longest, std::string_view what) {
  if (characters(value) > longest)
    set_error(refuse("ENVELOPE_VALUE_TOO_LONG", std::string(what) + " is longer than " + std::to_string(longest)));
  return value;
}

bool Writer::is_delimiter(char c) const {
  const auto& d = delimiters_;
  return c == d.segment || c == d.element || c == d.component || c == d.release || c == d.repetition;
}

}  // namespace

parsers::Delimiters default_delimiters(std::string_view syntax, std::string_view version) {
  const bool later = version == "4";
  if (syntax == "UNOB" && !later) return {'\x1C', '\x1D', '\x1F', std::nullopt, std::nullopt, '.'};
  return {'\'', '+', ':', later ? std::optional('*') : std::nullopt, '?', '.'};
}

bool usable(const parsers::Delimiters& d) {
  std::string all{d.segment, d.element, d.component};
  if (d.release) all += *d.release;
  if (d.repetition) all += *d.repetition;
  const auto unfit = [&d](char c) {
    const bool line_terminator = c == d.segment && (c == '\r' || c == '\n');
    return parsers::is_alphanumeric(c) || (parsers::is_filler(c) && !line_terminator);
  };
  if (std::ranges::any_of(all, unfit)) return false;
  std::ranges::sort(all);
  return std::ranges::adjacent_find(all) == all.end();
}

std::vector<std::string> version_components(std::string_view version) {
  std::vector<std::string> out;
  for (const auto part : split(version, ':')) out.emplace_back(part);
  return out;
}

Result<std::string> write(const OutInterchange& interchange, const Layout& layout) {
  return Writer(interchange, layout).write();
}

}  // namespace longshore::edifact
