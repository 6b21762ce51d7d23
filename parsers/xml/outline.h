#pragma once
#include "parsers/document.h"
#include "parsers/xml/decode.h"

#include <expected>

/// Internal to xml.
namespace longshore::xml {

/// Where an element stands in the text: `<` at begin, content from behind the start tag to before the end tag.
struct ElementPlace {
  std::size_t begin = 0;
  std::size_t content_begin = 0;
  std::size_t content_end = 0;
  std::size_t end = 0;
};

struct AttributePlace {
  std::size_t begin = 0;
  std::size_t end = 0;
};

/// Elements and attributes in document order.
struct Outline {
  std::vector<ElementPlace> elements;
  std::vector<AttributePlace> attributes;
};

/// Goes over the text once without building anything: it is well-formed, has no document type declaration and no
/// entity but the five, and keeps to the limits; else the first fault. Names are taken as XML 1.0 has them in ASCII,
/// other characters are all allowed in them.
std::expected<Outline, Diagnostic> outline(const Text& text, const parsers::DocumentLimits& limits);

/// Whether an element or attribute may have that name.
bool is_name(std::string_view name);

}  // namespace longshore::xml
