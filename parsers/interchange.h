#pragma once
#include "engine/model/diagnostic.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace longshore::parsers {

enum class Standard { x12, edifact };
std::string_view name(Standard standard);  ///< "X12", "EDIFACT"

struct Delimiters {
  char segment = '~';
  char element = '*';
  char component = ':';
  std::optional<char> repetition = {};
  std::optional<char> release = {};
  char decimal_mark = '.';

  bool operator==(const Delimiters&) const = default;
};

/// How the bytes of values are to be understood. X12 declares nothing and counts as ASCII.
enum class Charset : std::uint8_t {
  ascii,
  utf8,
  latin1,
  latin2,
  cyrillic,
  greek,
  latin3,
  latin4,
  arabic,
  hebrew,
  latin5
};

/// A text broken into lines of `width` bytes each, wherever that falls, and then joined again without the `gap` bytes
/// between lines.
struct Wrapping {
  std::uint64_t begin = 0;  ///< of the first line in the payload
  std::uint32_t width = 0;
  std::uint32_t gap = 0;

  bool operator==(const Wrapping&) const = default;

  std::uint64_t payload_offset(std::uint64_t joined) const { return begin + joined + joined / width * gap; }
};

/// What all segments of an interchange share.
struct SegmentStyle {
  Delimiters delimiters;
  Charset charset = Charset::ascii;
  std::optional<Wrapping> wrapping = {};  ///< set where segments view into a text without the payload's line breaks

  bool operator==(const SegmentStyle&) const = default;
};

/// One segment: a view into the text it was read from, good for as long as whoever handed it out says. Elements and
/// components count from 1 and the tag is element 0, as the standards number them; what is absent reads as empty.
/// EDIFACT's stand-alone elements and composites are both "elements".
class Segment {
 public:
  std::string_view tag() const { return element(0); }
  /// Elements after the tag, empty ones included.
  std::uint32_t element_count() const { return count_ == 0 ? 0 : count_ - 1; }
  /// The whole element as written, repetitions and components with their separators.
  std::string_view element(std::uint32_t index) const {
    if (index >= count_) return {};
    const auto begin = index == 0 ? begin_ : ends_[index - 1] + 1;
    return {base_ + begin, ends_[index] - begin};
  }
  std::uint32_t repetition_count(std::uint32_t index) const;
  std::uint32_t component_count(std::uint32_t index, std::uint32_t repetition = 1) const;
  /// One component as written (release characters not yet resolved). An element without components is its own
  /// component 1.
  std::string_view component(std::uint32_t index, std::uint32_t component, std::uint32_t repetition = 1) const;
  /// The data: release characters resolved, decoded to UTF-8. Where a seven-bit repertoire is declared, other bytes
  /// count as UTF-8 if they are that, else as Latin-1.
  std::string value(std::uint32_t index, std::uint32_t component = 1, std::uint32_t repetition = 1) const;
  /// The same of a part that component() gave.
  std::string decoded(std::string_view written) const;
  /// Where `part`, a view returned by this segment, stands in the payload.
  ByteRange range_of(std::string_view part) const;
  /// All of it as written, from the tag's first byte to the terminator, the terminator not included.
  std::string_view text() const {
    return count_ == 0 ? std::string_view{} : std::string_view{base_ + begin_, ends_[count_ - 1] - begin_};
  }
  ByteRange byte_range() const { return range_of(text()); }
  /// Where the tag and each element end, counted from whatever begin() is counted from.
  std::span<const std::uint32_t> ends() const { return {ends_, count_}; }
  std::uint32_t begin() const { return begin_; }
  /// Within its transaction set, ST or UNH being 1.
  std::uint32_t position() const { return position_; }
  const Delimiters& delimiters() const;
  /// Whether an element is never split: ISA's, binary data.
  bool is_whole(std::uint32_t index) const { return index >= whole_from_; }

 private:
  friend class SegmentCursor;
  friend class SegmentStore;
  const char* base_ = nullptr;           // what begin_ and ends_ count from
  std::uint64_t base_offset_ = 0;        // where that is in the text
  const std::uint32_t* ends_ = nullptr;  // past the tag and past each element
  const SegmentStyle* style_ = nullptr;
  std::uint32_t begin_ = 0;
  std::uint32_t count_ = 0;
  std::uint32_t position_ = 0;
  std::uint32_t whole_from_ = 0xFFFF'FFFF;
};

/// Who is written on an envelope, without padding blanks. EDIFACT's internal identification (sub-address) is kept
/// apart.
struct EnvelopeParty {
  std::string qualifier;
  std::string id;
  std::string internal_id;

  bool operator==(const EnvelopeParty&) const = default;
};

enum class Status { accepted, accepted_with_errors, rejected };
std::string_view name(Status status);

struct Transaction {
  std::string set;             ///< "856", "DESADV"
  std::string control_number;  ///< ST02, UNH 0062, as written
  std::string version;         ///< X12: ST03 where present, else GS08; EDIFACT: "D:96A:UN" or with the association code
                               ///< "D:96A:UN:EAN005"
  std::vector<Segment> segments;  ///< ST…SE, UNH…UNT inclusive, as they stand in the file
  ByteRange byte_range;           ///< from the first segment's tag to past the last one's terminator
  Status status = Status::accepted;
  std::vector<Diagnostic> diagnostics;
};

struct Group {
  std::string functional_id;  ///< GS01, UNG 0038; empty where EDIFACT has no UNG
  std::string control_number;
  std::string version;                          ///< GS08, as written
  std::string sender;                           ///< GS02, UNG sender
  std::string receiver;                         ///< GS03
  std::string date;                             ///< GS04, as written
  std::string time;                             ///< GS05
  std::string responsible_agency;               ///< GS07
  std::optional<std::uint32_t> declared_count;  ///< GE01
  bool implicit = false;                        ///< EDIFACT without UNG
  std::optional<Segment> header;                ///< GS, UNG, of what was read whole
  ByteRange byte_range;
  std::vector<Transaction> transactions;
  std::vector<Diagnostic> diagnostics;
};

struct Interchange {
  Standard standard = Standard::x12;
  std::string version;  ///< ISA12; UNB S001/0002, the syntax version
  std::string syntax;   ///< EDIFACT: S001/0001 ("UNOA"); X12: empty
  EnvelopeParty sender;
  EnvelopeParty receiver;
  std::string control_number;  ///< ISA13, UNB 0020, as written, no padding blanks
  std::string date;            ///< ISA09, UNB 0017, as written
  std::string time;
  std::string usage;                       ///< ISA15; EDIFACT: "T" where UNB 0035 is set to a test value, else "P"
  bool acknowledgement_requested = false;  ///< ISA14 = 1, UNB 0031 = 1
  std::string application_reference;       ///< UNB 0026
  Delimiters delimiters;
  ByteRange byte_range;
  std::vector<Group> groups;
  std::vector<Diagnostic> diagnostics;
  std::vector<Segment> envelope;  ///< UNA is not a segment; ISA, TA1s and IEA (UNB, UNZ), for showing them

  /// "2026-03-02T14:05", the century by the pivot of ReadOptions; empty where the date or time is not one.
  std::string prepared_at;
};

/// Everything found in one payload, in file order. Segments view into the payload, and into what the file keeps.
struct ParsedFile {
  std::vector<Interchange> interchanges;
  std::vector<Diagnostic> diagnostics;                 ///< about bytes outside every interchange, and NO_INTERCHANGE
  std::vector<std::unique_ptr<std::uint32_t[]>> ends;  ///< of segments' elements
  std::vector<std::unique_ptr<SegmentStyle>> styles;
  std::vector<std::unique_ptr<std::string>> joined;  ///< segments of interchanges that were wrapped into lines
};

struct Limits {
  std::uint64_t segment_bytes = 16U << 20;
  std::uint32_t elements_per_segment = 10'000;
  std::uint64_t segments_per_transaction = 1'000'000'000;
  std::uint32_t interchanges = 100'000;
  std::uint32_t diagnostics = 1'000;  ///< of one set, group or interchange, and outside of them; then one LIMIT_REACHED
};

struct ReadOptions {
  Limits limits;
  int century_pivot = 70;  ///< two-digit years from here on are 19xx
};

/// Reads whatever standards the payload holds, one after another; never fails: faults are diagnostics at the narrowest
/// part they belong to. `payload` must outlive the result. Syntax only (level 1); `guide/check.h` does the rest.
/// Memory grows with the payload: `events.h` reads what is larger.
ParsedFile read(std::string_view payload, const ReadOptions& options = {});

}  // namespace longshore::parsers
