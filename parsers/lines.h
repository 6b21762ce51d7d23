#pragma once
#include "engine/model/diagnostic.h"
#include "parsers/window.h"

#include <optional>
#include <string_view>

/// What the readers of records share.
namespace longshore::parsers {

/// What ends a record.
enum class LineEnd : std::uint8_t {
  any,  ///< LF, CRLF or CR; writers use CRLF (RFC 4180)
  lf,
  crlf,
  cr
};
std::string_view text_of(LineEnd end);

struct RecordLimits {
  std::uint64_t record_bytes = 1U << 20;  ///< what is longer is LIMIT_REACHED and skipped to the next line
  std::uint32_t fields_per_record = 10'000;
  std::uint32_t diagnostics = 1'000;  ///< of one record; then one LIMIT_REACHED
};

/// What is found in a file of records, in file order; the readers' own events are below it.
class RecordEvents {
 public:
  virtual ~RecordEvents() = default;
  /// Faults of a record come before it. Those that it cannot be read for come instead of it, and reading goes on with
  /// the next one.
  virtual void diagnostic(Diagnostic) {}  // NOLINT(performance-unnecessary-value-param): whoever overrides it keeps it
};

/// Internal to the readers: tells the diagnostics of one record at a time, as many as the limit allows.
class RecordFindings {
 public:
  RecordFindings(RecordEvents& events, std::uint32_t most) : events_(events), most_(most) {}
  void open(std::uint64_t record, std::string_view type = {});
  /// Of the record, or of one of its fields; `value` as written.
  void tell(Diagnostic found);
  void tell(Code code, ByteRange range, std::string message = {}, std::uint32_t field = 0, std::string_view value = {},
            std::string expected = {});

 private:
  RecordEvents& events_;
  std::uint32_t most_;
  std::uint32_t told_ = 0;
  std::uint32_t record_ = 0;
  std::string type_;
};

/// Length of the line end that stands at `at`: 0 for none, 1 or 2. May read on.
std::size_t line_end_at(Window& window, std::uint64_t at, LineEnd end);

/// A text's lines, one after another.
class Lines {
 public:
  Lines(Window& window, LineEnd end, std::uint64_t most_bytes, std::uint64_t from = 0)
      : window_(window), kind_(end), most_(most_bytes), at_(from) {}

  struct Line {
    std::string_view text;  ///< without its end, good until the next call; too long: perhaps only its beginning
    ByteRange byte_range;   ///< without its end
    bool too_long = false;
  };
  /// Lets go of the line before.
  std::optional<Line> next();
  /// Where the next line begins.
  std::uint64_t at() const { return at_; }

 private:
  std::uint64_t find_end(std::uint64_t from);
  void forget(std::uint64_t from, std::uint64_t to);

  Window& window_;
  LineEnd kind_;
  std::uint64_t most_;
  std::uint64_t at_;
  std::string head_;  // of a line that is too long to be held
};

}  // namespace longshore::parsers
