#pragma once
#include "engine/base/yaml/yaml.h"

#include <string>

namespace longshore::maps {

/// A map that `extends` another, as one whole map: what the overlay says replaces what the base says.
///
/// - `patch: {FIELD: SPEC}` replaces that field in every rule that has it (`carrier.scac` within carrier's set); a SPEC
/// of
///   nothing removes it. `patch: {EVENT TYPE: {set: {…}, when: …, key: …}}` changes one rule: fields are added or
///   replaced.
/// - `emits`, `lookups`, `unread` are joined; `emit` adds rules; `source`, `purpose`, `tree`, `compose` replace the
/// base's.
///
/// Every node keeps the place it was written at. Faults (a patched field or event that the base does not have) are
/// appended to `errors`.
yaml::Node apply_overlay(const yaml::Node& base, const yaml::Node& overlay, std::vector<Error>& errors);

/// The YAML of a node, each line with the file and line it comes from behind it where that differs from the line
/// before.
std::string print_with_origins(const yaml::Node& node);

}  // namespace longshore::maps
