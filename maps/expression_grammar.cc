#include "engine/model/text.h"
#include "maps/expression.h"

#include <boost/spirit/home/x3.hpp>

namespace longshore::maps {
namespace {

namespace x3 = boost::spirit::x3;
using Kind = Expression::Kind;

// An expression's text:
//   expression  = "when" disjunction "then" expression { "when" … "then" … } "else" expression  |  disjunction
//   disjunction = conjunction { "or" conjunction }
//   conjunction = negation { "and" negation }
//   negation    = [ "not" ] comparison
//   comparison  = sum [ ( "=" | "!=" | "<=" | "<" | ">=" | ">" ) sum  |  "in" "(" sum { "," sum } ")" ]
//   sum         = product { ( "+" | "-" | "&" ) product }
//   product     = unary { "*" unary }
//   unary       = [ "-" ] primary
//   primary     = number | "'" text "'" | "true" | "false" | "null" | path | function "(" … ")" | reference | "("
//   expression ")"

struct Start;  // tag: where the text begins

template <class Context>
std::uint32_t column(Context& context) {
  return static_cast<std::uint32_t>(x3::_where(context).begin() - x3::get<Start>(context).get() + 1);
}

Expression node(Kind kind, std::vector<Expression> arguments) {
  Expression out;
  out.kind = kind;
  out.column = arguments.empty() ? 1 : arguments.front().column;
  out.arguments = std::move(arguments);
  return out;
}

const auto assign = [](auto& context) { x3::_val(context) = std::move(x3::_attr(context)); };

template <Kind kind>
const auto fold = [](auto& context) {
  auto& left = x3::_val(context);
  std::vector<Expression> both;
  both.push_back(std::move(left));
  both.push_back(std::move(x3::_attr(context)));
  left = node(kind, std::move(both));
};

template <Kind kind>
const auto wrap = [](auto& context) {
  std::vector<Expression> one;
  one.push_back(std::move(x3::_attr(context)));
  x3::_val(context) = node(kind, std::move(one));
};

template <Kind kind>
const auto become = [](auto& context) { x3::_val(context).kind = kind; };

const auto add_argument = [](auto& context) { x3::_val(context).arguments.push_back(std::move(x3::_attr(context))); };
const auto begin_in = [](auto& context) {
  auto& left = x3::_val(context);
  std::vector<Expression> one;
  one.push_back(std::move(left));
  left = node(Kind::in, std::move(one));
};

template <class Attribute>
std::string text_of(const Attribute& range) {
  return std::string(range.begin(), range.end());
}

const auto set_number = [](auto& context) {
  auto& out = x3::_val(context);
  auto number = Decimal::parse(text_of(x3::_attr(context)));
  x3::_pass(context) = number.has_value();
  if (!number) return;
  out.kind = Kind::number;
  out.number = *number;
  out.column = column(context);
};
const auto set_text = [](auto& context) {
  auto& out = x3::_val(context);
  out.kind = Kind::text;
  out.text = x3::_attr(context);
  out.column = column(context);
};
const auto set_path = [](auto& context) {
  auto& out = x3::_val(context);
  auto path = parse_path(text_of(x3::_attr(context)));
  x3::_pass(context) = path.has_value();
  if (!path) return;
  out.kind = Kind::path;
  out.path = std::move(*path);
  out.column = column(context);
};
const auto set_function = [](auto& context) {
  auto& out = x3::_val(context);
  out.kind = Kind::call;
  out.text = text_of(x3::_attr(context));
  out.column = column(context);
};
const auto set_truth = [](auto& context) {
  x3::_val(context).kind = Kind::boolean;
  x3::_val(context).truth = true;
};
const auto set_reference = [](auto& context) {
  auto& out = x3::_val(context);
  out.kind = Kind::reference;
  out.reference.steps = std::move(x3::_attr(context));
  out.column = column(context);
};
const auto set_name = [](auto& context) { x3::_val(context).name = x3::_attr(context); };
const auto set_key = [](auto& context) { x3::_val(context).key = x3::_attr(context); };
const auto set_value = [](auto& context) { x3::_val(context).value = x3::_attr(context); };

const auto word_character = x3::char_("A-Za-z0-9_");
const auto word = [](const char* text) { return x3::lexeme[x3::lit(text) >> !word_character]; };
const auto keyword =
    x3::lexeme[(x3::lit("when") | "then" | "else" | "and" | "or" | "not" | "in" | "true" | "false" | "null") >>
               !word_character];

const x3::rule<struct ExpressionRule, Expression> expression = "expression";
const x3::rule<struct ConditionalRule, Expression> conditional = "when … then … else …";
const x3::rule<struct DisjunctionRule, Expression> disjunction = "condition";
const x3::rule<struct ConjunctionRule, Expression> conjunction = "condition";
const x3::rule<struct NegationRule, Expression> negation = "condition";
const x3::rule<struct ComparisonRule, Expression> comparison = "value";
const x3::rule<struct SumRule, Expression> sum = "value";
const x3::rule<struct ProductRule, Expression> product = "value";
const x3::rule<struct UnaryRule, Expression> unary = "value";
const x3::rule<struct PrimaryRule, Expression> primary = "value";
const x3::rule<struct ReferenceStepRule, Reference::Step> reference_step = "name";
const x3::rule<struct NameRule, std::string> name = "name";
const x3::rule<struct QuotedRule, std::string> quoted = "text in single quotes";
const x3::rule<struct SelectorRule, std::string> selector = "value of a selection";

const auto name_def = x3::lexeme[x3::char_("a-z") >> *word_character];
const auto selector_def = x3::lexeme[+(x3::char_ - x3::char_("]="))];
const auto quoted_def = x3::lexeme['\'' >> *((x3::lit("''") >> x3::attr('\'')) | (x3::char_ - '\'')) >> '\''];
const auto reference_step_def =
    name[set_name] >>
    -x3::lexeme['[' >> -(+word_character >> &x3::lit('='))[set_key] >> -x3::lit('=') >> selector[set_value] >> ']'];
const auto digits_and_point = x3::raw[x3::lexeme[+x3::digit >> -('.' >> +x3::digit)]];
const auto path_token =
    x3::raw[x3::lexeme[(-('^' >> +word_character >> '/') >> x3::char_("A-Z") >>
                        *(x3::char_("A-Z0-9") | ('/' >> x3::char_("A-Z0-9")) | ('[' >> +(x3::char_ - ']') >> ']') |
                          ('{' >> +(x3::char_ - '}') >> '}') | ('.' >> x3::digit)))]];

const auto primary_def =
    digits_and_point[set_number] | quoted[set_text] | word("true")[set_truth] | word("false")[become<Kind::boolean>] |
    word("null")[become<Kind::none>] | path_token[set_path] |
    (!keyword >> x3::raw[x3::lexeme[x3::char_("a-z") >> *word_character]][set_function] >> '(' >>
     -(expression[add_argument] % ',') >> ')') |
    (!keyword >> (x3::lexeme[reference_step % '.'])[set_reference]) | ('(' >> expression[assign] >> ')');
const auto unary_def = ('-' >> primary[wrap<Kind::negate>]) | primary[assign];
const auto product_def = unary[assign] >> *('*' >> unary[fold<Kind::multiply>]);
const auto sum_def = product[assign] >> *(('+' >> product[fold<Kind::add>]) | ('-' >> product[fold<Kind::subtract>]) |
                                          ('&' >> product[fold<Kind::concat>]));
const auto comparison_def = sum[assign] >>
                            -((x3::lit("!=") >> sum[fold<Kind::not_equal>]) |
                              (x3::lit("<=") >> sum[fold<Kind::less_equal>]) |
                              (x3::lit(">=") >> sum[fold<Kind::greater_equal>]) | ('=' >> sum[fold<Kind::equal>]) |
                              ('<' >> sum[fold<Kind::less>]) | ('>' >> sum[fold<Kind::greater>]) |
                              (word("in")[begin_in] >> '(' >> sum[add_argument] % ',' >> ')'));
const auto negation_def = (word("not") >> negation[wrap<Kind::not_>]) | comparison[assign];
const auto conjunction_def = negation[assign] >> *(word("and") >> negation[fold<Kind::and_>]);
const auto disjunction_def = conjunction[assign] >> *(word("or") >> conjunction[fold<Kind::or_>]);
const auto conditional_def = +(word("when") >> disjunction[add_argument] >> word("then") >>
                               disjunction[add_argument]) >>
                             word("else") >> expression[add_argument] >> x3::eps[become<Kind::conditional>];
const auto expression_def = conditional[assign] | disjunction[assign];

BOOST_SPIRIT_DEFINE(expression, conditional, disjunction, conjunction, negation, comparison, sum, product, unary,
                    primary, reference_step, name, quoted, selector)

constexpr std::size_t longest = 4'096;
constexpr int deepest = 64;

// Parentheses, function calls, "not" and "when" nest: the parser's own stack must not grow with a hostile text.
bool too_deep(std::string_view text) {
  int depth = 0;
  int words = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '(' && ++depth > deepest) return true;
    if (text[i] == ')') --depth;
    if ((text.substr(i).starts_with("not") || text.substr(i).starts_with("else")) && ++words > deepest) return true;
  }
  return false;
}

std::unexpected<Error> syntax(std::string what, std::uint32_t at) {
  return fail({Lasting::permanent, "maps", "EXPRESSION_SYNTAX", std::move(what),
               "see the expression language in docs/maps.md", SourceLocation{{}, 1, at}});
}

}  // namespace

Result<Expression> parse_expression(std::string_view text) {
  if (text.size() > longest) return syntax("the expression is longer than 4096 characters", 1);
  if (too_deep(text)) return syntax("the expression is nested more than 64 deep", 1);
  Expression out;
  const auto* at = text.data();
  const auto* begin = at;
  const auto* end = text.data() + text.size();
  const auto grammar = x3::with<Start>(std::ref(begin))[expression];
  if (x3::phrase_parse(at, end, grammar, x3::space, out) && at == end) return out;
  auto column = static_cast<std::uint32_t>(at - text.data() + 1);
  return syntax("\"" + printable(text) + "\" is no expression from its character " + std::to_string(column) + " on",
                column);
}

}  // namespace longshore::maps
