#include "parsers/flatfile/csv_reader.h"

#include "parsers/charset.h"

#include <algorithm>
#include <set>

namespace longshore::flatfile {

using parsers::Window;

/// The state of one pass.
class CsvReader {
 public:
  CsvReader(Window window, CsvEvents& events, const CsvDialect& dialect, const parsers::RecordLimits& limits)
      : window_(std::move(window)),
        events_(events),
        dialect_(dialect),
        limits_(limits),
        findings_(events, limits.diagnostics),
        names_(dialect.columns),
        header_to_come_(dialect.header) {}

  void run() {
    if (header_to_come_) names_.clear();
    window_.need(0, 3);
    if (dialect_.charset == parsers::Charset::utf8 && window_.text(0, 3) == "\xEF\xBB\xBF") at_ = 3;
    for (; skip_to_record(); header_to_come_ = false) read_record();
  }

 private:
  enum class Stop { delimiter, line_end, end, unclosed, text_after_quote, limit };
  struct Span {
    ByteRange written;
    ByteRange all;
    bool quoted = false;
    bool escaped = false;
  };

  int peek(std::uint64_t at) {
    if (at >= window_.end() && !window_.more()) return -1;
    return static_cast<unsigned char>(window_[at]);
  }
  bool is_blank(int c) const { return (c == ' ' || c == '\t') && c != dialect_.delimiter; }
  bool over_limit() const { return at_ - begin_ > limits_.record_bytes; }

  // Over blank lines, comments and the ^Z that some systems end a file with.
  bool skip_to_record() {
    for (;;) {
      begin_ = at_;
      window_.release(at_);
      const int c = peek(at_);
      if (c == -1 || (c == 0x1A && peek(at_ + 1) == -1)) return false;
      if (dialect_.comment && static_cast<char>(c) == *dialect_.comment) {
        skip_line(at_);
      } else if (const auto end = parsers::line_end_at(window_, at_, dialect_.line_end)) {
        at_ += end;
      } else {
        return true;
      }
    }
  }

  ByteRange skip_line(std::uint64_t from) {
    parsers::Lines lines(window_, dialect_.line_end, limits_.record_bytes, from);
    const auto line = lines.next();
    at_ = lines.at();
    return line ? line->byte_range : ByteRange{from, from};
  }

  void read_record() {
    findings_.open(++number_);
    spans_.clear();
    strays_.clear();
    field_count_ = 0;
    auto stop = Stop::delimiter;
    while (stop == Stop::delimiter) stop = read_field();
    switch (stop) {
      case Stop::unclosed:
      case Stop::limit:
        return skip_record(stop);
      case Stop::text_after_quote:
        return skip_after_quote();
      case Stop::delimiter:
      case Stop::line_end:
      case Stop::end:
        return finish_record();
    }
  }

  Stop read_field() {
    Span span;
    span.all.begin = at_;
    if (dialect_.trim)
      while (is_blank(peek(at_)) && !over_limit()) ++at_;
    span.quoted = dialect_.quote && peek(at_) == static_cast<unsigned char>(*dialect_.quote);
    const auto stop = span.quoted ? read_quoted(span) : read_plain(span);
    if (++field_count_ <= limits_.fields_per_record) spans_.push_back(span);
    if (stop == Stop::delimiter) ++at_;
    return stop;
  }

  Stop read_plain(Span& span) {
    span.written.begin = at_;
    auto stop = Stop::limit;
    for (; !over_limit(); ++at_) {
      const int c = peek(at_);
      if (const auto found = stop_at(c)) {
        stop = *found;
        break;
      }
      if (c == '\\' && dialect_.escape == CsvDialect::Escape::backslash) {
        span.escaped = true;
        if (peek(at_ + 1) != -1) ++at_;
      } else if (dialect_.quote && c == static_cast<unsigned char>(*dialect_.quote)) {
        if (strays_.empty() || strays_.back().field != field_count_ + 1) strays_.push_back({at_, field_count_ + 1});
      }
    }
    span.written.end = at_;
    if (dialect_.trim && stop != Stop::limit)
      while (span.written.end > span.written.begin && is_blank(peek(span.written.end - 1))) --span.written.end;
    span.all = span.written;
    return stop;
  }

  Stop read_quoted(Span& span) {
    const int quote = static_cast<unsigned char>(*dialect_.quote);
    span.all.begin = at_++;
    span.written.begin = at_;
    for (; !over_limit(); ++at_) {
      const int c = peek(at_);
      if (c == -1) return Stop::unclosed;
      const bool doubled = dialect_.escape == CsvDialect::Escape::doubled;
      const bool escapes = doubled ? c == quote && peek(at_ + 1) == quote : c == '\\' && peek(at_ + 1) != -1;
      if (escapes) {
        span.escaped = true;
        ++at_;
      } else if (c == quote) {
        span.written.end = at_++;
        span.all.end = at_;
        return after_quote();
      }
    }
    return Stop::limit;
  }

  Stop after_quote() {
    if (dialect_.trim)
      while (is_blank(peek(at_)) && !over_limit()) ++at_;
    return stop_at(peek(at_)).value_or(Stop::text_after_quote);
  }

  std::optional<Stop> stop_at(int c) {
    if (c == -1) return Stop::end;
    if (c == static_cast<unsigned char>(dialect_.delimiter)) return Stop::delimiter;
    if ((c == '\r' || c == '\n') && parsers::line_end_at(window_, at_, dialect_.line_end) != 0) return Stop::line_end;
    return std::nullopt;
  }

  void skip_record(Stop why) {
    const auto range = skip_line(begin_);
    const auto field = static_cast<std::uint32_t>(field_count_);
    const auto skipped = "; the line that it begins on was skipped.";
    if (why == Stop::unclosed) {
      findings_.tell(Code::QUOTE_UNCLOSED, range, std::string("The field's quote is never closed") + skipped, field);
    } else {
      findings_.tell(
          Code::LIMIT_REACHED, range,
          "The record has more than " + std::to_string(limits_.record_bytes) + " bytes, or a quote is open" + skipped,
          field);
    }
  }

  void skip_after_quote() {
    const auto at = at_;
    const auto rest = skip_line(at);
    findings_.tell(Code::TEXT_AFTER_QUOTE, {begin_, rest.end},
                   "Text follows the closing quote at byte " + std::to_string(at) + "; the record was skipped.",
                   static_cast<std::uint32_t>(field_count_));
  }

  void finish_record() {
    const ByteRange range{begin_, at_};
    at_ += parsers::line_end_at(window_, at_, dialect_.line_end);
    if (field_count_ > limits_.fields_per_record) {
      return findings_.tell(
          Code::LIMIT_REACHED, range,
          "The record has more than " + std::to_string(limits_.fields_per_record) + " fields; it was skipped.");
    }
    view(range);
    check_characters();
    if (header_to_come_) return take_header();
    check_count();
    events_.record(record_);
  }

  void view(ByteRange range) {
    record_.number_ = number_;
    record_.byte_range_ = range;
    record_.dialect_ = &dialect_;
    record_.names_ = &names_;
    record_.fields_.clear();
    for (const auto& span : spans_) {
      record_.fields_.push_back(
          {window_.text(span.written.begin, span.written.end), span.all, span.quoted, span.escaped});
    }
  }

  void check_characters() {
    for (const auto& stray : strays_)
      findings_.tell(Code::QUOTE_STRAY, {stray.at, stray.at + 1}, {}, static_cast<std::uint32_t>(stray.field));
    for (std::size_t i = 0; i < spans_.size(); ++i) {
      const auto written = record_.fields_[i].written;
      const auto bad = parsers::first_not_text(written, dialect_.charset);
      if (!bad) continue;
      const auto at = spans_[i].written.begin + *bad;
      findings_.tell(Code::CHARSET_INVALID, {at, at + 1}, {}, static_cast<std::uint32_t>(i + 1),
                     written.substr(*bad, 1));
    }
  }

  void take_header() {
    std::set<std::string> seen;
    for (std::size_t i = 0; i < spans_.size(); ++i) {
      auto name = record_.value(i);
      if (!name.empty() && !seen.insert(name).second) {
        findings_.tell(Code::COLUMN_DUPLICATE, spans_[i].all, {}, static_cast<std::uint32_t>(i + 1),
                       record_.fields_[i].written);
      }
      names_.push_back(std::move(name));
    }
    events_.header(record_);
  }

  void check_count() {
    const auto wanted = names_.size();
    const auto found = spans_.size();
    if (wanted == 0 || found == wanted) return;
    const auto few = found < wanted;
    const auto message = "The record has " + std::to_string(found) + (found == 1 ? " field" : " fields") +
                         " and the columns are " + std::to_string(wanted) + ".";
    const auto from = few ? begin_ : spans_[wanted].all.begin;
    findings_.tell(few ? Code::FIELD_MISSING : Code::FIELD_TOO_MANY, {from, record_.byte_range_.end}, message,
                   static_cast<std::uint32_t>(std::min(found, wanted) + 1));
  }

  struct Stray {
    std::uint64_t at;
    std::size_t field;
  };

  Window window_;
  CsvEvents& events_;
  const CsvDialect& dialect_;
  const parsers::RecordLimits& limits_;
  parsers::RecordFindings findings_;
  std::vector<std::string> names_;
  bool header_to_come_;
  CsvRecord record_;
  std::vector<Span> spans_;
  std::vector<Stray> strays_;
  std::size_t field_count_ = 0;
  std::uint64_t number_ = 0;
  std::uint64_t begin_ = 0;
  std::uint64_t at_ = 0;
};

std::string CsvRecord::value(std::size_t index) const {
  if (index >= fields_.size()) return {};
  const auto& field = fields_[index];
  if (!field.escaped) return parsers::to_utf8(field.written, dialect_->charset);
  std::string data;
  const char mark = dialect_->escape == CsvDialect::Escape::backslash ? '\\' : *dialect_->quote;
  for (std::size_t i = 0; i < field.written.size(); ++i) {
    if (field.written[i] == mark && i + 1 < field.written.size()) ++i;
    data += field.written[i];
  }
  return parsers::to_utf8(data, dialect_->charset);
}

std::string CsvRecord::name(std::size_t index) const {
  const bool named = index < names_->size() && !(*names_)[index].empty();
  return named ? (*names_)[index] : std::to_string(index + 1);
}

parsers::Record CsvRecord::tree() const {
  parsers::Record out{.kind = parsers::Record::Kind::object, .byte_range = byte_range_};
  for (std::size_t i = 0; i < fields_.size(); ++i)
    out.children.push_back({.name = name(i), .text = value(i), .byte_range = fields_[i].byte_range});
  return out;
}

void read_csv(parsers::Input& input, CsvEvents& events, const CsvDialect& dialect,
              const parsers::RecordLimits& limits) {
  CsvReader(Window(input), events, dialect, limits).run();
}

void read_csv(std::string_view text, CsvEvents& events, const CsvDialect& dialect,
              const parsers::RecordLimits& limits) {
  CsvReader(Window(text), events, dialect, limits).run();
}

}  // namespace longshore::flatfile
