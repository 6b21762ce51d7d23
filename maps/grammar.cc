#include "engine/model/text.h"
#include "maps/path.h"

#include <boost/fusion/include/adapt_struct.hpp>
#include <boost/spirit/home/x3.hpp>

BOOST_FUSION_ADAPT_STRUCT(longshore::maps::Step::Condition, element, value)
BOOST_FUSION_ADAPT_STRUCT(longshore::maps::Step, tag, conditions)

namespace longshore::maps {
namespace {

namespace x3 = boost::spirit::x3;

// A path's text:
//   path      = [ '^' name '/' ] step { '/' step } [ '/' element ]
//   step      = TAG [ '[' value ']' ] [ '{' element '=' value { ',' element '=' value } '}' ]
//   element   = position [ '.' component ] | data element number (four digits)

const auto set_position = [](auto& context) { x3::_val(context).index = x3::_attr(context); };
const auto set_component = [](auto& context) { x3::_val(context).component = x3::_attr(context); };
const auto set_id = [](auto& context) {
  x3::_val(context).id.assign(x3::_attr(context).begin(), x3::_attr(context).end());
};
const auto set_first = [](auto& context) {
  x3::_val(context).conditions.push_back({{.index = 1, .component = 1, .id = {}}, x3::_attr(context)});
};
const auto set_tag = [](auto& context) { x3::_val(context).tag = x3::_attr(context); };
const auto add_condition = [](auto& context) { x3::_val(context).conditions.push_back(x3::_attr(context)); };
const auto set_ancestor = [](auto& context) { x3::_val(context).ancestor = x3::_attr(context); };
const auto add_step = [](auto& context) { x3::_val(context).steps.push_back(x3::_attr(context)); };
const auto set_element = [](auto& context) { x3::_val(context).element = x3::_attr(context); };

const x3::rule<struct ElementRule, ElementRef> element_rule = "element (02, 02.1 or a four-digit number)";
const x3::rule<struct ValueRule, std::string> value_rule = "value";
const x3::rule<struct TagRule, std::string> tag_rule = "segment tag";
const x3::rule<struct NameRule, std::string> name_rule = "name of a level or loop";
const x3::rule<struct ConditionRule, Step::Condition> condition_rule = "condition";
const x3::rule<struct StepRule, Step> step_rule = "step";
const x3::rule<struct PathRule, Path> path_rule = "path";

const x3::uint_parser<std::uint32_t, 10, 1, 2> position;
const auto number4 = x3::raw[x3::repeat(4)[x3::digit]];

const auto element_rule_def = ((number4[set_id] >> !x3::digit) | (position[set_position] >> !x3::digit)) >>
                              -('.' >> position[set_component]);
const auto value_rule_def = +(x3::char_ - x3::char_("]},="));
const auto tag_rule_def = x3::char_("A-Z") >> x3::repeat(1, 3)[x3::char_("A-Z0-9")];
const auto name_rule_def = +x3::char_("A-Za-z0-9_");
const auto condition_rule_def = element_rule >> '=' >> value_rule;
const auto step_rule_def = tag_rule[set_tag] >> -('[' >> value_rule[set_first] >> ']') >>
                           -('{' >> condition_rule[add_condition] % ',' >> '}');
const auto path_rule_def = -('^' >> name_rule[set_ancestor] >> '/') >> step_rule[add_step] % '/' >>
                           -('/' >> element_rule[set_element]);

BOOST_SPIRIT_DEFINE(element_rule, value_rule, tag_rule, name_rule, condition_rule, step_rule, path_rule)

}  // namespace

Result<Path> parse_path(std::string_view text) {
  Path out;
  const auto* at = text.data();
  const auto* end = text.data() + text.size();
  if (x3::parse(at, end, path_rule, out) && at == end) return out;
  auto column = static_cast<std::uint32_t>(at - text.data() + 1);
  Error error{Lasting::permanent,
              "maps",
              "PATH_SYNTAX",
              "\"" + printable(text) + "\" is not a path from its character " + std::to_string(column) + " on",
              "write it like REF[BM]/02, TD5{02=2}/03, ^order/PRF/01 or DTM[137]/2380",
              SourceLocation{{}, 1, column}};
  return fail(std::move(error));
}

}  // namespace longshore::maps
