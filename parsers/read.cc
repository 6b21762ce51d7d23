#include "parsers/edifact/reader.h"
#include "parsers/interchange.h"
#include "parsers/source.h"
#include "parsers/x12/reader.h"

namespace longshore::parsers {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

class FileReader {
 public:
  FileReader(std::string_view payload, const ReadOptions& options)
      : payload_(payload), options_(options), store_(file_) {}

  ParsedFile read() && {
    read_all({payload_});
    if (file_.interchanges.empty() && !refused_) report_nothing_found();
    return std::move(file_);
  }

 private:
  void read_all(const Source& source) {
    std::size_t at =
        source.text.starts_with(byte_order_mark) && source.wrapping == nullptr ? byte_order_mark.size() : 0;
    while (at < source.text.size() && !stopped_) {
      const auto start = find_start(source.text, at);
      report_junk(source, at, start ? start->at : source.text.size());
      if (!start) return;
      at = read_one(source, *start);
    }
  }

  std::size_t read_one(const Source& source, const Start& start) {
    if (file_.interchanges.size() >= options_.limits.interchanges) return stop(source, start);
    if (start.kind == StartKind::uib) return refuse(source, start);
    if (source.wrapping == nullptr) {
      if (auto region = find_wrapping(source.text, start)) return read_wrapped(std::move(*region));
    }
    if (start.kind == StartKind::isa)
      return keep(x12::read_interchange(source, start.at, options_, store_), source, start, Code::ISA_MALFORMED);
    return keep(edifact::read_interchange(source, start.at, options_, store_), source, start, Code::UNB_MALFORMED);
  }

  std::size_t read_wrapped(WrappedRegion region) {
    auto& joined = *file_.joined.emplace_back(std::make_unique<std::string>(std::move(region.joined)));
    auto& wrapping = *file_.wrappings.emplace_back(std::make_unique<Wrapping>(region.wrapping));
    read_all({joined, &wrapping});
    return region.end;
  }

  template <class Read>
  std::size_t keep(std::optional<Read> read, const Source& source, const Start& start, Code malformed) {
    if (read) {
      file_.interchanges.push_back(std::move(read->interchange));
      return std::max(read->end, start.at + 3);
    }
    const auto next = next_start(source, start);
    report(malformed, {}, source, start.at, next);
    return next;
  }

  std::size_t refuse(const Source& source, const Start& start) {
    const auto next = next_start(source, start);
    report(Code::SYNTAX_UNSUPPORTED, "Interactive EDIFACT (UIB, UIH) is not supported.", source, start.at, next);
    refused_ = true;
    return next;
  }

  std::size_t stop(const Source& source, const Start& start) {
    report(Code::LIMIT_REACHED, "The input has more interchanges than the limit allows.", source, start.at,
           source.text.size());
    stopped_ = true;
    return source.text.size();
  }

  static std::size_t next_start(const Source& source, const Start& start) {
    const auto next = find_start(source.text, start.at + 3);
    return next ? next->at : source.text.size();
  }

  void report(Code code, std::string message, const Source& source, std::size_t begin, std::size_t end) {
    auto found = diagnose(code, std::move(message));
    found.byte_range = source.range(begin, end);
    found.value = excerpt(source.text.substr(begin, end - begin));
    file_.diagnostics.push_back(std::move(found));
  }

  void report_junk(const Source& source, std::size_t begin, std::size_t end) {
    const auto bytes = source.text.substr(begin, end - begin);
    const auto filler = [](char c) { return is_filler(c); };
    const auto first = std::ranges::find_if_not(bytes, filler);
    if (first == bytes.end() || bytes == byte_order_mark) return;
    while (end > begin && is_filler(source.text[end - 1])) --end;
    report(Code::JUNK_SKIPPED, {}, source, begin + static_cast<std::size_t>(first - bytes.begin()), end);
  }

  // That everything was skipped is no news beside the finding that there is nothing.
  void report_nothing_found() {
    std::erase_if(file_.diagnostics, [](const Diagnostic& one) { return one.code == Code::JUNK_SKIPPED; });
    auto found = diagnose(Code::NO_INTERCHANGE, payload_.empty() ? "The input is empty." : "");
    found.byte_range = ByteRange{0, payload_.size()};
    file_.diagnostics.push_back(std::move(found));
  }

  std::string_view payload_;
  const ReadOptions& options_;
  ParsedFile file_;
  SegmentStore store_;
  bool refused_ = false;
  bool stopped_ = false;
};

}  // namespace

std::string_view name(Standard standard) {
  return standard == Standard::x12 ? "X12" : "EDIFACT";
}

std::string_view name(Status status) {
  switch (status) {
    case Status::accepted:
      return "accepted";
    case Status::accepted_with_errors:
      return "accepted_with_errors";
    case Status::rejected:
      break;
  }
  return "rejected";
}

ParsedFile read(std::string_view payload, const ReadOptions& options) {
  return FileReader(payload, options).read();
}

}  // namespace longshore::parsers
