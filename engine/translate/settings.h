#pragma once
#include "maps/catalog.h"
#include "maps/runner.h"
#include "parsers/guide/guide.h"
#include "partners/registry.h"

#include <memory>
#include <string>

namespace longshore::translate {

/// Partners, maps and guides as they are at one moment. A document keeps the settings it began with; a reload makes
/// others.
struct Settings {
  std::shared_ptr<const partners::Registry> registry;
  std::shared_ptr<maps::Catalog> catalog;
  std::shared_ptr<const guide::Guides> guides = {};
};

}  // namespace longshore::translate
