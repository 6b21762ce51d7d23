#include "parsers/flatfile/layout.h"

#include "engine/model/text.h"
#include "parsers/flatfile/field_value.h"

#include <algorithm>

namespace longshore::flatfile {
namespace {

using yaml::Fields;
using yaml::Node;
using yaml::Presence;
using Type = LayoutField::Type;

constexpr std::int64_t longest_record = 1 << 20;
constexpr std::string_view type_names[] = {"text", "number", "date", "time"};
constexpr std::string_view align_names[] = {"left", "right"};
constexpr std::string_view line_end_names[] = {"any", "lf", "crlf", "cr", "none"};
constexpr std::string_view charset_names[] = {"ascii", "utf8", "latin1"};

template <class Names>
auto index_of(const Names& names, std::string_view name) {
  return std::ranges::find(names, name) - std::begin(names);
}

std::uint32_t count(Fields& keys, std::string_view key, std::int64_t low, std::int64_t fallback) {
  return static_cast<std::uint32_t>(keys.integer(key, low, longest_record, fallback));
}

std::uint32_t required_count(Fields& keys, std::string_view key) {
  keys.get(key, Presence::required);
  return count(keys, key, 1, 1);
}

char one_character(Fields& keys, std::string_view key, char fallback) {
  const auto text = keys.string(key, Presence::optional, std::string(1, fallback));
  if (text.size() == 1 && static_cast<unsigned char>(text[0]) < 0x80) return text[0];
  keys.error(keys.where(), "LAYOUT_CHARACTER", std::string(key) + " must be one ASCII character");
  return fallback;
}

/// Builds the layout, and says what does not fit together.
class Reader {
 public:
  explicit Reader(std::vector<Error>& errors) : errors_(errors) {}

  Layout layout(const Node& root) {
    Layout out;
    Fields keys(root, "a layout", errors_);
    out.name = keys.string("layout", Presence::required);
    keys.get("label");
    constexpr parsers::Charset charsets[] = {parsers::Charset::ascii, parsers::Charset::utf8, parsers::Charset::latin1};
    out.charset = charsets[index_of(charset_names, keys.choice("charset", charset_names, "utf8"))];
    const auto line_end = index_of(line_end_names, keys.choice("line_end", line_end_names, "any"));
    out.line_end = static_cast<parsers::LineEnd>(line_end);
    if (line_end_names[line_end] == "none") out.line_end.reset();
    out.trimmed = keys.boolean("trimmed", false);
    out.century_pivot = static_cast<int>(keys.integer("century_pivot", 0, 99, 70));
    if (const auto* node = keys.get("records", Presence::required)) {
      if (node->items.empty()) error(node->where, "LAYOUT_EMPTY", "records must be a list of record types");
      for (const auto& item : node->items) add_record(out, item);
      if (!out.line_end) check_one_length(out, node->where);
    }
    keys.finish();
    return out;
  }

 private:
  void error(const SourceLocation& where, std::string code, std::string what, std::string hint = {}) {
    errors_.push_back(yaml::error_at(where, std::move(code), std::move(what), std::move(hint)));
  }

  void add_record(Layout& layout, const Node& node) {
    auto one = record(node);
    for (const auto& other : layout.records) {
      if (other.type == one.type) error(node.where, "LAYOUT_DUPLICATE", "there already is a type " + one.type);
      if (other.at == 0 || one.at == 0 || (other.at == one.at && overlap(other.literal, one.literal)))
        error(node.where, "LAYOUT_AMBIGUOUS", "a record could be of type " + other.type + " or " + one.type,
              "let each type be told by a literal of its own");
    }
    layout.records.push_back(std::move(one));
  }

  static bool overlap(std::string_view a, std::string_view b) { return a.starts_with(b) || b.starts_with(a); }

  LayoutRecord record(const Node& node) {
    LayoutRecord out;
    Fields keys(node, "a record type", errors_);
    out.type = keys.string("type", Presence::required);
    if (const auto* sign = keys.get("recognise")) {
      Fields inner(*sign, "recognise", errors_);
      out.at = required_count(inner, "start");
      out.literal = inner.string("text", Presence::required);
      if (out.literal.empty()) inner.error(sign->where, "LAYOUT_LITERAL", "text must be what tells the type");
      inner.finish();
    }
    const bool gaps = keys.boolean("gaps", false);
    if (const auto* fields = keys.get("fields", Presence::required)) {
      for (const auto& item : fields->items) out.fields.push_back(field(item));
      check_names(out, *fields);
    }
    std::ranges::stable_sort(out.fields, {}, &LayoutField::start);
    const auto last = end_of(out);
    out.length = count(keys, "length", last, last);
    if (out.length > longest_record) error(node.where, "LAYOUT_TOO_LONG", "the record is longer than a mebibyte");
    check_places(out, node.where, gaps);
    keys.finish();
    return out;
  }

  static std::uint32_t end_of(const LayoutRecord& record) {
    auto end = static_cast<std::uint32_t>(std::max<std::size_t>(1, record.at + record.literal.size()) - 1);
    for (const auto& one : record.fields) end = std::max(end, one.end() - 1);
    return end;
  }

  LayoutField field(const Node& node) {
    LayoutField out;
    Fields keys(node, "a field", errors_);
    out.name = keys.string("name", Presence::required);
    out.start = required_count(keys, "start");
    out.length = required_count(keys, "length");
    out.type = static_cast<Type>(index_of(type_names, keys.choice("type", type_names, "text")));
    const auto usual = out.type == Type::number ? align_names[1] : align_names[0];
    out.align =
        static_cast<LayoutField::Align>(index_of(align_names, keys.choice("align", align_names, std::string(usual))));
    out.pad = one_character(keys, "pad", ' ');
    out.required = keys.boolean("required", false);
    out.repeat = static_cast<std::uint32_t>(keys.integer("repeat", 1, 10'000, 1));
    out.step = static_cast<std::uint32_t>(keys.integer("step", out.length, longest_record / out.repeat, out.length));
    read_number(out, keys, node);
    read_pattern(out, keys, node);
    keys.finish();
    return out;
  }

  void read_number(LayoutField& out, Fields& keys, const Node& node) {
    out.mark = one_character(keys, "mark", '.');
    if (keys.get("decimals")) out.decimals = static_cast<int>(keys.integer("decimals", 0, 18, 0));
    const bool has_any = node.find("decimals") || node.find("mark");
    if (has_any && out.type != Type::number)
      error(node.where, "LAYOUT_TYPE", "decimals and mark are for numbers", "add \"type: number\"");
    if (out.mark != '.' && out.mark != ',') error(node.where, "LAYOUT_CHARACTER", "mark must be \".\" or \",\"");
    if (out.type == Type::number && out.pad >= '1' && out.pad <= '9')
      error(node.where, "LAYOUT_CHARACTER", "a number's pad cannot be a digit other than 0");
    if (out.type == Type::number && out.pad == '0' && out.align == LayoutField::Align::left)
      error(node.where, "LAYOUT_CHARACTER", "zeros after a number would change it", "use \"align: right\"");
  }

  void read_pattern(LayoutField& out, Fields& keys, const Node& node) {
    const bool dated = out.type == Type::date || out.type == Type::time;
    out.pattern = keys.string("pattern", dated ? Presence::required : Presence::optional);
    if (!dated && !out.pattern.empty()) error(node.where, "LAYOUT_TYPE", "pattern is for dates and times");
    if (!dated || out.pattern.empty()) return;
    if (!is_pattern(out.pattern, out.type))
      error(node.where, "LAYOUT_PATTERN", "\"" + printable(out.pattern) + "\" is no pattern of this type",
            out.type == Type::date ? "write it like YYYYMMDD or DD.MM.YY" : "write it like HHMM or HH:MM:SS");
    else if (out.pattern.size() != out.length)
      error(node.where, "LAYOUT_PATTERN", "the pattern and the length differ");
  }

  void check_names(const LayoutRecord& record, const Node& fields) {
    if (fields.items.empty()) error(fields.where, "LAYOUT_EMPTY", "fields must be a list of fields");
    for (std::size_t i = 0; i < record.fields.size(); ++i)
      if (record.find(record.fields[i].name) != &record.fields[i])
        error(fields.items[i].where, "LAYOUT_DUPLICATE", "there already is a field " + record.fields[i].name);
  }

  /// Every byte belongs to one field, or to the literal; the literal may lie in a field.
  void check_places(const LayoutRecord& record, const SourceLocation& where, bool gaps) {
    std::vector<const LayoutField*> owner(record.length);
    for (const auto& one : record.fields) {
      const auto* clash = claim(owner, one);
      if (clash)
        error(where, "LAYOUT_OVERLAP", "the fields " + clash->name + " and " + one.name + " overlap",
              "check start, length and repeat");
    }
    for (std::size_t i = 0; i < owner.size() && !gaps; ++i) {
      const bool literal = record.at != 0 && i + 1 >= record.at && i + 1 < record.at + record.literal.size();
      if (owner[i] || literal) continue;
      error(where, "LAYOUT_GAP", "no field describes position " + std::to_string(i + 1),
            "add a field, or \"gaps: true\"");
      return;
    }
  }

  static const LayoutField* claim(std::vector<const LayoutField*>& owner, const LayoutField& one) {
    const LayoutField* clash = nullptr;
    for (std::uint32_t i = 0; i < one.repeat; ++i) {
      for (auto at = one.start_of(i); at < one.start_of(i) + one.length && at <= owner.size(); ++at) {
        if (owner[at - 1] && !clash) clash = owner[at - 1];
        owner[at - 1] = &one;
      }
    }
    return clash;
  }

  void check_one_length(const Layout& layout, const SourceLocation& where) {
    for (const auto& one : layout.records)
      if (one.length != layout.records[0].length)
        return error(where, "LAYOUT_LENGTH", "without line ends all records must have the same length");
  }

  std::vector<Error>& errors_;
};

}  // namespace

const LayoutField* LayoutRecord::find(std::string_view wanted) const {
  const auto found = std::ranges::find(fields, wanted, &LayoutField::name);
  return found == fields.end() ? nullptr : &*found;
}

const LayoutRecord* Layout::find(std::string_view wanted) const {
  const auto found = std::ranges::find(records, wanted, &LayoutRecord::type);
  return found == records.end() ? nullptr : &*found;
}

std::optional<Layout> read_layout(const yaml::Node& root, std::vector<Error>& errors) {
  const auto before = errors.size();
  auto out = Reader(errors).layout(root);
  if (errors.size() != before) return std::nullopt;
  return out;
}

}  // namespace longshore::flatfile
