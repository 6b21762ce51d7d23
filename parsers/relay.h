#pragma once
#include "parsers/edifact/writer.h"
#include "parsers/interchange.h"
#include "parsers/x12/writer.h"

/// What was read, to be written again: under the same headers, in the same order, with trailers counted anew.
namespace longshore::parsers {

/// How an interchange is laid out: its delimiters, UNA where it has one, and what stands between its first two
/// segments.
x12::Layout x12_layout(const Interchange& received, std::string_view payload);
edifact::Layout edifact_layout(const Interchange& received, std::string_view payload);

/// `write` of this is the interchange's bytes where they are as a writer has them: one suffix after every segment, no
/// empty elements at the end, counts and trailers' control numbers as the headers have them. Faulty interchanges come
/// out mended where counts were wrong.
x12::OutInterchange relay_x12(const Interchange& received);
edifact::OutInterchange relay_edifact(const Interchange& received);

}  // namespace longshore::parsers
