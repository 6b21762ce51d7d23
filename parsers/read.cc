#include "parsers/edifact/reader.h"
#include "parsers/events.h"
#include "parsers/source.h"
#include "parsers/x12/reader.h"

namespace longshore::parsers {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
constexpr std::size_t excerpt_bytes = 200;

/// Bytes that are no interchange: what is told of them once their end is known.
struct Junk {
  std::uint64_t begin = 0;
  std::string value;
};

class FileReader {
 public:
  FileReader(Window& window, Events& events, const ReadOptions& options)
      : window_(window), events_(events), options_(options) {}

  void read() {
    window_.need(0, byte_order_mark.size());
    const bool marked = window_.text(0).starts_with(byte_order_mark);
    read_all({window_}, marked ? byte_order_mark.size() : 0);
    if (interchanges_ == 0 && !refused_) return report_nothing_found();
    if (pending_) report_pending();
  }

 private:
  void read_all(const Source& source, std::uint64_t at) {
    while (!stopped_) {
      at = skip_filler(source.window, at);
      source.window.need(at, excerpt_bytes);
      if (at == source.window.end()) return;
      Junk junk{at, std::string(source.window.text(at, at + excerpt_bytes))};
      const auto start = find_start(source.window, at);
      const auto junk_end = start ? start->at : source.window.end();
      if (junk_end > at) note_junk(source, std::move(junk), junk_end);
      if (!start) return;
      at = read_one(source, *start);
    }
  }

  static std::uint64_t skip_filler(Window& window, std::uint64_t at) {
    for (;;) {
      while (at < window.end() && is_filler(window[at])) ++at;
      if (at < window.end()) return at;
      window.release(at);
      if (!window.more()) return at;
    }
  }

  std::uint64_t read_one(const Source& source, const Start& start) {
    if (interchanges_ >= options_.limits.interchanges) return stop(source, start);
    if (start.kind == StartKind::uib) return refuse(source, start);
    if (!source.wrapping) {
      if (const auto wrapping = find_wrapping(source.window, start)) return read_wrapped(source.window, *wrapping);
    }
    if (pending_) report_pending();
    const bool x12 = start.kind == StartKind::isa;
    const auto end = x12 ? x12::read_interchange(source, start.at, options_, events_)
                         : edifact::read_interchange(source, start.at, options_, events_);
    if (end) {
      ++interchanges_;
      return std::max(*end, start.at + 3);
    }
    return skip(source, start, x12 ? Code::ISA_MALFORMED : Code::UNB_MALFORMED, {});
  }

  std::uint64_t read_wrapped(Window& outer, const Wrapping& wrapping) {
    JoinedLines lines(outer, wrapping);
    Window joined(lines);
    read_all({joined, wrapping}, 0);
    return lines.end();
  }

  std::uint64_t refuse(const Source& source, const Start& start) {
    refused_ = true;
    return skip(source, start, Code::SYNTAX_UNSUPPORTED, "Interactive EDIFACT (UIB, UIH) is not supported.");
  }

  std::uint64_t stop(const Source& source, const Start& start) {
    stopped_ = true;
    auto& window = source.window;
    auto value = std::string(window.text(start.at, start.at + excerpt_bytes));
    do window.release(window.end());
    while (window.more());
    report(Code::LIMIT_REACHED, "The input has more interchanges than the limit allows.",
           source.range(start.at, window.end()), std::move(value));
    return window.end();
  }

  /// Past what looked like an interchange and is none.
  std::uint64_t skip(const Source& source, const Start& start, Code code, std::string message) {
    auto& window = source.window;
    window.need(start.at, excerpt_bytes);
    Junk junk{start.at, std::string(window.text(start.at, start.at + excerpt_bytes))};
    const auto next = find_start(window, start.at + 3);
    const auto end = next ? next->at : window.end();
    junk.value.resize(std::min<std::size_t>(junk.value.size(), end - start.at));
    report(code, std::move(message), source.range(start.at, end), std::move(junk.value));
    return end;
  }

  // Told only beside something that was found: that everything was skipped is no news beside the finding that there is
  // nothing.
  void note_junk(const Source& source, Junk junk, std::uint64_t end) {
    const auto kept = end - std::min<std::uint64_t>(junk_kept, end - junk.begin);
    while (end > kept && is_filler(source.window[end - 1])) --end;
    junk.value.resize(std::min<std::size_t>(junk.value.size(), end - junk.begin));
    if (pending_) report_pending();
    pending_ = diagnose(Code::JUNK_SKIPPED);
    pending_->byte_range = source.range(junk.begin, end);
    pending_->value = std::move(junk.value);
  }

  void report_pending() {
    tell(std::move(*pending_));
    pending_.reset();
  }

  void report(Code code, std::string message, ByteRange range, std::string value) {
    if (pending_ && code != Code::NO_INTERCHANGE) report_pending();
    auto found = diagnose(code, std::move(message));
    found.byte_range = range;
    if (!value.empty()) found.value = std::move(value);
    tell(std::move(found));
  }

  void tell(Diagnostic diagnostic) {
    const auto most = options_.limits.diagnostics;
    if (told_ > most) return;
    if (told_++ == most)
      diagnostic = diagnose(Code::LIMIT_REACHED, "More diagnostics than the limit allows; the rest is not listed.");
    events_.diagnostic(Part::file, std::move(diagnostic));
  }

  void report_nothing_found() {
    report(Code::NO_INTERCHANGE, window_.end() == 0 ? "The input is empty." : "", {0, window_.end()}, {});
  }

  Window& window_;
  Events& events_;
  const ReadOptions& options_;
  std::optional<Diagnostic> pending_;
  std::uint64_t interchanges_ = 0;
  std::uint32_t told_ = 0;
  bool refused_ = false;
  bool stopped_ = false;
};

}  // namespace

void read(Input& input, Events& events, const ReadOptions& options) {
  Window window(input);
  FileReader(window, events, options).read();
}

void read(std::string_view payload, Events& events, const ReadOptions& options) {
  Window window(payload);
  FileReader(window, events, options).read();
}

}  // namespace longshore::parsers
