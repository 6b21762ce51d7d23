#pragma once
#include "parsers/charset.h"
#include "parsers/cursor.h"
#include "parsers/segment_store.h"
#include "parsers/source.h"

#include <set>
#include <string>
#include <string_view>

namespace longshore::parsers {

/// What a segment is to the envelope. Both standards have the same shape:
/// header (acknowledgement | extension)* (group_begin (set_begin data* set_end)* group_end)* interchange_end.
enum class Role {
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

/// What differs between the standards. Trailers are alike: element 1 is the count, element 2 the control number.
struct Dialect {
  Role (*role)(std::string_view tag);
  bool (*is_tag)(std::string_view tag);
  bool (*header_at)(std::string_view text, std::size_t at);  ///< whether an interchange of either standard starts there
  void (*fill_group)(const Segment& segment, Group& group);
  void (*fill_transaction)(const Segment& segment, const Group& group, Transaction& transaction);
  bool groups_required = true;               ///< a set outside a group is a fault
  std::uint32_t control_number_element = 2;  ///< of a set's header
};

/// The envelope as a recovering grammar over segments: what stands at a wrong place is reported at the narrowest part
/// it belongs to, and whatever follows is read as if nothing had happened.
class EnvelopeReader {
 public:
  EnvelopeReader(const Dialect& dialect, const Source& source, const Framing& framing, const ReadOptions& options,
                 SegmentStore& store, Interchange& interchange);

  /// Reads on after the header, which ends at `begin` and is already the interchange's first envelope segment. Returns
  /// where the interchange ends in the text.
  std::size_t read(std::size_t begin);

 private:
  enum class After { go_on, done };

  After take();
  After dispatch(Role role);
  void skip_empty();
  void cut_at_embedded_start();
  void take_binary();
  void take_extension();
  void take_group_begin();
  void take_group_end();
  void take_set_begin();
  void take_set_end();
  void take_interchange_end();
  void take_data();
  void take_unexpected(Code code, std::string message);
  void check_characters(const Segment& segment);
  void check_interchange_trailer(const Segment& trailer);
  void close_transaction(std::size_t end);
  void abandon_transaction();
  void abandon_group();
  void finish_without_trailer(bool input_ended);
  void reach_limit();
  Segment make(std::uint32_t position) { return store_.make(source_, raw_, style_, position, whole_from_); }
  Group& group() { return interchange_.groups.back(); }
  Transaction& transaction() { return group().transactions.back(); }
  std::vector<Diagnostic>& narrowest();

  const Dialect& dialect_;
  const Source& source_;
  const ReadOptions& options_;
  SegmentStore& store_;
  Interchange& interchange_;
  SegmentCursor cursor_;
  SegmentStore::Style style_;
  Repertoire repertoire_;
  RawSegment raw_;
  std::uint32_t whole_from_ = 0xFFFF'FFFF;
  std::size_t last_end_ = 0;
  std::uint32_t segments_seen_ = 0;  // of the open set
  bool group_open_ = false;
  bool transaction_open_ = false;
  bool characters_reported_ = false;
  std::set<std::string, std::less<>> control_numbers_;  // of the open group's sets
};

/// A trailer's count and control number against what they must be.
struct TrailerFacts {
  std::uint32_t count = 0;
  std::string_view control_number;
  Code count_wrong;
  Code control_mismatch;
};
void check_trailer(const Segment& trailer, const TrailerFacts& facts, std::vector<Diagnostic>& out);

}  // namespace longshore::parsers
