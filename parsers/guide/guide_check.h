#pragma once
#include "parsers/guide/check.h"
#include "parsers/guide/guide_rules.h"

#include <string_view>
#include <vector>

namespace longshore::guide {

/// Checks one set against what a guide narrows (level 6), while its segments come. Remembers what is open, not what
/// was.
class GuideCheck {
 public:
  /// Findings are appended to `out`, in which those of the same segment at the levels below already are: a place that
  /// one of them is about is not told of twice. Both must outlive the check.
  GuideCheck(const GuideRules& rules, std::vector<Diagnostic>& out);

  void restart();
  /// The next segment and where it was placed; `loop` names the innermost loop for the diagnostics.
  void take(const parsers::Segment& segment, const SegmentPlace& place, std::string_view loop);
  /// After the last segment, which `last` locates.
  void finish(const Diagnostic& last);

 private:
  /// Rules that apply in an open loop, and how often each of their lines was met.
  struct Active {
    const RuleScope* scope = nullptr;
    std::vector<std::uint32_t> counts;
  };
  struct Frame {
    std::vector<Active> active;
    std::string_view loop;
  };
  struct Part {
    ElementPlace place;
    std::uint32_t repetition = 0;  // 0: the element does not repeat
    std::string_view written;
  };

  void close(std::size_t keep, const Diagnostic& here);
  void match(const SegmentPlace& place, std::vector<Active>& inner);
  void count(const RuleLine& line, std::uint32_t count, bool loop);
  void check_elements(const std::vector<ElementRule>& rules);
  void check_element(const ElementRule& rule);
  void check_part(const ElementRule& rule, const Part& part);
  void report(Code code, const Part& part, std::string expected, std::string message = {});
  void report_segment(Code code, std::string expected);
  bool is_known(const Part& part) const;

  const GuideRules& rules_;
  std::vector<Diagnostic>& out_;
  std::vector<Frame> frames_;
  const parsers::Segment* segment_ = nullptr;
  std::string_view loop_;
};

}  // namespace longshore::guide
