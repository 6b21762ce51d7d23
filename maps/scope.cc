#include "maps/scope.h"

#include "engine/model/text.h"

#include <algorithm>

namespace longshore::maps {
namespace {

std::unexpected<Error> refuse(const SourceLocation& where, std::string code, std::string what, std::string hint = {}) {
  return fail({Lasting::permanent, "maps", std::move(code), std::move(what), std::move(hint), where});
}

// A loop's content without the segment that starts it.
std::span<const guide::Use> rest(const guide::Use& loop) {
  return std::span(loop.of.uses).subspan(1);
}

using Way = std::vector<const guide::Use*>;

void collect(std::span<const guide::Use> uses, const std::string& tag, Way& way,
             std::vector<std::pair<const guide::Use*, Way>>& out) {
  for (const auto& use : uses) {
    if (use.tag() == tag || (use.is_loop() && use.loop == tag)) out.emplace_back(&use, way);
    if (!use.is_loop()) continue;
    way.push_back(&use);
    collect(rest(use), tag, way, out);
    way.pop_back();
  }
}

// A loop's name stands for the segment that starts it, there and nowhere else.
Step of_loop(Step step, const guide::Use& use) {
  if (step.tag == use.tag()) return step;
  step.loop = use.loop;
  step.tag = use.tag();
  return step;
}

std::string display(const Way& way, const std::string& tag) {
  std::string out;
  for (const auto* use : way) out += std::string(use->tag()) + "/";
  return out + tag;
}

}  // namespace

std::span<const guide::Use> Scope::content(std::size_t depth) const {
  return depth == 0 ? std::span<const guide::Use>(dictionary_->structure.uses)
                    : std::span<const guide::Use>(loops_[depth - 1]->of.uses);
}

bool Scope::is_level(const std::string& name) const {
  return tree_ &&
         std::ranges::find(tree_->levels, name, [](const auto& level) { return level.second; }) != tree_->levels.end();
}

std::unexpected<Error> Scope::unknown_segment(const std::string& tag, const SourceLocation& where) const {
  std::vector<std::string_view> tags;
  for (const auto& [known, segment] : dictionary_->segments) tags.push_back(known);
  std::ranges::sort(tags);
  auto near = nearest(tag, tags);
  return refuse(
      where, "PATH_SEGMENT_UNKNOWN",
      dictionary_->set + " " + dictionary_->version + " has no segment " + tag + " at this place",
      near.empty() || near == tag ? "see the set's structure in parsers/dictionaries" : "did you mean " + near + "?");
}

// What stands there directly; else, where asked for, whatever is nested deeper, when there is just one such place.
Result<Scope::Place> Scope::find_here(std::span<const guide::Use> uses, const std::string& tag, Depth depth,
                                      const SourceLocation& where) const {
  Way way;
  std::vector<std::pair<const guide::Use*, Way>> found;
  collect(uses, tag, way, found);
  auto depth_of = [](const auto& one) { return one.second.size(); };
  std::ranges::stable_sort(found, {}, depth_of);
  if (found.empty()) return Place{};
  bool direct = found.front().second.empty();
  if (!direct && depth == Depth::direct) return Place{};
  if (!direct && found.size() > 1)
    return refuse(where, "PATH_AMBIGUOUS",
                  tag + " can stand at several places below: " + display(found[0].second, tag) + ", " +
                      display(found[1].second, tag),
                  "write the loop before it, as in " + display(found[0].second, tag));
  return Place{found.front().first, found.front().second};
}

Result<Scope::Walk> Scope::walk(const Path& path, const SourceLocation& where) const {
  Walk out;
  std::size_t depth = loops_.size();
  bool pinned = !path.ancestor.empty();
  if (path.ancestor == whole_set) {
    depth = 0;
    out.climb = static_cast<std::uint32_t>(loops_.size());
  } else if (pinned && !is_level(path.ancestor)) {
    while (depth > 0 && loops_[depth - 1]->loop != path.ancestor && loops_[depth - 1]->tag() != path.ancestor) --depth;
    if (depth == 0)
      return refuse(where, "PATH_ANCESTOR_UNKNOWN", "no loop or level around this place is called " + path.ancestor,
                    "name a level of the tree or the first segment of an enclosing loop");
    out.climb = static_cast<std::uint32_t>(loops_.size() - depth);
  } else if (pinned) {
    while (depth > 0 && loops_[depth - 1]->tag() != tree_->segment) --depth;
  }
  auto start = out.climb;
  for (auto reach : {Depth::direct, Depth::nested}) {
    out.climb = start;
    for (auto at = depth; !out.place.use; --at, ++out.climb) {
      LONGSHORE_TRY(out.place, find_here(content(at), path.steps.front().tag, reach, where));
      if (out.place.use || pinned || at == 0) break;
    }
    if (out.place.use) break;
  }
  if (!out.place.use) return unknown_segment(path.steps.front().tag, where);
  for (std::size_t i = 1; i < path.steps.size(); ++i) {
    const auto* loop = out.place.use;
    if (!loop->is_loop())
      return refuse(where, "PATH_NOT_A_LOOP",
                    std::string(loop->tag()) + " starts no loop, so nothing stands within it");
    LONGSHORE_TRY(auto next, find_here(rest(*loop), path.steps[i].tag, Depth::nested, where));
    if (!next.use) return unknown_segment(path.steps[i].tag, where);
    out.written.push_back(out.place.through.size());
    out.place.through.push_back(loop);
    out.place.through.insert(out.place.through.end(), next.through.begin(), next.through.end());
    out.place.use = next.use;
  }
  return out;
}

Result<ElementRef> Scope::resolve_element(const ElementRef& element, const std::string& tag,
                                          const SourceLocation& where) const {
  const auto* segment = dictionary_->segment(tag);
  if (!segment) return unknown_segment(tag, where);
  auto out = element;
  if (!element.id.empty()) {
    std::vector<std::pair<ElementRef, std::string_view>> found;  // with the composite it stands in
    for (std::uint32_t i = 1; i <= segment->elements.size(); ++i) {
      const auto* use = segment->at(i);
      if (use->element && use->element->id == element.id) found.push_back({{i, 1, element.id}, {}});
      for (std::uint32_t c = 0; use->composite && c < use->composite->components.size(); ++c)
        if (use->composite->components[c].element->id == element.id)
          found.push_back({{i, c + 1, element.id}, use->composite->id});
    }
    if (found.empty()) return refuse(where, "PATH_ELEMENT_UNKNOWN", tag + " has no data element " + element.id);
    for (const auto& [at, composite] : found)
      if (composite != found.front().second)
        return refuse(
            where, "PATH_AMBIGUOUS", tag + " has data element " + element.id + " at several places",
            "write the position, as in " + tag + "/" + std::to_string(at.index) + "." + std::to_string(at.component));
    return found.front().first;
  }
  const auto* use = segment->at(element.index);
  if (!use)
    return refuse(
        where, "PATH_ELEMENT_OUT_OF_RANGE",
        tag + " has " + std::to_string(segment->elements.size()) + " elements, not " + std::to_string(element.index));
  std::size_t components = use->composite ? use->composite->components.size() : 1;
  if (element.component < 1 || element.component > components)
    return refuse(
        where, "PATH_COMPONENT_OUT_OF_RANGE",
        tag + " element " + std::to_string(element.index) + " has " + std::to_string(components) + " components");
  return out;
}

Result<CompiledPath> Scope::resolve(const Path& path, const SourceLocation& where, bool value) const {
  LONGSHORE_TRY(auto found, walk(path, where));
  CompiledPath out{path, found.climb, {}, path.steps.back(), found.place.use->is_loop(), where};
  for (const auto* loop : found.place.through) out.descend.push_back({std::string(loop->tag()), {}});
  for (std::size_t i = 0; i < found.written.size(); ++i)
    out.descend[found.written[i]] = of_loop(path.steps[i], *found.place.through[found.written[i]]);
  out.descend.push_back(of_loop(out.last, *found.place.use));
  for (auto& step : out.descend) {
    step.key = guide::tag_key(step.tag);
    for (auto& condition : step.conditions) {
      LONGSHORE_TRY(condition.element, resolve_element(condition.element, step.tag, where));
    }
  }
  out.last = out.descend.back();
  out.descend.pop_back();
  if (value && !path.element)
    return refuse(where, "PATH_ELEMENT_MISSING", "the path names a segment but no element",
                  "add the element, as in " + out.last.tag + "/02");
  if (!value && path.element)
    return refuse(where, "PATH_ELEMENT_UNWANTED", "the path must name a segment or loop, not an element");
  if (path.element) {
    LONGSHORE_TRY(out.path.element, resolve_element(*path.element, out.last.tag, where));
  }
  return out;
}

Result<Scope> Scope::inside(const CompiledPath& over) const {
  LONGSHORE_TRY(auto found, walk(over.path, over.where));
  Scope out(*dictionary_, tree_);
  out.loops_ = loops_;
  bool level = is_level(over.path.ancestor);
  if (level) {
    while (!out.loops_.empty() && out.loops_.back()->tag() != tree_->segment) out.loops_.pop_back();
  } else {
    out.loops_.resize(loops_.size() - found.climb);
  }
  out.loops_.insert(out.loops_.end(), found.place.through.begin(), found.place.through.end());
  if (found.place.use->is_loop()) out.loops_.push_back(found.place.use);
  return out;
}

Result<Scope> Scope::inside_level(const std::string& level, const SourceLocation& where) const {
  if (!is_level(level))
    return refuse(where, "TREE_LEVEL_UNKNOWN", "the tree has no level " + level, "name one of the levels under tree:");
  Way way;
  std::vector<std::pair<const guide::Use*, Way>> found;
  collect(dictionary_->structure.uses, tree_->segment, way, found);
  if (found.empty() || !found.front().first->is_loop()) return unknown_segment(tree_->segment, where);
  Scope out(*dictionary_, tree_);
  out.loops_ = found.front().second;
  out.loops_.push_back(found.front().first);
  return out;
}

}  // namespace longshore::maps
