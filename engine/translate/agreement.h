#pragma once
#include "engine/model/ids.h"
#include "parsers/interchange.h"
#include "partners/registry.h"

namespace longshore::translate {

/// Whose agreement an interchange falls under, and why it may not go through.
struct Agreement {
  const partners::Profile* profile = nullptr;  ///< null: nobody's
  std::string code;                            ///< empty: it may go through
  std::string message;                         ///< what to do about it
};

/// `brought_by` is the partner whose endpoint the bytes came in at. The envelope's sender must be that partner, or one
/// it carries for.
Agreement find_agreement(const parsers::Interchange& interchange, const PartnerId& brought_by,
                         const partners::Registry& registry);

}  // namespace longshore::translate
