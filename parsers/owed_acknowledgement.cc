#include "parsers/owed_acknowledgement.h"

#include <algorithm>

namespace longshore::parsers {
namespace {

using edifact::Contrl;
using x12::AcknowledgementSet;
using x12::FunctionalAcknowledgement;

/// The header alone: what an answer mirrors.
Interchange header_of(const Interchange& interchange) {
  Interchange out;
  out.standard = interchange.standard;
  out.version = interchange.version;
  out.syntax = interchange.syntax;
  out.sender = interchange.sender;
  out.receiver = interchange.receiver;
  out.control_number = interchange.control_number;
  out.date = interchange.date;
  out.time = interchange.time;
  out.usage = interchange.usage;
  out.application_reference = interchange.application_reference;
  out.delimiters = interchange.delimiters;
  for (const auto& group : interchange.groups) {
    auto& copy = out.groups.emplace_back();
    copy.functional_id = group.functional_id;
    copy.control_number = group.control_number;
    copy.version = group.version;
    copy.sender = group.sender;
    copy.receiver = group.receiver;
    copy.responsible_agency = group.responsible_agency;
  }
  return out;
}

std::optional<AcknowledgementSet> asked_by(AcknowledgementWish wish) {
  if (wish == AcknowledgementWish::functional) return AcknowledgementSet::functional;
  if (wish == AcknowledgementWish::implementation) return AcknowledgementSet::implementation;
  return std::nullopt;
}

}  // namespace

std::string_view OwedAcknowledgement::kind() const {
  const auto* sets = std::get_if<std::vector<FunctionalAcknowledgement>>(&content);
  if (sets == nullptr) return "CONTRL";
  const bool any =
      std::ranges::any_of(*sets, [](const auto& one) { return one.as == AcknowledgementSet::implementation; });
  return x12::name(any ? AcknowledgementSet::implementation : AcknowledgementSet::functional);
}

AcknowledgementWish wish_from_name(std::string_view name) {
  if (name == "997") return AcknowledgementWish::functional;
  if (name == "999") return AcknowledgementWish::implementation;
  return name == "contrl" ? AcknowledgementWish::contrl : AcknowledgementWish::usual;
}

std::optional<OwedAcknowledgement> owe(const Interchange& interchange, const x12::DictionaryOf& dictionary_of,
                                       AcknowledgementWish wish) {
  if (interchange.standard == Standard::x12) {
    auto sets = x12::acknowledge(interchange, dictionary_of, asked_by(wish));
    if (sets.empty()) return std::nullopt;
    return OwedAcknowledgement{header_of(interchange), std::move(sets)};
  }
  if (wish != AcknowledgementWish::contrl && !interchange.acknowledgement_requested) return std::nullopt;
  auto contrl = edifact::acknowledge(interchange);
  if (!contrl) return std::nullopt;
  return OwedAcknowledgement{header_of(interchange), std::move(*contrl)};
}

Result<std::string> write(const OwedAcknowledgement& owed, std::uint32_t number, const CivilTime& at) {
  const auto& received = owed.received;
  if (const auto* contrl = std::get_if<Contrl>(&owed.content))
    return edifact::write_contrl(received, *contrl, {number, 1, at, received.usage});
  const auto& sets = std::get<std::vector<FunctionalAcknowledgement>>(owed.content);
  return x12::write_acknowledgements(received, sets, {number, number, 1, at, received.usage});
}

}  // namespace longshore::parsers
