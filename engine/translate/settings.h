#pragma once
#include "maps/catalog.h"
#include "maps/runner.h"
#include "partners/registry.h"

#include <memory>
#include <string>

namespace longshore::translate {

/// Partners and maps as they are at one moment. A document keeps the settings it began with; a reload makes another
/// pair.
struct Settings {
  std::shared_ptr<const partners::Registry> registry;
  std::shared_ptr<maps::Catalog> catalog;
};

}  // namespace longshore::translate
