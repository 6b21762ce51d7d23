#pragma once
#include "engine/model/diagnostic.h"
#include "engine/model/event.h"
#include "maps/canonical.h"
#include "maps/codes.h"
#include "maps/definition.h"
#include "maps/profile.h"
#include "parsers/guide/check.h"
#include "parsers/interchange.h"

#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace longshore::maps {

/// Everything a run reads besides the document itself; all of it outlives the call.
struct RunInput {
  const parsers::Interchange& interchange;
  const parsers::Group& group;
  const parsers::Transaction& transaction;
  const guide::Placement& placement;
  std::string_view payload_sha256;  ///< hex, of the whole payload
  const Profile& profile;
  const Canonical& canonical;
  std::function<const CodeTable*(std::string_view)> table;  ///< a shipped code table by name
  int century_pivot = 70;
};

struct RunOutput {
  enum class Verdict { ok, held, rejected };
  Verdict verdict = Verdict::ok;
  std::vector<Event> events;  ///< in document order; empty unless ok
  std::vector<Diagnostic> diagnostics;
  std::vector<std::pair<std::string, std::string>> refs;  ///< typed references of all events, each once
};

/// What a run read for what: for `map explain` and `map coverage`.
struct Trace {
  struct Read {
    std::string pointer;  ///< of the field within `data`, RFC 6901
    std::uint32_t segment = 0;
    ElementRef element;
    ByteRange range;         ///< in the payload
    SourceLocation where;    ///< the path's place in the map
    std::string event = {};  ///< id of the event
  };
  std::vector<Read> reads;
  std::vector<bool> segments_read;    ///< one a segment of the set
  std::set<const Field*> fields_set;  ///< fields of the map that got a value
};

/// One transaction set through a map. Pure: same input, same output, byte for byte.
RunOutput run(const Map& map, const RunInput& input, Trace* trace = nullptr);

}  // namespace longshore::maps
