#pragma once
#include "engine/model/ids.h"
#include "engine/model/lent_profile.h"
#include "engine/model/location.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// A trading partner's profile as plain data. Immutable once loaded; may be shared by threads.
namespace longshore::partners {

enum class Stage { draft, certify, shadow, live, paused };
std::string_view name(Stage stage);

/// One end of an envelope: "02:ACME" has both parts, "ACME" no qualifier.
struct EnvelopeId {
  std::string qualifier;
  std::string id;

  auto operator<=>(const EnvelopeId&) const = default;
  std::string str() const { return qualifier.empty() ? id : qualifier + ":" + id; }
};

struct EnvelopeIdentity {
  EnvelopeId ours;
  EnvelopeId theirs;
  bool test = false;  ///< `usage: test`: ISA15 T, UNB 0035
};

enum class AfterPickup { archive, remove, leave };

struct Watch {
  std::string path;
  std::string match = "*";
  std::int64_t every_ms = 60'000;
  std::uint32_t stable_polls = 2;  ///< size and mtime must not change over so many polls
  std::string done_marker;         ///< a file NAME<done_marker> must be there; empty: none
  std::int64_t incomplete_after_ms =
      600'000;  ///< a file without its trailer is taken as it is after standing still so long
};

struct Endpoint {
  std::string name;  ///< the key in the profile
  std::string type;  ///< "sftp" | "directory"
  SourceLocation where;
  std::string host;
  std::uint16_t port = 22;
  std::string user;
  std::string key;         ///< secret reference
  std::string passphrase;  ///< secret reference
  std::string password;    ///< secret reference
  std::vector<std::string> host_keys;
  std::int64_t timeout_ms = 30'000;
  std::uint64_t max_file_bytes = 256U << 20;
  std::optional<Watch> watch;  ///< we take from it
  AfterPickup after = AfterPickup::archive;
  std::string archive_path;  ///< where the picked-up file goes; default: `archive` beside the watched folder
  std::string put_path;      ///< we give to it; empty: we don't
  std::string file_name;     ///< "{kind}-{number}.edi"
};

constexpr int all_levels = 6;

struct Flow {
  SourceLocation where;
  bool sends = false;
  std::string standard;           ///< "x12", "edifact", "csv"
  std::string set;                ///< "214"; the file's kind for csv
  std::string version;            ///< "004010", "D96A"; empty: any
  std::string guide;              ///< receives: the partner's guide; empty: none
  int level = all_levels;         ///< receives: how much is checked, 1 (syntax) to 6 (the guide)
  std::string map;                ///< empty: the shipped map for that document; an overlay where one is named
  std::vector<std::string> on;    ///< sends: event types that cause it, `*` for any fact
  std::vector<std::string> from;  ///< sends: only events of these partners; empty: of any
  std::string via;                ///< sends: endpoint
  std::string file_name;          ///< sends: overrides the endpoint's
  std::string work_class = "normal";
};

struct Acknowledge {
  std::string send = "auto";  ///< "auto" | "997" | "999" | "contrl" | "none"
  std::string via;            ///< endpoint
};

struct Duplicates {
  std::int64_t window_ms = 30LL * 86'400'000;
  bool hold = true;  ///< else accepted again
};

struct Profile {
  PartnerId id;
  std::string file;
  std::string revision;  ///< SHA-256 of the profile and all it extends, hex
  std::string label;
  std::string owner;
  Stage stage = Stage::draft;
  std::string timezone;
  std::optional<EnvelopeIdentity> x12;
  std::optional<EnvelopeIdentity> edifact;
  std::vector<EnvelopeId> carries;  ///< other senders whose envelopes this partner may bring
  std::vector<Endpoint> endpoints;
  std::vector<Flow> flows;
  std::map<std::string, CodeRows, std::less<>> codes;
  Acknowledge acknowledge;
  Duplicates duplicates;
  std::int64_t silence_ms = 0;                             ///< 0: no alert
  std::map<std::string, std::string, std::less<>> values;  ///< `profile.x` of maps

  const Endpoint* endpoint(std::string_view endpoint_name) const;
};

/// What maps may read of it.
LentProfile lend(const Profile& profile);

}  // namespace longshore::partners
