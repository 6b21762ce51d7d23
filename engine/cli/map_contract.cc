#include "engine/cli/map_contract.h"

#include "maps/contracts/conventions.h"
#include "maps/contracts/published.h"

#include <filesystem>
#include <fstream>
#include <iostream>

#include <CLI/CLI.hpp>

namespace longshore::cli {
namespace {

namespace fs = std::filesystem;

struct Checked {
  contracts::Publication publication;
  std::vector<Error> findings;  ///< of the conventions, then what publication refuses
};

std::optional<Checked> check_folder(Context& context, const std::string& folder) {
  auto contracts = load_contracts(context, folder);
  if (!contracts) return std::nullopt;
  auto published = contracts::Published::load(folder);
  if (!published) {
    context.fail(published.error(), Exit::findings);
    return std::nullopt;
  }
  Checked out{contracts::prepare(*contracts, *published), contracts::check_all(*contracts)};
  std::ranges::copy(out.publication.refused, std::back_inserter(out.findings));
  return out;
}

Result<void> write_whole(const fs::path& path, const std::string& text) {
  std::error_code ec;
  fs::create_directories(path.parent_path(), ec);
  auto fresh = path.string() + ".new";
  {
    std::ofstream out(fresh, std::ios::binary);
    out << text;
    if (!out.flush()) ec = std::make_error_code(std::errc::io_error);
  }
  if (!ec) fs::rename(fresh, path, ec);
  if (ec)
    return fail_permanent("cli", "FILE_UNWRITABLE", path.string() + " cannot be written: " + ec.message(),
                          "publish where you may write, or name the folder with --schemas");
  return {};
}

json::Value as_json(const Checked& checked, bool written) {
  json::Array updates;
  json::Array refused;
  for (const auto& one : checked.publication.updates) {
    json::Array additions(one.additions.begin(), one.additions.end());
    updates.push_back(json::Object{{"schema", one.name}, {"first", one.first}, {"additions", std::move(additions)}});
  }
  for (const auto& one : checked.findings)
    refused.push_back(json::Object{{"file", one.where ? one.where->file : ""}, {"code", one.code}, {"what", one.what}});
  return json::Object{{"written", written}, {"updates", std::move(updates)}, {"refused", std::move(refused)}};
}

void print(const Checked& checked, bool written) {
  for (const auto& error : checked.findings) std::cout << error.describe() << "\n";
  for (const auto& one : checked.publication.updates) {
    std::cout << one.name << (one.first ? ": for the first time" : "") << "\n";
    for (const auto& addition : one.additions) std::cout << "  new: " << addition << "\n";
  }
  std::cout << checked.publication.updates.size() << (written ? " schemas published, " : " schemas to publish, ")
            << checked.findings.size() << " findings\n";
}

void publish(Context& context, std::string folder, bool dry_run) {
  if (folder.empty()) {
    auto data = context.shared_data();
    if (!data) return;
    folder = data->canonical;
  }
  auto checked = check_folder(context, folder);
  if (!checked) return;
  bool write = checked->findings.empty() && !dry_run;
  for (const auto& one : checked->publication.updates) {
    if (!write) break;
    if (auto done = write_whole(fs::path(folder) / "published" / one.name, one.text); !done)
      return context.fail(done.error());
  }
  if (context.format != "table")
    std::cout << json::write_pretty(as_json(*checked, write)) << "\n";
  else
    print(*checked, write);
  if (!checked->findings.empty()) context.note_findings();
}

}  // namespace

std::optional<contracts::Contracts> load_contracts(Context& context, const std::string& folder) {
  auto loaded = contracts::Contracts::load(folder);
  if (loaded) return std::move(*loaded);
  context.fail(loaded.error(), Exit::findings);
  return std::nullopt;
}

std::vector<std::string> contract_violations(const contracts::Contracts& contracts,
                                             const std::vector<std::string>& events) {
  std::vector<std::string> out;
  for (std::size_t i = 0; i < events.size(); ++i) {
    auto at = "event " + std::to_string(i + 1) + ": ";
    auto event = json::parse(events[i]);
    if (!event) out.push_back(at + event.error().describe());
    if (!event) continue;
    for (const auto& one : contracts.validate(*event)) out.push_back(at + one.describe());
  }
  return out;
}

std::size_t lint_contracts(Context& context, const std::string& folder) {
  auto checked = check_folder(context, folder);
  if (!checked) return 1;
  for (const auto& error : checked->findings) std::cout << error.describe() << "\n";
  if (auto waiting = checked->publication.updates.size(); waiting && checked->findings.empty())
    std::cout << waiting << " schemas are not published as they are: longshore map publish\n";
  return checked->findings.size();
}

void add_map_publish(CLI::App& group, Context& context) {
  auto* command = group.add_subcommand("publish", "Promise the event schemas as they are to consumers");
  auto folder = std::make_shared<std::string>();
  auto dry_run = std::make_shared<bool>(false);
  command->add_option("--schemas", *folder, "The folder of schemas, with published/ in it; the shipped one by default");
  command->add_flag("--dry-run", *dry_run, "Only say what would be published");
  command->footer(
      "Writes published/ beside the schemas, which is committed with them. Refused, with exit 3 and nothing written: "
      "whatever would break a version that is published (docs/events.md), and schemas that break the conventions.");
  command->callback([&context, folder, dry_run] {
    context.command = [&context, folder, dry_run] { publish(context, *folder, *dry_run); };
  });
}

}  // namespace longshore::cli
