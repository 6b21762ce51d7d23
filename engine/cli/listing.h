#pragma once
#include "engine/cli/checked_reader.h"
#include "parsers/interchange.h"
#include "parsers/x12/acknowledgement.h"

#include <iosfwd>
#include <map>
#include <string>

/// What `inspect` shows to a person.
namespace longshore::cli {

/// Text in a colour, or plain where colours are off.
class Palette {
 public:
  explicit Palette(bool on) : on_(on) {}

  std::string bold(const std::string& text) const { return painted(text, "1"); }
  std::string dim(const std::string& text) const { return painted(text, "2"); }
  std::string by(Severity severity, const std::string& text) const;
  std::string by(parsers::Status status, const std::string& text) const;

 private:
  std::string painted(const std::string& text, const char* code) const;
  bool on_;
};

/// The places that a text takes on a terminal, one a code point.
std::size_t columns(std::string_view text);

/// How deep segments are nested: their loops, and within them the levels that HL and CPS build by naming their parents.
/// The segment that starts a loop stands at its outer level.
class Nesting {
 public:
  void begin_set();
  std::size_t depth_of(const parsers::Segment& segment, const guide::SegmentPlace& place);

 private:
  std::size_t level_of(const parsers::Segment& segment);

  std::map<std::string, std::size_t, std::less<>> levels_;  // of the first 100,000 ids of a set
  std::size_t level_ = 0;                                   // of the open hierarchy loop
  std::size_t inside_ = 0;                                  // depth from which segments are within it
};

/// A file as a person reads it, printed while it is read: every segment, faults under what is at fault, the status of
/// every set, and the acknowledgement that would go out.
class Listing final : public PlacedEvents {
 public:
  /// `dictionaries` name elements in the acknowledgement.
  Listing(std::ostream& out, bool color, x12::DictionaryOf dictionaries)
      : out_(out), palette_(color), dictionaries_(std::move(dictionaries)) {}

  void begin_interchange(const parsers::Interchange& one) override;
  void envelope_segment(const parsers::Segment& segment) override;
  void begin_group(const parsers::Group& one) override;
  void begin_transaction(const parsers::Transaction& one, const guide::Dictionary* dictionary) override;
  void segment(const parsers::Segment& segment, const guide::SegmentPlace& place) override;
  void diagnostic(parsers::Part part, Diagnostic one) override;
  void end_transaction(const parsers::Transaction& one) override;
  void end_group(const parsers::Group& one) override;
  void end_interchange(const parsers::Interchange& one) override;

  bool any_interchange() const { return any_interchange_; }

 private:
  /// The segment printed last: its text is gone when its faults come.
  struct Printed {
    std::string text;  // cut
    std::string tag;
    std::uint32_t position = 0;
    ByteRange range;
    std::vector<std::size_t> elements;  // where each begins in the text; the tag is the first
    std::size_t indent = 0;
    std::string rows;  // of its elements, to be printed after its faults
  };

  void fault(const Diagnostic& one);
  void flush_rows();
  void answer();

  std::ostream& out_;
  Palette palette_;
  x12::DictionaryOf dictionaries_;
  Nesting nesting_;
  Printed printed_;
  parsers::Interchange answered_;  // what the acknowledgement needs: diagnostics and statuses, no segments
  std::uint64_t segments_ = 0;     // of the open set
  std::uint64_t sets_ = 0;         // of the open group
  std::uint64_t sets_answered_ = 0;
  bool any_interchange_ = false;
};

/// "BSN01  Purpose  00  Original", a line an element that has a value.
std::string element_rows(const parsers::Segment& segment, const guide::SegmentDefinition& definition,
                         const Palette& palette, std::size_t indent);

constexpr std::size_t most_text = 2'000;  ///< bytes of a segment that are shown

/// Printable, and cut to about `most` bytes.
std::string cut(std::string_view text, std::size_t most);
}  // namespace longshore::cli
