#include "parsers/xml/outline.h"
#include "parsers/xml/xml.h"

#include <pugixml.hpp>

namespace longshore::xml {
namespace {

using parsers::Record;

bool is_blank(std::string_view text) {
  return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

/// The library's tree with the places of the outline, both in document order.
class Builder {
 public:
  Builder(const Text& text, const Outline& outline) : text_(text), outline_(outline) {}

  Record element(pugi::xml_node node) {
    const auto& place = outline_.elements[element_++];
    Record out{.name = node.name(), .byte_range = text_.range(place.begin, place.end)};
    for (const auto attribute : node.attributes()) {
      const auto& at = outline_.attributes[attribute_++];
      out.attributes.push_back(
          {.name = attribute.name(), .text = attribute.value(), .byte_range = text_.range(at.begin, at.end)});
    }
    auto last = place.content_begin;
    for (const auto child : node.children()) {
      if (child.type() != pugi::node_element) {
        out.text += child.value();
        continue;
      }
      const auto& next = outline_.elements[element_];
      add_text(out, last, next.begin);
      last = next.end;
      out.children.push_back(element(child));
    }
    if (!out.children.empty()) finish_parent(out, last, place.content_end);
    return out;
  }

 private:
  void add_text(Record& parent, std::size_t begin, std::size_t end) {
    if (!parent.text.empty())
      parent.children.push_back({.text = std::exchange(parent.text, {}), .byte_range = text_.range(begin, end)});
  }

  // Blanks count only where other text stands between the elements too.
  void finish_parent(Record& out, std::size_t last, std::size_t end) {
    out.kind = Record::Kind::object;
    add_text(out, last, end);
    const auto is_text = [](const Record& one) { return one.name.empty(); };
    const bool mixed =
        std::ranges::any_of(out.children, [&](const auto& one) { return is_text(one) && !is_blank(one.text); });
    if (!mixed) std::erase_if(out.children, is_text);
  }

  const Text& text_;
  const Outline& outline_;
  std::size_t element_ = 0;
  std::size_t attribute_ = 0;
};

parsers::ParsedDocument refused(Diagnostic why) {
  return {.diagnostics = {std::move(why)}};
}

}  // namespace

parsers::ParsedDocument read(std::string_view payload, const parsers::DocumentLimits& limits) {
  if (payload.empty()) return refused(diagnose(Code::EMPTY_INPUT));
  if (payload.size() > limits.bytes) return refused(parsers::too_large(payload.size(), limits));
  auto text = Text::decode(payload);
  if (!text) return refused(std::move(text).error());
  auto places = outline(*text, limits);
  if (!places) return refused(std::move(places).error());

  std::string buffer(text->utf8());
  pugi::xml_document document;
  const auto parsed = document.load_buffer_inplace(buffer.data(), buffer.size(),
                                                   pugi::parse_default | pugi::parse_ws_pcdata, pugi::encoding_utf8);
  if (!parsed) {
    auto bad = diagnose(Code::XML_MALFORMED, parsed.description());
    const auto at = std::min(static_cast<std::size_t>(parsed.offset), buffer.size());
    bad.byte_range = text->range(at, at);
    return refused(std::move(bad));
  }
  Record root{.kind = Record::Kind::object, .byte_range = {0, payload.size()}};
  root.children.push_back(Builder(*text, *places).element(document.document_element()));
  return {.record = std::move(root)};
}

}  // namespace longshore::xml
