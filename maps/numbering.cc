#include "maps/numbering.h"

#include <set>
#include <unordered_map>

namespace longshore::maps {
namespace {

/// What something is made of, as a text: equal texts are equal things.
class Spelling {
 public:
  Spelling& operator<<(std::string_view part) {
    text_ += std::to_string(part.size());
    text_ += ':';
    text_ += part;
    return *this;
  }
  Spelling& operator<<(std::uint32_t number) {
    text_ += std::to_string(number);
    text_ += ' ';
    return *this;
  }
  Spelling& operator<<(const ElementRef& element) { return *this << element.index << element.component << element.id; }
  Spelling& operator<<(const Step& step) {
    *this << step.tag << step.loop << static_cast<std::uint32_t>(step.conditions.size());
    for (const auto& one : step.conditions) *this << one.element << one.value;
    return *this;
  }
  template <class T>
    requires std::is_enum_v<T>
  Spelling& operator<<(T value) {
    return *this << static_cast<std::uint32_t>(value);
  }
  std::string take() { return std::move(text_); }

 private:
  std::string text_;
};

/// The numbers that spellings have been given.
class Numbers {
 public:
  std::uint32_t of(std::string spelling) {
    return numbers_.try_emplace(std::move(spelling), static_cast<std::uint32_t>(numbers_.size())).first->second;
  }

 private:
  std::unordered_map<std::string, std::uint32_t> numbers_;
};

class Numbering {
 public:
  explicit Numbering(const std::optional<TreeSpec>& tree) : tree_(tree) {}

  void rule(EmitRule& rule) {
    Spelling unused;
    over(rule.over, unused);
    for (auto& one : rule.when) path(one.path, unused);
    expression(rule.when_true);
    fields(rule.let);
    for (auto* list : {&rule.subject, &rule.partition, &rule.key})
      for (auto& one : *list) expression(one, unused);
    fields(rule.set);
    rank(rule.set);
    ++rules_;
  }
  void expression(std::optional<Expression>& one) {
    Spelling unused;
    if (one) expression(*one, unused);
  }
  /// Once all rules are numbered.
  void mark(EmitRule& rule) const { mark(rule.set); }

 private:
  // Each appends to `out` what its value is made of, and is false where that is more than the place in the set.
  using Fixed = bool;

  void path(CompiledPath& one, Spelling& out) {
    if (tree_ && !one.path.ancestor.empty()) one.level = tree_->number_of(one.path.ancestor);
    Spelling way;
    way << one.path.ancestor << one.climb << one.last << static_cast<std::uint32_t>(one.at_loop);
    for (const auto& step : one.descend) way << step;
    one.number = paths_.of(way.take());
    out << "path" << one.number;
    if (one.path.element) out << *one.path.element;
  }
  void path(std::optional<CompiledPath>& one, Spelling& out) {
    if (one) path(*one, out);
    out << "|";
  }
  void over(std::optional<Iteration>& one, Spelling& out) {
    if (!one) return void(out << "here");
    if (tree_) one->level_number = tree_->number_of(one->level);
    out << "over" << one->level;
    path(one->path, out);
  }
  void lookup(const std::optional<LookupUse>& use, Spelling& out) {
    if (!use) return void(out << "|");
    out << use->name << use->table << use->on_miss << use->miss_value;
  }

  Fixed expression(Expression& one, Spelling& out) {
    out << one.kind << one.text << one.number.str() << static_cast<std::uint32_t>(one.truth) << one.function;
    path(one.compiled, out);
    lookup(one.lookup, out);
    Fixed fixed = true;
    if (one.kind == Expression::Kind::reference) {
      out << one.reference.str();
      fixed = one.reference.steps.size() == 2 && one.reference.steps[0].name == "profile";
    }
    out << static_cast<std::uint32_t>(one.arguments.size());
    for (auto& argument : one.arguments) fixed = expression(argument, out) && fixed;
    return fixed;
  }
  Fixed expression(std::optional<Expression>& one, Spelling& out) {
    out << "expression";
    return !one || expression(*one, out);
  }

  void fields(std::vector<Field>& all) {
    Spelling unused;
    for (auto& one : all) field(one, unused);
  }
  // RFC 8785 sorts members by UTF-16; their names are ASCII.
  static void rank(std::vector<Field>& all) {
    std::set<std::string_view> names;
    for (const auto& one : all) names.insert({one.name, one.quality_name, one.precision_name});
    const std::vector<std::string_view> sorted(names.begin(), names.end());
    const auto of = [&](std::string_view name) {
      return static_cast<std::uint32_t>(std::ranges::lower_bound(sorted, name) - sorted.begin());
    };
    for (auto& one : all) one.ranks = {of(one.name), of(one.quality_name), of(one.precision_name)};
  }

  Fixed field(Field& one, Spelling& out) {
    Spelling own;
    auto& source = one.source;
    own << source.kind << source.text << source.pair_from << one.many << one.separator << one.type
        << one.lookup_attribute << static_cast<std::uint32_t>(one.required) << one.on_missing << one.on_invalid
        << one.fallback.value_or("") << one.fallback_profile.value_or("") << one.needs << one.ref_type
        << one.quality_name << one.precision_name;
    lookup(one.lookup, own);
    for (auto& each : source.paths) path(each, own);
    for (auto& each : source.dates) {
      own << "date";
      path(each.date, own);
      path(each.time, own);
      path(each.zone, own);
    }
    own << "place";
    path(source.place_state, own);
    over(source.over, own);
    Fixed fixed = source.kind != FieldSource::Kind::variable;
    fixed = expression(source.expression, own) && fixed;
    fixed = expression(source.when, own) && fixed;
    ++depth_;
    rank(source.fields);
    std::vector<std::uint32_t> below;
    for (auto& each : source.fields) {
      own << each.name;
      fixed = field(each, own) && fixed;
      below.push_back(each.number);
    }
    --depth_;
    one.number = fields_.of(own.take());
    out << one.number;
    if (one.number >= places_.size()) places_.resize(one.number + 1);
    places_[one.number].fixed = fixed;
    for (auto each : below) places_[each].parents.insert(one.number);
    if (depth_ == 0) places_[one.number].rules.insert(rules_);
    return fixed;
  }

  void mark(std::vector<Field>& all) const {
    using Kind = FieldSource::Kind;
    for (auto& one : all) {
      const auto& places = places_[one.number];
      const auto kind = one.source.kind;
      const bool composed = kind == Kind::group || kind == Kind::list || kind == Kind::lists || kind == Kind::refs;
      one.kept = composed && places.fixed && places.parents.size() + places.rules.size() > 1;
      one.items_kept = (kind == Kind::list || kind == Kind::group) && places.fixed && leads_away(one.source.over);
      mark(one.source.fields);
    }
  }
  // Whether the same items can be met from several places.
  static bool leads_away(const std::optional<Iteration>& over) {
    return over &&
           (!over->level.empty() || (over->path && (!over->path->path.ancestor.empty() || over->path->climb > 0)));
  }

  /// Where fields of one number stand.
  struct Places {
    bool fixed = false;
    std::set<std::uint32_t> parents;  // by their numbers
    std::set<std::uint32_t> rules;    // where they are a rule's own
  };

  const std::optional<TreeSpec>& tree_;
  Numbers paths_;
  Numbers fields_;
  std::vector<Places> places_;  // by a field's number
  std::uint32_t rules_ = 0;
  std::uint32_t depth_ = 0;  // of fields within fields
};

}  // namespace

void number(Map& map) {
  Numbering numbering(map.tree);
  numbering.expression(map.purpose);
  for (auto& rule : map.rules) numbering.rule(rule);
  for (auto& rule : map.rules) numbering.mark(rule);
}

}  // namespace longshore::maps
