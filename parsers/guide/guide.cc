#include "parsers/guide/guide.h"

#include "engine/model/text.h"
#include "parsers/guide/element_patch.h"
#include "parsers/guide/guide_path.h"
#include "parsers/guide/structure.h"

namespace longshore::guide {
namespace {

using yaml::Fields;
using yaml::Node;
using yaml::Presence;

constexpr std::array<std::string_view, 2> requirements{"M", "O"};
constexpr std::int64_t most_uses = 100'000'000;

bool is_conditional(const std::vector<PathStep>& path) {
  return std::ranges::any_of(path, [](const PathStep& step) { return !step.tests.empty(); });
}

/// Whether no segment can meet both.
bool exclude(const std::vector<Condition>& one, const std::vector<Condition>& other) {
  return std::ranges::any_of(one, [&](const Condition& condition) {
    return std::ranges::any_of(other, [&](const Condition& against) {
      return condition.place == against.place && condition.value != against.value;
    });
  });
}

void collect(Level& level, std::string_view tag, std::vector<Use*>& out) {
  for (auto& use : level.uses) {
    const bool starts_known = !out.empty() && out.back()->is_loop() && &out.back()->of.uses.front() == &use;
    if (use.tag() == tag && !starts_known) out.push_back(&use);
    collect(use.of, tag, out);
  }
}

class GuideLoader {
 public:
  /// Over `base`, or over what the guide names where that is null.
  GuideLoader(Library* library, const Dictionary* base, std::vector<Error>& errors)
      : library_(library), base_(base), errors_(errors), rules_(std::make_shared<GuideRules>()), widening_(*rules_) {}

  std::unique_ptr<const Guide> read(const Node& root) {
    const auto before = errors_.size();
    Fields fields(root, "a guide", errors_);
    read_head(fields, root);
    const auto* segments = fields.get("segments");
    const auto* places = fields.get("places");
    fields.finish();
    if (dictionary_ == nullptr) return nullptr;
    if (segments != nullptr) each(*segments, "segments", &GuideLoader::read_segment);
    if (places != nullptr) each(*places, "places", &GuideLoader::read_place);
    refuse_overlaps(rules_->set);
    refuse_ambiguity();
    if (errors_.size() != before) return nullptr;
    widening_.finish();
    index_structure(*dictionary_);
    rules_->name = guide_->name;
    dictionary_->guide = std::move(rules_);
    guide_->dictionary = std::move(dictionary_);
    return std::move(guide_);
  }

 private:
  void error(const SourceLocation& where, std::string code, std::string what, std::string hint = {}) {
    errors_.push_back(yaml::error_at(where, std::move(code), std::move(what), std::move(hint)));
  }

  void each(const Node& node, std::string_view key, void (GuideLoader::*read_pair)(const Node::Pair&)) {
    if (!node.is_mapping() && !node.is_null())
      return error(node.where, "YAML_NOT_A_MAPPING", std::string(key) + " must be a mapping");
    for (const auto& pair : node.pairs) (this->*read_pair)(pair);
  }

  void read_head(Fields& fields, const Node& root) {
    guide_->file = root.where.file;
    guide_->name = fields.string("guide", Presence::required);
    const auto usual = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; };
    if (!std::ranges::all_of(guide_->name, usual))
      error(fields.get("guide")->where, "GUIDE_NAME", "a guide's name is made of a-z, 0-9 and -");
    guide_->label = fields.string("label");
    fields.strings("sources");
    const auto base = fields.string("base", Presence::required);
    if (!base.empty()) find_base(base, fields.get("base")->where);
  }

  void find_base(const std::string& text, const SourceLocation& where) {
    const auto base = GuideBase::parse(text);
    if (!base)
      return error(where, "GUIDE_BASE", "\"" + printable(text) + "\" is no dictionary's name",
                   "write it like x12/856@004010 or edifact/DESADV@D96A");
    guide_->base = *base;
    if (base_ != nullptr) {
      dictionary_ = std::make_unique<Dictionary>(*base_);
      return;
    }
    auto found = library_->find(base->standard, base->release, base->set);
    if (!found) return errors_.push_back(found.error());
    if (*found == nullptr)
      return error(where, "GUIDE_BASE_UNKNOWN", "there is no dictionary " + text, nearest_base(text));
    dictionary_ = std::make_unique<Dictionary>(**found);
  }

  std::string nearest_base(const std::string& text) const {
    std::vector<std::string> names;
    for (const auto& one : library_->list()) names.push_back(GuideBase{one.standard, one.set, one.version}.text());
    const std::vector<std::string_view> views(names.begin(), names.end());
    const auto near = nearest(text, views);
    return near.empty() ? "see longshore dictionary list" : "did you mean " + near + "?";
  }

  // --- segments: what holds wherever a segment stands ---

  void read_segment(const Node::Pair& pair) {
    std::vector<Use*> uses;
    collect(dictionary_->structure, pair.key, uses);
    if (uses.empty()) return unknown_segment(pair);
    Fields fields(pair.value, "segment " + pair.key, errors_);
    SegmentRule rule;
    rule.not_used = !fields.boolean("used", true);
    if (const auto* elements = fields.get("elements"))
      rule.elements = ElementPatch(uses, false, widening_, errors_).read(*elements);
    if (rule.not_used)
      for (auto* use : uses) waive(*use, pair.key_where);
    fields.finish();
    rules_->anywhere[tag_key(pair.key)] = std::move(rule);
  }

  void unknown_segment(const Node::Pair& pair) {
    std::vector<std::string_view> known;
    for (const auto& [tag, segment] : dictionary_->segments) known.push_back(tag);
    std::ranges::sort(known);
    const auto near = nearest(pair.key, known);
    error(pair.key_where, "SEGMENT_UNKNOWN", guide_->base.text() + " has no segment " + printable(pair.key),
          near.empty() ? "" : "did you mean " + near + "?");
  }

  void waive(Use& use, const SourceLocation& where) {
    if (!use.mandatory) return;
    use.mandatory = false;
    use.where = where;
    waived_.push_back(&use);
  }

  // --- places: what holds at one line of the structure ---

  void read_place(const Node::Pair& pair) {
    const auto path = parse_place(pair.key);
    if (!path)
      return error(pair.key_where, "PLACE_MALFORMED", "\"" + printable(pair.key) + "\" is no place",
                   "write it like HL{03=S}/N1[ST]/N4");
    Level* level = &dictionary_->structure;
    RuleScope* scope = &rules_->set;
    RuleLine* line = nullptr;
    Use* use = nullptr;
    for (const auto& step : *path) {
      if (use != nullptr && !use->is_loop())
        return error(pair.key_where, "PLACE_NOT_A_LOOP",
                     std::string(use->tag()) + " is a segment: nothing stands in it");
      use = find_line(*level, step, use != nullptr, pair.key_where);
      if (use == nullptr) return;
      const auto conditions = conditions_of(step, *use, pair.key_where);
      if (!conditions) return;
      line = &line_of(*scope, *use, *conditions, step);
      level = &use->of;
      scope = &line->inside;
    }
    if (line->where.line != 0)
      return error(pair.key_where, "PLACE_TWICE",
                   printable(pair.key) + " is already patched on line " + std::to_string(line->where.line),
                   "keep one of the two");
    line->where = pair.key_where;
    patch(*line, *use, is_conditional(*path), pair);
  }

  /// `inner`: the level is a loop's, whose first segment is named by the loop itself.
  Use* find_line(Level& level, const PathStep& step, bool inner, const SourceLocation& where) {
    std::vector<Use*> found;
    std::vector<std::string_view> known;
    for (auto& use : std::span(level.uses).subspan(inner ? 1 : 0)) {
      known.push_back(use.tag());
      if (use.is_loop() && use.loop != use.tag()) known.push_back(use.loop);
      if (use.tag() == step.name || use.loop == step.name) found.push_back(&use);
    }
    if (found.empty()) {
      const auto near = nearest(step.name, known);
      error(where, "PLACE_UNKNOWN", "there is no " + step.name + " at this place of " + guide_->base.text(),
            near.empty() ? "" : "did you mean " + near + "?");
      return nullptr;
    }
    if (step.ordinal > found.size() || (step.ordinal == 0 && found.size() > 1)) {
      error(where, "PLACE_AMBIGUOUS", step.name + " stands at " + std::to_string(found.size()) + " lines of this level",
            "write " + step.name + "#1 to " + step.name + "#" + std::to_string(found.size()));
      return nullptr;
    }
    return found[std::max(1U, step.ordinal) - 1];
  }

  std::optional<std::vector<Condition>> conditions_of(const PathStep& step, const Use& use,
                                                      const SourceLocation& where) {
    std::vector<Condition> out;
    for (const auto& test : step.tests) {
      const auto place = find_element(test.element, *use.segment);
      if (!place) {
        error(where, "ELEMENT_UNKNOWN",
              std::string(use.tag()) + " has no element " + printable(test.element) + " that can be told from others");
        return std::nullopt;
      }
      out.push_back({*place, test.value});
    }
    return out;
  }

  static RuleLine& line_of(RuleScope& scope, const Use& use, const std::vector<Condition>& conditions,
                           const PathStep& step) {
    for (auto& line : scope.lines)
      if (line->use == &use && line->conditions == conditions) return *line;
    auto& line = *scope.lines.emplace_back(std::make_unique<RuleLine>());
    line.use = &use;
    line.conditions = conditions;
    line.name = step.name;
    for (const auto& one : conditions) line.name += "{" + one.place.text() + "=" + one.value + "}";
    return line;
  }

  void patch(RuleLine& line, Use& use, bool conditional, const Node::Pair& pair) {
    Fields fields(pair.value, "place " + pair.key, errors_);
    const auto* req = fields.get("req");
    const bool mandatory = req != nullptr && fields.choice("req", requirements, "O") == "M";
    line.mandatory = mandatory && (!use.mandatory || !line.conditions.empty());
    line.not_used = !fields.boolean("used", true);
    if (mandatory && line.not_used)
      error(req->where, "GUIDE_CONTRADICTS", "what is not used cannot be mandatory", "keep one of the two");
    const bool optional = req != nullptr && req->text == "O" && use.mandatory;
    if (optional && conditional) refuse_widening(req->where);
    if (!conditional && (optional || line.not_used)) waive(use, pair.key_where);
    patch_max(line, use, conditional, fields);
    if (const auto* elements = fields.get("elements"))
      line.elements = ElementPatch({&use}, conditional, widening_, errors_).read(*elements);
    fields.finish();
  }

  void patch_max(RuleLine& line, Use& use, bool conditional, Fields& fields) {
    const auto* node = fields.get("max");
    if (node == nullptr) return;
    const auto max = static_cast<std::uint32_t>(fields.integer("max", 0, most_uses, use.max));
    const bool wider = use.max != 0 && (max == 0 || max > use.max);
    if (wider && conditional) return refuse_widening(node->where);
    if (wider) {
      use.max = max;
      use.where = node->where;
    } else if (max != use.max || conditional) {
      line.max = max;
    }
  }

  void refuse_widening(const SourceLocation& where) {
    error(where, "GUIDE_WIDENS", "a place with a condition can only be narrowed: this allows more than the dictionary",
          "say it for the place without conditions");
  }

  // --- the whole ---

  // A segment that could be meant by two lines of the guide.
  void refuse_overlaps(const RuleScope& scope) {
    for (std::size_t i = 0; i < scope.lines.size(); ++i) {
      const auto& one = *scope.lines[i];
      for (std::size_t j = 0; j < i; ++j) {
        const auto& other = *scope.lines[j];
        const bool both = one.use == other.use && !one.conditions.empty() && !other.conditions.empty();
        if (both && !exclude(one.conditions, other.conditions))
          error(place_of(one), "GUIDE_AMBIGUOUS", "a segment can be both " + one.name + " and " + other.name,
                "tell them apart by different values of one element");
      }
      refuse_overlaps(one.inside);
    }
  }

  /// A line that only leads to others has their place.
  static SourceLocation place_of(const RuleLine& line) {
    if (line.where.line != 0 || line.inside.lines.empty()) return line.where;
    return place_of(*line.inside.lines.front());
  }

  // Told at the line of the guide that let go of the mandatory segment between.
  void refuse_ambiguity() {
    for (const auto& one : ambiguities(dictionary_->structure)) {
      const auto between = [&](const Use* use) {
        const auto lines = std::span(one.level->uses).subspan(one.first, one.second - one.first + 1);
        return std::ranges::any_of(lines, [use](const Use& line) { return &line == use; });
      };
      const auto found = std::ranges::find_if(waived_, between);
      error(found != waived_.end() ? (*found)->where : one.line().where, "STRUCTURE_AMBIGUOUS",
            "without a mandatory " + (found != waived_.end() ? std::string((*found)->tag()) : "segment") + ", a " +
                std::string(one.line().tag()) + " could stand at two places",
            "keep it mandatory");
    }
  }

  Library* library_;
  const Dictionary* base_;
  std::vector<Error>& errors_;
  std::unique_ptr<Guide> guide_ = std::make_unique<Guide>();
  std::unique_ptr<Dictionary> dictionary_;
  std::shared_ptr<GuideRules> rules_;
  Widening widening_;
  std::vector<Use*> waived_;
};

}  // namespace

std::string GuideBase::text() const {
  return (standard == parsers::Standard::x12 ? "x12/" : "edifact/") + set + "@" + release;
}

std::optional<GuideBase> GuideBase::parse(std::string_view text) {
  const auto slash = text.find('/');
  const auto at = text.find('@');
  if (slash == std::string_view::npos || at == std::string_view::npos || at < slash) return std::nullopt;
  const auto standard = text.substr(0, slash);
  if (standard != "x12" && standard != "edifact") return std::nullopt;
  GuideBase out{standard == "x12" ? parsers::Standard::x12 : parsers::Standard::edifact,
                std::string(text.substr(slash + 1, at - slash - 1)), std::string(text.substr(at + 1))};
  return out.set.empty() || out.release.empty() ? std::nullopt : std::optional(std::move(out));
}

bool Guide::is_for(parsers::Standard standard, std::string_view version, std::string_view set) const {
  return base.standard == standard && base.set == set && release_of(standard, version) == base.release;
}

std::unique_ptr<const Guide> read_guide(const Node& root, Library& library, std::vector<Error>& errors) {
  return GuideLoader(&library, nullptr, errors).read(root);
}

std::unique_ptr<const Guide> lay_over(const Node& root, const Dictionary& base, std::vector<Error>& errors) {
  return GuideLoader(nullptr, &base, errors).read(root);
}

std::unique_ptr<const Guide> load_guide(const std::string& file, Library& library, std::vector<Error>& errors) {
  const auto root = yaml::load(file);
  if (root) return read_guide(*root, library, errors);
  errors.push_back(root.error());
  return nullptr;
}

std::shared_ptr<const Guides> Guides::load(const std::vector<std::string>& files, Library& library,
                                           std::vector<Error>& errors) {
  auto out = std::make_shared<Guides>();
  for (const auto& file : files) {
    auto guide = load_guide(file, library, errors);
    if (guide == nullptr) continue;
    const auto [known, fresh] = out->all_.try_emplace(guide->name);
    if (fresh)
      known->second = std::move(guide);
    else
      errors.push_back(yaml::error_at({file, 1, 1}, "GUIDE_TWICE",
                                      "the guide " + guide->name + " is also in " + known->second->file,
                                      "give one of the two another name"));
  }
  return out;
}

const Guide* Guides::find(std::string_view name) const {
  const auto found = all_.find(name);
  return found == all_.end() ? nullptr : found->second.get();
}

}  // namespace longshore::guide
