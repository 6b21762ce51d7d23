#include "parsers/flatfile/fixed.h"

#include "parsers/charset.h"
#include "parsers/flatfile/field_value.h"
#include "parsers/source.h"

#include <algorithm>

namespace longshore::flatfile {
namespace {

using parsers::Lines;
using parsers::Window;
using Type = LayoutField::Type;

Code fault_of(Type type) {
  switch (type) {
    case Type::date:
      return Code::FIELD_BAD_DATE;
    case Type::time:
      return Code::FIELD_BAD_TIME;
    case Type::number:
    case Type::text:
      break;
  }
  return Code::FIELD_BAD_NUMBER;
}

std::string expectation(const LayoutField& field) {
  if (field.type != Type::number) return field.pattern;
  return field.decimals ? "digits, " + std::to_string(*field.decimals) + " of them decimals" : "a number";
}

bool is_blank(std::string_view text) {
  return text.find_first_not_of(" \t\r\n\x1A") == std::string_view::npos;
}

class FixedReader {
 public:
  FixedReader(Window window, FixedEvents& events, const Layout& layout, const parsers::RecordLimits& limits)
      : window_(std::move(window)),
        events_(events),
        layout_(layout),
        limits_(limits),
        findings_(events, limits.diagnostics) {}

  void run() {
    if (layout_.line_end) return read_lines(*layout_.line_end);
    for (std::uint64_t at = 0;;) {
      const auto line = block(at);
      if (line.text.empty()) return;
      at = line.byte_range.end;
      if (line.text.size() == layout_.records[0].length || !is_blank(line.text)) read_record(line);
    }
  }

 private:
  void read_lines(parsers::LineEnd end) {
    window_.need(0, 3);
    const bool bom = layout_.charset == parsers::Charset::utf8 && window_.text(0, 3) == "\xEF\xBB\xBF";
    Lines lines(window_, end, limits_.record_bytes, bom ? 3 : 0);
    while (const auto line = lines.next())
      if (line->too_long || !is_blank(line->text)) read_record(*line);
  }

  /// Of a file without line ends.
  Lines::Line block(std::uint64_t at) {
    const auto length = layout_.records[0].length;
    window_.release(at);
    window_.need(at, length);
    const auto text = window_.text(at, at + length);
    return {text, {at, at + text.size()}};
  }

  void read_record(const Lines::Line& line) {
    findings_.open(++record_.number);
    record_.byte_range = line.byte_range;
    if (line.too_long) {
      return findings_.tell(Code::LIMIT_REACHED, line.byte_range,
                            "The record has more than " + std::to_string(limits_.record_bytes) + " bytes.", 0,
                            line.text);
    }
    record_.layout = recognise(line.text);
    if (!record_.layout) {
      return findings_.tell(Code::RECORD_TYPE_UNKNOWN, line.byte_range, {}, 0, line.text, expected_types());
    }
    findings_.open(record_.number, record_.layout->type);
    check_length(line);
    if (const auto bad = parsers::first_not_text(line.text, layout_.charset)) {
      const auto at = line.byte_range.begin + *bad;
      findings_.tell(Code::CHARSET_INVALID, {at, at + 1}, {}, 0, line.text.substr(*bad, 1));
    }
    record_.fields.clear();
    for (const auto& field : record_.layout->fields)
      for (std::uint32_t i = 0; i < field.repeat; ++i) add_field(line, field, field.start_of(i) - 1);
    events_.record(record_);
  }

  const LayoutRecord* recognise(std::string_view text) const {
    const auto fits = [text](const LayoutRecord& one) {
      return one.at == 0 || (text.size() >= one.at && text.substr(one.at - 1).starts_with(one.literal));
    };
    const auto found = std::ranges::find_if(layout_.records, fits);
    return found == layout_.records.end() ? nullptr : &*found;
  }

  std::string expected_types() const {
    std::string out;
    for (const auto& one : layout_.records)
      out += (out.empty() ? "" : ", ") + one.literal + " at " + std::to_string(one.at);
    return out;
  }

  void check_length(const Lines::Line& line) {
    const auto wanted = record_.layout->length;
    const auto message = [&] {
      return "The record has " + std::to_string(line.text.size()) + " bytes, its type " + std::to_string(wanted) + ".";
    };
    if (line.text.size() < wanted && !layout_.trimmed)
      findings_.tell(Code::RECORD_TOO_SHORT, line.byte_range, message());
    if (line.text.size() <= wanted || is_blank(line.text.substr(wanted))) return;
    findings_.tell(Code::RECORD_TOO_LONG, {line.byte_range.begin + wanted, line.byte_range.end}, message(), 0,
                   line.text.substr(wanted));
  }

  void add_field(const Lines::Line& line, const LayoutField& field, std::uint32_t offset) {
    const auto from = std::min<std::size_t>(offset, line.text.size());
    const auto written = line.text.substr(from, field.length);
    const auto begin = line.byte_range.begin + from;
    const ByteRange range{begin, begin + written.size()};
    const auto number = static_cast<std::uint32_t>(record_.fields.size() + 1);
    const auto text = parsers::to_utf8(without_padding(field, written), layout_.charset);
    auto value = text.empty() ? std::optional(text) : value_of(field, text, layout_.century_pivot);
    if (text.empty() && field.required)
      findings_.tell(Code::FIELD_MISSING, range, "The record must have the field " + field.name + ".", number);
    if (!value) findings_.tell(fault_of(field.type), range, {}, number, written, expectation(field));
    record_.fields.push_back({&field, written, range, std::move(value).value_or(text)});
  }

  Window window_;
  FixedEvents& events_;
  const Layout& layout_;
  const parsers::RecordLimits& limits_;
  parsers::RecordFindings findings_;
  FixedRecord record_;
};

/// One record to be written.
class FixedWriter {
 public:
  FixedWriter(const LayoutRecord& type, const Layout& layout) : type_(type), layout_(layout) {}

  Result<std::string> write(const parsers::Record& record) {
    line_.assign(type_.length, ' ');
    for (const auto& field : type_.fields)
      for (std::uint32_t i = 0; i < field.repeat; ++i) line_.replace(field.start_of(i) - 1, field.length, blank(field));
    if (type_.at != 0) line_.replace(type_.at - 1, type_.literal.size(), type_.literal);
    std::vector<std::uint32_t> filled(type_.fields.size());
    for (const auto& child : record.children) LONGSHORE_CHECK(place(child, filled));
    for (std::size_t i = 0; i < filled.size(); ++i)
      if (type_.fields[i].required && filled[i] < type_.fields[i].repeat)
        return fault("FIELD_MISSING", type_.fields[i].name, "is required");
    return std::move(line_);
  }

 private:
  // A number of zeros is a number: without a value its field is blank.
  static std::string blank(const LayoutField& field) {
    return std::string(field.length, field.type == Type::text ? field.pad : ' ');
  }

  std::unexpected<Error> fault(std::string code, std::string_view field, const std::string& why) const {
    return fail_permanent("flatfile", std::move(code),
                          "the field " + std::string(field) + " of a record " + type_.type + " " + why);
  }

  Result<void> place(const parsers::Record& child, std::vector<std::uint32_t>& filled) {
    const auto* field = type_.find(child.name);
    if (!field) return fault("FIELD_UNKNOWN", child.name, "is not in the layout");
    auto& count = filled[static_cast<std::size_t>(field - type_.fields.data())];
    if (count == field->repeat) return fault("FIELD_TOO_MANY", child.name, "comes too often");
    const auto at = field->start_of(count++) - 1;
    if (child.text.empty()) return field->required ? fault("FIELD_MISSING", child.name, "is required") : Result<void>{};
    LONGSHORE_TRY(auto text, text_for(*field, child.text));
    if (text.size() > field->length) {
      return fault("FIELD_TOO_LONG", child.name,
                   "has " + std::to_string(field->length) + " bytes, its value " + std::to_string(text.size()));
    }
    line_.replace(at, field->length, padded(*field, std::move(text)));
    return {};
  }

  Result<std::string> text_for(const LayoutField& field, const std::string& value) const {
    const auto text = text_of(field, value, layout_.century_pivot);
    const bool broken = layout_.line_end && value.find_first_of("\r\n") != std::string::npos;
    if (!text || broken) return fault("FIELD_BAD_VALUE", field.name, "cannot hold \"" + parsers::excerpt(value) + "\"");
    auto bytes = parsers::from_utf8(*text, layout_.charset);
    if (!bytes) return fault("FIELD_UNWRITABLE", field.name, "has a character that the charset lacks");
    return *std::move(bytes);
  }

  static std::string padded(const LayoutField& field, std::string text) {
    const auto missing = field.length - text.size();
    if (field.align == LayoutField::Align::left) return text.append(missing, field.pad);
    const bool sign_first = field.type == Type::number && field.pad == '0' && text.starts_with('-');
    return text.insert(sign_first ? 1 : 0, missing, field.pad);
  }

  const LayoutRecord& type_;
  const Layout& layout_;
  std::string line_;
};

}  // namespace

parsers::Record FixedRecord::tree() const {
  using Kind = parsers::Record::Kind;
  parsers::Record out{.kind = Kind::object, .name = layout->type, .byte_range = byte_range};
  for (const auto& one : fields) {
    const auto kind = one.field->type == Type::number && !one.value.empty() ? Kind::number : Kind::text;
    out.children.push_back({.kind = kind, .name = one.field->name, .text = one.value, .byte_range = one.byte_range});
  }
  return out;
}

void read_fixed(parsers::Input& input, FixedEvents& events, const Layout& layout, const parsers::RecordLimits& limits) {
  FixedReader(Window(input), events, layout, limits).run();
}

void read_fixed(std::string_view text, FixedEvents& events, const Layout& layout, const parsers::RecordLimits& limits) {
  FixedReader(Window(text), events, layout, limits).run();
}

Result<void> write_fixed(std::string& out, const parsers::Record& record, const Layout& layout) {
  const auto* type = layout.find(record.name);
  if (!type) {
    return fail_permanent("flatfile", "RECORD_TYPE_UNKNOWN",
                          "the layout " + layout.name + " has no record " + record.name);
  }
  LONGSHORE_TRY(const auto line, FixedWriter(*type, layout).write(record));
  out += line;
  if (layout.line_end) out += parsers::text_of(*layout.line_end);
  return {};
}

}  // namespace longshore::flatfile
