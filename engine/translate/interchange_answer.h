#pragma once
#include "engine/translate/document.h"

namespace longshore::translate {

/// The answers to interchanges of ours that stand on an envelope (TA1), outside every transaction set, where no map
/// looks for them.
std::vector<const parsers::Segment*> interchange_answers(const parsers::Interchange& interchange);

/// One of them as its event: the interchange that TA101 names was acknowledged, or rejected. A verdict that is none of
/// A, E and R is held. Same input, same output.
Translation translate_answer(const parsers::Interchange& interchange, const parsers::Segment& ta1,
                             const partners::Profile* profile, maps::Catalog& catalog, std::string_view payload_sha256);

}  // namespace longshore::translate
