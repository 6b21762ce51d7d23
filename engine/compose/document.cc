#include "engine/compose/document.h"

#include "maps/template.h"
#include "parsers/edifact/writer.h"
#include "parsers/guide/check.h"
#include "parsers/x12/writer.h"

#include <algorithm>

namespace longshore::compose {
namespace {

// "D96A" is "D:96A" on a document.
std::string written_version(const DocumentKind& kind) {
  if (kind.standard != "edifact" || kind.version.empty() || kind.version.contains(':')) return kind.version;
  return kind.version.substr(0, 1) + ":" + kind.version.substr(1);
}

using Bodies = std::vector<std::vector<parsers::OutSegment>>;

std::string set_number(std::size_t index) {
  return parsers::padded_number(index + 1, 4);
}

Result<std::string> write_x12(const maps::Template& map, Bodies bodies, const partners::EnvelopeIdentity& identity,
                              const Envelope& envelope) {
  const auto& dictionary = *map.dictionary;
  x12::OutInterchange out;
  out.sender = {identity.ours.qualifier, identity.ours.id, {}};
  out.receiver = {identity.theirs.qualifier, identity.theirs.id, {}};
  out.at = envelope.at;
  out.version = dictionary.version.substr(0, 5);
  out.control_number = parsers::padded_number(envelope.number, 9);
  out.usage = identity.test ? "T" : "P";
  x12::OutGroup group;
  group.functional_id = dictionary.functional_id;
  group.sender = identity.ours.id;
  group.receiver = identity.theirs.id;
  group.at = envelope.at;
  group.control_number = std::to_string(envelope.number);
  group.version = dictionary.version;
  for (std::size_t i = 0; i < bodies.size(); ++i)
    group.transactions.push_back({dictionary.set, set_number(i), {}, std::move(bodies[i])});
  out.groups.push_back(std::move(group));
  x12::Layout layout;
  layout.line_break = "\n";
  if (out.version >= "00402") layout.delimiters.repetition = '^';
  return x12::write(out, layout);
}

Result<std::string> write_edifact(const maps::Template& map, Bodies bodies, const partners::EnvelopeIdentity& identity,
                                  const Envelope& envelope) {
  const auto& dictionary = *map.dictionary;
  edifact::OutInterchange out;
  out.syntax = "UNOC";
  out.sender = {identity.ours.qualifier, identity.ours.id, {}};
  out.receiver = {identity.theirs.qualifier, identity.theirs.id, {}};
  out.at = envelope.at;
  out.control_number = std::to_string(envelope.number);
  out.test = identity.test;
  for (std::size_t i = 0; i < bodies.size(); ++i)
    out.messages.push_back({std::to_string(i + 1), dictionary.set, dictionary.version, std::move(bodies[i])});
  edifact::Layout layout;
  layout.line_break = "\n";
  return edifact::write(out, layout);
}

// Our own reader is the judge of what goes out.
Result<void> check_composed(const std::string& bytes, const maps::Template& map) {
  auto file = parsers::read(bytes);
  auto refuse = [&](const Diagnostic& diagnostic) {
    std::string where;
    if (diagnostic.segment_position)
      where = " (segment " + std::to_string(*diagnostic.segment_position) + " " + diagnostic.segment_id +
              (diagnostic.element ? ", element " + std::to_string(*diagnostic.element) : "") +
              (diagnostic.value && !diagnostic.value->empty() ? ", \"" + *diagnostic.value + "\"" : "") + ")";
    auto expected = diagnostic.expected ? " — expected " + *diagnostic.expected : std::string{};
    return fail_permanent("compose", "COMPOSED_INVALID",
                          "what " + map.name + " composes is no valid " + map.dictionary->set + ": " +
                              std::string(info(diagnostic.code).name) + ": " + diagnostic.message + where + expected,
                          "mend the map or what the event lacks");
  };
  auto first_error = [](const std::vector<Diagnostic>& list) {
    return std::ranges::find(list, Severity::error, &Diagnostic::severity);
  };
  for (auto& interchange : file.interchanges) {
    if (auto bad = first_error(interchange.diagnostics); bad != interchange.diagnostics.end()) return refuse(*bad);
    for (auto& group : interchange.groups) {
      for (auto& transaction : group.transactions) {
        auto found = guide::check(transaction, interchange.delimiters, *map.dictionary).diagnostics;
        found.insert(found.begin(), transaction.diagnostics.begin(), transaction.diagnostics.end());
        if (auto bad = first_error(found); bad != found.end()) return refuse(*bad);
      }
    }
  }
  return {};
}

}  // namespace

DocumentKind DocumentKind::parse(std::string_view text) {
  DocumentKind out;
  auto slash = text.find('/');
  auto at = text.find('@');
  out.standard = text.substr(0, slash);
  if (slash != std::string_view::npos)
    out.set = text.substr(slash + 1, at == std::string_view::npos ? at : at - slash - 1);
  if (at != std::string_view::npos) out.version = text.substr(at + 1);
  return out;
}

std::string DocumentKind::str() const {
  return standard + "/" + set;
}

Result<const maps::Template*> template_for(maps::Catalog& catalog, const std::string& map, const DocumentKind& kind) {
  if (!kind.edi()) return catalog.outbound(map, nullptr);
  auto version = written_version(kind);
  if (const auto* head = catalog.head(map); version.empty() && head && !head->versions.empty())
    version = head->versions.front();
  auto standard = kind.standard == "x12" ? parsers::Standard::x12 : parsers::Standard::edifact;
  LONGSHORE_TRY(const auto* dictionary, catalog.dictionaries().find(standard, version, kind.set));
  if (!dictionary)
    return fail_permanent("compose", "DOCUMENT_UNKNOWN", "there is no dictionary for " + kind.set + " " + version,
                          "write a kind such as x12/990@004010 or edifact/DESADV@D96A");
  const auto* head = catalog.head(map);
  if (head && (head->set != kind.set || head->standard != standard))
    return fail_permanent("compose", "MAP_OF_OTHER_DOCUMENT", "the map " + map + " does not write " + kind.str());
  return catalog.outbound(map, dictionary);
}

Result<Written> write_documents(const maps::Template& map, std::span<const json::Value> events,
                                const partners::Profile& profile, maps::Catalog& catalog, const Envelope& envelope) {
  auto lent = partners::lend(profile);
  maps::ComposeInput input{lent, [&](std::string_view name) { return catalog.table(name); }};
  auto documents = maps::documents_of(map, events, input);
  Written out;
  out.documents = documents.size();
  if (documents.empty()) return out;
  if (!map.dictionary) {
    std::vector<const json::Value*> all;
    for (const auto& one : documents) all.insert(all.end(), one.begin(), one.end());
    LONGSHORE_TRY(out.bytes, maps::compose_file(map, all, input));
    return out;
  }
  bool x12 = map.format == maps::Format::x12;
  const auto& identity = x12 ? profile.x12 : profile.edifact;
  if (!identity)
    return fail_permanent("compose", "IDENTITY_MISSING",
                          "the profile of " + profile.id.str() + " has no identity." + (x12 ? "x12" : "edifact"),
                          "add identity: with ours and theirs");
  Bodies bodies;
  for (const auto& one : documents) {
    LONGSHORE_TRY(auto body, maps::compose_segments(map, one, input));
    bodies.push_back(std::move(body));
  }
  LONGSHORE_TRY(out.bytes, x12 ? write_x12(map, std::move(bodies), *identity, envelope)
                               : write_edifact(map, std::move(bodies), *identity, envelope));
  LONGSHORE_CHECK(check_composed(out.bytes, map));
  return out;
}

}  // namespace longshore::compose
