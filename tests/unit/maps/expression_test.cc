#include "maps/expression.h"

#include "maps/binder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace longshore::maps {
namespace {

using testing::HasSubstr;

// Names are values here: `many` has two, `word` is no number, all else is absent.
class Fixed : public Environment {
 public:
  Value path(const Expression&) override { return {}; }
  Value reference(const Expression& one) override {
    auto name = one.reference.str();
    if (name == "many") return Value::of(std::vector<std::string>{"A", "B"});
    if (name == "word") return Value::of(std::string("word"));
    return {};
  }
  std::int64_t count(const Expression& one) override { return reference(one).kind == Value::Kind::list ? 2 : 0; }
  Value lookup(const Expression&, const std::string& code, const std::string&) override {
    return Value::of("<" + code + ">");
  }
  void unusable(const Expression&, std::string why) override { complaints.push_back(std::move(why)); }
  std::vector<std::string> complaints;
};

std::vector<LookupUse> lookups() {
  LookupUse one;
  one.name = "uom";
  return {one};
}

struct Outcome {
  std::string value;
  std::string complaint;
};

Outcome run(const std::string& text) {
  static const auto known = lookups();
  auto parsed = parse_expression(text);
  if (!parsed) return {"", parsed.error().describe()};
  Names names{{}, [](const Reference&, const SourceLocation&) -> std::optional<Error> { return std::nullopt; }, &known};
  std::vector<Error> errors;
  if (!bind_expression(*parsed, {"t", 1, 1}, names, errors)) return {"", errors.front().describe()};
  Fixed fixed;
  auto out = evaluate(*parsed, fixed).str();
  return {out, fixed.complaints.empty() ? "" : fixed.complaints.front()};
}

TEST(Expression, binds_tighter_the_nearer_to_values_an_operator_is) {
  EXPECT_EQ(run("1 + 2 * 3").value, "7");
  EXPECT_EQ(run("(1 + 2) * 3").value, "9");
  EXPECT_EQ(run("10 - 3 - 2").value, "5");
  EXPECT_EQ(run("not 1 = 2 and 2 = 2").value, "true");
  EXPECT_EQ(run("1 = 2 or 2 = 2 and 1 = 2").value, "false");
  EXPECT_EQ(run("-2 * -3").value, "6");
  EXPECT_EQ(run("'a' & 1 + 2").value, "") << "joining and adding are one level: 'a1' is no number";
}

TEST(Expression, words_are_not_taken_for_keywords_by_their_beginning) {
  EXPECT_EQ(run("notes").complaint, "");
  EXPECT_EQ(run("orders & android").complaint, "");
  EXPECT_EQ(run("when word = 'word' then 'y' else 'n'").value, "y");
}

TEST(Expression, what_is_absent_makes_sums_absent_and_comparisons_false) {
  EXPECT_EQ(run("nothing + 1").value, "");
  EXPECT_EQ(run("nothing < 1").value, "false");
  EXPECT_EQ(run("nothing = null").value, "true");
  EXPECT_EQ(run("coalesce(nothing, 'x')").value, "x");
}

TEST(Expression, several_values_equal_what_any_of_them_does_and_are_no_single_value) {
  EXPECT_EQ(run("many = 'B'").value, "true");
  EXPECT_EQ(run("many in ('X', 'A')").value, "true");
  EXPECT_EQ(run("count(many)").value, "2");
  EXPECT_EQ(run("join(many, '+')").value, "A+B");
  EXPECT_THAT(run("upper(many)").complaint, HasSubstr("2 values"));
  EXPECT_THAT(run("many + 1").complaint, HasSubstr("2 values"));
}

TEST(Expression, numbers_are_exact_and_too_long_ones_are_said) {
  EXPECT_EQ(run("0.1 + 0.20").value, "0.30");
  EXPECT_EQ(run("1.005 * 100").value, "100.500");
  EXPECT_EQ(run("round(-2.5, 0)").value, "-3");
  EXPECT_EQ(run("divide(1, 0, 2)").value, "");
  EXPECT_THAT(run("word + 1").complaint, HasSubstr("no number"));
  EXPECT_THAT(run("9999999999999999999999999999999999 * 10").complaint, HasSubstr("34 digits"));
}

TEST(Expression, says_where_it_stops_being_one_and_what_it_does_not_know) {
  EXPECT_THAT(run("1 +").complaint, HasSubstr("EXPRESSION_SYNTAX"));
  EXPECT_THAT(run("uper('a')").complaint, HasSubstr("did you mean upper?"));
  EXPECT_THAT(run("left('a')").complaint, HasSubstr("left(text, count)"));
  EXPECT_THAT(run("lookup('uon', 'EA')").complaint, HasSubstr("did you mean uom?"));
  EXPECT_EQ(run("lookup('uom', 'EA')").value, "<EA>");
  auto bad = parse_expression("'open");
  ASSERT_FALSE(bad);
  EXPECT_EQ(bad.error().where->column, 1U);
}

TEST(Expression, hostile_texts_end) {
  EXPECT_FALSE(parse_expression(std::string(5'000, '(')));
  EXPECT_FALSE(parse_expression(std::string(100, '(') + "1" + std::string(100, ')')));
  EXPECT_EQ(run(std::string(40, '(') + "1" + std::string(40, ')')).value, "1");
  std::string nots;
  for (int i = 0; i < 100; ++i) nots += "not ";
  EXPECT_FALSE(parse_expression(nots + "true"));
}

TEST(Decimals, keep_their_digits_when_divided_rounded_and_implied) {
  EXPECT_EQ(Decimal::parse("12.5")->str_implied(2), "1250");
  EXPECT_EQ(Decimal::parse("12.500")->str_implied(2), "1250");
  EXPECT_EQ(Decimal::parse("12.505")->str_implied(2), std::nullopt);
  EXPECT_EQ(Decimal::parse("-0.5")->str_implied(2), "-50");
  EXPECT_EQ(Decimal::parse("2")->divided_by(*Decimal::parse("3"), 4).str(), "0.6667");
  EXPECT_EQ(Decimal::parse("-2")->divided_by(*Decimal::parse("3"), 4).str(), "-0.6667");
  EXPECT_TRUE(*Decimal::parse("0.0000000000000000000000000000000001") <
              *Decimal::parse("1000000000000000000000000000000000"));
  EXPECT_FALSE((*Decimal::parse("1000000000000000000000000000000000") + *Decimal::parse("0.001")).valid());
}

}  // namespace
}  // namespace longshore::maps
