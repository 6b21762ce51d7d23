#pragma once
#include "maps/expression.h"
#include "maps/runner.h"
#include "maps/scratch.h"
#include "maps/walker.h"
#include "maps/when.h"

#include <deque>
#include <span>
#include <unordered_map>

namespace longshore::maps {

/// Computes fields in a frame, as RFC 8785 text; collects diagnostics, the worst verdict, and which segments were read.
class Evaluator : public Environment {
 public:
  Evaluator(const RunInput& input, const Walker& walker, Trace* trace);

  /// Everything below is of one event, until the next call; `index` is its round's number, from 1.
  void begin_event(std::int64_t index);
  /// The fields as one JSON object, members sorted; empty when none has a value. Good until begin_event().
  std::string_view data(const std::vector<Field>& fields, const Frame& frame);
  /// The text of a value within data(), by JSON pointer; empty when there is none.
  std::string_view raw(std::string_view pointer) const;
  /// Segments read since begin_event(), in file order.
  const std::vector<std::uint32_t>& read();
  /// `refs` of the event's own object, as they were written. Good until begin_event().
  using Ref = std::pair<std::string_view, std::string_view>;  // type, value
  const std::vector<Ref>& refs() const { return refs_; }
  std::string_view occurred_at() const { return occurred_at_; }

  /// The value of one field as text (for `let`); empty when it has none.
  std::string_view text(const Field& field, const Frame& frame);
  /// The first value of an expression that is a plain path, or its value as text.
  std::string text(const Expression& expression, const Frame& frame);
  bool holds(const Condition& condition, const Frame& frame);
  bool holds(const Expression& expression, const Frame& frame);

  void set_variable(const std::string& name, std::string value) { variables_[name] = std::move(value); }
  const std::map<std::string, std::string, std::less<>>& variables() const { return variables_; }
  void fault(OnFault policy, Diagnostic diagnostic);
  /// A diagnostic placed at a segment.
  Diagnostic at(Code code, std::string message, std::uint32_t segment, const CompiledPath* path = nullptr) const;

  RunOutput::Verdict verdict() const { return verdict_; }
  std::vector<Diagnostic>& diagnostics() { return diagnostics_; }

  Value path(const Expression& expression) override;
  Value reference(const Expression& expression) override;
  std::int64_t count(const Expression& expression) override;
  Value lookup(const Expression& expression, const std::string& code, const std::string& attribute) override;
  void unusable(const Expression& expression, std::string why) override;

 private:
  struct Hit {
    std::uint32_t segment;
    std::string_view value;  // in the payload, or kept_
  };
  struct Scalar {
    std::string_view text;
    bool bare = false;  // written without quotes: an integer, true, false
  };
  struct Member {
    std::string_view key;
    std::uint32_t rank;
    std::size_t begin;  // in out_, of its value
    std::size_t end;
    std::size_t key_begin() const { return begin - key.size() - 4; }  // of `,"key":`
  };

  std::string_view keep(std::string text) { return kept_.emplace_back(std::move(text)); }
  std::string_view data_of(std::uint32_t index, const ElementRef& element, std::uint32_t repetition);
  using Hits = Scratch<Hit>::Loan;
  using Scalars = Scratch<Scalar>::Loan;
  using Frames = Scratch<Frame>::Loan;
  Hits hits(const CompiledPath& path, const Frame& frame);
  std::optional<Hit> first_hit(const CompiledPath& path, const Frame& frame);
  void note_read(std::uint32_t segment, const ElementRef& element, const SourceLocation& where);
  void note_read(std::uint32_t segment);

  bool object(const std::vector<Field>& fields, const Frame& frame, const std::string& needs = {});
  bool object_of(const Field& field, const Frame& inner);
  /// What `write` appended for a field in a place, when that was asked before; else asks it, and keeps it where it came
  /// without a fault. False where it is nothing.
  template <class Write>
  bool once(std::uint32_t what, const Frame& frame, Write write);
  void close_object(std::size_t first_member, std::size_t begin);
  void sort_members(std::size_t first_member, std::size_t begin);
  void begin_member(std::string_view key);
  void member(std::string_view key, std::uint32_t rank, std::string_view text);
  void put(const Field& field, const Frame& frame);
  bool put_value(const Field& field, const Frame& frame);
  bool write_value(const Field& field, const Frame& frame);
  void put_date(const Field& field, const Frame& frame);
  const Result<PlacedTime>& place_once(const WrittenTime& written, const ZoneHints& hints);
  bool put_list(const Field& field, const Frame& frame);
  Frames frames_of(const Field& field, const Frame& frame);
  std::size_t put_items(const Field& field, const Frame& frame, std::size_t index);
  bool put_refs(const Field& field, const Frame& frame);
  void collect_refs(const Field& field, const Frame& frame, std::vector<Ref>& out);
  bool put_scalar(const Scalar& scalar);
  bool put_list_of(std::span<const Scalar> values);
  /// The value of a path that meets at most one, without a list; false: it may have met several, or is no path.
  bool plain(const Field& field, const Frame& frame, std::optional<Scalar>& out);
  /// Appends one value, or with `many: list` any number.
  Scalars scalars(const Field& field, const Frame& frame);
  void computed(const Field& field, const Frame& frame, std::vector<Scalar>& out);
  Hits pair(const Field& field, const Frame& frame);
  void chosen(const Field& field, std::span<const Hit> found, std::vector<Scalar>& out);
  std::optional<Scalar> typed(const Field& field, const Hit& hit);
  std::optional<Scalar> looked_up(const Field& field, const Hit& hit);
  std::optional<int> implied_places(const Field& field, const Hit& hit) const;
  std::optional<Decimal> number_of(const Field& field, const Hit& hit) const;
  std::optional<Scalar> fallback(const Field& field) const;
  /// The tables that a look-up goes through: the partner's own under its name and under the table's, the shipped one.
  struct Tables {
    const CodeRows* own[2] = {};
    const CodeTable* shipped = nullptr;
    bool known = false;
  };
  Tables tables(const std::string& lookup, const std::string& table) const;
  const Tables& tables(const LookupUse& use);
  static const CodeRow* row(const Tables& tables, std::string_view code);
  /// False where nothing that the field reads occurs in this set: it can have no value, whatever the frame.
  bool can_have_value(const Field& field);
  bool reads_what_occurs(const Field& field);
  const std::string* profile_value(std::string_view name) const;
  void unknown_code(const LookupUse& use, std::string_view code, std::uint32_t segment, const CompiledPath* path);
  bool failed_since(std::size_t diagnostics) const;
  void missing(const Field& field, const Frame& frame);
  /// A date that a document has, before it is placed.
  struct FoundDate {
    Hit hit;
    const CompiledPath* path = nullptr;
    std::optional<WrittenTime> written;  // none: it is no point in time
    const CodeRow* time_code = nullptr;
  };
  std::optional<FoundDate> find_date(const Field& field, const Frame& frame);

  const RunInput& input_;
  const Walker& walker_;
  Trace* trace_;
  std::map<std::string, std::string, std::less<>> variables_;
  std::vector<Diagnostic> diagnostics_;
  RunOutput::Verdict verdict_ = RunOutput::Verdict::ok;
  bool zone_assumed_ = false;
  Frame frame_;  // of the expression that is being evaluated
  const Field* field_ = nullptr;

  std::string out_;       // values, one behind the other, objects closed as they end
  std::string assembly_;  // an object while its members are sorted into it
  std::vector<Member> members_;
  std::deque<std::string> kept_;
  std::vector<Member> top_;  // of the finished data
  std::vector<std::uint32_t> read_;
  std::vector<std::uint32_t> read_in_;  // segment -> number of the event that last read it
  std::uint32_t event_ = 0;
  std::int64_t index_ = 1;
  std::size_t depth_ = 0;
  std::vector<Ref> refs_;
  std::string occurred_at_;
  std::string pointer_;  // into data, where there is a trace
  Scratch<Hit> hit_lists_;
  Scratch<Scalar> scalar_lists_;
  Scratch<Frame> frame_lists_;
  std::vector<Tables> tables_;  // by the look-up's number
  enum class Chance : std::uint8_t { unknown, none, some };
  std::vector<Chance> chances_;  // by the field's number

  /// What a field came to in one place, and the segments that were read for it.
  struct Known {
    struct Range {
      std::size_t begin;
      std::size_t end;
    };
    Range text;  // in known_text_; empty: nothing
    Range read;  // in known_reads_
  };
  std::unordered_map<std::uint64_t, Known> known_;  // by what and where
  std::string known_text_;
  std::vector<std::uint32_t> known_reads_;
  std::size_t recording_ = 0;            // values that are being written to be known
  std::vector<std::uint32_t> recorded_;  // segments read for them
  struct Placed {
    WrittenTime written;
    ZoneHints hints;
    Result<PlacedTime> at;
  };
  std::optional<Placed> placed_;  // the last one
};

}  // namespace longshore::maps
