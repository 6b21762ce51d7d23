#pragma once
#include "engine/model/event.h"
#include "spool/spool.h"

#include <map>
#include <string>
#include <vector>

namespace longshore::translate {

/// Which of the events that a run of a document makes are to be published, against what its earlier runs published:
/// - the same fact again (same id) is not;
/// - another id for a known fact supersedes the earlier one;
/// - a fact that says what the latest of its subject says is recorded as its duplicate;
/// - a fact that is no longer made is retracted, and restored should it come back.
class Emission {
 public:
  Emission(spool::Spool& spool, const DocumentId& document, std::string payload_sha256)
      : spool_(spool), document_(document), payload_sha256_(std::move(payload_sha256)) {}

  Result<void> add(const std::vector<Event>& made);
  /// After all were added.
  Result<void> retract_the_rest();

  const std::vector<Event>& events() const { return events_; }
  const std::vector<spool::EventKey>& keys() const { return keys_; }
  std::vector<spool::LatestFact> latest() const;
  const std::vector<spool::DuplicateFact>& duplicates() const { return duplicates_; }
  /// The events' lines, each with its line feed.
  std::string lines() const;

 private:
  Result<void> load();
  const spool::EventKey* latest_of(const std::string& factkey) const;
  Result<bool> repeats_latest(const Event& event);
  void publish(Event event, const std::string& supersedes, bool retraction);

  spool::Spool& spool_;
  DocumentId document_;
  std::string payload_sha256_;
  bool loaded_ = false;
  std::vector<spool::EventKey> before_;
  std::vector<Event> events_;
  std::vector<spool::EventKey> keys_;
  std::map<std::string, spool::LatestFact> latest_;
  std::vector<spool::DuplicateFact> duplicates_;
  std::vector<std::string> made_;  // factkeys of this run
};

}  // namespace longshore::translate
