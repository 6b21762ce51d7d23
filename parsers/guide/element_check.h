#pragma once
#include "parsers/guide/check.h"

namespace longshore::guide {

/// Checks the elements of one segment: requirement, counts, lengths, characters (level 2), syntax notes (4) and codes
/// (5).
class ElementCheck {
 public:
  ElementCheck(const parsers::Delimiters& delimiters, parsers::Standard standard, const Levels& levels,
               std::vector<Diagnostic>& out)
      : delimiters_(delimiters), standard_(standard), levels_(levels), out_(out) {}

  /// `loop` names the innermost loop for the diagnostics.
  void check(const parsers::Segment& segment, const SegmentDefinition& definition, std::string_view loop);

 private:
  struct Place {
    std::uint32_t element = 0;
    std::uint32_t component = 0;   // 0: the element has no components
    std::uint32_t repetition = 0;  // 0: the element does not repeat
  };

  void check_shape();
  void check_element(std::uint32_t position, const ElementUse& use);
  void check_composite(std::uint32_t position, std::uint32_t repetition, const Composite& composite, bool repeats);
  void check_value(const Place& place, const Element& element, std::string_view written);
  bool check_length(const Place& place, const Element& element, std::string_view data);
  bool check_type(const Place& place, const Element& element, std::string_view data);
  void check_code(const Place& place, const Element& element, std::string_view data);
  void check_note(const SyntaxNote& note);
  bool has(std::uint32_t position) const;
  void check_simple(std::uint32_t position, std::uint32_t repetition, const Element& element, bool repeats);
  void report(Code code, const Place& place, std::string_view written, std::string expected, std::string message = {});

  const parsers::Delimiters& delimiters_;
  parsers::Standard standard_;
  const Levels& levels_;
  std::vector<Diagnostic>& out_;
  const parsers::Segment* segment_ = nullptr;
  const SegmentDefinition* definition_ = nullptr;
  std::string_view loop_;
};

/// Characters as the standards count them: of a number neither sign nor decimal mark, of text not the bytes of one
/// UTF-8 character twice.
std::size_t counted_length(std::string_view data, ElementType type);

/// Whether `data` is a date (6 or 8 digits), a time (HHMM, HHMMSS, then decimals) of the calendar and the clock.
bool is_date(std::string_view data);
bool is_time(std::string_view data);

}  // namespace longshore::guide
