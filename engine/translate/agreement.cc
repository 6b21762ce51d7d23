#include "engine/translate/agreement.h"

#include <algorithm>

namespace longshore::translate {
namespace {

partners::EnvelopeId id_of(const parsers::EnvelopeParty& party) {
  return {party.qualifier, party.id};
}

bool carries(const partners::Registry& registry, const PartnerId& brought_by, const partners::EnvelopeId& sender) {
  const auto* carrier = registry.find(brought_by);
  return carrier && std::ranges::find(carrier->carries, sender) != carrier->carries.end();
}

}  // namespace

Agreement find_agreement(const parsers::Interchange& interchange, const PartnerId& brought_by,
                         const partners::Registry& registry) {
  bool x12 = interchange.standard == parsers::Standard::x12;
  auto sender = id_of(interchange.sender);
  auto receiver = id_of(interchange.receiver);
  Agreement out;
  auto stop = [&](Code code, std::string message) {
    out.code = std::string(info(code).name);
    out.message = std::move(message);
    return out;
  };
  const auto* found = registry.by_envelope(x12, sender, receiver);
  if (!found)
    return stop(Code::PARTNER_UNKNOWN, "no profile has identity." + std::string(x12 ? "x12" : "edifact") +
                                           " theirs: \"" + sender.str() + "\", ours: \"" + receiver.str() + "\"");
  if (found->id != brought_by && !carries(registry, brought_by, sender))
    return stop(Code::SENDER_NOT_PARTNER,
                "the envelope says " + sender.str() + " (" + found->id.str() + "), but " + brought_by.str() +
                    " brought it; if that is agreed, list the sender under carries: in the profile of " +
                    brought_by.str());
  out.profile = found;
  const auto& identity = x12 ? *found->x12 : *found->edifact;
  bool test = interchange.usage == "T";
  if (test && !identity.test)
    return stop(Code::TEST_ON_LIVE, "the envelope says test, the profile of " + found->id.str() + " says production");
  if (!test && identity.test)
    return stop(Code::LIVE_ON_TEST,
                "the envelope says production, the profile of " + found->id.str() + " says usage: test");
  if (found->stage == partners::Stage::paused || found->stage == partners::Stage::draft) {
    out.code = "PARTNER_NOT_LIVE";
    out.message = "the profile of " + found->id.str() + " is at stage " + std::string(name(found->stage)) +
                  "; set stage: live and reprocess";
  }
  return out;
}

}  // namespace longshore::translate
