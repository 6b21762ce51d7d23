#pragma once
#include "parsers/guide/dictionary.h"
#include "parsers/interchange.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

/// A transaction set against its dictionary. Pure and reentrant.
namespace longshore::guide {

/// Which levels above syntax are checked. Placement is always computed.
struct Levels {
  bool dictionary = true;                 ///< 2: segments, order, counts, requirement, types, lengths
  bool balances = true;                   ///< 3: control totals
  bool notes = true;                      ///< 4: syntax notes P R E C L
  bool codes = true;                      ///< 5: code lists that are complete
  bool guide = true;                      ///< 6: what a partner's guide narrows, of a dictionary that is one
  std::uint32_t max_diagnostics = 1'000;  ///< a set; then one LIMIT_REACHED

  /// Levels 1…`level` of parsers' numbering (1 is the reader's own).
  static Levels up_to(int level);
};

struct LoopInstance {
  std::string_view id;  ///< "N1", "SG2"; of the dictionary, lives as long as it does
  int parent = -1;      ///< index into Placement::loops; -1: the set itself
  std::uint32_t first_segment =
      0;  ///< indices into Transaction::segments, [first, end); nested loops' segments included
  std::uint32_t end_segment = 0;
  const Use* use = nullptr;
};

struct SegmentPlace {
  const Use* use = nullptr;  ///< the plain segment's use, or the loop's whose start it is; null: not in the dictionary
  const SegmentDefinition* segment = nullptr;
  std::uint32_t depth = 0;  ///< open loops, the one it starts included
  int loop = -1;            ///< innermost loop instance, the one it starts included; -1: the set itself
  bool misplaced = false;   ///< not where the dictionary has it; it then belongs to the loop that was open
};

/// Where every segment of a set stands. Exists, and is as sensible as can be, for faulty sets too.
struct Placement {
  std::vector<SegmentPlace> segments;  ///< one a segment of Transaction::segments
  std::vector<LoopInstance> loops;     ///< in order of their first segments: a parent precedes its children

  /// Loops of that id directly under `parent` (-1: the set), in file order.
  std::vector<int> children(int parent, std::string_view id) const;
  /// True if segment `index` belongs to loop `loop` itself or to a loop within it.
  bool within(std::uint32_t index, int loop) const;
};

/// Takes findings as they are made.
using Tell = std::function<void(Diagnostic)>;

/// Checks one set while its segments come. Memory does not grow with the set.
class SetCheck {
 public:
  /// `dictionary` must outlive the check. With a `placement`, where everything stands is noted there.
  SetCheck(const Dictionary& dictionary, const parsers::Delimiters& delimiters, const Levels& levels, Tell tell,
           Placement* placement = nullptr);
  ~SetCheck();
  SetCheck(const SetCheck&) = delete;
  SetCheck& operator=(const SetCheck&) = delete;

  /// As if made anew, for another set with the same dictionary and delimiters.
  void restart();
  /// The next segment, ST or UNH being the first; findings about it are told before this returns, in no certain order.
  SegmentPlace take(const parsers::Segment& segment);
  /// After the last; `end` is where the set ends in the payload.
  void finish(std::uint64_t end);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

struct Checked {
  std::vector<Diagnostic>
      diagnostics;  ///< in segment order, located by segment, loop, element, component, repetition, byte range
  Placement placement;
};

/// `dictionary` must outlive the result. The transaction's own level-1 diagnostics are not repeated.
Checked check(const parsers::Transaction& transaction, const parsers::Delimiters& delimiters,
              const Dictionary& dictionary, const Levels& levels = {});
/// Placement alone.
Placement place(const parsers::Transaction& transaction, const Dictionary& dictionary);

/// What a set's findings do to it. Default: what breaks syntax or structure rejects (the receiver cannot trust what it
/// reads); a code outside its list, a violated syntax note, a wrong total or a violated guide leaves it usable and is
/// reported. Codes that only a map can judge are accepted.
struct AcceptancePolicy {
  enum class Effect { accept, accept_with_errors, reject };
  Effect syntax = Effect::reject;                ///< level 1
  Effect structure = Effect::reject;             ///< level 2
  Effect balance = Effect::accept_with_errors;   ///< level 3
  Effect note = Effect::accept_with_errors;      ///< level 4
  Effect bad_code = Effect::accept_with_errors;  ///< level 5
  Effect guide = Effect::accept_with_errors;     ///< level 6

  /// What a finding of error severity does.
  Effect effect_of(Code code) const;
};

/// Whether a code says that a partner's guide is violated (level 6).
bool is_of_guide(Code code);

parsers::Status status_of(AcceptancePolicy::Effect worst);

/// The status that the error-severity diagnostics among these give a set.
parsers::Status decide(std::span<const Diagnostic> diagnostics, const AcceptancePolicy& policy = {});

/// Adds what was checked to the set and decides its status from everything known about it.
void apply(parsers::Transaction& transaction, std::vector<Diagnostic> diagnostics, const AcceptancePolicy& policy = {});

}  // namespace longshore::guide
