#include "maps/cases.h"

#include "engine/base/json/json.h"
#include "engine/base/runtime/files.h"
#include "engine/model/text.h"
#include "maps/codes.h"

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

void read_profile(yaml::Fields& keys, Case& out, std::vector<Error>& errors) {
  if (const auto* node = keys.get("profile")) {
    yaml::Fields profile(*node, "profile", errors);
    out.profile.timezone = profile.string("timezone");
    if (const auto* values = profile.get("values"))
      for (const auto& pair : values->pairs) out.profile.values[pair.key] = pair.value.text;
    if (const auto* codes = profile.get("codes"))
      for (const auto& pair : codes->pairs) out.profile.codes[pair.key] = read_code_rows(pair.value, errors);
    profile.finish();
  }
  if (const auto* node = keys.get("identity")) {
    yaml::Fields identity(*node, "identity", errors);
    out.ours = identity.string("ours", yaml::Presence::required);
    out.theirs = identity.string("theirs", yaml::Presence::required);
    identity.finish();
  }
}

Case read_case(const yaml::Node& item, const std::filesystem::path& folder, std::vector<Error>& errors) {
  yaml::Fields keys(item, "a case", errors);
  auto path = [&](std::string_view key) {
    auto text = keys.string(key);
    return text.empty() ? text : (folder / text).lexically_normal().string();
  };
  Case out;
  out.where = item.where;
  out.in = path("in");
  auto roundtrip = path("roundtrip");
  auto compose = path("compose");
  if (!roundtrip.empty()) out.kind = Case::Kind::roundtrip, out.in = roundtrip;
  if (!compose.empty()) out.kind = Case::Kind::compose, out.in = compose;
  out.out = path("out");
  out.expect = keys.strings("expect");
  out.ignore = keys.strings("ignore");
  out.document = keys.string("document");
  read_profile(keys, out, errors);
  keys.finish();
  bool one =
      (item.find("in") != nullptr) + (item.find("roundtrip") != nullptr) + (item.find("compose") != nullptr) == 1;
  if (!one)
    errors.push_back(yaml::error_at(item.where, "CASE_INPUT", "a case has exactly one of in, roundtrip and compose"));
  if (out.kind == Case::Kind::translate && out.out.empty() && out.expect.empty())
    errors.push_back(yaml::error_at(item.where, "CASE_EXPECTS_NOTHING", "a case needs out: or expect:"));
  if (out.kind == Case::Kind::compose && (out.out.empty() || out.document.empty()))
    errors.push_back(yaml::error_at(item.where, "CASE_EXPECTS_NOTHING", "a compose case needs document: and out:"));
  return out;
}

}  // namespace

std::string comparable(const parsers::Segment& segment, const std::vector<std::string>& ignore) {
  auto ignored = [&](const std::string& what) { return std::ranges::find(ignore, what) != ignore.end(); };
  std::string tag(segment.tag());
  if (ignored(tag)) return {};
  auto out = tag;
  for (std::uint32_t i = 1; i <= segment.element_count(); ++i) {
    out += '*';
    if (!ignored(tag + "/" + (i < 10 ? "0" : "") + std::to_string(i))) out += segment.decoded(segment.element(i));
  }
  while (out.ends_with('*')) out.pop_back();
  return out;
}

// The longest common subsequence would be kinder; the first difference is what one mends.
std::vector<std::string> differences(const std::vector<std::string>& read, const std::vector<std::string>& written) {
  std::vector<std::string> out;
  for (std::size_t i = 0; i < std::max(read.size(), written.size()); ++i) {
    auto was = i < read.size() ? read[i] : "nothing";
    auto is = i < written.size() ? written[i] : "nothing";
    if (was == is) continue;
    out.push_back("segment " + std::to_string(i + 2) + ": read " + was + ", written " + is);
    if (out.size() == 3) break;
  }
  return out;
}

Result<std::vector<Case>> load_cases(const std::string& file) {
  LONGSHORE_TRY(auto root, yaml::load(file));
  std::vector<Error> errors;
  std::vector<Case> out;
  auto folder = std::filesystem::path(file).parent_path();
  yaml::Fields keys(root, "map cases", errors);
  keys.get("map");
  if (const auto* cases = keys.get("cases", yaml::Presence::required))
    for (const auto& item : cases->items) out.push_back(read_case(item, folder, errors));
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
