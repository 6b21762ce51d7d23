#pragma once
#include "engine/model/decimal.h"
#include "engine/model/result.h"
#include "maps/codes.h"
#include "maps/path.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The expression language of maps: small and total. Numbers are exact decimals, text is UTF-8, nothing loops.
///
///   "SN1/02 * 12"            "upper(trim(N1/02))"           "when B2A/01 = '04' then 'replaced' else 'tendered'"
namespace longshore::maps {

/// A value while it is computed. What is absent is `none`; an empty text counts as absent.
struct Value {
  enum class Kind : std::uint8_t { none, text, number, boolean, list };

  Kind kind = Kind::none;
  std::string text = {};
  Decimal number = {};
  bool truth = false;
  std::vector<std::string> list = {};  ///< what a path or reference met, in order; at least two

  static Value of(std::string text);
  static Value of(Decimal number);
  static Value of(bool truth);
  /// None, the one text, or a list.
  static Value of(std::vector<std::string> values);

  bool present() const { return kind != Kind::none; }
  std::string str() const;  ///< as text; lists joined by blanks
};

/// `carrier.scac`, `refs[bol]`, `parties[role=ship_to].name`: a place in a canonical event.
struct Reference {
  struct Step {
    std::string name;
    std::string key = {};    ///< of a list's items: the member to select by; empty: `type` of refs, `role` of parties
    std::string value = {};  ///< empty: no selection
    bool operator==(const Step&) const = default;
  };
  std::vector<Step> steps;

  std::string str() const;
  bool operator==(const Reference&) const = default;
};

/// Every function there is: name, fewest and most arguments (0: any number).
enum class Function : std::uint8_t {
  abs,
  absent,
  coalesce,
  concat,
  contains,
  count,
  date_add,
  digits,
  divide,
  ends_with,
  first,
  format_date,
  in_zone,
  join,
  last,
  left,
  length,
  lookup,
  lower,
  max,
  min,
  number,
  pad_left,
  pad_right,
  present,
  replace,
  right,
  round,
  split,
  starts_with,
  strip_left,
  strip_right,
  substring,
  sum,
  text,
  trim,
  upper
};

struct FunctionInfo {
  std::string_view name;
  std::uint8_t fewest;
  std::uint8_t most;
  std::string_view usage;  ///< "left(text, count)"
  std::string_view what;   ///< one sentence for the documentation
};
const FunctionInfo& info(Function function);
std::optional<Function> function_named(std::string_view name);
inline constexpr std::size_t function_count = static_cast<std::size_t>(Function::upper) + 1;

struct Expression {
  enum class Kind : std::uint8_t {
    text,
    number,
    boolean,
    none,
    path,
    reference,
    call,
    negate,
    not_,
    add,
    subtract,
    multiply,
    concat,
    equal,
    not_equal,
    less,
    less_equal,
    greater,
    greater_equal,
    and_,
    or_,
    in,
    conditional
  };

  Kind kind = Kind::none;
  std::string text = {};  ///< of a text; the function's name of a call until it is bound
  Decimal number = {};
  bool truth = false;
  Path path = {};
  std::optional<CompiledPath> compiled = {};  ///< of a path, once bound
  Reference reference = {};
  Function function = Function::abs;
  std::optional<LookupUse> lookup = {};    ///< of lookup(), once bound
  std::vector<Expression> arguments = {};  ///< operands; conditional: condition, value, condition, value …, else
  std::uint32_t column = 1;                ///< within the text
};

/// Parses the text; the error's column counts from its start. Function names and paths are not looked up yet.
Result<Expression> parse_expression(std::string_view text);

/// What an expression looks at while it is evaluated.
class Environment {
 public:
  virtual ~Environment() = default;
  virtual Value path(const Expression& expression) = 0;
  virtual Value reference(const Expression& expression) = 0;
  /// Of a path without element, or of a reference: how many there are.
  virtual std::int64_t count(const Expression& expression) = 0;
  /// The attribute of the row for `code`; none where there is no row, said by the look-up's own policy.
  virtual Value lookup(const Expression& expression, const std::string& code, const std::string& attribute) = 0;
  /// A value cannot be used as asked: text that is no number, several values where one is wanted.
  virtual void unusable(const Expression& expression, std::string why) = 0;
};

Value evaluate(const Expression& expression, Environment& environment);
bool truth_of(const Value& value);

}  // namespace longshore::maps
