#pragma once
#include "engine/model/ports.h"
#include "engine/translate/document.h"
#include "parsers/owed_acknowledgement.h"
#include "spool/spool.h"

#include <vector>

namespace longshore::translate {

/// What one piece of work comes to, ready to be committed.
struct Outcome {
  spool::Publication publication;
  std::vector<spool::Payload> payloads;
};

/// Computes the outcome of one piece of work from the ledger's present state; changes nothing.
class Publisher {
 public:
  Publisher(spool::Spool& spool, Clock& clock, Settings settings)
      : spool_(spool), clock_(clock), settings_(std::move(settings)) {}

  Result<Outcome> prepare(const spool::WorkItem& work);

 private:
  struct Source {
    spool::Entry entry;
    std::string bytes;
    std::string sha256;
  };
  Result<Outcome> whole_entry(const spool::WorkItem& work, const Source& source);
  Result<Outcome> one_document(const spool::WorkItem& work, Source source);
  Result<void> interchange(Outcome& out, const Source& source, parsers::Interchange& found, std::uint32_t& ordinal);
  Result<void> find_duplicate(spool::Interchange& row, const partners::Profile& profile, std::string& code,
                              std::string& message);
  Result<spool::PublishedDocument> document(Outcome& out, const Source& source, const Position& at, spool::Document row,
                                            const partners::Profile* profile, const spool::Reprocess* again);
  Result<spool::PublishedDocument> answer(Outcome& out, const Source& source, const parsers::Interchange& found,
                                          const parsers::Segment& ta1, spool::Document row,
                                          const partners::Profile* profile, const spool::Reprocess* again);
  spool::PublishedDocument begun(spool::Document row);
  /// What came of a document, into its row and a run of it.
  Result<void> keep(Outcome& out, const Source& source, const Translation& translated,
                    const std::vector<Diagnostic>& found_before, const partners::Profile* profile,
                    const spool::Reprocess* again, spool::PublishedDocument& published);
  void owe_acknowledgement(Outcome& out, spool::Owed owed, const partners::Profile& profile,
                           const parsers::Interchange& received);
  void owe_partner_files(Outcome& out, const spool::Document& row, const std::vector<Event>& events,
                         const spool::Run& run);
  void unreadable(Outcome& out, const Source& source, const std::vector<Diagnostic>& diagnostics);

  spool::Spool& spool_;
  Clock& clock_;
  Settings settings_;
};

/// What is to be answered to an interchange, as JSON for the composer; empty when nothing is owed.
std::string acknowledgement_parameters(const parsers::Interchange& interchange, maps::Catalog& catalog,
                                       parsers::AcknowledgementWish wish);

}  // namespace longshore::translate
