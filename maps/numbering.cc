#include "maps/numbering.h"

namespace longshore::maps {
namespace {

class Numbering {
 public:
  void rule(EmitRule& rule) {
    over(rule.over);
    for (auto& one : rule.when) path(one.path);
    expression(rule.when_true);
    fields(rule.let);
    for (auto* list : {&rule.subject, &rule.partition, &rule.key})
      for (auto& one : *list) expression(one);
    fields(rule.set);
  }
  void expression(std::optional<Expression>& one) {
    if (one) expression(*one);
  }

 private:
  void path(CompiledPath& one) { one.number = paths_++; }
  void path(std::optional<CompiledPath>& one) {
    if (one) path(*one);
  }
  void over(std::optional<Iteration>& one) {
    if (one) path(one->path);
  }
  void expression(Expression& one) {
    path(one.compiled);
    for (auto& argument : one.arguments) expression(argument);
  }
  void fields(std::vector<Field>& all) {
    for (auto& one : all) field(one);
  }
  void field(Field& one) {
    one.number = fields_++;
    auto& source = one.source;
    for (auto& each : source.paths) path(each);
    for (auto& each : source.dates) {
      path(each.date);
      path(each.time);
      path(each.zone);
    }
    path(source.place_state);
    over(source.over);
    expression(source.expression);
    expression(source.when);
    fields(source.fields);
  }

  std::uint32_t paths_ = 0;
  std::uint32_t fields_ = 0;
};

}  // namespace

void number(Map& map) {
  Numbering numbering;
  numbering.expression(map.purpose);
  for (auto& rule : map.rules) numbering.rule(rule);
}

}  // namespace longshore::maps
