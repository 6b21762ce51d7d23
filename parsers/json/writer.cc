#include "engine/base/json/json.h"
#include "parsers/charset.h"
#include "parsers/json/grammar.h"
#include "parsers/json/tree.h"
#include "parsers/source.h"

namespace longshore::json {
namespace {

using parsers::Record;
using Kind = Record::Kind;

class TreeWriter {
 public:
  explicit TreeWriter(bool indent) : indent_(indent) {}

  std::string take() && { return std::move(out_); }

  Result<void> value(const Record& one, std::size_t level) {
    if (!one.attributes.empty()) return unwritable(one, "has attributes");
    switch (one.kind) {
      case Kind::null:
        out_ += "null";
        return {};
      case Kind::boolean:
        return plain(one, one.text == "true" || one.text == "false");
      case Kind::number:
        return plain(one, !one.text.empty() && number_length(one.text) == one.text.size());
      case Kind::text:
        return string(one.text, one);
      case Kind::object:
      case Kind::list:
        break;
    }
    return parts(one, level);
  }

 private:
  static std::unexpected<Error> unwritable(const Record& one, const std::string& why) {
    return fail_permanent("json", "JSON_UNWRITABLE", "\"" + parsers::excerpt(one.name) + "\" " + why);
  }

  Result<void> plain(const Record& one, bool valid) {
    if (!valid) return unwritable(one, "is no value that JSON has: " + parsers::excerpt(one.text));
    out_ += one.text;
    return {};
  }

  Result<void> string(std::string_view text, const Record& one) {
    if (!parsers::is_utf8(text)) return unwritable(one, "is not UTF-8");
    out_ += quote(text);
    return {};
  }

  Result<void> parts(const Record& one, std::size_t level) {
    const bool object = one.kind == Kind::object;
    if (object && duplicate_member(one)) return unwritable(one, "has two members of one name");
    if (!one.text.empty()) return unwritable(one, "has both text and parts");
    out_ += object ? '{' : '[';
    for (const auto& child : one.children) {
      if (&child != one.children.data()) out_ += ',';
      new_line(level + 1);
      if (object) LONGSHORE_CHECK(string(child.name, child));
      if (object) out_ += indent_ ? ": " : ":";
      LONGSHORE_CHECK(value(child, level + 1));
    }
    if (!one.children.empty()) new_line(level);
    out_ += object ? '}' : ']';
    return {};
  }

  void new_line(std::size_t level) {
    if (indent_) out_.append(1, '\n').append(2 * level, ' ');
  }

  bool indent_;
  std::string out_;
};

}  // namespace

Result<std::string> write_tree(const Record& record, bool indent) {
  TreeWriter writer(indent);
  LONGSHORE_CHECK(writer.value(record, 0));
  return std::move(writer).take();
}

}  // namespace longshore::json
