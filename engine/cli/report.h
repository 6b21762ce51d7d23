#pragma once
#include "engine/base/json/json.h"
#include "engine/cli/checked_file.h"
#include "engine/model/diagnostic.h"
#include "parsers/interchange.h"

#include <functional>
#include <string>

/// What is known of a file as data: the forms that the contract promises.
namespace longshore::cli {

/// One entry of the contract's `files`.
json::Value to_json(const InputFile& file);

/// Where in a file a diagnostic or a segment belongs; null parts are those it stands outside of.
struct Place {
  const parsers::Interchange* interchange = nullptr;
  const parsers::Group* group = nullptr;
  const parsers::Transaction* transaction = nullptr;
};

/// Every diagnostic of a file, in file order within each of its parts.
void for_each_diagnostic(const InputFile& file, const std::function<void(const Place&, const Diagnostic&)>& visit);

/// `file:byte 311: error ELEMENT_TOO_LONG: message (set 0001, segment 7 N1, element 2, value "…") — expected …`
std::string describe(const std::string& file, const Place& place, const Diagnostic& diagnostic);
/// The contract's form of a diagnostic, with the file and the control numbers of its place before it.
json::Value to_json(const std::string& file, const Place& place, const Diagnostic& diagnostic);

/// Whether a segment of the interchange's envelope stands before its groups.
bool is_header(const parsers::Interchange& interchange, const parsers::Segment& segment);

/// Whether an element is shown in its parts. Finding each part costs the element's length, so that large ones stay
/// whole.
bool is_split(const parsers::Segment& segment, std::uint32_t element);
/// An element: a text, an array of components, or {"repeat": […]} of either.
json::Value element_json(const parsers::Segment& segment, std::uint32_t element);
/// One line of `inspect -o ndjson`; the members of `place` may be null, and its set's position then is.
std::string segment_line(const Place& place, const parsers::Segment& segment);

}  // namespace longshore::cli
