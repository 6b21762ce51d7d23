#include "parsers/record.h"

#include <algorithm>
#include <charconv>
#include <optional>

namespace longshore::parsers {
namespace {

std::string unescaped(std::string_view step) {
  std::string out;
  for (std::size_t i = 0; i < step.size(); ++i) {
    const bool escape = step[i] == '~' && i + 1 < step.size() && (step[i + 1] == '0' || step[i + 1] == '1');
    out += escape ? (step[++i] == '1' ? '/' : '~') : step[i];
  }
  return out;
}

const Record* item(const Record& list, std::string_view step) {
  std::size_t index = 0;
  const auto [stop, bad] = std::from_chars(step.data(), step.data() + step.size(), index);
  const bool canonical = step.size() == 1 || !step.starts_with('0');
  const bool is_index = bad == std::errc{} && stop == step.data() + step.size() && canonical;
  return is_index && index < list.children.size() ? &list.children[index] : nullptr;
}

void take_step(const Record& from, std::string_view step, std::vector<const Record*>& out) {
  if (from.kind == Record::Kind::list && step != "*") {
    if (const auto* found = item(from, step)) out.push_back(found);
    return;
  }
  if (step.starts_with('@'))
    if (const auto* found = from.attribute(step.substr(1))) out.push_back(found);
  for (const auto& child : from.children)
    if (step == "*" || child.name == step) out.push_back(&child);
}

}  // namespace

const Record* Record::find(std::string_view child) const {
  const auto found = std::ranges::find(children, child, &Record::name);
  return found == children.end() ? nullptr : &*found;
}

const Record* Record::attribute(std::string_view wanted) const {
  const auto found = std::ranges::find(attributes, wanted, &Record::name);
  return found == attributes.end() ? nullptr : &*found;
}

bool equal(const Record& a, const Record& b) {
  return a.kind == b.kind && a.name == b.name && a.text == b.text &&
         std::ranges::equal(a.attributes, b.attributes, equal) && std::ranges::equal(a.children, b.children, equal);
}

std::vector<const Record*> select(const Record& from, std::string_view path) {
  std::vector<const Record*> here{&from};
  while (!path.empty()) {
    if (path[0] != '/') return {};
    path.remove_prefix(1);
    const auto end = std::min(path.find('/'), path.size());
    const auto step = unescaped(path.substr(0, end));
    path.remove_prefix(end);
    std::vector<const Record*> next;
    for (const auto* one : here) take_step(*one, step, next);
    here = std::move(next);
  }
  return here;
}

}  // namespace longshore::parsers
