#pragma once
#include "engine/model/result.h"
#include "parsers/document.h"

#include <string>
#include <string_view>

namespace longshore::xml {

/// Reads an XML 1.0 document in UTF-8, UTF-16 or Latin-1, as byte order mark and declaration say. The tree is the
/// document, its one child the root element. Names are kept as written, with prefixes and xmlns attributes. Comments
/// and processing instructions are left out, and so are blanks between elements; text between elements is a child
/// without a name. References: the five entities of XML and characters, nothing else; a document type declaration is
/// refused, so nothing is ever expanded or fetched. At most one diagnostic, with the bytes of the payload it is about:
/// XML_MALFORMED, XML_DTD_REFUSED, XML_ENTITY_UNKNOWN, ENCODING_UNSUPPORTED, CHARSET_INVALID (an error here),
/// EMPTY_INPUT, LIMIT_REACHED.
parsers::ParsedDocument read(std::string_view payload, const parsers::DocumentLimits& limits = {});

struct WriteStyle {
  bool declaration = true;  ///< `<?xml version="1.0" encoding="UTF-8"?>`
  bool indent = false;      ///< two blanks a level and LF, but not around text that stands between elements
};

/// UTF-8. Takes the tree that read() gives: the document with its root element. A list is one element an item, each
/// with the list's name. XML_NAME_INVALID, XML_CHARACTER_INVALID (one that XML cannot carry), XML_ROOT (not exactly one
/// root element).
Result<std::string> write(const parsers::Record& document, const WriteStyle& style = {});

}  // namespace longshore::xml
