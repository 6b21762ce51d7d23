#include "parsers/charset.h"
#include "parsers/source.h"
#include "parsers/xml/outline.h"
#include "parsers/xml/xml.h"

namespace longshore::xml {
namespace {

using parsers::Record;

std::string_view escape_of(char c, bool attribute) {
  switch (c) {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '\r':
      return "&#13;";
    case '"':
      return attribute ? "&quot;" : "";
    case '\n':
      return attribute ? "&#10;" : "";
    case '\t':
      return attribute ? "&#9;" : "";
    default:
      return "";
  }
}

class Writer {
 public:
  explicit Writer(const WriteStyle& style) : style_(style) {}

  Result<std::string> document(const Record& document) {
    const bool one = document.children.size() == 1 && document.children[0].kind != Record::Kind::list;
    if (!one) return fail_permanent("xml", "XML_ROOT", "a document has exactly one root element");
    if (style_.declaration) out_ += "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
    LONGSHORE_CHECK(element(document.children[0], document.children[0].name, 0, style_.indent));
    if (style_.indent) out_ += '\n';
    return std::move(out_);
  }

 private:
  Result<void> element(const Record& one, const std::string& name, std::size_t level, bool indent) {
    if (one.kind == Record::Kind::list) return items(one, name, level, indent);
    if (!is_name(name))
      return fail_permanent("xml", "XML_NAME_INVALID", "\"" + parsers::excerpt(name) + "\" is no name of an element");
    out_ += '<' + name;
    for (const auto& attribute : one.attributes) LONGSHORE_CHECK(add_attribute(attribute));
    const bool null = one.kind == Record::Kind::null;
    if (one.children.empty() && (one.text.empty() || null)) {
      out_ += "/>";
      return {};
    }
    out_ += '>';
    if (!null) LONGSHORE_CHECK(append(one.text, false));
    LONGSHORE_CHECK(children(one, level, indent));
    out_ += "</" + name + '>';
    return {};
  }

  Result<void> children(const Record& one, std::size_t level, bool indent) {
    const auto is_text = [](const Record& child) { return child.name.empty(); };
    const bool inside = indent && !one.children.empty() && std::ranges::none_of(one.children, is_text);
    for (const auto& child : one.children) {
      if (is_text(child)) {
        LONGSHORE_CHECK(append(child.text, false));
      } else {
        if (child.kind != Record::Kind::list) new_line(level + 1, inside);
        LONGSHORE_CHECK(element(child, child.name, level + 1, inside));
      }
    }
    new_line(level, inside);
    return {};
  }

  Result<void> items(const Record& list, const std::string& name, std::size_t level, bool indent) {
    for (const auto& item : list.children) {
      if (item.kind != Record::Kind::list) new_line(level, indent);
      LONGSHORE_CHECK(element(item, name, level, indent));
    }
    return {};
  }

  Result<void> add_attribute(const Record& attribute) {
    if (!is_name(attribute.name)) {
      return fail_permanent("xml", "XML_NAME_INVALID",
                            "\"" + parsers::excerpt(attribute.name) + "\" is no name of an attribute");
    }
    out_ += ' ' + attribute.name + "=\"";
    LONGSHORE_CHECK(append(attribute.text, true));
    out_ += '"';
    return {};
  }

  Result<void> append(std::string_view text, bool attribute) {
    while (!text.empty()) {
      const auto length = parsers::utf8_sequence(text);
      if (length == 0 || !is_character(parsers::utf8_point(text.substr(0, length)))) {
        return fail_permanent("xml", "XML_CHARACTER_INVALID",
                              "XML cannot carry the character at the beginning of \"" + parsers::excerpt(text) + "\"");
      }
      const auto escape = escape_of(text[0], attribute);
      out_ += escape.empty() ? text.substr(0, length) : escape;
      text.remove_prefix(length);
    }
    return {};
  }

  void new_line(std::size_t level, bool indent) {
    if (indent) out_.append(1, '\n').append(2 * level, ' ');
  }

  const WriteStyle& style_;
  std::string out_;
};

}  // namespace

Result<std::string> write(const Record& document, const WriteStyle& style) {
  return Writer(style).document(document);
}

}  // namespace longshore::xml
