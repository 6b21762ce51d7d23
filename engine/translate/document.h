#pragma once
#include "engine/translate/settings.h"
#include "maps/runner.h"
#include "parsers/guide/check.h"
#include "parsers/interchange.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace longshore::translate {

/// Where a transaction set stands in what was read.
struct Position {
  const parsers::Interchange& interchange;
  const parsers::Group& group;
  parsers::Transaction& transaction;
};

/// A transaction set checked against its dictionary, where there is one.
struct CheckedDocument {
  const guide::Dictionary* dictionary = nullptr;
  guide::Placement placement;
};

/// The flow of `profile` that receives such a document; null where there is none.
const partners::Flow* flow_for(const Position& at, const partners::Profile& profile);

/// Levels 2–6, as far and against the guide that the flow says; findings and status go into the transaction itself. A
/// dictionary that cannot be loaded is an error. `flow` may be null.
Result<CheckedDocument> check(const Position& at, const Settings& settings, const partners::Flow* flow);
/// The same at all levels, without a partner.
Result<CheckedDocument> check(const Position& at, maps::Catalog& catalog);

/// The outcome of one transaction set's way through its agreement and map.
struct Translation {
  enum class Verdict { published, rejected, held, acknowledgement };
  Verdict verdict = Verdict::held;
  std::string code;  ///< why it is not published
  std::string message;
  std::string map_revision;
  maps::RunOutput output;  ///< events and diagnostics; empty where no map ran
};

/// For tools: another map than the agreement's, and what was read for what.
struct Choice {
  std::string map;  ///< empty: the agreement's, else the shipped one
  maps::Trace* trace = nullptr;
  std::optional<LentProfile> profile = {};  ///< in place of what the partner's own lends
};

/// `profile` null: no partner, the shipped map is used. `payload_sha256` in hex.
Translation translate(const Position& at, const CheckedDocument& checked, const partners::Profile* profile,
                      maps::Catalog& catalog, std::string_view payload_sha256, const Choice& choice = {});

}  // namespace longshore::translate
