#include "parsers/edifact/mirror.h"

#include "parsers/charset.h"
#include "parsers/edifact/grammar.h"
#include "parsers/fields.h"
#include "parsers/source.h"

#include <algorithm>
#include <array>

namespace longshore::edifact {

OutInterchange mirrored(const parsers::Interchange& received, const AnswerIds& ids) {
  OutInterchange out;
  const auto& version = received.version;
  if (version.size() == 1 && version >= "1" && version <= "4") out.version = version;
  out.syntax = is_known_syntax(received.syntax) ? received.syntax : "UNOA";
  out.sender = received.receiver;
  out.receiver = received.sender;
  out.at = ids.at;
  out.control_number = std::to_string(ids.interchange_control);
  out.test = ids.usage == "T";
  return out;
}

Result<std::string> write_mirrored(const parsers::Interchange& received, OutInterchange out) {
  constexpr std::array<std::string_view, 2> wider{"UNOB", "UNOC"};
  const auto attempt = [&] {
    Layout layout;
    const bool ours = usable(received.delimiters);
    layout.delimiters = ours ? received.delimiters : default_delimiters(out.syntax, out.version);
    return write(out, layout);
  };
  auto written = attempt();
  for (const auto syntax : wider) {
    if (written || written.error().code != "DATA_NOT_IN_REPERTOIRE" || out.syntax >= syntax) continue;
    out.syntax = syntax;
    written = attempt();
  }
  return written;
}

bool can_mirror(std::string_view value, std::size_t longest) {
  const auto continues = [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80; };
  const auto bytes_of_tails = static_cast<std::size_t>(std::ranges::count_if(value, continues));
  return !parsers::trim_blanks(value).empty() && value.size() - bytes_of_tails <= longest && parsers::is_utf8(value) &&
         std::ranges::none_of(value, parsers::is_control_character);
}

std::string quotable(std::string_view text, const parsers::Interchange& received) {
  const bool capitals = !is_known_syntax(received.syntax) || received.syntax == "UNOA" || received.syntax == "IATA";
  const parsers::Repertoire repertoire(capitals ? "UNOA" : received.syntax);
  const auto charset = parsers::charset_of(received.syntax);
  std::string out;
  while (!text.empty()) {
    std::size_t length = 1;
    while (length < text.size() && (static_cast<unsigned char>(text[length]) & 0xC0U) == 0x80) ++length;
    std::string character(text.substr(0, length));
    text.remove_prefix(length);
    if (capitals && character[0] >= 'a' && character[0] <= 'z')
      character[0] = static_cast<char>(character[0] - 'a' + 'A');
    const auto bytes = parsers::from_utf8(character, charset);
    const bool carried =
        bytes && !repertoire.first_outside(*bytes) && std::ranges::none_of(*bytes, parsers::is_control_character);
    if (carried) out += character;
  }
  return std::string(parsers::trim_blanks(out));
}

std::string version_field(const parsers::Segment& segment, std::uint32_t element) {
  std::string out;
  for (std::uint32_t i = 2; i <= std::min(segment.component_count(element), 5U); ++i)
    out += (i > 2 ? ":" : "") + parsers::field(segment, element, i);
  while (out.ends_with(':')) out.pop_back();
  return out;
}

}  // namespace longshore::edifact
