#pragma once
#include "engine/model/timestamp.h"
#include "maps/catalog.h"
#include "partners/profile.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace longshore::compose {

/// What is to be written, as a flow says it: "x12/990@004010", "edifact/DESADV@D96A", "csv/shipment-status".
struct DocumentKind {
  std::string standard;
  std::string set;
  std::string version;  ///< empty: the map's first

  static DocumentKind parse(std::string_view text);
  bool edi() const { return standard == "x12" || standard == "edifact"; }
  std::string str() const;  ///< without the version
};

/// Whose envelope goes around it.
struct Envelope {
  std::uint32_t number = 1;  ///< of the interchange and its group
  CivilTime at;
};

/// The map compiled for that kind of document: MAP_UNKNOWN, DOCUMENT_UNKNOWN (no dictionary), the map's own faults.
Result<const maps::Template*> template_for(maps::Catalog& catalog, const std::string& map, const DocumentKind& kind);

struct Written {
  std::string bytes;
  std::size_t documents = 0;  ///< sets, messages or files' worth of events; 0: no event that the map takes
};

/// One interchange or file of the events, in their order. An interchange is read back and checked on levels 1–5: what
/// our own reader would not accept is COMPOSED_INVALID, with the first fault. IDENTITY_MISSING where the profile has
/// no envelope identity for the standard. Pure.
Result<Written> write_documents(const maps::Template& map, std::span<const json::Value> events,
                                const partners::Profile& profile, maps::Catalog& catalog, const Envelope& envelope);

}  // namespace longshore::compose
