#pragma once
#include "parsers/charset.h"
#include "parsers/control_numbers.h"
#include "parsers/cursor.h"
#include "parsers/events.h"
#include "parsers/locate.h"
#include "parsers/source.h"

#include <cstring>
#include <initializer_list>
#include <string>
#include <string_view>

namespace longshore::parsers {

/// What a segment is to the envelope. Both standards have the same shape:
/// header (acknowledgement | extension)* (group_begin (set_begin data* set_end)* group_end)* interchange_end.
enum class Role : std::uint8_t {
  header,
  extension,
  acknowledgement,
  group_begin,
  group_end,
  set_begin,
  set_end,
  interchange_end,
  unsupported,
  data
};

/// Tags that may be more than data, by the low five bits of their first two letters: a tag that has not its bit here is
/// data, one that has may be.
class SpecialTags {
 public:
  constexpr explicit SpecialTags(std::initializer_list<std::string_view> tags) {
    for (auto tag : tags) rows_.at(low(tag[0])) |= 1U << low(tag[1]);
  }
  constexpr bool may_have(char first, char second) const { return (rows_[low(first)] >> low(second) & 1U) != 0; }

 private:
  static constexpr unsigned low(char letter) { return static_cast<unsigned char>(letter) & 0x1FU; }

  std::array<std::uint32_t, 32> rows_{};
};

/// What differs between the standards. Trailers are alike: element 1 is the count, element 2 the control number.
struct Dialect {
  Role (*role)(std::string_view tag);
  SpecialTags special;  ///< those with a role, headers of either standard, and those of binary data
  std::size_t shortest_tag = 2;
  void (*fill_group)(const Segment& segment, Group& group);
  void (*fill_transaction)(const Segment& segment, const Group& group, Transaction& transaction);
  /// What of a set's header, as written, alone tells its set and version within a group; empty where more does.
  std::string_view (*kind)(const Segment& segment);
  std::string (*control_number)(const Segment& segment);
  bool groups_required = true;               ///< a set outside a group is a fault
  std::uint32_t control_number_element = 2;  ///< of a set's header
  std::string_view package = {};             ///< what the header of a set is called that holds an object
  std::string_view package_end = {};
};

/// Tells diagnostics of a part until there are too many; then one LIMIT_REACHED.
class DiagnosticQuota {
 public:
  DiagnosticQuota(Events& events, Part part, std::uint32_t most) : events_(events), part_(part), most_(most) {}
  void open() {
    told_ = 0;
    any_error_ = false;
  }
  void tell(Diagnostic diagnostic);
  /// Whatever was told already: for what ends a part.
  void tell_always(Diagnostic diagnostic);
  bool any_error() const { return any_error_; }

 private:
  Events& events_;
  Part part_;
  std::uint32_t most_;
  std::uint32_t told_ = 0;
  bool any_error_ = false;
};

/// What is remembered of a segment when its bytes are gone.
struct SegmentTrace {
  std::uint64_t begin = 0;
  std::uint64_t end = 0;
  std::array<char, 8> tag{};
  std::size_t tag_size = 0;
};

/// The envelope as a recovering grammar over segments: what stands at a wrong place is reported at the narrowest part
/// it belongs to, and whatever follows is read as if nothing had happened.
class EnvelopeReader {
 public:
  /// `begin` is past the header. `style` is the interchange's, and changes with a release character declared later.
  EnvelopeReader(const Dialect& dialect, const Source& source, std::uint64_t begin, const Framing& framing,
                 SegmentStyle& style, Interchange interchange, const ReadOptions& options, Events& events);

  /// Tells the header, and what was found in it.
  void begin(const Segment& header, std::vector<Diagnostic> diagnostics);
  /// Reads on after the header. Returns where the interchange ends in the text.
  std::uint64_t read();

 private:
  enum class After : std::uint8_t { go_on, done };

  void take_plain();
  After take();
  After dispatch(Role role);
  bool header_follows(std::uint64_t at) {
    const auto& window = source_.window;
    if (at >= window.end() || (window[at] != 'I' && window[at] != 'U')) return false;
    const bool other = at + 2 < window.end() && window[at + 2] != 'A' && window[at + 2] != 'B';
    return !other && is_header_at(at);
  }
  bool is_header_at(std::uint64_t at);
  void skip_empty();
  void cut_at_embedded_start() {
    constexpr std::size_t shortest_suspect = SegmentCursor::most_at_hand;
    if (cursor_.end() - cursor_.begin() >= shortest_suspect) look_for_embedded_start();
  }
  void look_for_embedded_start();
  void take_binary();
  void expect_object(const Segment& header);
  void take_object();
  void take_extension();
  void take_group_begin();
  void take_group_end();
  void take_set_begin();
  void fill_transaction(const Segment& header);
  void take_set_end();
  void take_interchange_end();
  void take_data();
  void tell_data(const Segment& segment) {
    const bool tag = is_tag(segment.tag(), dialect_.shortest_tag);
    events_.segment(segment);
    if (!tag) report_tag(segment);
    check_characters(segment);
  }
  void report_tag(const Segment& segment);
  void take_unexpected(Code code, std::string message);
  void check_characters(const Segment& segment) {
    if (cursor_.end() > clean_until_ && !characters_reported_) look_at_characters(segment);
  }
  void look_at_characters(const Segment& segment);
  bool is_clean(std::uint64_t end);
  void check_trailer(const Segment& trailer, std::uint64_t count, std::string_view control_number, Code count_wrong,
                     Code control_mismatch, DiagnosticQuota& quota);
  void open_group(const Segment* header);
  void remember() {
    last_.begin = cursor_.begin();
    last_.end = cursor_.end();
    const auto tag = cursor_.tag();
    last_.tag_size = std::min(tag.size(), sizeof last_.tag);
    const bool room = source_.window.end() - last_.begin >= sizeof last_.tag;
    if (room)
      std::memcpy(last_.tag.data(), tag.data(), sizeof last_.tag);  // one move, where a size that varies is a call
    else
      std::memcpy(last_.tag.data(), tag.data(), last_.tag_size);
  }
  void close_transaction(std::uint64_t end);
  void abandon_transaction();
  void abandon_group();
  void finish_without_trailer(bool input_ended);
  void reach_limit();
  ByteRange range() const { return source_.range(cursor_.begin(), cursor_.after()); }
  DiagnosticQuota& narrowest();

  const Dialect& dialect_;
  const Source& source_;
  SegmentStyle& style_;
  const ReadOptions& options_;
  Events& events_;
  SegmentCursor cursor_;
  Repertoire repertoire_;
  Interchange interchange_;
  Group group_;
  Transaction transaction_;
  std::string kind_;  // of transaction_; empty: unknown
  DiagnosticQuota interchange_diagnostics_;
  DiagnosticQuota group_diagnostics_;
  DiagnosticQuota transaction_diagnostics_;
  std::uint64_t groups_ = 0;         // explicit ones
  std::uint64_t sets_ = 0;           // of the interchange
  std::uint64_t sets_of_group_ = 0;  // of the open one
  std::uint64_t last_end_ = 0;
  SegmentTrace last_;                   // of the open set
  std::uint64_t clean_until_ = 0;       // every byte before is of the repertoire
  std::uint64_t suspicious_until_ = 0;  // a byte before is not
  std::uint32_t segments_seen_ = 0;     // of the open set
  bool group_open_ = false;
  bool transaction_open_ = false;
  bool characters_reported_ = false;
  bool binary_ = false;                   // the present segment holds binary data
  std::uint64_t object_bytes_ = 0;        // of the open package
  std::uint32_t segments_to_object_ = 0;  // of it; 0: none to come
  ControlNumbers control_numbers_;        // of the open group's sets
};

}  // namespace longshore::parsers
