#include "engine/translate/publication.h"

#include "engine/base/crypto/crypto.h"
#include "engine/base/json/diagnostic.h"
#include "engine/model/text.h"
#include "engine/translate/agreement.h"
#include "engine/translate/emission.h"
#include "engine/translate/interchange_answer.h"
#include "parsers/acknowledged.h"

#include <algorithm>

namespace longshore::translate {
namespace {

spool::InterchangeIdentity identity_of(const parsers::Interchange& found) {
  return {std::string(parsers::name(found.standard)),
          found.sender.qualifier,
          found.sender.id,
          found.receiver.qualifier,
          found.receiver.id,
          ControlNumber(found.control_number),
          found.date,
          found.time};
}

spool::ValidationStatus validation_of(parsers::Status status) {
  switch (status) {
    case parsers::Status::accepted:
      return spool::ValidationStatus::accepted;
    case parsers::Status::accepted_with_errors:
      return spool::ValidationStatus::accepted_with_errors;
    case parsers::Status::rejected:
      break;
  }
  return spool::ValidationStatus::rejected;
}

std::string diagnostics_text(const std::vector<Diagnostic>& first, const std::vector<Diagnostic>& second) {
  auto all = first;
  all.insert(all.end(), second.begin(), second.end());
  return all.empty() ? std::string{} : json::write(json::to_json(all));
}

spool::RunResult result_of(Translation::Verdict verdict) {
  switch (verdict) {
    case Translation::Verdict::published:
      return spool::RunResult::published;
    case Translation::Verdict::rejected:
      return spool::RunResult::rejected;
    case Translation::Verdict::acknowledgement:
      return spool::RunResult::ignored;
    case Translation::Verdict::held:
      break;
  }
  return spool::RunResult::held;
}

// The interchange as if it held that one set.
parsers::Interchange only(const parsers::Interchange& found, const parsers::Group& group,
                          const parsers::Transaction& transaction) {
  auto out = found;
  out.groups = {group};
  out.groups.front().transactions = {transaction};
  out.groups.front().declared_count = 1;
  return out;
}

// A retraction goes only to who asks for retractions: a file of facts has no row for it.
bool asks_for(const std::string& pattern, const std::string& type) {
  if (type.contains(".retracted.") && !pattern.contains("retracted")) return false;
  return glob_match(pattern, type);
}

}  // namespace

Result<Outcome> Publisher::prepare(const spool::WorkItem& work) {
  Source source;
  {
    LONGSHORE_TRY(auto reader, spool_.reader());
    LONGSHORE_TRY(auto entry, reader->find_entry(work.entry));
    if (!entry) return fail_permanent("translate", "NOT_FOUND", "there is no entry " + work.entry.str());
    source.entry = std::move(*entry);
  }
  LONGSHORE_TRY(source.bytes, spool_.read_payload(source.entry.payload));
  source.sha256 = source.entry.sha256;
  return work.reprocess ? one_document(work, std::move(source)) : whole_entry(work, source);
}

Result<Outcome> Publisher::whole_entry(const spool::WorkItem& work, const Source& source) {
  Outcome out;
  out.publication.work = work;
  auto file = parsers::read(source.bytes);
  if (file.interchanges.empty()) {
    unreadable(out, source, file.diagnostics);
    return out;
  }
  std::uint32_t ordinal = 0;
  for (auto& found : file.interchanges) LONGSHORE_CHECK(interchange(out, source, found, ordinal));
  return out;
}

// Bytes in which no interchange was found are a document of their own, so that people see them where they look.
void Publisher::unreadable(Outcome& out, const Source& source, const std::vector<Diagnostic>& diagnostics) {
  spool::Document row;
  row.id = DocumentId(spool_.new_id());
  row.entry = source.entry.id;
  row.partner = source.entry.partner;
  row.payload = source.entry.payload;
  row.range = {0, source.bytes.size()};
  row.received_at = source.entry.received_at;
  row.state = spool::DocumentState::held;
  row.validation = spool::ValidationStatus::rejected;
  row.diagnostics = diagnostics_text(diagnostics, {});
  bool empty = source.bytes.empty();
  row.fault = {empty ? "EMPTY_INPUT" : "NO_INTERCHANGE",
               empty ? "the file is empty" : "the file holds no X12 or EDIFACT interchange"};
  out.publication.entry_state = spool::EntryState::held;
  out.publication.entry_fault = row.fault;
  out.publication.documents.push_back({std::move(row), std::nullopt});
}

Result<void> Publisher::find_duplicate(spool::Interchange& row, const partners::Profile& profile, std::string& code,
                                       std::string& message) {
  if (!profile.duplicates.hold) return {};
  auto since = Timestamp{row.received_at.milliseconds - profile.duplicates.window_ms};
  LONGSHORE_TRY(auto reader, spool_.reader());
  LONGSHORE_TRY(auto earlier, reader->find_interchange(row.identity, since));
  if (!earlier) {
    LONGSHORE_TRY(earlier, reader->find_interchange_by_hash(row.sha256, since));
  }
  if (earlier) {
    row.duplicate_of = earlier->id;
    code = info(Code::DUPLICATE_INTERCHANGE).name;
    message = "interchange " + row.identity.control_number.str() + " from " + row.identity.sender_id +
              " was received before, at " + to_rfc3339(earlier->received_at) + " in entry " + earlier->entry.str();
  } else {
    row.unique_since = since;
  }
  return {};
}

Result<void> Publisher::interchange(Outcome& out, const Source& source, parsers::Interchange& found,
                                    std::uint32_t& ordinal) {
  auto agreement = find_agreement(found, source.entry.partner, *settings_.registry);
  spool::Interchange row;
  row.id = spool::InterchangeId(spool_.new_id());
  row.entry = source.entry.id;
  row.partner = agreement.profile ? agreement.profile->id : source.entry.partner;
  row.identity = identity_of(found);
  row.range = found.byte_range;
  row.sha256 = crypto::hex(crypto::sha256(std::string_view(source.bytes).substr(row.range.begin, row.range.size())));
  row.received_at = source.entry.received_at;
  if (agreement.code.empty() && agreement.profile)
    LONGSHORE_CHECK(find_duplicate(row, *agreement.profile, agreement.code, agreement.message));

  spool::Owed owed;
  owed.entry = row.entry;
  owed.interchange = row.id;
  owed.work_class = source.entry.work_class;
  auto blank = [&](const std::string& standard) {
    spool::Document document;
    document.id = DocumentId(spool_.new_id());
    document.entry = source.entry.id;
    document.interchange = row.id;
    document.partner = row.partner;
    document.standard = standard;
    document.ordinal = ordinal++;
    document.payload = source.entry.payload;
    document.received_at = source.entry.received_at;
    return document;
  };
  auto is_held = [&](spool::Document& document) {
    if (agreement.code.empty()) return false;
    document.state = spool::DocumentState::held;
    document.fault = {agreement.code, agreement.message};
    out.publication.documents.push_back({std::move(document), std::nullopt});
    return true;
  };
  bool any = false;
  for (const auto* ta1 : interchange_answers(found)) {
    any = true;
    auto document_row = blank(row.identity.standard);
    document_row.set = "TA1";
    document_row.version = found.version;
    document_row.control_number = ControlNumber(ta1->value(1));
    document_row.range = ta1->byte_range();
    if (is_held(document_row)) continue;
    LONGSHORE_TRY(auto published,
                  answer(out, source, found, *ta1, std::move(document_row), agreement.profile, nullptr));
    out.publication.documents.push_back(std::move(published));
  }
  for (auto& group : found.groups) {
    for (auto& transaction : group.transactions) {
      any = true;
      auto document_row = blank(row.identity.standard);
      document_row.set = transaction.set;
      document_row.version = transaction.version;
      document_row.control_number = ControlNumber(transaction.control_number);
      document_row.group_control_number = ControlNumber(group.control_number);
      document_row.functional_id = group.functional_id;
      document_row.range = transaction.byte_range;
      Position at{found, group, transaction};
      if (is_held(document_row)) continue;
      LONGSHORE_TRY(auto published, document(out, source, at, std::move(document_row), agreement.profile, nullptr));
      if (!parsers::is_acknowledgement(transaction.set)) owed.documents.push_back(published.document.id);
      out.publication.documents.push_back(std::move(published));
    }
  }
  if (!any) {
    auto document_row = blank(row.identity.standard);
    document_row.range = row.range;
    document_row.state = spool::DocumentState::held;
    document_row.validation = spool::ValidationStatus::rejected;
    document_row.diagnostics = diagnostics_text(found.diagnostics, {});
    document_row.fault =
        agreement.code.empty()
            ? spool::Fault{"INTERCHANGE_EMPTY", "interchange " + found.control_number + " holds no transaction set"}
            : spool::Fault{agreement.code, agreement.message};
    out.publication.documents.push_back({std::move(document_row), std::nullopt});
  }
  if (agreement.code.empty()) owe_acknowledgement(out, std::move(owed), *agreement.profile, found);
  out.publication.interchanges.push_back(std::move(row));
  return {};
}

void Publisher::owe_acknowledgement(Outcome& out, spool::Owed owed, const partners::Profile& profile,
                                    const parsers::Interchange& received) {
  if (profile.acknowledge.send == "none" || profile.stage == partners::Stage::shadow) return;
  owed.parameters =
      acknowledgement_parameters(received, *settings_.catalog, parsers::wish_from_name(profile.acknowledge.send));
  if (owed.parameters.empty()) return;
  owed.id = spool::OwedId(spool_.new_id());
  owed.partner = profile.id;
  out.publication.owed.push_back(std::move(owed));
}

Result<spool::PublishedDocument> Publisher::document(Outcome& out, const Source& source, const Position& at,
                                                     spool::Document row, const partners::Profile* profile,
                                                     const spool::Reprocess* again) {
  auto published = begun(std::move(row));
  LONGSHORE_TRY(auto document_checked, check(at, settings_, profile ? flow_for(at, *profile) : nullptr));
  auto translated = translate(at, document_checked, profile, *settings_.catalog, source.sha256);
  published.document.validation = validation_of(at.transaction.status);
  LONGSHORE_CHECK(keep(out, source, translated, at.transaction.diagnostics, profile, again, published));
  return published;
}

Result<spool::PublishedDocument> Publisher::answer(Outcome& out, const Source& source,
                                                   const parsers::Interchange& found, const parsers::Segment& ta1,
                                                   spool::Document row, const partners::Profile* profile,
                                                   const spool::Reprocess* again) {
  auto published = begun(std::move(row));
  auto translated = translate_answer(found, ta1, profile, *settings_.catalog, source.sha256);
  published.document.validation = spool::ValidationStatus::accepted;
  LONGSHORE_CHECK(keep(out, source, translated, {}, profile, again, published));
  return published;
}

spool::PublishedDocument Publisher::begun(spool::Document row) {
  spool::PublishedDocument out{std::move(row), std::nullopt};
  auto& run = out.run.emplace();
  run.id = spool::RunId(spool_.new_id());
  run.document = out.document.id;
  run.started_at = clock_.now();
  return out;
}

Result<void> Publisher::keep(Outcome& out, const Source& source, const Translation& translated,
                             const std::vector<Diagnostic>& found_before, const partners::Profile* profile,
                             const spool::Reprocess* again, spool::PublishedDocument& published) {
  auto& row = published.document;
  auto& run = *published.run;
  run.profile_revision = profile ? profile->revision : "";
  run.reason = again ? again->reason : "";
  run.map_revision = translated.map_revision;
  run.result = result_of(translated.verdict);
  run.diagnostics = diagnostics_text(found_before, translated.output.diagnostics);
  row.diagnostics = run.diagnostics;
  row.fault = {translated.code, translated.message};
  row.refs.clear();
  for (auto& [type, value] : translated.output.refs) row.refs.push_back({type, value});
  using Verdict = Translation::Verdict;
  row.state = translated.verdict == Verdict::held       ? spool::DocumentState::held
              : translated.verdict == Verdict::rejected ? spool::DocumentState::rejected
                                                        : spool::DocumentState::published;
  Emission emission(spool_, row.id, source.sha256);
  LONGSHORE_CHECK(emission.add(translated.output.events));
  if (again && row.state == spool::DocumentState::published) LONGSHORE_CHECK(emission.retract_the_rest());
  run.events = emission.keys();
  run.latest = emission.latest();
  run.duplicates = emission.duplicates();
  if (!emission.events().empty()) run.lane = row.partner.str() + "/" + emission.events().front().partitionkey;
  if (auto lines = emission.lines(); !lines.empty()) {
    auto payload = spool_.make_payload(
        std::move(lines), {{"kind", "events"}, {"partner", row.partner.str()}, {"document", row.id.str()}});
    run.payload = payload.id;
    out.payloads.push_back(std::move(payload));
  }
  auto events = again && again->resend ? translated.output.events : emission.events();
  std::erase_if(events, [&](const auto& one) {
    return std::ranges::find(run.duplicates, one.id, &spool::DuplicateFact::event) != run.duplicates.end();
  });
  run.finished_at = clock_.now();
  if (!profile || profile->stage != partners::Stage::shadow) owe_partner_files(out, row, events, run);
  return {};
}

void Publisher::owe_partner_files(Outcome& out, const spool::Document& row, const std::vector<Event>& events,
                                  const spool::Run& run) {
  for (const auto& partner : settings_.registry->profiles()) {
    bool sends = partner.stage == partners::Stage::live || partner.stage == partners::Stage::certify;
    for (std::size_t i = 0; sends && i < partner.flows.size(); ++i) {
      const auto& flow = partner.flows[i];
      bool from = flow.from.empty() || std::ranges::find(flow.from, row.partner.str()) != flow.from.end();
      if (!flow.sends || !from) continue;
      json::Array lines;
      for (const auto& event : events)
        if (std::ranges::any_of(flow.on, [&](const auto& pattern) { return asks_for(pattern, event.type); }))
          lines.emplace_back(event.json);
      if (lines.empty()) continue;
      spool::Owed owed;
      owed.id = spool::OwedId(spool_.new_id());
      owed.kind = spool::OwedKind::partner_file;
      owed.partner = partner.id;
      owed.entry = row.entry;
      owed.documents = {row.id};
      owed.parameters = json::write(json::Object{{"flow", flow.standard + "/" + flow.set},
                                                 {"version", flow.version},
                                                 {"map", flow.map},
                                                 {"via", flow.via},
                                                 {"name", flow.file_name},
                                                 {"run", run.id.str()},
                                                 {"events", std::move(lines)}});
      owed.work_class = spool::from_name<spool::WorkClass>(flow.work_class).value_or(spool::WorkClass::normal);
      out.publication.owed.push_back(std::move(owed));
    }
  }
}

Result<Outcome> Publisher::one_document(const spool::WorkItem& work, Source source) {
  const auto& again = *work.reprocess;
  std::optional<spool::Document> row;
  {
    LONGSHORE_TRY(auto reader, spool_.reader());
    LONGSHORE_TRY(row, reader->find_document(again.document));
  }
  if (!row) return fail_permanent("translate", "NOT_FOUND", "there is no document " + again.document.str());
  if (!again.edited.empty()) {
    LONGSHORE_TRY(auto edited, spool_.read_payload(again.edited));
    source.bytes.replace(row->range.begin, row->range.size(), edited);
    source.sha256 = crypto::hex(crypto::sha256(source.bytes));
  }
  Outcome out;
  out.publication.work = work;
  auto file = parsers::read(source.bytes);
  for (auto& found : file.interchanges) {
    for (const auto* ta1 : interchange_answers(found)) {
      if (ta1->byte_range().begin != row->range.begin || row->set != "TA1") continue;
      const auto agreement = find_agreement(found, source.entry.partner, *settings_.registry);
      row->fault = {agreement.code, agreement.message};
      row->state = spool::DocumentState::held;
      spool::PublishedDocument published{*row, std::nullopt};
      if (agreement.code.empty() || (again.released && agreement.profile)) {
        LONGSHORE_TRY(published, answer(out, source, found, *ta1, *row, agreement.profile, &again));
      }
      out.publication.documents.push_back(std::move(published));
      return out;
    }
    for (auto& group : found.groups) {
      for (auto& transaction : group.transactions) {
        if (transaction.byte_range.begin != row->range.begin || row->set.empty()) continue;
        auto agreement = find_agreement(found, source.entry.partner, *settings_.registry);
        if (again.released && agreement.profile)
          agreement.code.clear();  // a person has looked at it and let it through
        row->fault = {agreement.code, agreement.message};
        row->state = spool::DocumentState::held;
        spool::PublishedDocument published{*row, std::nullopt};
        if (agreement.code.empty()) {
          LONGSHORE_TRY(published, document(out, source, {found, group, transaction}, *row, agreement.profile, &again));
          if (row->runs == 0) {  // held before it was ever answered
            spool::Owed owed;
            owed.entry = row->entry;
            owed.interchange = row->interchange;
            owed.documents = {row->id};
            owe_acknowledgement(out, std::move(owed), *agreement.profile, only(found, group, transaction));
          }
        }
        out.publication.documents.push_back(std::move(published));
        return out;
      }
    }
  }
  unreadable(out, source, file.diagnostics);
  auto& document_row = out.publication.documents.back().document;
  document_row.id = row->id;
  document_row.received_at = row->received_at;
  return out;
}

}  // namespace longshore::translate
