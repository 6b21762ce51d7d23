#include "engine/translate/document.h"

#include "parsers/acknowledged.h"

#include <algorithm>

namespace longshore::translate {
namespace {

using Verdict = Translation::Verdict;

bool matches(const partners::Flow& flow, const Position& at) {
  bool x12 = at.interchange.standard == parsers::Standard::x12;
  if (flow.sends || flow.standard != (x12 ? "x12" : "edifact") || flow.set != at.transaction.set) return false;
  if (flow.version.empty()) return true;
  auto version = at.transaction.version;
  if (!x12) std::erase(version, ':');
  return version.starts_with(flow.version);
}

/// Null where the flow has none. A flow may leave the version open: a guide says nothing about other releases.
const guide::Dictionary* guide_for(const Position& at, const Settings& settings, const partners::Flow* flow) {
  const auto* guide = flow && settings.guides ? settings.guides->find(flow->guide) : nullptr;
  const auto& set = at.transaction;
  return guide && guide->is_for(at.interchange.standard, set.version, set.set) ? guide->dictionary.get() : nullptr;
}

CheckedDocument check_with(const Position& at, const guide::Dictionary* dictionary, int level) {
  CheckedDocument out{dictionary, {}};
  if (!dictionary) {
    guide::apply(at.transaction, {diagnose(Code::DICTIONARY_MISSING)});
    return out;
  }
  auto checked = guide::check(at.transaction, at.interchange.delimiters, *dictionary, guide::Levels::up_to(level));
  guide::apply(at.transaction, std::move(checked.diagnostics));
  out.placement = std::move(checked.placement);
  return out;
}

Translation stopped(Verdict verdict, Code code, std::string message) {
  Translation out;
  out.verdict = verdict;
  out.code = std::string(info(code).name);
  out.message = message;
  out.output.diagnostics.push_back(diagnose(code, std::move(message)));
  return out;
}

// The first error says what the exception queue groups by.
void take_reason(Translation& out, std::span<const Diagnostic> diagnostics) {
  auto found = std::ranges::find(diagnostics, Severity::error, &Diagnostic::severity);
  if (found == diagnostics.end()) return;
  out.code = std::string(info(found->code).name);
  out.message = found->message;
  if (found->segment_position)
    out.message += " (segment " + std::to_string(*found->segment_position) + ", " + found->segment_id +
                   (found->element ? " element " + std::to_string(*found->element) : "") + ")";
}

}  // namespace

const partners::Flow* flow_for(const Position& at, const partners::Profile& profile) {
  auto found = std::ranges::find_if(profile.flows, [&](const auto& one) { return matches(one, at); });
  return found == profile.flows.end() ? nullptr : &*found;
}

Result<CheckedDocument> check(const Position& at, const Settings& settings, const partners::Flow* flow) {
  const auto level = flow ? flow->level : partners::all_levels;
  if (const auto* guide = guide_for(at, settings, flow)) return check_with(at, guide, level);
  LONGSHORE_TRY(const auto* found, settings.catalog->dictionaries().find(at.interchange.standard, at.transaction));
  return check_with(at, found, level);
}

Result<CheckedDocument> check(const Position& at, maps::Catalog& catalog) {
  LONGSHORE_TRY(const auto* found, catalog.dictionaries().find(at.interchange.standard, at.transaction));
  return check_with(at, found, partners::all_levels);
}

Translation translate(const Position& at, const CheckedDocument& checked, const partners::Profile* profile,
                      maps::Catalog& catalog, std::string_view payload_sha256, const Choice& choice) {
  const auto& transaction = at.transaction;
  auto kind = transaction.set + " " + transaction.version;
  if (transaction.status == parsers::Status::rejected) {
    Translation out;
    out.verdict = Verdict::rejected;
    take_reason(out, transaction.diagnostics);
    return out;
  }
  auto name = choice.map.empty() ? catalog.default_map(at.interchange.standard, transaction.version, transaction.set)
                                 : choice.map;
  bool acknowledges = parsers::is_acknowledgement(transaction.set);
  if (acknowledges && (name.empty() || !checked.dictionary)) {
    Translation out;
    out.verdict = Verdict::acknowledgement;
    return out;
  }
  if (profile && choice.map.empty()) {
    const auto* flow = flow_for(at, *profile);
    if (flow && !flow->map.empty()) name = flow->map;
    if (!flow && !acknowledges)  // an acknowledgement belongs to what was sent, not to a flow
      return stopped(Verdict::held, Code::FLOW_MISSING,
                     "the profile of " + profile->id.str() + " has no flow that receives " + kind);
  }
  if (name.empty()) return stopped(Verdict::held, Code::MAP_MISSING, "there is no map for " + kind);
  if (!checked.dictionary)
    return stopped(Verdict::held, Code::MAP_MISSING,
                   "the map " + name + " cannot read " + kind + ": there is no dictionary for it");
  auto map = catalog.inbound(name, *checked.dictionary);
  if (!map) return stopped(Verdict::held, Code::MAP_MISSING, map.error().describe());

  auto lent = choice.profile ? *choice.profile : profile ? partners::lend(*profile) : LentProfile{};
  Translation out;
  out.map_revision = (*map)->revision;
  out.output = maps::run(**map,
                         {at.interchange, at.group, transaction, checked.placement, payload_sha256, lent,
                          catalog.canonical(), [&](std::string_view table) { return catalog.table(table); }},
                         choice.trace);
  using Ran = maps::RunOutput::Verdict;
  out.verdict = out.output.verdict == Ran::ok     ? Verdict::published
                : out.output.verdict == Ran::held ? Verdict::held
                                                  : Verdict::rejected;
  if (out.verdict != Verdict::published) take_reason(out, out.output.diagnostics);
  return out;
}

}  // namespace longshore::translate
