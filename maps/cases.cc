#include "maps/cases.h"

#include "engine/base/json/json.h"
#include "engine/base/runtime/files.h"
#include "engine/model/text.h"

#include <filesystem>

namespace longshore::maps {
namespace {

// Names the first place where two values differ, as a JSON pointer. The order of members means nothing.
std::string difference(const json::Value& wanted, const json::Value& got, const std::string& at) {
  const auto* a = wanted.object();
  const auto* b = got.object();
  if (a && b) {
    for (const auto& member : *a) {
      const auto* other = b->find(member.key);
      if (!other) return at + "/" + member.key + " is missing";
      if (auto found = difference(member.value, *other, at + "/" + member.key); !found.empty()) return found;
    }
    for (const auto& member : *b)
      if (!a->find(member.key)) return at + "/" + member.key + " is not expected: " + json::write(member.value);
    return {};
  }
  const auto* list = wanted.array();
  const auto* other = got.array();
  if (list && other) {
    for (std::size_t i = 0; i < std::min(list->size(), other->size()); ++i)
      if (auto found = difference((*list)[i], (*other)[i], at + "/" + std::to_string(i)); !found.empty()) return found;
    if (list->size() == other->size()) return {};
    return at + " has " + std::to_string(other->size()) + " items, expected " + std::to_string(list->size());
  }
  if (wanted == got) return {};
  return (at.empty() ? "/" : at) + " is " + json::write(got) + ", expected " + json::write(wanted);
}

void judge_events(const Case& one, const CaseOutput& output, std::vector<std::string>& out) {
  auto text = runtime::read_file(one.out);
  if (!text) return out.push_back(text.error().describe());
  std::vector<std::string> wanted;
  for (auto line : split(*text, '\n'))
    if (!trim(line).empty()) wanted.emplace_back(line);
  if (wanted.size() != output.events.size())
    out.push_back(std::to_string(output.events.size()) + " events, expected " + std::to_string(wanted.size()));
  for (std::size_t i = 0; i < std::min(wanted.size(), output.events.size()); ++i) {
    auto a = json::parse(wanted[i]);
    auto b = json::parse(output.events[i]);
    if (!a || !b) return out.push_back("line " + std::to_string(i + 1) + " is no JSON");
    if (auto found = difference(*a, *b, ""); !found.empty())
      out.push_back("event " + std::to_string(i + 1) + ": " + found);
  }
}

}  // namespace

Result<std::vector<Case>> load_cases(const std::string& file) {
  LONGSHORE_TRY(auto root, yaml::load(file));
  std::vector<Error> errors;
  std::vector<Case> out;
  auto folder = std::filesystem::path(file).parent_path();
  yaml::Fields keys(root, "map cases", errors);
  keys.get("map");
  if (const auto* cases = keys.get("cases", yaml::Presence::required)) {
    for (const auto& item : cases->items) {
      yaml::Fields one(item, "a case", errors);
      auto path = [&](const std::string& text) {
        return text.empty() ? text : (folder / text).lexically_normal().string();
      };
      Case read{item.where, path(one.string("in", yaml::Presence::required)), path(one.string("out")),
                one.strings("expect")};
      one.finish();
      if (read.out.empty() && read.expect.empty())
        errors.push_back(yaml::error_at(item.where, "CASE_EXPECTS_NOTHING", "a case needs out: or expect:"));
      out.push_back(std::move(read));
    }
  }
  keys.finish();
  if (!errors.empty()) return fail(std::move(errors.front()));
  return out;
}

std::vector<std::string> judge(const Case& one, const CaseOutput& output) {
  std::vector<std::string> out;
  if (!one.out.empty()) judge_events(one, output, out);
  for (const auto& wanted : one.expect)
    if (std::ranges::find(output.findings, wanted) == output.findings.end())
      out.push_back("the finding " + wanted + " is missing");
  if (!one.out.empty() && one.expect.empty() && !output.findings.empty())
    out.push_back("not expected: " + output.findings.front());
  return out;
}

}  // namespace longshore::maps
