#pragma once
#include "engine/model/timestamp.h"
#include "parsers/interchange.h"
#include "parsers/x12/writer.h"

#include <cstdint>
#include <string>
#include <string_view>

/// What every answer to a received X12 interchange has in common. Pure.
namespace longshore::x12 {

/// Control numbers are reserved by the caller; groups and sets of one answer count up from the first.
struct AcknowledgementIds {
  std::uint32_t interchange_control = 1;  ///< ISA13
  std::uint32_t group_control = 1;        ///< GS06 of the first group
  std::uint32_t first_transaction_control = 1;
  CivilTime at;
  std::string usage = "P";  ///< ISA15
};

/// From here on there are 999s, repetitions, and elements that say which guide was followed.
inline constexpr std::string_view release_005010 = "005010";

/// The release whose answers a group gets: "004010" of GS08 "004010VICS"; of ISA12 where GS08 has none.
std::string release_of(const parsers::Interchange& interchange, const parsers::Group& group);
/// Whether a GS08 or ST03 begins with the six digits of a release.
bool begins_with_release(std::string_view version);

/// An empty interchange back to the sender, in the version received.
OutInterchange mirrored(const parsers::Interchange& received, const AcknowledgementIds& ids);
/// The delimiters received, or the usual ones where those cannot be written with.
Layout layout_of(const parsers::Interchange& received);

/// Whether a received value can be repeated in an answer: 1 to `longest` printable ASCII characters, no delimiter.
bool can_mirror(std::string_view value, std::size_t longest, const parsers::Delimiters& delimiters);
/// A received value as far as an answer can repeat it: what is no printable ASCII or a delimiter is left out.
std::string quotable(std::string_view value, std::size_t longest, const parsers::Delimiters& delimiters);

}  // namespace longshore::x12
