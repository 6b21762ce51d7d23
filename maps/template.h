#pragma once
#include "engine/base/json/json.h"
#include "maps/canonical.h"
#include "maps/expression.h"
#include "maps/loader.h"
#include "maps/profile.h"
#include "parsers/flatfile/csv.h"
#include "parsers/flatfile/layout.h"
#include "parsers/record.h"
#include "parsers/writing.h"

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

/// The way back: from canonical events to a document or a partner's file, as `compose:` of a map says.
namespace longshore::maps {

/// How one value is made from the event.
struct OutValue {
  SourceLocation where;
  Expression expression;
  bool constant = false;            ///< reads nothing of the event: it alone does not make a segment worth writing
  std::optional<LookupUse> lookup;  ///< backwards: the code whose row has this value
  std::string attribute = "value";
  std::vector<std::pair<std::string, Expression>> match;  ///< backwards: the code whose row has all these
  std::string date_pattern;                               ///< format_date's; empty: no date
  std::optional<Expression> precision;  ///< date: where it says "date", a pattern with hours gives nothing
  std::optional<std::string> fallback;
  std::optional<std::string> fallback_profile;
  bool required = false;
  bool cut = false;                                          ///< to the element's greatest length
  parsers::Record::Kind kind = parsers::Record::Kind::text;  ///< JSON: text, number or boolean
};

/// A segment or record to be written, or a group of such.
struct OutStep {
  SourceLocation where;
  std::string tag;  ///< segment's tag or record's type; empty: a group of steps
  const guide::SegmentDefinition* segment = nullptr;
  struct Part {
    std::string name;  ///< of a flat record's field, XML element (`@` attribute) or JSON member
    ElementRef at;     ///< of a segment's element
    const guide::Element* element = nullptr;
    OutValue value;
    std::vector<OutStep> below;  ///< an object or, with `over`, a list; then there is no value
  };
  std::vector<Part> parts;
  std::optional<Expression> over;      ///< a reference to a list: once for each of its items
  std::optional<Expression> group_by;  ///< once for each of these values, in the order they come first
  std::optional<Expression> when;
  std::vector<std::pair<std::string, Expression>> let;
  std::vector<OutStep> steps;
};

enum class Format : std::uint8_t { x12, edifact, csv, fixed, xml, json };

struct Template {
  std::string name;
  Format format = Format::x12;
  const guide::Dictionary* dictionary = nullptr;  ///< x12, edifact
  std::vector<std::string> accepts;               ///< event types, `*` for any fact
  bool one_each = true;                           ///< a document an event; else one of all
  std::optional<Expression> by;                   ///< or one for each of these values
  std::vector<OutStep> steps;                     ///< of a flat file: records; XML and JSON: one, the root
  flatfile::CsvDialect csv;
  std::shared_ptr<const flatfile::Layout> layout;
  bool indent = false;
  std::string revision;

  bool takes(std::string_view type) const;
};

/// Compiles `compose:` (and `target:`) of a map. `dictionary` null: it is a file of another format.
std::optional<Template> compile_template(const yaml::Node& root, const guide::Dictionary* dictionary,
                                         const CompileInput& input, std::vector<Error>& errors);

struct ComposeInput {
  const Profile& profile;
  std::function<const CodeTable*(std::string_view)> table;
};

/// Sorts events into documents, each in the events' order; events that the template does not take are left out.
std::vector<std::vector<const json::Value*>> documents_of(const Template& map, std::span<const json::Value> events,
                                                          const ComposeInput& input);

/// The segments of one document's body, in the template's order. Pure. The first fault: COMPOSE_VALUE_MISSING,
/// COMPOSE_VALUE_INVALID, COMPOSE_CODE_UNKNOWN, each with the place in the map.
Result<std::vector<parsers::OutSegment>> compose_segments(const Template& map,
                                                          std::span<const json::Value* const> events,
                                                          const ComposeInput& input);
/// The bytes of a CSV, fixed-width, XML or JSON file.
Result<std::string> compose_file(const Template& map, std::span<const json::Value* const> events,
                                 const ComposeInput& input);

}  // namespace longshore::maps
