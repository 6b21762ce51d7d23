#pragma once
#include "engine/cli/checked_file.h"
#include "parsers/interchange.h"
#include "parsers/x12/acknowledgement.h"

#include <iosfwd>
#include <span>
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

/// How deep every segment of a set is nested: its loops, and within them the levels that HL and CPS build by naming
/// their parents. The segment that starts a loop stands at its outer level.
std::vector<std::size_t> depths(const parsers::Transaction& transaction, const guide::Placement& placement);

/// The parts of a listing in the order they are to be shown.
class Listing {
 public:
  Listing(std::ostream& out, bool color) : out_(out), palette_(color) {}

  void file(const InputFile& file);
  void interchange(const parsers::Interchange& interchange);
  void trailer(const parsers::Interchange& interchange);
  void group(const parsers::Group& group);
  void set(const parsers::Transaction& transaction, const CheckedSet& checked);
  /// "would answer: 997 A for SH 101 …", a line a group.
  void answer(std::span<const x12::Acknowledgement997> acknowledgements);

 private:
  void diagnostics(std::size_t indent, std::span<const Diagnostic> diagnostics);
  void envelope(const parsers::Interchange& interchange, bool header);

  std::ostream& out_;
  Palette palette_;
};

/// One set's segments, their elements and faults.
class SegmentListing {
 public:
  SegmentListing(std::ostream& out, const Palette& palette, const parsers::Transaction& transaction,
                 const CheckedSet& checked);
  void print();

 private:
  void segment(std::size_t index);
  void elements(const parsers::Segment& segment, const guide::SegmentDefinition& definition, std::size_t indent);
  void faults(std::size_t index, std::size_t indent);
  void fault(const parsers::Segment& segment, const Diagnostic& diagnostic, std::size_t indent);

  std::ostream& out_;
  const Palette& palette_;
  const parsers::Transaction& transaction_;
  const CheckedSet& checked_;
  std::vector<std::size_t> depths_;
  std::vector<const Diagnostic*> faults_;  // by segment, those of none left out
  std::size_t next_fault_ = 0;
};

constexpr std::size_t most_text = 2'000;  ///< bytes of a segment that are shown

/// Printable, and cut to about `most` bytes.
std::string cut(std::string_view text, std::size_t most);
/// `CODE: message — expected …`
std::string fault_text(const Diagnostic& diagnostic);

}  // namespace longshore::cli
