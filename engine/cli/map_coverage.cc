#include "engine/cli/map_coverage.h"

#include "engine/base/runtime/files.h"
#include "engine/cli/map_run.h"
#include "engine/cli/map_tools.h"
#include "maps/cases.h"

#include <filesystem>
#include <iostream>
#include <map>
#include <set>

#include <CLI/CLI.hpp>

namespace longshore::cli {
namespace {

struct Request {
  std::vector<std::string> maps;
  std::string samples;
  std::string before;
  std::string after;
};

// "LX/N9": the segments that start the loops around it, and its own tag.
std::string place_of(const SetRun& run, std::uint32_t index) {
  const auto& place = run.placement.segments[index];
  std::string out(run.at.transaction.segments[index].tag());
  for (int loop = place.loop; loop >= 0; loop = run.placement.loops[static_cast<std::size_t>(loop)].parent) {
    auto first = run.placement.loops[static_cast<std::size_t>(loop)].first_segment;
    if (first != index) out = std::string(run.at.transaction.segments[first].tag()) + "/" + out;
  }
  return out;
}

// "N9", "LX/N9": the place ends so.
bool is_listed(const maps::Map& map, const std::string& place) {
  return std::ranges::any_of(map.unread,
                             [&](const auto& one) { return place == one.first || place.ends_with("/" + one.first); });
}

void collect_fields(const std::vector<maps::Field>& fields, const std::string& before,
                    std::vector<std::pair<std::string, const maps::Field*>>& out) {
  for (const auto& field : fields) {
    out.emplace_back(before + field.name, &field);
    if (field.source.kind == maps::FieldSource::Kind::lists) {  // its parts are items of one list
      for (const auto& part : field.source.fields) collect_fields(part.source.fields, before + field.name + ".", out);
      continue;
    }
    if (field.source.kind != maps::FieldSource::Kind::refs)
      collect_fields(field.source.fields, before + field.name + ".", out);
  }
}

struct Coverage {
  std::size_t sets = 0;
  std::map<std::string, std::pair<std::size_t, std::string>> unread;  // place -> how often, where first
  std::set<std::string> read_though_listed;
  std::set<std::string> all_fields;
  std::set<std::string> fields_set;
};

class Collector {
 public:
  explicit Collector(Context& context) : context_(context) {}

  // False after a failure that was told.
  bool run(maps::Catalog& catalog, const maps::Catalog::Head& head, const std::vector<std::string>& files,
           Coverage& out) {
    for (const auto& file : files) {
      auto done =
          run_file(catalog, head.name, file, true, [&](const SetRun& one) { take(catalog, head, file, one, out); });
      if (!done) return context_.fail(done.error(), Exit::findings), false;
    }
    return true;
  }

 private:
  static void take(maps::Catalog& catalog, const maps::Catalog::Head& head, const std::string& file, const SetRun& run,
                   Coverage& out) {
    const auto& segments = run.at.transaction.segments;
    if (run.at.transaction.set != head.set || run.trace.segments_read.size() != segments.size()) return;
    if (run.translation.verdict != translate::Translation::Verdict::published)
      return;  // held on purpose: not all is read
    auto dictionary = catalog.dictionaries().find(head.standard, run.at.transaction);
    auto map = dictionary && *dictionary ? catalog.inbound(head.name, **dictionary) : fail_permanent("", "", "");
    if (!map) return;
    ++out.sets;
    for (std::uint32_t i = 1; i + 1 < segments.size(); ++i) {
      auto place = place_of(run, i);
      if (is_listed(**map, place)) {
        if (run.trace.segments_read[i]) out.read_though_listed.insert(place);
        continue;
      }
      bool of_tree = (*map)->tree && segments[i].tag() == (*map)->tree->segment;
      if (run.trace.segments_read[i] || of_tree) continue;
      auto& [times, where] = out.unread[place];
      if (times++ == 0) where = file + " segment " + std::to_string(segments[i].position());
    }
    for (const auto& rule : (*map)->rules) {
      std::vector<std::pair<std::string, const maps::Field*>> all;
      collect_fields(rule.set, "", all);
      for (const auto& [name, field] : all) {
        out.all_fields.insert(rule.event + " " + name);
        if (run.trace.fields_set.contains(field)) out.fields_set.insert(rule.event + " " + name);
      }
    }
  }

  Context& context_;
};

// The inputs of the cases beside the map, each once.
std::vector<std::string> samples_of(const maps::Catalog::Head& head) {
  std::vector<std::string> out;
  auto cases = maps::load_cases(head.file.substr(0, head.file.size() - std::string_view("yaml").size()) + "test.yaml");
  if (!cases) return out;
  for (const auto& one : *cases)
    if (one.kind != maps::Case::Kind::compose && std::ranges::find(out, one.in) == out.end()) out.push_back(one.in);
  return out;
}

void print(const maps::Catalog::Head& head, const Coverage& found) {
  std::cout << head.name << ": " << found.sets << " sets, " << found.fields_set.size() << " of "
            << found.all_fields.size() << " fields set, " << found.unread.size() << " kinds of segments not read\n";
  for (const auto& [place, seen] : found.unread)
    std::cout << "  never read: " << place << " (" << seen.first << " times, first in " << seen.second << ")\n";
  for (const auto& place : found.read_though_listed)
    std::cout << "  read, though listed under unread: " << place << "\n";
  for (const auto& name : found.all_fields)
    if (!found.fields_set.contains(name)) std::cout << "  never set: " << name << "\n";
}

json::Object as_json(const maps::Catalog::Head& head, const Coverage& found) {
  json::Array unread;
  for (const auto& [place, seen] : found.unread)
    unread.push_back(
        json::Object{{"place", place}, {"times", static_cast<std::int64_t>(seen.first)}, {"first", seen.second}});
  json::Array never_set;
  for (const auto& name : found.all_fields)
    if (!found.fields_set.contains(name)) never_set.emplace_back(name);
  json::Array listed;
  for (const auto& place : found.read_though_listed) listed.emplace_back(place);
  return {{"map", head.name},
          {"sets", static_cast<std::int64_t>(found.sets)},
          {"fields", static_cast<std::int64_t>(found.all_fields.size())},
          {"neverRead", std::move(unread)},
          {"readThoughListed", std::move(listed)},
          {"neverSet", std::move(never_set)}};
}

void coverage(Context& context, const Request& request) {
  auto data = context.shared_data();
  auto catalog = data ? open_catalog(context, *data) : nullptr;
  if (!catalog) return;
  json::Array all;
  for (const auto& head : catalog->heads()) {
    bool named = std::ranges::find(request.maps, head.name) != request.maps.end();
    if (!head.reads || (!request.maps.empty() && !named)) continue;
    auto files = request.samples.empty() ? samples_of(head) : runtime::list_files(request.samples, "");
    Coverage found;
    if (files.empty() || !Collector(context).run(*catalog, head, files, found)) continue;
    if (context.format != "table")
      all.emplace_back(as_json(head, found));
    else
      print(head, found);
    if (!found.unread.empty() || !found.read_though_listed.empty()) context.exit = Exit::findings;
  }
  if (context.format != "table") std::cout << json::write_pretty(json::Object{{"maps", std::move(all)}}) << "\n";
}

// ---- diff -----------------------------------------------------------------------------------------------------------

void compare(const json::Value& before, const json::Value& after, const std::string& at,
             std::vector<std::string>& out) {
  if (before == after) return;
  const auto* a = before.object();
  const auto* b = after.object();
  if (a && b) {
    for (const auto& member : *a) {
      const auto* other = b->find(member.key);
      if (other)
        compare(member.value, *other, at + "/" + member.key, out);
      else
        out.push_back("- " + at + "/" + member.key + "  " + json::write(member.value));
    }
    for (const auto& member : *b)
      if (!a->find(member.key)) out.push_back("+ " + at + "/" + member.key + "  " + json::write(member.value));
    return;
  }
  const auto* list = before.array();
  const auto* other = after.array();
  if (list && other && list->size() == other->size()) {
    for (std::size_t i = 0; i < list->size(); ++i) compare((*list)[i], (*other)[i], at + "/" + std::to_string(i), out);
    return;
  }
  out.push_back("~ " + at + "  " + json::write(before) + " → " + json::write(after));
}

using Events = std::map<std::string, json::Value>;  // by factkey

std::map<std::string, Events> replay(Context& context, const std::string& map, const std::vector<std::string>& files,
                                     std::map<std::string, std::string>& verdicts) {
  std::map<std::string, Events> out;
  auto data = context.shared_data();
  auto catalog = data ? open_catalog(context, *data) : nullptr;
  if (!catalog) return out;
  bool file = map.ends_with(".yaml") || map.contains('/');
  auto name = file ? catalog->add(map) : Result<std::string>(map);
  if (!name) return context.fail(name.error(), Exit::findings), out;
  if (!catalog->head(*name)) {
    context.fail(catalog->source(*name).error(), Exit::not_found);
    return out;
  }
  for (const auto& sample : files) {
    auto done = run_file(*catalog, *name, sample, false, [&](const SetRun& run) {
      if (run.at.transaction.set != catalog->head(*name)->set) return;
      auto key = sample + " " + run.at.transaction.set + " " + run.at.transaction.control_number;
      auto& events = out[key];
      verdicts[key] = run.translation.code.empty() ? "published" : run.translation.code;
      for (const auto& event : run.translation.output.events)
        if (auto parsed = json::parse(event.json)) events.emplace(event.factkey, std::move(*parsed));
    });
    (void)done;  // a file without any set has nothing to compare
  }
  return out;
}

void diff(Context& context, const Request& request) {
  auto files = runtime::list_files(request.samples, "");
  std::map<std::string, std::string> verdicts_before;
  std::map<std::string, std::string> verdicts_after;
  auto before = replay(context, request.before, files, verdicts_before);
  auto after = replay(context, request.after, files, verdicts_after);
  if (context.exit != Exit::ok) return;
  std::size_t changed = 0;
  for (const auto& [key, events] : before) {
    std::vector<std::string> lines;
    if (verdicts_before[key] != verdicts_after[key])
      lines.push_back("~ " + verdicts_before[key] + " → " + verdicts_after[key]);
    for (const auto& [fact, event] : events) {
      auto found = after[key].find(fact);
      if (found == after[key].end())
        lines.push_back("- " + event.text("type") + "  " + event.text("subject"));
      else if (const auto* data = event.find("data"); data && found->second.find("data"))
        compare(*data, *found->second.find("data"), event.text("type") + " /data", lines);
    }
    for (const auto& [fact, event] : after[key])
      if (!events.contains(fact)) lines.push_back("+ " + event.text("type") + "  " + event.text("subject"));
    if (lines.empty()) continue;
    ++changed;
    std::cout << key << "\n";
    for (const auto& line : lines) std::cout << "  " << line << "\n";
  }
  std::cout << before.size() << " documents, " << changed << " would change\n";
}

}  // namespace

void add_map_coverage(CLI::App& group, Context& context) {
  auto request = std::make_shared<Request>();
  auto* coverer =
      group.add_subcommand("coverage", "Segments that maps never read and fields they never set, over samples");
  coverer->add_option("map", request->maps, "Maps; all when none is named");
  coverer->add_option("--samples", request->samples,
                      "A folder of EDI files; default: the inputs of the cases beside the map");
  coverer->callback([&context, request] { context.command = [&context, request] { coverage(context, *request); }; });

  auto* differ = group.add_subcommand("diff", "What a change to a map does to a folder of documents");
  differ->add_option("old", request->before, "A map's name or file")->required();
  differ->add_option("new", request->after, "A map's name or file")->required();
  differ->add_option("folder", request->samples, "EDI files")->required();
  differ->callback([&context, request] { context.command = [&context, request] { diff(context, *request); }; });
}

}  // namespace longshore::cli
