#include "engine/cli/map_cases.h"

#include "engine/base/crypto/crypto.h"
#include "engine/base/runtime/files.h"
#include "engine/cli/map_contract.h"
#include "engine/compose/document.h"
#include "engine/model/text.h"
#include "engine/translate/document.h"
#include "maps/cases.h"

#include <fstream>
#include <iostream>

namespace longshore::cli {
namespace {

using Differences = std::vector<std::string>;

struct Translated {
  maps::CaseOutput output;
  std::vector<json::Value> events;
  std::string version;                // of the last set
  std::vector<std::string> segments;  // comparable, envelopes left out
};

void compare_segments(const parsers::Transaction& transaction, const std::vector<std::string>& ignore,
                      std::vector<std::string>& out) {
  for (std::size_t i = 1; i + 1 < transaction.segments.size(); ++i)
    if (auto text = maps::comparable(transaction.segments[i], ignore); !text.empty()) out.push_back(std::move(text));
}

Translated translated(maps::Catalog& catalog, const std::string& map, const maps::Case& one, const std::string& bytes) {
  Translated out;
  auto note = [&](const Diagnostic& diagnostic) {
    if (diagnostic.severity == Severity::info) return;
    std::string code(info(diagnostic.code).name);
    if (diagnostic.segment_position)
      out.output.findings.push_back(code + "@segment:" + std::to_string(*diagnostic.segment_position));
    out.output.findings.push_back(std::move(code));
  };
  auto file = parsers::read(bytes);
  std::ranges::for_each(file.diagnostics, note);
  auto sha256 = crypto::hex(crypto::sha256(bytes));
  for (auto& interchange : file.interchanges) {
    for (auto& group : interchange.groups) {
      for (auto& transaction : group.transactions) {
        translate::Position at{interchange, group, transaction};
        auto checked = translate::check(at, catalog);
        if (!checked) continue;
        translate::Choice choice{map, nullptr, one.profile};
        auto done = translate::translate(at, *checked, nullptr, catalog, sha256, choice);
        std::ranges::for_each(transaction.diagnostics, note);
        std::ranges::for_each(done.output.diagnostics, note);
        compare_segments(transaction, one.ignore, out.segments);
        out.version = transaction.version;
        for (const auto& event : done.output.events) {
          out.output.events.push_back(event.json);
          if (auto parsed = json::parse(event.json)) out.events.push_back(std::move(*parsed));
        }
      }
    }
  }
  return out;
}

partners::EnvelopeId envelope_id(const std::string& text, const std::string& fallback) {
  auto colon = text.find(':');
  if (text.empty()) return {"ZZ", fallback};
  if (colon == std::string::npos) return {"", text};
  return {text.substr(0, colon), text.substr(colon + 1)};
}

partners::Profile profile_of(const maps::Case& one) {
  partners::Profile out;
  out.id = PartnerId(one.profile.partner.empty() ? "case" : one.profile.partner);
  out.timezone = one.profile.timezone;
  out.values = one.profile.values;
  out.codes = one.profile.codes;
  out.x12 = partners::EnvelopeIdentity{envelope_id(one.ours, "OURS"), envelope_id(one.theirs, "THEIRS"), false};
  out.edifact = out.x12;
  return out;
}

Result<std::string> composed(maps::Catalog& catalog, const std::string& map, const compose::DocumentKind& kind,
                             const maps::Case& one, const std::vector<json::Value>& events) {
  LONGSHORE_TRY(const auto* writer, compose::template_for(catalog, map, kind));
  constexpr CivilTime at{.year = 2026, .month = 3, .day = 2, .hour = 14, .minute = 5};
  LONGSHORE_TRY(auto written, compose::write_documents(*writer, events, profile_of(one), catalog, {1, at}));
  if (written.documents == 0) return fail_permanent("maps", "NOTHING_TO_SAY", "none of the events is for " + map);
  return std::move(written.bytes);
}

Differences roundtrip(maps::Catalog& catalog, const maps::Catalog::Head& head, const maps::Case& one,
                      const Translated& read) {
  if (read.events.empty())
    return {"no event comes of it: " + (read.output.findings.empty() ? "" : read.output.findings.back())};
  bool x12 = head.standard == parsers::Standard::x12;
  compose::DocumentKind kind{x12 ? "x12" : "edifact", head.set, read.version};
  auto written = composed(catalog, head.name, kind, one, read.events);
  if (!written) return {written.error().describe()};
  std::vector<std::string> segments;
  auto again = parsers::read(*written);
  for (const auto& interchange : again.interchanges)
    for (const auto& group : interchange.groups)
      for (const auto& transaction : group.transactions) compare_segments(transaction, one.ignore, segments);
  return maps::differences(read.segments, segments);
}

Differences rewrite(const std::string& file, const std::string& text) {
  std::ofstream out(file, std::ios::binary);
  out << text;
  out.close();
  return out ? Differences{} : Differences{"cannot be written: " + file};
}

Differences compose_case(maps::Catalog& catalog, const maps::Catalog::Head& head, const maps::Case& one,
                         const std::string& text, bool update) {
  std::vector<json::Value> events;
  for (auto line : split(text, '\n')) {
    if (trim(line).empty()) continue;
    auto event = json::parse(line);
    if (!event) return {event.error().describe()};
    events.push_back(std::move(*event));
  }
  auto written = composed(catalog, head.name, compose::DocumentKind::parse(one.document), one, events);
  if (!written) return {written.error().describe()};
  if (update) return rewrite(one.out, *written);
  auto wanted = runtime::read_file(one.out);
  if (!wanted) return {wanted.error().describe()};
  if (*wanted == *written) return {};
  auto [a, b] = std::ranges::mismatch(*wanted, *written);
  auto line = std::count(wanted->begin(), a, '\n') + 1;
  return {"what is written differs from " + one.out + " in line " + std::to_string(line) + ": " +
          printable(written->substr(static_cast<std::size_t>(b - written->begin()), 60))};
}

Differences run_case(const CaseData& data, const maps::Catalog::Head& head, const maps::Case& one) {
  auto bytes = runtime::read_file(one.in);
  if (!bytes) return {bytes.error().describe()};
  if (one.kind == maps::Case::Kind::compose) return compose_case(data.catalog, head, one, *bytes, data.update);
  auto read = translated(data.catalog, head.name, one, *bytes);
  bool rewrites = data.update && one.kind == maps::Case::Kind::translate && !one.out.empty();
  if (rewrites) {
    std::string lines;
    for (const auto& event : read.output.events) lines += event + "\n";
    if (auto failed = rewrite(one.out, lines); !failed.empty()) return failed;
  }
  auto out = one.kind == maps::Case::Kind::roundtrip ? roundtrip(data.catalog, head, one, read)
                                                     : maps::judge(one, read.output);
  std::ranges::move(contract_violations(data.contracts, read.output.events), std::back_inserter(out));
  return out;
}

}  // namespace

void run_cases(Context& context, const CaseData& data, const maps::Catalog::Head& head, const std::string& file,
               CaseTally& tally) {
  auto cases = maps::load_cases(file);
  if (!cases) {
    ++tally.failed;
    return context.fail(cases.error(), Exit::findings);
  }
  for (const auto& one : *cases) {
    auto differences = run_case(data, head, one);
    auto where = one.where.file + ":" + std::to_string(one.where.line) + ":" + std::to_string(one.where.column);
    for (const auto& difference : differences) std::cout << where << ": " << difference << "\n";
    ++(differences.empty() ? tally.passed : tally.failed);
  }
}

}  // namespace longshore::cli
