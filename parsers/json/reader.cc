#include "parsers/charset.h"
#include "parsers/json/grammar.h"
#include "parsers/json/tree.h"
#include "parsers/source.h"

#include <algorithm>
#include <charconv>

namespace longshore::json {
namespace {

using parsers::Record;
using Kind = Record::Kind;

constexpr std::string_view blanks = " \t\r\n";

std::size_t digits(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::find_if_not(text, parsers::is_digit) - text.begin());
}

class Parser {
 public:
  Parser(std::string_view text, std::uint64_t offset, const parsers::DocumentLimits& limits)
      : text_(text), offset_(offset), limits_(limits) {}

  parsers::ParsedDocument run() {
    if (text_.starts_with("\xEF\xBB\xBF")) at_ = 3;
    auto root = value({}, 0);
    skip_blanks();
    if (at_ < text_.size()) malformed("Something follows the JSON text.");
    if (fault_) return {.diagnostics = {*std::move(fault_)}};
    return {.record = std::move(root)};
  }

 private:
  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  void skip_blanks() { at_ = std::min(text_.find_first_not_of(blanks, at_), text_.size()); }
  bool take(char c) {
    skip_blanks();
    if (fault_ || peek() != c || at_ >= text_.size()) return false;
    ++at_;
    return true;
  }

  void tell(Code code, std::size_t begin, std::size_t end, std::string message = {}) {
    if (fault_) return;
    fault_ = diagnose(code, std::move(message));
    fault_->severity = Severity::error;
    fault_->byte_range = ByteRange{offset_ + begin, offset_ + end};
    fault_->value = parsers::excerpt(text_.substr(begin, end - begin));
  }
  void malformed(std::string message) {
    const auto at = std::min(at_, text_.size());
    tell(Code::JSON_MALFORMED, at, std::min(at + 1, text_.size()),
         at == text_.size() ? "The JSON text ends too early." : std::move(message));
  }
  void limit(std::uint64_t most, std::string_view what) {
    tell(Code::LIMIT_REACHED, at_, std::min(at_ + 1, text_.size()),
         "The document has more than " + std::to_string(most) + " " + std::string(what) + ".");
  }

  Record value(std::string name, std::uint32_t depth) {
    skip_blanks();
    Record out{.name = std::move(name)};
    if (++nodes_ > limits_.nodes) limit(limits_.nodes, "values");
    const auto begin = at_;
    if (peek() == '{')
      object(out, depth);
    else if (peek() == '[')
      list(out, depth);
    else if (peek() == '"')
      out.text = string();
    else
      plain(out);
    out.byte_range = {offset_ + begin, offset_ + at_};
    return out;
  }

  bool open(std::uint32_t depth) {
    if (depth >= limits_.depth) limit(limits_.depth, "arrays and objects within one another");
    ++at_;
    return !fault_;
  }

  void object(Record& out, std::uint32_t depth) {
    out.kind = Kind::object;
    if (!open(depth) || take('}')) return;
    do {
      skip_blanks();
      if (peek() != '"') return malformed("A member's name in quotes was expected.");
      auto name = string();
      if (!take(':')) return malformed("A colon was expected.");
      out.children.push_back(value(std::move(name), depth + 1));
    } while (take(','));
    if (!take('}')) return malformed("A comma or the end of the object was expected.");
    if (const auto* twice = duplicate_member(out))
      tell(Code::JSON_DUPLICATE_KEY, twice->byte_range.begin - offset_, twice->byte_range.end - offset_,
           "Two members of an object have the name \"" + parsers::excerpt(twice->name) + "\".");
  }

  void list(Record& out, std::uint32_t depth) {
    out.kind = Kind::list;
    if (!open(depth) || take(']')) return;
    do {
      out.children.push_back(value({}, depth + 1));
    } while (take(','));
    if (!take(']')) malformed("A comma or the end of the array was expected.");
  }

  void plain(Record& out) {
    const auto rest = text_.substr(at_);
    for (std::string_view word : {"true", "false", "null"}) {
      if (!rest.starts_with(word)) continue;
      out.kind = word == "null" ? Kind::null : Kind::boolean;
      if (out.kind == Kind::boolean) out.text = word;
      at_ += word.size();
      return;
    }
    const auto length = number_length(rest);
    if (length == 0) return malformed("A value was expected.");
    out.kind = Kind::number;
    out.text = rest.substr(0, length);
    at_ += length;
  }

  std::string string() {
    std::string out;
    ++at_;
    while (!fault_ && at_ < text_.size() && text_[at_] != '"') {
      const auto run = plain_run();
      out += text_.substr(at_, run);
      at_ += run;
      if (run != 0) continue;
      if (text_[at_] == '\\')
        escape(out);
      else if (static_cast<unsigned char>(text_[at_]) < 0x20)
        malformed("A control character stands in a string.");
      else
        tell(Code::CHARSET_INVALID, at_, at_ + 1, "A byte is not UTF-8.");
    }
    if (at_ >= text_.size()) malformed({});
    ++at_;
    return out;
  }

  /// Bytes from here on that stand for themselves.
  std::size_t plain_run() const {
    auto at = at_;
    while (at < text_.size()) {
      const auto byte = static_cast<unsigned char>(text_[at]);
      if (byte < 0x20 || byte == '"' || byte == '\\') break;
      const auto length = byte < 0x80 ? 1 : parsers::utf8_sequence(text_.substr(at));
      if (length == 0) break;
      at += length;
    }
    return at - at_;
  }

  void escape(std::string& out) {
    constexpr std::string_view letters = "\"\\/bfnrt";
    constexpr std::string_view meanings = "\"\\/\b\f\n\r\t";
    const auto rest = text_.substr(at_);
    const auto letter = rest.size() < 2 ? std::string_view::npos : letters.find(rest[1]);
    if (letter != std::string_view::npos) {
      out += meanings[letter];
      at_ += 2;
      return;
    }
    auto point = unit(rest);
    if (!point) return malformed("The backslash begins no escape.");
    std::size_t used = 6;
    if (*point >= 0xD800 && *point < 0xDC00) {
      const auto low = unit(rest.substr(6)).value_or(0);
      if (low >= 0xDC00 && low < 0xE000) {
        point = 0x10000 + ((*point - 0xD800) << 10) + (low - 0xDC00);
        used = 12;
      }
    }
    if (*point >= 0xD800 && *point < 0xE000)
      return tell(Code::JSON_MALFORMED, at_, at_ + 6, "The escape is half of a surrogate pair.");
    parsers::append_utf8(out, *point);
    at_ += used;
  }

  /// The UTF-16 unit of `\uXXXX`.
  static std::optional<std::uint32_t> unit(std::string_view text) {
    if (text.size() < 6 || !text.starts_with("\\u")) return std::nullopt;
    std::uint32_t out = 0;
    const auto [stop, bad] = std::from_chars(text.data() + 2, text.data() + 6, out, 16);
    if (bad != std::errc{} || stop != text.data() + 6) return std::nullopt;
    return out;
  }

  std::string_view text_;
  std::uint64_t offset_;
  const parsers::DocumentLimits& limits_;
  std::optional<Diagnostic> fault_;
  std::uint64_t nodes_ = 0;
  std::size_t at_ = 0;
};

void read_window(parsers::Window window, LinesEvents& events, const parsers::RecordLimits& limits,
                 const parsers::DocumentLimits& each) {
  parsers::RecordFindings findings(events, limits.diagnostics);
  parsers::Lines lines(window, parsers::LineEnd::lf, limits.record_bytes);
  for (std::uint64_t number = 0; const auto line = lines.next();) {
    if (!line->too_long && line->text.find_first_not_of(blanks) == std::string_view::npos) continue;
    findings.open(++number);
    if (line->too_long) {
      findings.tell(Code::LIMIT_REACHED, line->byte_range,
                    "The line has more than " + std::to_string(limits.record_bytes) + " bytes.", 0, line->text);
      continue;
    }
    auto parsed = read_at(line->text, line->byte_range.begin, each);
    for (auto& one : parsed.diagnostics) findings.tell(std::move(one));
    if (parsed.record) events.record(number, *parsed.record);
  }
}

}  // namespace

std::size_t number_length(std::string_view text) {
  std::size_t at = text.starts_with('-') ? 1 : 0;
  const auto whole = digits(text.substr(at));
  if (whole == 0 || (whole > 1 && text[at] == '0')) return 0;
  at += whole;
  if (text.substr(at).starts_with('.')) {
    const auto fraction = digits(text.substr(at + 1));
    if (fraction == 0) return 0;
    at += 1 + fraction;
  }
  if (text.substr(at).starts_with('e') || text.substr(at).starts_with('E')) {
    const auto sign = text.substr(at + 1).starts_with('+') || text.substr(at + 1).starts_with('-') ? 1U : 0U;
    const auto exponent = digits(text.substr(at + 1 + sign));
    if (exponent == 0) return 0;
    at += 1 + sign + exponent;
  }
  return at;
}

const Record* duplicate_member(const Record& object) {
  std::vector<const Record*> members;
  members.reserve(object.children.size());
  for (const auto& one : object.children) members.push_back(&one);
  std::ranges::stable_sort(members, {}, [](const Record* one) { return std::string_view(one->name); });
  const auto same = [](const Record* a, const Record* b) { return a->name == b->name; };
  const auto found = std::ranges::adjacent_find(members, same);
  return found == members.end() ? nullptr : *(found + 1);
}

parsers::ParsedDocument read_at(std::string_view text, std::uint64_t offset, const parsers::DocumentLimits& limits) {
  return Parser(text, offset, limits).run();
}

parsers::ParsedDocument read(std::string_view payload, const parsers::DocumentLimits& limits) {
  if (payload.find_first_not_of(blanks) == std::string_view::npos)
    return {.diagnostics = {diagnose(Code::EMPTY_INPUT)}};
  if (payload.size() > limits.bytes) return {.diagnostics = {parsers::too_large(payload.size(), limits)}};
  return read_at(payload, 0, limits);
}

void read_lines(parsers::Input& input, LinesEvents& events, const parsers::RecordLimits& limits,
                const parsers::DocumentLimits& each) {
  read_window(parsers::Window(input), events, limits, each);
}

void read_lines(std::string_view text, LinesEvents& events, const parsers::RecordLimits& limits,
                const parsers::DocumentLimits& each) {
  read_window(parsers::Window(text), events, limits, each);
}

}  // namespace longshore::json
