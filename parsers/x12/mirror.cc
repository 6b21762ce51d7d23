#include "parsers/x12/mirror.h"

#include "parsers/source.h"

#include <algorithm>

namespace longshore::x12 {
namespace {

bool is_quotable(char c, const parsers::Delimiters& d) {
  const bool printable = static_cast<unsigned char>(c) < 0x80 && !parsers::is_control_character(c);
  return printable && c != d.segment && c != d.element && c != d.component && c != d.repetition && c != d.release;
}

}  // namespace

bool begins_with_release(std::string_view version) {
  return version.size() >= 6 && std::ranges::all_of(version.substr(0, 6), parsers::is_digit);
}

std::string release_of(const parsers::Interchange& interchange, const parsers::Group& group) {
  if (begins_with_release(group.version)) return group.version.substr(0, 6);
  const auto of_envelope = interchange.version + "0";
  return of_envelope.size() == 6 && begins_with_release(of_envelope) ? of_envelope : "004010";
}

OutInterchange mirrored(const parsers::Interchange& received, const AcknowledgementIds& ids) {
  OutInterchange out;
  out.sender = received.receiver;
  out.receiver = received.sender;
  out.at = ids.at;
  if (received.version.size() == 5) out.version = received.version;
  out.control_number = std::to_string(ids.interchange_control);
  out.usage = ids.usage;
  return out;
}

Layout layout_of(const parsers::Interchange& received) {
  Layout layout;
  if (!usable(received.delimiters)) return layout;
  layout.delimiters = received.delimiters;
  layout.delimiters.release = std::nullopt;
  return layout;
}

bool can_mirror(std::string_view value, std::size_t longest, const parsers::Delimiters& delimiters) {
  const bool blank = parsers::trim_blanks(value).empty();
  return !blank && value.size() <= longest &&
         std::ranges::all_of(value, [&](char c) { return is_quotable(c, delimiters); });
}

std::string quotable(std::string_view value, std::size_t longest, const parsers::Delimiters& delimiters) {
  std::string out;
  for (char c : value) {
    if (is_quotable(c, delimiters)) out += c;
  }
  return std::string(parsers::trim_blanks(std::string_view(out).substr(0, longest)));
}

}  // namespace longshore::x12
