#include "parsers/xml/xml.h"

#include "parsers/charset.h"
#include "tests/unit/parsers/record_fixtures.h"

#include <random>

#include <gtest/gtest.h>

namespace longshore::xml {
namespace {

using namespace parsers::test;
using parsers::Record;
using Kind = Record::Kind;

std::string told(std::string_view payload, const parsers::DocumentLimits& limits = {}) {
  auto parsed = read(payload, limits);
  EXPECT_EQ(parsed.record.has_value(), parsed.diagnostics.empty());
  if (parsed.record) return str(parsed.record->children[0], true);
  return str(parsed.diagnostics[0]);
}

std::string utf16(std::string_view ascii, bool big, bool mark = true) {
  std::string out(mark ? (big ? "\xFE\xFF" : "\xFF\xFE") : "");
  for (char c : ascii) (out += big ? '\0' : c) += big ? c : '\0';
  return out;
}

TEST(Xml, elements_attributes_texts_and_places) {
  EXPECT_EQ(told("<?xml version='1.0'?>\n<o:Order id = \"7\" xmlns:o='u'>\n <!-- c --><Line>A &amp; B</Line>\n <?p "
                 "i?><Line/></o:Order>\n"),
            "o:Order=@22-112 @id=7@31-39 @xmlns:o=u@40-51{Line=A & B@64-86, Line=@95-102}");
}

TEST(Xml, text_is_kept_where_it_means_something) {
  EXPECT_EQ(told("<a> <b> </b> </a>"), "a=@0-17{b= @4-12}");
  EXPECT_EQ(told("<a>x <b>y</b> <c/></a>"), "a=@0-22{=x @3-5, b=y@5-13, = @13-14, c=@14-18}");
  EXPECT_EQ(told("<a>x<!-- no -->y<![CDATA[<&]]>&#65;&#x42;\r\nz</a>"), "a=xy<&AB\nz@0-48");
}

TEST(Xml, encodings) {
  EXPECT_EQ(told("\xEF\xBB\xBF<a>\xC3\xA4</a>"), "a=\xC3\xA4@3-12");
  EXPECT_EQ(told("<?xml version='1.0' encoding='iso-8859-1'?><a>\xE4<b/></a>"), "a=@43-55{=\xC3\xA4@46-47, b=@47-51}");
  EXPECT_EQ(told(utf16("<a>x<b/></a>", false)), "a=@2-26{=x@8-10, b=@10-18}");
  EXPECT_EQ(told(utf16("<a>x<b/></a>", true, false)), "a=@0-24{=x@6-8, b=@8-16}");
  EXPECT_EQ(told(utf16("<?xml version='1.0' encoding='UTF-16'?><a/>", false)), "a=@80-88");
  EXPECT_EQ(told(utf16("<?xml version='1.0' encoding='UTF-8'?><a/>", false)), "ENCODING_UNSUPPORTED 62-72");
  EXPECT_EQ(told("<?xml version='1.0' encoding='UTF-16'?><a/>"), "ENCODING_UNSUPPORTED 30-36");
  EXPECT_EQ(told("<?xml version='1.0' encoding='EUC-JP'?><a/>"), "ENCODING_UNSUPPORTED 30-36");
  EXPECT_EQ(told("\xEF\xBB\xBF<?xml version='1.0' encoding='ISO-8859-1'?><a/>"), "ENCODING_UNSUPPORTED 33-43");
  EXPECT_EQ(told("<a>\xE4</a>"), "CHARSET_INVALID 3-4");
  EXPECT_EQ(told(utf16("<a/>", false) + "\x01"), "CHARSET_INVALID 10-11");
  EXPECT_EQ(told(utf16("<a>", false) + std::string("\x00\xDC", 2)), "CHARSET_INVALID 8-10");
}

TEST(Xml, places_in_a_long_latin1_text) {
  std::string text = "<?xml version='1.0' encoding='iso-8859-1'?><a>" + std::string(5000, '\xE4') + "<b/></a>";
  auto parsed = read(text);
  ASSERT_TRUE(parsed.record.has_value());
  EXPECT_EQ(select(*parsed.record, "/a/b")[0]->byte_range, (ByteRange{5046, 5050}));
}

TEST(Xml, a_document_type_is_refused_unexpanded) {
  std::string laughs = "<!DOCTYPE l [<!ENTITY a 'ha'>";
  for (char c = 'b'; c < 'z'; ++c)
    laughs += std::string("<!ENTITY ") + c + " '&" + char(c - 1) + ";&" + char(c - 1) + ";'>";
  EXPECT_EQ(told(laughs + "]><l>&y;</l>"), "XML_DTD_REFUSED 0-9");
  EXPECT_EQ(told("<a>&x;</a>"), "XML_ENTITY_UNKNOWN 3-6");
  EXPECT_EQ(told("<a b='&nbsp;'/>"), "XML_ENTITY_UNKNOWN 6-12");
}

TEST(Xml, what_is_not_well_formed_is_told_with_its_place) {
  const std::pair<std::string_view, std::string_view> cases[] = {{"<a><b></a>", "6-10"},
                                                                 {"<a>", "0-3"},
                                                                 {"<a/><b/>", "4-5"},
                                                                 {"x<a/>", "0-1"},
                                                                 {"<a/>x", "4-5"},
                                                                 {"<!-- -->", "0-8"},
                                                                 {"</a>", "0-4"},
                                                                 {"<a", "2-2"},
                                                                 {"<a b/>", "4-5"},
                                                                 {"<a b=c/>", "5-6"},
                                                                 {"<a b='c/>", "6-9"},
                                                                 {"<a b='<'/>", "6-7"},
                                                                 {"<a b='' c=''b=''/>", "12-13"},
                                                                 {"<a b='' b=''/>", "8-9"},
                                                                 {"<a>]]></a>", "3-6"},
                                                                 {"<a>&</a>", "3-4"},
                                                                 {"<a>& b;</a>", "3-7"},
                                                                 {"<a>&#0;</a>", "3-7"},
                                                                 {"<a>&#xD800;</a>", "3-11"},
                                                                 {"<1/>", "1-2"},
                                                                 {"<a><!-- -- --></a>", "3-14"},
                                                                 {"<a><!-- </a>", "7-12"},
                                                                 {"<a><![CDATA[ </a>", "12-17"},
                                                                 {"<![CDATA[]]>", "0-1"},
                                                                 {"<a><?xml version='1.0'?></a>", "3-8"},
                                                                 {" <?xml version='1.0'?><a/>", "1-6"},
                                                                 {"<a><!ELEMENT></a>", "4-5"},
                                                                 {"<a>\x01</a>", "3-4"},
                                                                 {"<a>\xEF\xBF\xBF</a>", "3-6"},
                                                                 {"<?xml version='1.0'", "0-19"},
                                                                 {"<a></a", "6-6"}};
  for (auto [text, place] : cases) EXPECT_EQ(told(text), "XML_MALFORMED " + std::string(place)) << text;
  EXPECT_EQ(read("").diagnostics[0].code, Code::EMPTY_INPUT);
}

TEST(Xml, limits_are_reported_as_limits) {
  std::string deep;
  for (int i = 0; i < 100'000; ++i) deep += "<a>";
  EXPECT_EQ(told(deep), "LIMIT_REACHED 300-301");
  EXPECT_EQ(told("<a><b/><b/></a>", {.nodes = 2}), "LIMIT_REACHED 11-12");
  EXPECT_EQ(told("<a>x<!-- -->y<![CDATA[z]]></a>", {.nodes = 3}), "LIMIT_REACHED 13-14");
  EXPECT_EQ(told("<a><b/><b/></a>", {.bytes = 9}), "LIMIT_REACHED 9-15");
  EXPECT_EQ(told("<a><b/></a>", {.depth = 1}), "LIMIT_REACHED 3-4");
}

TEST(Xml, every_cut_of_a_document_is_refused) {
  const std::string text = "<a b='1'>x<c>&lt;</c><![CDATA[y]]></a>";
  for (std::size_t at = 1; at < text.size(); ++at) EXPECT_FALSE(read(text.substr(0, at)).record.has_value()) << at;
}

Record document(Record root) {
  Record out{.kind = Kind::object};
  out.children.push_back(std::move(root));
  return out;
}

TEST(XmlWriter, escapes_indents_and_writes_lists) {
  Record order{.kind = Kind::object, .name = "Order", .attributes = {{.name = "id", .text = "<\"\n"}}};
  order.children.push_back({.kind = Kind::list, .name = "Line", .children = {{.text = "a&b"}, {.kind = Kind::null}}});
  order.children.push_back({.name = "Note", .text = "]]>\r"});
  EXPECT_EQ(
      write(document(order), {.indent = true}).value_or(""),
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Order id=\"&lt;&quot;&#10;\">\n  <Line>a&amp;b</Line>\n  <Line/>\n"
      "  <Note>]]&gt;&#13;</Note>\n</Order>\n");
}

TEST(XmlWriter, what_xml_cannot_carry_is_an_error) {
  const auto code = [](Record root) {
    auto written = write(document(std::move(root)));
    return written ? "" : written.error().code;
  };
  EXPECT_EQ(code({.name = "a b"}), "XML_NAME_INVALID");
  EXPECT_EQ(code({.name = "a", .attributes = {{.name = "1"}}}), "XML_NAME_INVALID");
  EXPECT_EQ(code({.name = "a", .text = "\x01"}), "XML_CHARACTER_INVALID");
  EXPECT_EQ(code({.name = "a", .text = "\xE4"}), "XML_CHARACTER_INVALID");
  EXPECT_EQ(write(Record{}).error().code, "XML_ROOT");
}

/// Trees that XML can tell apart: no blank or empty texts between elements, none beside another.
class Trees {
 public:
  Record element(int depth) {
    Record out{.name = name()};
    for (auto n = pick(3); n != 0; --n) out.attributes.push_back({.name = name() + std::to_string(n), .text = text()});
    if (depth == 0 || pick(3) == 0) {
      if (pick(4) != 0) out.text = text();
      return out;
    }
    out.kind = Kind::object;
    const bool mixed = pick(2) == 0;
    for (auto n = 1 + pick(3); n != 0; --n) {
      if (mixed) out.children.push_back({.text = "x" + text()});
      out.children.push_back(element(depth - 1));
    }
    return out;
  }

 private:
  std::size_t pick(std::size_t below) { return std::uniform_int_distribution<std::size_t>(0, below - 1)(random_); }
  std::string name() { return std::string("abc")[pick(3)] + std::string(pick(2), ':') + "n\xC3\xA4"; }
  std::string text() {
    constexpr std::string_view letters = "a<>&\"'] \t\n\r;#";
    std::string out;
    for (auto n = pick(7); n != 0; --n) out += letters[pick(letters.size())];
    return pick(5) == 0 ? out + "\xF0\x9F\x9A\xA2" : out;
  }
  std::mt19937 random_{23};
};

TEST(Xml, what_is_written_reads_back) {
  Trees trees;
  for (int round = 0; round < 2000; ++round) {
    const auto tree = document(trees.element(3));
    const auto text = write(tree, {.declaration = round % 2 == 0, .indent = round % 3 == 0});
    ASSERT_TRUE(text.has_value());
    const auto parsed = read(*text);
    ASSERT_TRUE(parsed.record.has_value()) << *text << "\n" << str(parsed.diagnostics[0]);
    ASSERT_TRUE(equal(*parsed.record, tree)) << *text << "\n" << str(tree) << "\n" << str(*parsed.record);
  }
}

}  // namespace
}  // namespace longshore::xml
