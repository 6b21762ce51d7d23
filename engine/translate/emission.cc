#include "engine/translate/emission.h"

#include "engine/base/json/json.h"
#include "engine/model/text.h"
#include "maps/identity.h"

#include <algorithm>

namespace longshore::translate {

Result<void> Emission::load() {
  if (std::exchange(loaded_, true)) return {};
  LONGSHORE_TRY(auto reader, spool_.reader());
  LONGSHORE_TRY(before_, reader->published_events(document_));
  return {};
}

const spool::EventKey* Emission::latest_of(const std::string& factkey) const {
  auto found = std::ranges::find(before_.rbegin(), before_.rend(), factkey, &spool::EventKey::factkey);
  return found == before_.rend() ? nullptr : &*found;
}

Result<bool> Emission::repeats_latest(const Event& event) {
  if (event.latestkey.empty()) return false;
  auto known = latest_.find(event.latestkey);
  if (known == latest_.end()) {
    LONGSHORE_TRY(auto reader, spool_.reader());
    LONGSHORE_TRY(auto stored, reader->latest_fact(event.latestkey));
    if (!stored) return false;
    if (stored->idempotencykey == event.idempotencykey) duplicates_.push_back({event.id, stored->event});
    return stored->idempotencykey == event.idempotencykey;
  }
  bool same = known->second.idempotencykey == event.idempotencykey;
  if (same) duplicates_.push_back({event.id, known->second.event});
  return same;
}

void Emission::publish(Event event, const std::string& supersedes, bool retraction) {
  if (!supersedes.empty() && !retraction) event.json = maps::with_supersedes(event.json, supersedes);
  keys_.push_back({event.id, event.factkey, supersedes, retraction});
  if (!event.latestkey.empty()) latest_[event.latestkey] = {event.latestkey, event.idempotencykey, event.id};
  events_.push_back(std::move(event));
}

Result<void> Emission::add(const std::vector<Event>& made) {
  LONGSHORE_CHECK(load());
  for (const auto& event : made) {
    made_.push_back(event.factkey);
    const auto* earlier = latest_of(event.factkey);
    bool published = std::ranges::find(before_, event.id, &spool::EventKey::id) != before_.end();
    if (earlier && earlier->retraction) {
      publish(published ? maps::make_restored(event, earlier->id) : event, earlier->id, false);
      continue;
    }
    if (published) continue;
    if (!earlier) {
      LONGSHORE_TRY(bool repeats, repeats_latest(event));
      if (repeats) continue;
    }
    publish(event, earlier ? earlier->id : std::string{}, false);
  }
  return {};
}

// What was published of this document and not taken back, and is not made any more.
Result<void> Emission::retract_the_rest() {
  std::vector<const spool::EventKey*> gone;
  for (const auto& key : before_) {
    bool current = latest_of(key.factkey) == &key && !key.retraction;
    if (current && std::ranges::find(made_, key.factkey) == made_.end()) gone.push_back(&key);
  }
  if (gone.empty()) return {};
  LONGSHORE_TRY(auto reader, spool_.reader());
  LONGSHORE_TRY(auto detail, reader->document_detail(document_));
  if (!detail) return {};
  for (const auto& run : detail->runs) {
    if (run.payload.empty()) continue;
    LONGSHORE_TRY(auto lines, spool_.read_payload(run.payload));
    for (auto line : split(lines, '\n')) {
      if (trim(line).empty()) continue;
      LONGSHORE_TRY(auto event, json::parse(line));
      auto id = event.text("id");
      bool wanted = std::ranges::any_of(gone, [&](const auto* key) { return key->id == id; });
      if (wanted) publish(maps::make_retraction(event, payload_sha256_), id, true);
    }
  }
  return {};
}

std::vector<spool::LatestFact> Emission::latest() const {
  std::vector<spool::LatestFact> out;
  for (const auto& [key, fact] : latest_) out.push_back(fact);
  return out;
}

std::string Emission::lines() const {
  std::string out;
  for (const auto& event : events_) out += event.json + "\n";
  return out;
}

}  // namespace longshore::translate
